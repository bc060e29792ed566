using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>How long the files of a former index stay: clients read <c>Release</c> first, and the rest by its hash afterwards.</summary>
internal static class FormerFiles
{
    /// <summary>However old they are.</summary>
    private const int Generations = 2;

    /// <summary>About 400 KB of the record. More than that in an hour cannot be kept.</summary>
    private const int Most = 1500;

    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    /// <summary>What is kept once an index is replaced.</summary>
    /// <param name="old">The index that is replaced.</param>
    /// <param name="current">The files of the one that comes.</param>
    /// <param name="now">When it comes.</param>
    public static IReadOnlyList<FormerIndexFile> After(DistributionRecord old, IReadOnlyList<IndexFile> current, DateTimeOffset now)
    {
        var stays = new HashSet<string>(current.Select(file => file.PathByHash));
        var former = old.Files.Select(file => new FormerIndexFile(file, old.Generation, now))
            .Concat(old.Former.Where(file => file.Generation > old.Generation - Generations || now - file.Replaced < Age));
        var kept = new List<FormerIndexFile>();
        foreach (var file in former)
        {
            // What came back is current again.
            if (kept.Count < Most && stays.Add(file.File.PathByHash))
            {
                kept.Add(file);
            }
        }

        return kept;
    }
}
