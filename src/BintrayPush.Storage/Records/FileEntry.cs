namespace BintrayPush.Storage.Records;

/// <summary>A file's content and what is said about it; the same while it is pending and once it is published.</summary>
internal sealed record FileEntry
{
    /// <summary>Random and fresh for each upload: two uploads of the same bytes are still two.</summary>
    public required string Upload { get; init; }

    /// <summary>The content's name: <c>sha256</c>, or <c>sha256.k</c> if earlier names were condemned.</summary>
    public required string Content { get; init; }

    public required string Sha256 { get; init; }

    public required string Sha1 { get; init; }

    public required string Md5 { get; init; }

    public required long Size { get; init; }

    public DateTimeOffset Created { get; init; }

    /// <summary>Of a signature that was made here: the SHA-256 of the bytes that it is of.</summary>
    public string? Signs { get; init; }

    /// <summary>Whether it stands in the list of downloads.</summary>
    public bool Listed { get; init; }

    public DebianCoordinates? Debian { get; init; }

    public IReadOnlyList<AttributeValues>? Attributes { get; init; }

    /// <summary>The file as callers see it.</summary>
    public RepositoryFile Shown(VersionAddress version, string path) => new()
    {
        Version = version,
        Path = RepositoryPath.Of(path),
        Size = Size,
        Sha1 = Sha1,
        Sha256 = Sha256,
        Md5 = Md5,
        Created = Created,
        ListedInDownloads = Listed,
        Debian = Debian,
    };
}
