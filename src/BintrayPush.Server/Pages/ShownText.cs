using System.Globalization;
using System.Text;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Pages;

/// <summary>
/// Text from outside on a page. It is encoded where it is written; here goes what encoding leaves: characters that turn the order of the
/// text around them, characters that no page may hold, and more of it than a page needs.
/// </summary>
internal static class ShownText
{
    /// <summary>The most characters of a description in a list.</summary>
    public const int InList = 300;

    /// <summary>The most characters of any other text than a document.</summary>
    public const int OnPage = 5_000;

    private const char Replacement = '\uFFFD';

    /// <summary>A text on one line, or <see langword="null"/> if there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most characters of it.</param>
    public static string? Line(string? text, int most = InList) =>
        string.IsNullOrWhiteSpace(text) ? null : Clean(Shorten(text, most), keepLines: false);

    /// <summary>A text with its lines.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most characters of it.</param>
    public static string Lines(string text, int most) => Clean(Shorten(text, most), keepLines: true);

    /// <summary>A number, with its thousands apart.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of things.</summary>
    /// <param name="number">How many.</param>
    /// <param name="what">One of them; more of them have an <c>s</c>.</param>
    public static string Counted(long number, string what) => $"{Number(number)} {what}{(number == 1 ? "" : "s")}";

    /// <summary>What somebody is told who comes from a form that did something to files.</summary>
    /// <param name="query">The query of the call: it says to how many.</param>
    /// <param name="name">Under which name.</param>
    /// <param name="one">What happened to one file, as <c>was discarded</c>.</param>
    /// <param name="many">And to more of them.</param>
    /// <returns><see langword="null"/> for those who come from elsewhere.</returns>
    public static string? Outcome(Parameters query, string name, string one, string many) =>
        query.Number(name) is { } files ? $"{Counted(files, "file")} {(files == 1 ? one : many)}." : null;

    private static string Shorten(string text, int most) =>
        text.Length <= most ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most), "…");

    private static string Clean(string text, bool keepLines)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\n' or '\t' => clean.Append(keepLines ? (char)rune.Value : ' '),
                '\r' => clean,
                < ' ' or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF => clean.Append(Replacement),
                // Marks, embeddings, overrides and isolates: they make a name look like another one.
                0x061C or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069) => clean.Append(Replacement),
                _ => clean.Append(rune.ToString()),
            };
        }

        return clean.ToString();
    }
}
