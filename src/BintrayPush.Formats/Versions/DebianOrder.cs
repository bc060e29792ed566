using System.Globalization;

namespace BintrayPush.Formats.Versions;

/// <summary>The order of versions as dpkg has it (deb-version(7)): epoch, version, revision.</summary>
internal static class DebianOrder
{
    public static int Compare(string one, string other)
    {
        var (first, second) = (Split(one), Split(other));
        return Part(first.Epoch, second.Epoch) is var epoch and not 0 ? epoch
            : Part(first.Version, second.Version) is var version and not 0 ? version
            : Part(first.Revision, second.Revision);
    }

    private static (string Epoch, string Version, string Revision) Split(string text)
    {
        var colon = text.IndexOf(':');
        var hyphen = text.LastIndexOf('-');
        return (
            colon < 0 ? "" : text.Substring(0, colon),
            hyphen <= colon ? text.Substring(colon + 1) : text.Substring(colon + 1, hyphen - colon - 1),
            hyphen <= colon ? "" : text.Substring(hyphen + 1));
    }

    /// <summary>By turns what is no number, sign by sign, and a number.</summary>
    private static int Part(string one, string other)
    {
        for (var (i, j) = (0, 0); i < one.Length || j < other.Length;)
        {
            while ((i < one.Length && !IsDigit(one[i])) || (j < other.Length && !IsDigit(other[j])))
            {
                var difference = Weight(one, i) - Weight(other, j);
                if (difference != 0)
                {
                    return difference;
                }

                (i, j) = (i + 1, j + 1);
            }

            var numbers = Number(one, ref i).CompareTo(Number(other, ref j));
            if (numbers != 0)
            {
                return numbers;
            }
        }

        return 0;
    }

    /// <summary>A tilde comes before the end, the end before letters, letters before all else.</summary>
    private static int Weight(string text, int at) =>
        at >= text.Length || IsDigit(text[at]) ? 0
        : text[at] == '~' ? -1
        : char.IsLetter(text[at]) ? text[at]
        : text[at] + 0x10000;

    private static decimal Number(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && IsDigit(text[at]))
        {
            at++;
        }

        // No number of a version has more digits than this holds; of one that has, the length counts.
        var digits = text.Substring(start, at - start).TrimStart('0');
        return decimal.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : digits.Length == 0 ? 0 : decimal.MaxValue;
    }

    private static bool IsDigit(char sign) => sign is >= '0' and <= '9';
}
