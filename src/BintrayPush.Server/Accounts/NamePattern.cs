using System.IO.Enumeration;

namespace BintrayPush.Server.Accounts;

/// <summary>
/// What is searched for in a name or a text: <c>*</c> and <c>?</c> are wildcards, letter case does not count (protocol reference, section
/// 7).
/// </summary>
internal static class NamePattern
{
    /// <summary>Whether a whole name fits.</summary>
    public static bool Fits(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(Escaped(pattern), name, ignoreCase: true);

    /// <summary>Whether a text holds it somewhere; a pattern with wildcards must fit as a whole.</summary>
    public static bool IsIn(string pattern, string? text) => text is not null
        && (pattern.AsSpan().ContainsAny('*', '?') ? Fits(pattern, text) : text.Contains(pattern, StringComparison.OrdinalIgnoreCase));

    /// <summary>A backslash is a sign like any other here.</summary>
    private static string Escaped(string pattern) => pattern.Replace("\\", "\\\\", StringComparison.Ordinal);
}
