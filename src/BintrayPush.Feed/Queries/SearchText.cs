namespace BintrayPush.Feed.Queries;

/// <summary>
/// What people type to find packages, as nuget.org reads it: words, phrases in quotation marks, and <c>field:word</c>. Nothing in it is an
/// error: what is no field is a word.
/// </summary>
public static class SearchText
{
    /// <summary>More is cut off: nobody types that.</summary>
    public const int LongestText = 500;

    private const int MostTerms = 20;

    private static readonly Dictionary<string, SearchField> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["packageid"] = SearchField.PackageId,
        ["id"] = SearchField.Id,
        ["title"] = SearchField.Title,
        ["description"] = SearchField.Description,
        ["tag"] = SearchField.Tags,
        ["tags"] = SearchField.Tags,
        ["author"] = SearchField.Authors,
        ["authors"] = SearchField.Authors,
        ["owner"] = SearchField.Owner,
        ["owners"] = SearchField.Owner,
        ["version"] = SearchField.Version,
    };

    /// <summary>Reads it.</summary>
    public static IReadOnlyList<SearchTerm> Parse(string? text)
    {
        var terms = new List<SearchTerm>();
        var rest = (text ?? "").AsSpan(0, Math.Min((text ?? "").Length, LongestText)).Trim();
        while (rest.Length > 0 && terms.Count < MostTerms)
        {
            var field = TakeField(ref rest);
            var word = TakeWord(ref rest).Trim().ToString();
            if (word.Length > 0)
            {
                terms.Add(new SearchTerm(field, word));
            }

            rest = rest.TrimStart();
        }

        return terms;
    }

    private static SearchField TakeField(ref ReadOnlySpan<char> rest)
    {
        var colon = rest.IndexOf(':');
        if (colon <= 0 || !Fields.TryGetValue(rest[..colon].ToString(), out var field))
        {
            return SearchField.Any;
        }

        rest = rest[(colon + 1)..];
        return field;
    }

    private static ReadOnlySpan<char> TakeWord(ref ReadOnlySpan<char> rest)
    {
        var quoted = rest.Length > 0 && rest[0] == '"';
        var from = quoted ? rest[1..] : rest;
        var end = quoted ? from.IndexOf('"') : from.IndexOfAny(' ', '\t', '\n');
        var word = end < 0 ? from : from[..end];
        rest = end < 0 ? [] : from[(end + 1)..];
        return word;
    }
}
