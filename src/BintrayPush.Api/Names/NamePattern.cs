namespace BintrayPush.Api.Names;

/// <summary>
/// What is searched for in a name or a text: <c>*</c> and <c>?</c> are wildcards, letter case does not count (protocol reference, section
/// 7).
/// </summary>
public static class NamePattern
{
    private static readonly char[] Wildcards = ['*', '?'];

    /// <summary>Whether a whole name fits.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="name">The name.</param>
    public static bool Fits(string pattern, string name)
    {
        var (at, inPattern) = (0, 0);
        var (star, tried) = (-1, 0);
        while (at < name.Length)
        {
            if (inPattern < pattern.Length && pattern[inPattern] == '*')
            {
                (star, tried) = (inPattern++, at);
            }
            else if (inPattern < pattern.Length && (pattern[inPattern] == '?' || AreEqual(pattern[inPattern], name[at])))
            {
                at++;
                inPattern++;
            }
            else if (star >= 0)
            {
                // The last star stands for one character more; those before it never have to be tried again.
                (at, inPattern) = (++tried, star + 1);
            }
            else
            {
                return false;
            }
        }

        while (inPattern < pattern.Length && pattern[inPattern] == '*')
        {
            inPattern++;
        }

        return inPattern == pattern.Length;
    }

    /// <summary>Whether a text holds it somewhere; a pattern with wildcards must fit as a whole.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="text">The text; nothing is found in none.</param>
    public static bool IsIn(string pattern, string? text) => text is not null
        && (pattern.IndexOfAny(Wildcards) >= 0
            ? Fits(pattern, text) : text.IndexOf(pattern, StringComparison.OrdinalIgnoreCase) >= 0);

    private static bool AreEqual(char one, char other) => one == other || char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
