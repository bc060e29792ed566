using BintrayPush.Api.Content;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Model;

/// <summary>A file as the service lists it (protocol reference, section 7). Checksums are lower-case hexadecimal.</summary>
public sealed record RepositoryFile
{
    /// <summary>The version it belongs to.</summary>
    public required VersionAddress Version { get; init; }

    /// <summary>Its path in the repository.</summary>
    public required RepositoryPath Path { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-1, 40 digits.</summary>
    public required string Sha1 { get; init; }

    /// <summary>SHA-256, 64 digits; <see langword="null"/> on services that do not say it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>MD5, 32 digits; <see langword="null"/> on services that do not say it.</summary>
    public string? Md5 { get; init; }

    /// <summary>When its present content arrived.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Whether it stands in the list of downloads.</summary>
    public bool ListedInDownloads { get; init; }

    /// <summary>Where a Debian index puts it; <see langword="null"/> if it was uploaded without.</summary>
    public DebianCoordinates? Debian { get; init; }

    /// <summary>
    /// Whether the service knows that it has lost these bytes or that they are damaged: what is said here is what they should be, and
    /// sending them again heals the file.
    /// </summary>
    public bool IsDamaged { get; init; }

    /// <summary>Whether it has exactly this content, by size and the strongest checksum that the service gives.</summary>
    public bool HasContent(ContentHashes content) =>
        Size == content.Size && (Sha256 is null ? Sha1 == content.Sha1 : Sha256 == content.Sha256);
}

/// <summary>
/// The files of a version or a package in both views at one moment. A path stands in both lists when a published file waits to
/// be replaced; readers see the published one until then.
/// </summary>
/// <param name="Published">What everybody sees.</param>
/// <param name="Unpublished">What waits for a publish; empty when it was not asked for.</param>
public sealed record FileListing(IReadOnlyList<RepositoryFile> Published, IReadOnlyList<RepositoryFile> Unpublished);

/// <summary>Where a Debian index puts a file (protocol reference 8.4). Several values are separated by commas.</summary>
/// <param name="Distribution">For example <c>bookworm</c>.</param>
/// <param name="Component">For example <c>main</c>.</param>
/// <param name="Architecture">For example <c>amd64,arm64</c>.</param>
public sealed record DebianCoordinates(string? Distribution, string? Component, string? Architecture);

/// <summary>
/// What whoever serves a file says of it beside the bytes: all of it where the store is read, what its headers hold where a server is,
/// and perhaps nothing from a plain web server. Checksums are lower-case hexadecimal.
/// </summary>
/// <param name="Path">Its path in the repository.</param>
public sealed record DownloadedFile(RepositoryPath Path)
{
    /// <summary>The version it belongs to.</summary>
    public VersionAddress? Version { get; init; }

    /// <summary>Bytes.</summary>
    public long? Size { get; init; }

    /// <summary>SHA-1, 40 digits.</summary>
    public string? Sha1 { get; init; }

    /// <summary>SHA-256, 64 digits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>MD5, 32 digits.</summary>
    public string? Md5 { get; init; }

    /// <summary>When its present content arrived.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Whether there is a checksum to verify it by.</summary>
    public bool HasChecksum => (Sha256 ?? Sha1) is not null;

    /// <summary>What is said of a file that is listed.</summary>
    public static DownloadedFile Of(RepositoryFile file) => new(file.Path)
    {
        Version = file.Version,
        Size = file.Size,
        Sha1 = file.Sha1,
        Sha256 = file.Sha256,
        Md5 = file.Md5,
        Created = file.Created,
    };

    /// <summary>Whether what is said is true of this content, by size and the strongest checksum; it says something then.</summary>
    public bool HasContent(ContentHashes content) =>
        HasChecksum && (Size is null || Size == content.Size) && (Sha256 is null ? Sha1 == content.Sha1 : Sha256 == content.Sha256);
}

/// <summary>A file opened for reading. Dispose it to let go of the content.</summary>
/// <param name="File">What is being read.</param>
/// <param name="Published">Whether everybody may see it.</param>
/// <param name="Content">The bytes; seekable where the store is a folder.</param>
public sealed record FileDownload(DownloadedFile File, bool Published, Stream Content) : IDisposable
{
    /// <summary>The file as it is listed; <see langword="null"/> where only the bytes and their headers are read.</summary>
    public RepositoryFile? Listed { get; init; }

    /// <summary>A listed file opened for reading.</summary>
    public static FileDownload Of(RepositoryFile file, bool published, Stream content) =>
        new(DownloadedFile.Of(file), published, content) { Listed = file };

    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();
}
