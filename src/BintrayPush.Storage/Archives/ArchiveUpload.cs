namespace BintrayPush.Storage.Archives;

/// <summary>An archive that is taken in as the files it holds, and where they go (protocol reference 8.3).</summary>
public sealed record ArchiveUpload
{
    /// <summary>The version its files go to; a missing version is created, a missing package is an error.</summary>
    public required VersionAddress Version { get; init; }

    /// <summary>Where it is unpacked; <see langword="null"/> for the root of the repository, which no path of a file can name.</summary>
    public RepositoryPath? Folder { get; init; }

    /// <summary>Its file name, which names the one file of a plain gz or bz2; empty if it was sent to a folder.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether already published files may be replaced.</summary>
    public bool Override { get; init; }

    /// <summary>Whether its files are published at once, all together.</summary>
    public bool Publish { get; init; }

    /// <summary>Debian coordinates of its files, if any.</summary>
    public DebianCoordinates? Debian { get; init; }

    /// <summary>How many bytes the archive has, if known.</summary>
    public long? Size { get; init; }

    /// <summary>The SHA-256 of the archive, lower-case hexadecimal, if known.</summary>
    public string? Sha256 { get; init; }

    /// <summary>What an upload with <see cref="UploadRequest.Explode"/> asks for.</summary>
    public static ArchiveUpload Of(UploadRequest upload) => new()
    {
        Version = upload.Version,
        Folder = UnpackFolder.Of(upload.Path, upload.IntoFolder),
        Name = upload.IntoFolder ? "" : upload.Path.FileName,
        Override = upload.Override,
        Publish = upload.Publish,
        Debian = upload.Debian,
        Size = upload.Size,
        Sha256 = upload.Sha256,
    };
}
