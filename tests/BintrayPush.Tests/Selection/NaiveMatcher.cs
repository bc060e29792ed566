namespace BintrayPush.Tests.Selection;

/// <summary>The rules of semantics reference 4.3 written down as directly as possible: it tries everything, and may take forever.</summary>
internal static class NaiveMatcher
{
    public static bool Matches(string pattern, string path)
    {
        if (pattern.EndsWith("/", StringComparison.Ordinal) || pattern.EndsWith("/.", StringComparison.Ordinal))
        {
            return false;
        }

        string[] segments = [.. pattern.Split('/').Where(segment => segment is not ("" or "."))];
        return Segments(segments, path.Split('/'));
    }

    private static bool Segments(string[] pattern, string[] path) => (pattern.Length, path.Length) switch
    {
        (0, _) => path.Length == 0,
        (_, 0) => false,
        (1, 1) => pattern[0] == "*.*" || Name(pattern[0], path[0]),
        (1, _) or (_, 1) => false,
        _ when pattern[0] == "**" => Segments([.. pattern.Skip(1)], [.. path.Skip(1)]) || Segments(pattern, [.. path.Skip(1)]),
        _ => Name(pattern[0], path[0]) && Segments([.. pattern.Skip(1)], [.. path.Skip(1)]),
    };

    private static bool Name(string pattern, string name)
    {
        if (pattern.Length == 0)
        {
            return name.Length == 0;
        }

        var rest = pattern.Substring(1);
        return pattern[0] switch
        {
            '*' => Enumerable.Range(0, name.Length + 1).Any(taken => Name(rest, name.Substring(taken))),
            '?' => Name(rest, name) || (name.Length > 0 && Name(rest, name.Substring(1))),
            var literal => name.Length > 0 && name[0] == literal && Name(rest, name.Substring(1)),
        };
    }
}
