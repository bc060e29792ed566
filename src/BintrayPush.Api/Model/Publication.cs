using BintrayPush.Api.Names;

namespace BintrayPush.Api.Model;

/// <summary>How to publish a version (protocol reference, section 9).</summary>
public sealed record PublishRequest
{
    /// <summary>
    /// Exactly the files to make public: if one of them is missing or has other bytes, nothing is published and the answer is 409.
    /// <see langword="null"/> publishes whatever is pending, as the original service did. A service that knows only Bintray's protocol
    /// is not told, and publishes whatever is pending too: its answer is not <see cref="PublishAnswer.IsDone"/>.
    /// </summary>
    public IReadOnlyList<ExpectedFile>? Expected { get; init; }

    /// <summary>How long the call may wait for files to be readable; <see langword="null"/> for as long as is sensible.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>The passphrase of the key that signs repository metadata, if it is to be signed.</summary>
    public Secret? Passphrase { get; init; }
}

/// <summary>A file that must be there, with these bytes, for a publish to happen.</summary>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Sha256">Its SHA-256, lower-case hexadecimal.</param>
public sealed record ExpectedFile(RepositoryPath Path, string Sha256);

/// <summary>A version of a release.</summary>
/// <param name="Version">The version.</param>
/// <param name="Expected">Exactly the files to make public, as <see cref="PublishRequest.Expected"/> has them.</param>
public sealed record ReleasedVersion(VersionAddress Version, IReadOnlyList<ExpectedFile>? Expected)
{
    /// <summary>The passphrase of the key that signs repository metadata, as <see cref="PublishRequest.Passphrase"/> has it.</summary>
    public Secret? Passphrase { get; init; }
}

/// <summary>What the service says of a publish or a discard.</summary>
/// <param name="Files">How many files became public, or were dropped; 0 when nothing was pending.</param>
/// <param name="Warning">A complaint that was no reason to refuse.</param>
public sealed record PublishAnswer(int Files, string? Warning = null)
{
    /// <summary>
    /// Whether the service vouches that it has happened: what was asked for is public now, with the expected bytes. Otherwise it was only
    /// accepted (protocol reference, section 9), and a look at the files tells when it has happened.
    /// </summary>
    public bool IsDone { get; init; }

    /// <summary>Of a release: the versions of which files became public. Only a store says so, no service far away.</summary>
    public IReadOnlyList<VersionAddress> Versions { get; init; } = [];
}

/// <summary>What the service says of a call that has nothing else to say.</summary>
/// <param name="Warning">A complaint that was no reason to refuse, for example that no key is stored to sign with.</param>
public sealed record ServiceAnswer(string? Warning = null)
{
    /// <summary>Done, no complaint.</summary>
    public static ServiceAnswer Done { get; } = new();
}
