using BintrayPush.Api.Content;

namespace BintrayPush.Api.Names;

/// <summary>
/// What a name may look like. The original service never published its rules (protocol reference, section 18), so these are
/// ours: everything its clients were seen to send, and nothing that a URL, a file system or a log line could misread.
/// </summary>
internal static class NameRules
{
    private const int LongestName = 200;

    /// <summary>The version name that every server reads as "the newest version" (protocol reference, section 5).</summary>
    private const string ReservedVersion = "_latest";

    /// <summary>Subject and repository names: ASCII letters and digits, <c>.</c>, <c>-</c> and <c>_</c>.</summary>
    public static string? FaultInPlainName(string name) =>
        FaultInAnyName(name)
        ?? (name.All(IsPlain) ? null : $"'{LogText.Shorten(name)}' may hold only letters, digits, '.', '-' and '_'");

    /// <summary>Package and version names: any text on one line without slashes; <c>:</c> is allowed (reference 1.4).</summary>
    public static string? FaultInFreeName(string name)
    {
        if (FaultInAnyName(name) is { } fault)
        {
            return fault;
        }

        if (name.IndexOfAny(['/', '\\']) >= 0)
        {
            return $"'{LogText.Shorten(name)}' may not hold a slash";
        }

        return FaultInText(name) ?? (name == ReservedVersion ? $"'{ReservedVersion}' is reserved" : null);
    }

    /// <summary>Control characters and halves of surrogate pairs: no honest name has them.</summary>
    public static string? FaultInText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029')
            {
                return $"'{LogText.Shorten(text)}' holds a control character";
            }

            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return $"'{LogText.Shorten(text)}' is not valid Unicode";
            }
        }

        return null;
    }

    private static string? FaultInAnyName(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return "it is empty";
        }

        if (name.Length > LongestName)
        {
            return $"'{LogText.Shorten(name)}' is longer than {LongestName} characters";
        }

        if (name.Trim().Length != name.Length)
        {
            return $"'{LogText.Shorten(name)}' begins or ends with white space";
        }

        return name is "." or ".." ? $"'{name}' is not a name" : null;
    }

    private static bool IsPlain(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '-' or '_';
}
