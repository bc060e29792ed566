using System.Globalization;

namespace BintrayPush.Formats.Versions;

/// <summary>
/// The order of versions as Maven has it, part by part: numbers by their value, words by what they mean, and a word before a number. It
/// orders whatever people write, so it is taken for all that is no number of NuGet's, too.
/// </summary>
internal static class MavenOrder
{
    /// <summary>From the earliest; a release is the empty word. What is not among them comes after.</summary>
    private static readonly string[] Words = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];

    public static int Compare(string one, string other)
    {
        var (first, second) = (Parts(one), Parts(other));
        for (var i = 0; i < Math.Max(first.Count, second.Count); i++)
        {
            var difference = ComparePart(i < first.Count ? first[i] : null, i < second.Count ? second[i] : null);
            if (difference != 0)
            {
                return difference;
            }
        }

        return 0;
    }

    /// <summary>What is missing is a zero beside a number and a release beside a word.</summary>
    private static int ComparePart(string? one, string? other) => (IsNumber(one), IsNumber(other)) switch
    {
        (true, true) => NumberOf(one!).CompareTo(NumberOf(other!)),
        (true, false) => other is null ? NumberOf(one!).CompareTo(0) : 1,
        (false, true) => one is null ? 0m.CompareTo(NumberOf(other!)) : -1,
        _ => CompareWords(one ?? "", other ?? ""),
    };

    private static int CompareWords(string one, string other)
    {
        var (first, second) = (RankOf(one), RankOf(other));
        return first != second ? first - second : first < Words.Length ? 0 : string.CompareOrdinal(Meaning(one), Meaning(other));
    }

    private static int RankOf(string word) => Array.IndexOf(Words, Meaning(word)) is var rank and >= 0 ? rank : Words.Length;

    private static string Meaning(string word) => word.ToLowerInvariant() switch
    {
        "a" => "alpha",
        "b" => "beta",
        "m" => "milestone",
        "cr" => "rc",
        "final" or "ga" or "release" => "",
        var other => other,
    };

    /// <summary>Without the signs between them; a number and a word beside each other are two.</summary>
    private static List<string> Parts(string text)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var isEnd = i == text.Length || text[i] is '.' or '-' or '_' or '+';
            if (isEnd || (i > start && IsDigit(text[i]) != IsDigit(text[i - 1])))
            {
                if (i > start)
                {
                    parts.Add(text.Substring(start, i - start));
                }

                start = isEnd ? i + 1 : i;
            }
        }

        return parts;
    }

    private static bool IsNumber(string? part) => part is { Length: > 0 } && IsDigit(part[0]);

    private static bool IsDigit(char sign) => sign is >= '0' and <= '9';

    private static decimal NumberOf(string part) =>
        decimal.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : decimal.MaxValue;
}
