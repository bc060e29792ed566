using System.Globalization;

namespace BintrayPush.Storage.Statistics;

/// <summary>A day in UTC, as it stands in records: later days are greater texts.</summary>
public static class CountedDay
{
    private const string Pattern = "yyyy-MM-dd";

    /// <summary>The day of a moment.</summary>
    public static string Of(DateTimeOffset moment) => moment.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);

    /// <summary>A day that comes after another one, or before it.</summary>
    /// <param name="day">The day.</param>
    /// <param name="days">How many days after it.</param>
    public static string After(string day, int days) =>
        DateTime.ParseExact(day, Pattern, CultureInfo.InvariantCulture).AddDays(days).ToString(Pattern, CultureInfo.InvariantCulture);
}
