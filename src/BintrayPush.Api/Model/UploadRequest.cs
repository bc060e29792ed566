using BintrayPush.Api.Names;

namespace BintrayPush.Api.Model;

/// <summary>Where one file goes and under which rules (protocol reference, section 8).</summary>
public sealed record UploadRequest
{
    /// <summary>The version it goes to; a missing version is created, a missing package is an error.</summary>
    public required VersionAddress Version { get; init; }

    /// <summary>Its path in the repository.</summary>
    public required RepositoryPath Path { get; init; }

    /// <summary>Whether an already published file may be replaced.</summary>
    public bool Override { get; init; }

    /// <summary>Whether this file is published at once.</summary>
    public bool Publish { get; init; }

    /// <summary>Whether the body is an archive to be unpacked beside <see cref="Path"/> (<see cref="UnpackFolder"/>).</summary>
    public bool Explode { get; init; }

    /// <summary>Whether <see cref="Path"/> is the folder to unpack into even if it is called like an archive.</summary>
    public bool IntoFolder { get; init; }

    /// <summary>Debian coordinates, if any.</summary>
    public DebianCoordinates? Debian { get; init; }

    /// <summary>
    /// The passphrase of its subject's key, if the file is to be signed, too (protocol reference, section 10); whatever it is, a key
    /// without a passphrase signs.
    /// </summary>
    public Secret? Passphrase { get; init; }

    /// <summary>How many bytes will come, if known. More or fewer than that is an error, not a shorter file.</summary>
    public long? Size { get; init; }

    /// <summary>The SHA-256 the bytes must have, lower-case hexadecimal, if known; anything else is refused with 409.</summary>
    public string? Sha256 { get; init; }

    /// <summary>
    /// Whether what came is kept if the upload is cut off, and what has come before; <see langword="null"/> for an upload that is whole or
    /// nothing. With one <see cref="Size"/> is the size of the whole file.
    /// </summary>
    public Resumption? Resumption { get; init; }
}

/// <summary>What the service says of an upload it took.</summary>
public sealed record UploadAnswer
{
    /// <summary>SHA-256 of what was stored; <see langword="null"/> if the service does not tell.</summary>
    public string? Sha256 { get; init; }

    /// <summary>A complaint that was no reason to refuse.</summary>
    public string? Warning { get; init; }
}
