using System.Globalization;

namespace BintrayPush.Api.Model;

/// <summary>
/// Dates on the wire: out as UTC with milliseconds and <c>Z</c>, in with <c>Z</c>, with an offset with or without a colon, or as a
/// date only (protocol reference 1.4, semantics reference 3.3.5).
/// </summary>
public static class WireDate
{
    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The form that goes out.</summary>
    public static string Format(DateTimeOffset date) => date.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);

    /// <summary>Reads any of the forms that come in. No zone means UTC.</summary>
    public static bool TryParse(string? text, out DateTimeOffset date)
    {
        var trimmed = text?.Trim() ?? "";
        date = default;
        return trimmed.Length >= "2015-01-01".Length && trimmed[4] == '-'
            && DateTimeOffset.TryParse(
                WithColon(trimmed),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out date);
    }

    /// <summary><c>+0100</c> is an offset to its senders, but not to .NET.</summary>
    private static string WithColon(string text) =>
        text.IndexOf('T') > 0 && text[text.Length - 5] is '+' or '-' && text.Skip(text.Length - 4).All(char.IsDigit)
            ? text.Insert(text.Length - 2, ":")
            : text;
}
