using BintrayPush.Api.Names;

namespace BintrayPush.Api.Model;

/// <summary>How far a release is that several machines stage.</summary>
public enum StagedState
{
    /// <summary>Legs may be staged; nothing of it is public.</summary>
    Open,

    /// <summary>It is being published, or whoever began with that was cut off: the same seal again brings it to its end.</summary>
    Sealing,

    /// <summary>It is public, and takes no more legs.</summary>
    Sealed,
}

/// <summary>A release that several machines stage, each a leg of it, and that becomes public at one moment, when it is sealed.</summary>
public sealed record StagedRelease
{
    /// <summary>Its full name.</summary>
    public required ReleaseAddress Address { get; init; }

    /// <summary>What people call it; <see langword="null"/> if nobody has given it a name.</summary>
    public string? Name { get; init; }

    /// <summary>How far it is.</summary>
    public StagedState State { get; init; }

    /// <summary>When its first leg was staged.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset Updated { get; init; }

    /// <summary>Its legs, in the order of their names.</summary>
    public IReadOnlyList<StagedLeg> Legs { get; init; } = [];
}

/// <summary>What is known of a leg without its list of files.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Staged">When it was staged.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="Size">How many bytes they have.</param>
public sealed record StagedLeg(LegName Name, DateTimeOffset Staged, int Files, long Size);

/// <summary>The files of a leg: exactly what it adds to the release.</summary>
/// <param name="Versions">Its versions, of any repositories of one subject, each once.</param>
public sealed record LegManifest(IReadOnlyList<LegVersion> Versions);

/// <summary>The files that a leg adds to a version.</summary>
/// <param name="Version">The version.</param>
/// <param name="Files">The files, each path once.</param>
public sealed record LegVersion(VersionAddress Version, IReadOnlyList<LegFile> Files);

/// <summary>A file of a leg.</summary>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Sha256">Its SHA-256, lower-case hexadecimal.</param>
/// <param name="Size">Bytes.</param>
public sealed record LegFile(RepositoryPath Path, string Sha256, long Size);

/// <summary>What the service says of a seal.</summary>
/// <param name="Files">How many files became public; 0 if all were public already.</param>
/// <param name="WasSealed">Whether it was sealed before, so that nothing had to be done.</param>
/// <param name="Warning">A complaint that was no reason to refuse.</param>
public sealed record SealAnswer(int Files, bool WasSealed, string? Warning = null)
{
    /// <summary>The versions of which files became public. Only a store says so, no service far away.</summary>
    public IReadOnlyList<VersionAddress> Versions { get; init; } = [];
}
