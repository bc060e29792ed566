using System.Text.Json.Serialization;

namespace BintrayPush.Storage.Records;

/// <summary>
/// The index of a distribution of a Debian repository. All of its files are contents; replacing this record is what makes others of them
/// the current ones (docs/store.md, "Debian indexes"). Its key is used again, and there is no tombstone: an index once made stays.
/// </summary>
internal sealed record DistributionRecord : MutableRecord
{
    public required string Name { get; init; }

    /// <summary>How often the index was another one.</summary>
    public int Generation { get; init; }

    /// <summary>When this index was made.</summary>
    public DateTimeOffset Made { get; init; }

    /// <summary>The fingerprint of the key that signed it; <see langword="null"/> if none did.</summary>
    public string? SignedBy { get; init; }

    public IReadOnlyList<string> Components { get; init; } = [];

    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>What <c>Release</c> lists: <c>Packages</c> and the like, by their paths below the folder of the distribution.</summary>
    public IReadOnlyList<IndexFile> Files { get; init; } = [];

    /// <summary><c>Release</c> itself and its signatures.</summary>
    public IReadOnlyList<IndexFile> Top { get; init; } = [];

    /// <summary>Files of former generations, which clients that have read an earlier <c>Release</c> still ask for by their hash.</summary>
    public IReadOnlyList<FormerIndexFile> Former { get; init; } = [];

    /// <summary>The generation that <c>dl/</c> shows; what it shows of another <see cref="RepositoryRecord.ViewId"/> is gone.</summary>
    public int Shown { get; init; }

    public string? ShownOf { get; init; }

    /// <summary>Paths by hash that are to leave <c>dl/</c>.</summary>
    public IReadOnlyList<string> Leaving { get; init; } = [];

    /// <summary>Everything that must stay because of this record.</summary>
    [JsonIgnore]
    public IEnumerable<IndexFile> All => [.. Files, .. Top, .. Former.Select(former => former.File)];

    /// <summary>The file at a path below the folder of the distribution; <see langword="null"/> if there is none.</summary>
    public IndexFile? Find(string path) => Top.Concat(Files).FirstOrDefault(file => file.Path == path)
        ?? Files.Concat(Former.Select(former => former.File)).FirstOrDefault(file => file.PathByHash == path);
}

/// <summary>A file of an index.</summary>
/// <param name="Path">Its path below the folder of the distribution.</param>
/// <param name="Content">The name of its content.</param>
/// <param name="Sha256">The SHA-256 of its bytes.</param>
/// <param name="Size">How many bytes it has.</param>
internal sealed record IndexFile(string Path, string Content, string Sha256, long Size)
{
    private const string ByHash = "by-hash/SHA256/";

    /// <summary>The path under which it stays the same for ever.</summary>
    [JsonIgnore]
    public string PathByHash => Path.Substring(0, Path.LastIndexOf('/') + 1) + ByHash + Sha256;
}

/// <summary>A file of a former index.</summary>
/// <param name="File">The file.</param>
/// <param name="Generation">The last generation that had it.</param>
/// <param name="Replaced">When the next one came.</param>
internal sealed record FormerIndexFile(IndexFile File, int Generation, DateTimeOffset Replaced);
