using System.Text.Json;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Statistics;

/// <summary>
/// Adds downloads to a record and keeps it small: days become a total when they are old, and where that is not enough, files and versions
/// that nobody downloads any more are not kept apart. Nothing is subtracted: the totals stay right.
/// </summary>
internal static class DownloadMerge
{
    /// <summary>How many bytes a record takes at most: it is written once a minute while its package is downloaded.</summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary>More processes than this do not count downloads of one package at the same time.</summary>
    private const int MaxWriters = 32;

    /// <summary>What is kept, in a record that is small enough, and in larger and larger ones.</summary>
    private static readonly Keeping[] Keepings =
    [
        new(FileDays: 90, VersionDays: 400, int.MaxValue, int.MaxValue),
        new(FileDays: 30, VersionDays: 400, int.MaxValue, int.MaxValue),
        new(FileDays: 7, VersionDays: 400, MaxFiles: 4000, int.MaxValue),
        new(FileDays: 2, VersionDays: 90, MaxFiles: 2000, MaxVersions: 4000),
        new(FileDays: 1, VersionDays: 30, MaxFiles: 500, MaxVersions: 2000),
        new(FileDays: 1, VersionDays: 7, MaxFiles: 50, MaxVersions: 1000),
        new(FileDays: 0, VersionDays: 7, MaxFiles: 0, MaxVersions: 400),
    ];

    /// <summary>Whether a batch is in a record already.</summary>
    public static bool Has(this DownloadRecord record, DownloadBatch batch) =>
        record.Writers.Any(writer => writer.Id == batch.Writer && writer.Number >= batch.Number);

    /// <summary>A record with a batch that it does not have yet.</summary>
    public static DownloadRecord With(this DownloadRecord record, DownloadBatch batch)
    {
        var versions = record.Versions.ToDictionary(version => version.Key, version => version.Value);
        foreach (var counted in batch.Downloads.GroupBy(download => download.Version))
        {
            var known = versions.TryGetValue(counted.Key, out var there) ? there : new VersionDownloads();
            var files = known.Files.ToDictionary(file => file.Key, file => file.Value);
            foreach (var file in counted.GroupBy(download => download.Path))
            {
                files[file.Key] = With(files.TryGetValue(file.Key, out var days) ? days : new CountedDays(), file);
            }

            versions[counted.Key] = new VersionDownloads { All = With(known.All, counted), Files = files };
        }

        var writers = record.Writers.Where(writer => writer.Id != batch.Writer)
            .Concat([new CountingWriter(batch.Writer, batch.Number)]).ToList();
        var sum = record with
        {
            Versions = versions,
            Writers = writers.GetRange(Math.Max(0, writers.Count - MaxWriters), Math.Min(writers.Count, MaxWriters)),
        };
        return Shortened(sum, batch.Downloads.Select(download => download.Day).OrderBy(day => day, StringComparer.Ordinal).Last());
    }

    private static CountedDays With(CountedDays known, IEnumerable<CountedDownload> downloads)
    {
        var days = known.Days.ToDictionary(day => day.Key, day => day.Value);
        var total = known.Total;
        foreach (var download in downloads)
        {
            days[download.Day] = (days.TryGetValue(download.Day, out var count) ? count : 0) + download.Count;
            total += download.Count;
        }

        return new CountedDays { Total = total, Days = days };
    }

    private static DownloadRecord Shortened(DownloadRecord record, string today)
    {
        foreach (var keeping in Keepings)
        {
            record = Kept(record, keeping, today);
            if (JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Default.DownloadRecord).Length <= MaxBytes)
            {
                break;
            }
        }

        return record;
    }

    private static DownloadRecord Kept(DownloadRecord record, Keeping keeping, string today)
    {
        var (firstOfFiles, firstOfVersions) =
            (CountedDay.After(today, 1 - keeping.FileDays), CountedDay.After(today, 1 - keeping.VersionDays));
        var versions = MostRecent(record.Versions, version => version.All, keeping.MaxVersions);
        var files = versions
            .SelectMany(version => version.Value.Files.Select(file => (Version: version.Key, Path: file.Key, Days: file.Value)));
        var kept = (keeping.MaxFiles == int.MaxValue
            ? files
            : files.OrderByDescending(file => file.Days.Last, StringComparer.Ordinal).ThenByDescending(file => file.Days.Total)
                .Take(keeping.MaxFiles)).ToLookup(file => file.Version);
        return record with
        {
            Others = record.Others + record.Versions.Values.Sum(version => version.All.Total)
                - versions.Sum(version => version.Value.All.Total),
            Versions = versions.ToDictionary(
                version => version.Key,
                version => new VersionDownloads
                {
                    All = Since(version.Value.All, firstOfVersions),
                    Files = kept[version.Key].ToDictionary(file => file.Path, file => Since(file.Days, firstOfFiles)),
                }),
        };
    }

    private static List<KeyValuePair<string, T>> MostRecent<T>(
        IReadOnlyDictionary<string, T> all, Func<T, CountedDays> days, int count) =>
        all.Count <= count
            ? [.. all]
            : [.. all.OrderByDescending(one => days(one.Value).Last, StringComparer.Ordinal).ThenByDescending(one => days(one.Value).Total)
                .Take(count)];

    private static CountedDays Since(CountedDays counted, string first) => counted with
    {
        Days = counted.Days.Where(day => string.CompareOrdinal(day.Key, first) >= 0).ToDictionary(day => day.Key, day => day.Value),
    };

    /// <summary>What a record holds.</summary>
    /// <param name="FileDays">The days that are kept apart for files.</param>
    /// <param name="VersionDays">And for versions.</param>
    /// <param name="MaxFiles">How many files are kept apart; of the others their version's numbers tell.</param>
    /// <param name="MaxVersions">How many versions; of the others there is one number for all of them.</param>
    private sealed record Keeping(int FileDays, int VersionDays, int MaxFiles, int MaxVersions);
}
