using System.Text.Json.Serialization;

namespace BintrayPush.Storage.Records;

/// <summary>
/// How often the files of a package were downloaded (docs/store.md, "Downloads that are counted"). It hangs on the id of the package, so a
/// package that is made anew begins with nothing. There is no tombstone: a sweep deletes it after its package.
/// </summary>
internal sealed record DownloadRecord : MutableRecord
{
    /// <summary>Who has written last, and what: what comes twice is not counted twice.</summary>
    public IReadOnlyList<CountingWriter> Writers { get; init; } = [];

    /// <summary>The downloads of versions that are not kept apart any more.</summary>
    public long Others { get; init; }

    /// <summary>The versions by their names, those that are deleted too.</summary>
    public IReadOnlyDictionary<string, VersionDownloads> Versions { get; init; } = new Dictionary<string, VersionDownloads>();
}

/// <summary>A process that counts.</summary>
/// <param name="Id">Random and fresh for each process.</param>
/// <param name="Number">The last of its batches that is in the record; the next one has a higher number.</param>
internal sealed record CountingWriter(string Id, long Number);

/// <summary>How often the files of a version were downloaded.</summary>
public sealed record VersionDownloads
{
    /// <summary>All of its files together, those that are not kept apart too.</summary>
    public CountedDays All { get; init; } = new();

    /// <summary>Its files by their paths.</summary>
    public IReadOnlyDictionary<string, CountedDays> Files { get; init; } = new Dictionary<string, CountedDays>();
}

/// <summary>How often something was downloaded.</summary>
public sealed record CountedDays
{
    /// <summary>Since it is counted, on days that are not kept apart any more too.</summary>
    public long Total { get; init; }

    /// <summary>The days that are kept apart, <c>2026-11-29</c> in UTC.</summary>
    public IReadOnlyDictionary<string, long> Days { get; init; } = new Dictionary<string, long>();

    /// <summary>The last of the days that are kept; empty if none is.</summary>
    [JsonIgnore]
    public string Last => Days.Keys.OrderBy(day => day, StringComparer.Ordinal).LastOrDefault() ?? "";
}
