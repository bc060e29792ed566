using BintrayPush.Storage.Records;
using BintrayPush.Storage.Statistics;

namespace BintrayPush.Server.Pages;

/// <summary>How often something was downloaded, for a page.</summary>
/// <param name="Total">All that was ever counted.</param>
/// <param name="Days">The last days, the oldest first; none for those who may not know of single days.</param>
public sealed record DownloadFigures(long Total, IReadOnlyList<DownloadDay> Days)
{
    /// <summary>How many days a page shows.</summary>
    public const int ShownDays = 30;

    /// <summary>The most on one of the days.</summary>
    public long Most => Days.Count == 0 ? 0 : Days.Max(day => day.Count);

    /// <summary>Sums up what was counted, up to today.</summary>
    internal static DownloadFigures Of(long total, IEnumerable<CountedDays> counted, DateTimeOffset now)
    {
        var byDay = counted.SelectMany(one => one.Days).ToLookup(day => day.Key, day => day.Value);
        var today = CountedDay.Of(now);
        return new DownloadFigures(total,
        [
            .. Enumerable.Range(1 - ShownDays, ShownDays).Select(after => CountedDay.After(today, after))
                .Select(day => new DownloadDay(day, byDay[day].Sum())),
        ]);
    }
}

/// <summary>The downloads of one day.</summary>
/// <param name="Day">The day in UTC, as <c>2026-01-31</c>.</param>
/// <param name="Count">How many.</param>
public sealed record DownloadDay(string Day, long Count);
