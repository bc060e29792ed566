using BintrayPush.Api;

namespace BintrayPush.Storage;

/// <summary>What a version has published: path to file. Immutable.</summary>
internal sealed record Manifest
{
    public static readonly Manifest Empty = new();

    /// <summary>The files by their exact paths, written in ordinal order.</summary>
    public IReadOnlyDictionary<string, FileEntry> Files { get; init; } = new Dictionary<string, FileEntry>();

    /// <summary>The file at a path, or <see langword="null"/>.</summary>
    public FileEntry? At(string path) => Files.TryGetValue(path, out var file) ? file : null;

    /// <summary>This manifest with some files set and some left out.</summary>
    public Manifest With(IReadOnlyDictionary<string, FileEntry> set, string? without = null) => new()
    {
        Files = Files.Where(file => file.Key != without && !set.ContainsKey(file.Key))
            .Concat(set)
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .ToDictionary(file => file.Key, file => file.Value),
    };

    /// <summary>This manifest without a file.</summary>
    public Manifest Without(string path) => With(new Dictionary<string, FileEntry>(), path);

    /// <summary>This manifest with one file changed.</summary>
    public Manifest With(string path, FileEntry file) => With(new Dictionary<string, FileEntry> { [path] = file });
}

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
