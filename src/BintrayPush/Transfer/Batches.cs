using BintrayPush.Compare;

namespace BintrayPush.Transfer;

/// <summary>
/// What is sent in one call: a file by itself, or many small ones of a version together, where the service takes them so.
/// </summary>
internal static class Batches
{
    /// <summary>Fewer are not worth it: a file by itself has its own answer.</summary>
    private const int Fewest = 4;

    private const int Most = 64;

    /// <summary>All of a tar: what is sent again when a call fails, and so much that a server can keep it in memory.</summary>
    private const long MostBytes = (1 << 20) - (4 << 10);

    /// <summary>The most that a tar adds to a file whose name is short: a header, and what fills the last block.</summary>
    private const long Envelope = 1 << 10;

    /// <summary>Some for each place, so that all are done at about the same time.</summary>
    private const int PerSlot = 4;

    /// <summary>Every file by itself.</summary>
    public static IEnumerable<IReadOnlyList<UploadItem>> Single(IEnumerable<UploadItem> items) =>
        items.Select(item => (IReadOnlyList<UploadItem>)[item]);

    /// <summary>Small files together. Each batch is of one version.</summary>
    /// <param name="items">What there is to bring.</param>
    /// <param name="slots">How many calls are made at one time.</param>
    public static IEnumerable<IReadOnlyList<UploadItem>> Bundled(IReadOnlyList<UploadItem> items, int slots)
    {
        var small = items.Where(IsSmallAndNew).ToList();
        var count = Math.Min(Most, small.Count / (slots * PerSlot));
        return count < Fewest
            ? Single(items)
            : Single(items.Where(item => !IsSmallAndNew(item)))
                .Concat(small.GroupBy(item => item.FilePush.File.Version).SelectMany(version => Cut(version, count)));
    }

    /// <summary>What stands there already is compared, or replaced, by itself.</summary>
    private static bool IsSmallAndNew(UploadItem item) =>
        item.FilePush.File is { Explode: false, Artifact: { Debian: null, Size: <= LocalFile.LargestInMemory } }
            && !item.Known.Holds(item.FilePush.File.Path);

    private static IEnumerable<IReadOnlyList<UploadItem>> Cut(IEnumerable<UploadItem> items, int maxItems)
    {
        var batch = new List<UploadItem>();
        var bytes = 0L;
        foreach (var item in items)
        {
            if (batch.Count == maxItems || (batch.Count > 0 && bytes + item.Size + Envelope > MostBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(item);
            bytes += item.Size + Envelope;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}

/// <summary>A file to bring, with what the service has in its version.</summary>
/// <param name="Index">Which one it is of all.</param>
/// <param name="FilePush">The file.</param>
/// <param name="Known">What the service has.</param>
internal sealed record UploadItem(int Index, FilePush FilePush, KnownFiles Known)
{
    /// <summary>Bytes, as planned.</summary>
    public long Size => FilePush.File.Artifact.Size ?? 0;
}
