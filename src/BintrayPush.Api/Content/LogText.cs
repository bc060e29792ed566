using System.Globalization;
using System.Text;

namespace BintrayPush.Api.Content;

/// <summary>
/// Makes text from outside (file names, a service's words, descriptors) safe for a log: it stays on its line, sends nothing to the
/// terminal, and is no command to the build server that reads the log.
/// </summary>
/// <remarks>
/// Build servers take commands from logs: <c>##vso[...]</c> and <c>##[...]</c> (Azure Pipelines, GitHub Actions), <c>##teamcity[...]</c>
/// anywhere in a line, <c>::name::</c> (GitHub Actions) at its beginning.
/// </remarks>
public static class LogText
{
    /// <summary>Replaces control characters by <c>?</c> and breaks up commands to build servers; other text stays as it is.</summary>
    /// <param name="text">Text from outside.</param>
    /// <returns>One harmless line.</returns>
    public static string Clean(string text)
    {
        var first = FirstHarm(text);
        if (first < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length + 8).Append(text, 0, first);
        for (var i = first; i < text.Length; i++)
        {
            if (BeginsCommand(text, i))
            {
                clean.Append(text[i]).Append(' ');
            }
            else
            {
                clean.Append(IsHarmful(text, i) ? '?' : text[i]);
            }
        }

        return clean.ToString();
    }

    /// <summary>The beginning of a text, cleaned, for a message that quotes it.</summary>
    /// <param name="text">Text from outside.</param>
    /// <param name="longest">The most characters of it.</param>
    public static string Shorten(string text, int longest = 200)
    {
        if (text.Length <= longest)
        {
            return Clean(text);
        }

        return Clean(text.Substring(0, char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)) + "...";
    }

    private static int FirstHarm(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsHarmful(text, i) || BeginsCommand(text, i))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Control characters, line and paragraph separators, invisible format characters (they can reverse what is shown), lone surrogates.
    /// </summary>
    private static bool IsHarmful(string text, int i) => char.GetUnicodeCategory(text[i]) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format => true,
        UnicodeCategory.Surrogate => char.IsHighSurrogate(text[i])
            ? i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])
            : i == 0 || !char.IsHighSurrogate(text[i - 1]),
        _ => false,
    };

    private static bool BeginsCommand(string text, int i)
    {
        if (i + 1 >= text.Length || text[i + 1] != text[i])
        {
            return false;
        }

        return (text[i] == '#' && IsMarker(text, i + 2)) || (text[i] == ':' && string.IsNullOrWhiteSpace(text.Substring(0, i)));
    }

    private static bool IsMarker(string text, int i)
    {
        while (i < text.Length && text[i] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'))
        {
            i++;
        }

        return i < text.Length && text[i] == '[';
    }
}
