using BintrayPush.Feed.Queries;
using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Feed.Index;

/// <summary>Searches in a feed.</summary>
internal static class FeedSearch
{
    /// <summary>What weighs how much where a word is found: id, title, tags, description, authors.</summary>
    private const string Rank = "bm25(words, 20.0, 8.0, 6.0, 1.0, 2.0)";

    /// <summary>Finds packages.</summary>
    /// <returns>How many there are, and the ids of the page that was asked for, each with the row of its latest version.</returns>
    public static (long Total, IReadOnlyList<(string Id, long Latest)> Page) Find(
        SqliteConnection connection, long repository, string owner, SearchRequest request)
    {
        var latest = $"p.latest{(request.Prerelease ? 1 : 0)}{(request.SemVer2 ? 1 : 0)}";
        var values = new List<object?> { repository };
        var (tables, where) = Condition(owner, request, latest, values);
        var total = connection.Value<long>($"SELECT count(*) FROM {tables} WHERE {where}", [.. values]);
        var isRanked = tables != "package p";
        var first = string.Join(' ', request.Terms.Where(term => term.Field == SearchField.Any).Select(term => term.Text));
        values.AddRange([first.ToLowerInvariant(), (long)request.Take, (long)request.Skip]);
        // Who types a whole id means that one.
        var order = isRanked ? $"(p.nuget_id = ${values.Count - 2}) DESC, {Rank}, p.nuget_id" : $"p.nuget_id, ${values.Count - 2}";
        var page = connection.Rows(
            row => (row.GetString(0), row.GetInt64(1)),
            $"SELECT p.nuget_id, {latest} FROM {tables} WHERE {where} ORDER BY {order} LIMIT ${values.Count - 1} OFFSET ${values.Count}",
            [.. values]);
        return (total, page);
    }

    private static (string Tables, string Where) Condition(string owner, SearchRequest request, string latest, List<object?> values)
    {
        var where = new List<string> { "p.repository = $1", $"{latest} IS NOT NULL" };
        var words = new List<string>();
        foreach (var term in request.Terms)
        {
            switch (term.Field)
            {
                case SearchField.PackageId:
                    where.Add($"p.nuget_id = {Value(term.Text.ToLowerInvariant())}");
                    break;
                case SearchField.Owner:
                    where.Add(string.Equals(term.Text, owner, StringComparison.OrdinalIgnoreCase) ? "1" : "0");
                    break;
                case SearchField.Version:
                    where.Add(
                        "EXISTS (SELECT 1 FROM file v WHERE v.repository = p.repository AND v.nuget_id = p.nuget_id AND v.symbols = 0 "
                            + $"AND v.nuget_version = {Value(term.Text.ToLowerInvariant())})");
                    break;
                default:
                    if (Words(term) is { } text)
                    {
                        words.Add(text);
                    }

                    break;
            }
        }

        if (request.PackageType is { } type)
        {
            where.Add($"instr(p.types, {Value($"|{type.ToLowerInvariant()}|")}) > 0");
        }

        if (words.Count == 0)
        {
            return ("package p", string.Join(" AND ", where));
        }

        where.Add($"words MATCH {Value(string.Join(" AND ", words))}");
        return ("words JOIN package p ON p.id = words.rowid", string.Join(" AND ", where));

        string Value(object value)
        {
            values.Add(value);
            return $"${values.Count}";
        }
    }

    /// <summary>
    /// A word in the language of the index: in quotation marks nothing has a meaning but the marks themselves. Signs alone are no words.
    /// </summary>
    private static string? Words(SearchTerm term)
    {
        if (!term.Text.Any(char.IsLetterOrDigit))
        {
            return null;
        }

        var column = term.Field switch
        {
            SearchField.Id => "id : ",
            SearchField.Title => "title : ",
            SearchField.Description => "description : ",
            SearchField.Tags => "tags : ",
            SearchField.Authors => "authors : ",
            _ => "",
        };
        return $"{column}\"{term.Text.Replace("\"", "\"\"", StringComparison.Ordinal).Replace('\0', ' ')}\" *";
    }
}
