using System.Globalization;

namespace BintrayPush.Storage.Maintenance;

/// <summary>Lengths of time as people write them: <c>90s</c>, <c>30m</c>, <c>12h</c>, <c>7d</c>.</summary>
public static class Interval
{
    /// <summary>The longest one, in days, unless another one is asked for.</summary>
    public const int MaxDays = 30;

    private const int MaxDigits = 7;

    /// <summary>What is said of a text that is none.</summary>
    /// <param name="maxDays">The longest one, in days.</param>
    public static string Form(int maxDays = MaxDays) => FormattableString.Invariant(
        $"a whole number with s, m, h or d behind it, for example 90s, 30m, 12h or 7d, at most {maxDays}d");

    /// <summary>Reads one: at least a second.</summary>
    /// <param name="text">The text.</param>
    /// <param name="interval">The length of time.</param>
    /// <param name="maxDays">The longest one, in days.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, out TimeSpan interval, int maxDays = MaxDays)
    {
        interval = TimeSpan.Zero;
        if (text.Length is < 2 or > MaxDigits + 1
            || !int.TryParse(text.Substring(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        interval = text[text.Length - 1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => TimeSpan.Zero,
        };
        return interval > TimeSpan.Zero && interval <= TimeSpan.FromDays(maxDays);
    }
}
