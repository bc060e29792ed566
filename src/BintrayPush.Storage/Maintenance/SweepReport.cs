namespace BintrayPush.Storage.Maintenance;

/// <summary>What a sweep deleted or would delete.</summary>
/// <param name="Items">Everything, by kind and then by name.</param>
/// <param name="IsDryRun">Whether it is still there.</param>
public sealed record SweepReport(IReadOnlyList<SweepItem> Items, bool IsDryRun)
{
    /// <summary>How many objects.</summary>
    public int Count => Items.Count;

    /// <summary>How many bytes they have.</summary>
    public long Bytes => Items.Sum(item => item.Bytes);

    /// <summary>The kinds that there are, each with its number of objects and bytes.</summary>
    public IReadOnlyList<(SweepKind Kind, int Count, long Bytes)> Kinds =>
        [.. Items.GroupBy(item => item.Kind).Select(kind => (kind.Key, kind.Count(), kind.Sum(item => item.Bytes)))];
}

/// <summary>An object that nothing refers to.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its path in the data folder, with slashes.</param>
/// <param name="Bytes">How long it is.</param>
public sealed record SweepItem(SweepKind Kind, string Name, long Bytes);

/// <summary>What a sweep clears away, in the order of its report.</summary>
public enum SweepKind
{
    /// <summary>The bytes of a file that was replaced, discarded or deleted.</summary>
    Content,

    /// <summary>The list of files, or a page of it, of a version that has another one now, or is deleted.</summary>
    Manifest,

    /// <summary>The record of a version whose package is deleted.</summary>
    Version,

    /// <summary>The marker of a pending file that is published or discarded.</summary>
    PendingMarker,

    /// <summary>The marker of a deleted package of which no version is left.</summary>
    PackageMarker,

    /// <summary>The downloads of a deleted package.</summary>
    Downloads,

    /// <summary>A record of a deleted repository.</summary>
    Repository,

    /// <summary>The record of a release that was cut off: the sweep finishes it first, or drops it.</summary>
    Release,

    /// <summary>The list of files of a leg that was staged again, or of a release that is sealed or dropped.</summary>
    Leg,

    /// <summary>The note of a commit that the plain files had not followed: the sweep finishes the work first.</summary>
    ViewNote,

    /// <summary>An upload that never ended, or a record that was not written to its end.</summary>
    Temporary,

    /// <summary>Something else in a repository that no record names.</summary>
    Other,
}
