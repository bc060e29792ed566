using BintrayPush.Server.Http;
using BintrayPush.Storage.Statistics;

namespace BintrayPush.Server.Statistics;

/// <summary>The days that a call for statistics asks for: all of the first and all of the last one.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="IsEverything">Whether all that was ever counted is in it, on days that are not kept apart any more too.</param>
internal sealed record DownloadRange(DateTimeOffset From, DateTimeOffset To, bool IsEverything)
{
    private readonly string _first = CountedDay.Of(From);
    private readonly string _last = CountedDay.Of(To);

    /// <summary>
    /// Reads <c>from</c> and <c>to</c> of a body or a query. Without them it is everything since the package was made, up to now. (Clocks
    /// of servers differ, so the one may be after the other.)
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="since">When the package was made.</param>
    /// <param name="now">The present day.</param>
    /// <exception cref="BintrayException">400: one of them is no date, or the first is after the last.</exception>
    public static async Task<DownloadRange> ReadAsync(Call call, DateTimeOffset since, DateTimeOffset now)
    {
        var fields = await call.ReadFieldsAsync();
        var (from, to) = (DayOf("from"), DayOf("to"));
        if (from > to)
        {
            throw Refusal.BadRequest($"'from' ({WireDate.Format(from.Value)}) must not be after 'to' ({WireDate.Format(to.Value)})");
        }

        var (first, last) = (Day(since), Day(now));
        return new DownloadRange(
            from ?? Earlier(first, to ?? last),
            to ?? Later(last, from ?? last),
            IsEverything: (from is null || from <= first) && (to is null || to >= last));

        DateTimeOffset? DayOf(string name) => (fields.Date(name), call.Query[name]) switch
        {
            ({ } date, _) => Day(date),
            (null, { Length: > 0 } text) => WireDate.TryParse(text, out var date)
                ? Day(date)
                : throw Refusal.BadRequest($"'{name}' must be a date such as 2015-01-31T10:00:00.000Z"),
            _ => null,
        };
    }

    /// <summary>The end of the last day, as the original service wrote it.</summary>
    public DateTimeOffset End => To.Add(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));

    /// <summary>Whether a day is in it.</summary>
    public bool Has(string day) =>
        IsEverything || (string.CompareOrdinal(day, _first) >= 0 && string.CompareOrdinal(day, _last) <= 0);

    private static DateTimeOffset Day(DateTimeOffset moment) => new(moment.UtcDateTime.Date, TimeSpan.Zero);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
