using System.Text.Json;
using BintrayPush.Feed.Model;
using BintrayPush.Feed.Queries;
using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Feed.Index;

/// <summary>Searches in a feed.</summary>
internal static class FeedSearch
{
    /// <summary>What weighs how much where a word is found: id, title, tags, description, authors.</summary>
    private const string Rank = "bm25(words, 20.0, 8.0, 6.0, 1.0, 2.0)";

    private const string AllPackages = "package p";

    /// <summary>Finds packages.</summary>
    /// <returns>How many there are, and those of the page that was asked for.</returns>
    public static (long Total, IReadOnlyList<IndexedPackage> Page) Find(
        SqliteConnection connection, long repository, RepositoryAddress address, SearchRequest request)
    {
        var latest = $"p.latest{(request.Prerelease ? 1 : 0)}{(request.SemVer2 ? 1 : 0)}";
        var values = new List<object?> { repository };
        var (tables, where) = Condition(address.Subject, request, latest, values);
        var conditions = values.ToArray();
        // Who types a whole id means that one.
        var first = string.Join(' ', request.Terms.Where(term => term.Field == SearchField.Any).Select(term => term.Text));
        values.AddRange([(long)request.Take, (long)request.Skip]);
        var (order, known) = ("nuget_id", "");
        if (tables != AllPackages)
        {
            values.Add(first.ToLowerInvariant());
            (order, known) = ("is_exact DESC, rank, nuget_id", $", p.nuget_id = ${values.Count} AS is_exact, {Rank} AS rank");
        }

        var limit = $"LIMIT ${conditions.Length + 1} OFFSET ${conditions.Length + 2}";
        // Sorted without what is shown of them: that is read for one page.
        var page = connection.Rows(
            row => Found(FeedPackages.Read(row, address), row.GetString(9), request),
            $"""
            SELECT {FeedPackages.Columns}, shown.versions FROM (
                SELECT p.id, p.nuget_id, {latest} AS latest{known} FROM {tables} WHERE {where} ORDER BY {order} {limit}
            ) hit CROSS JOIN package shown ON shown.id = hit.id CROSS JOIN {FeedPackages.Tables} AND f.id = hit.latest
            ORDER BY {order.Replace("nuget_id", "hit.nuget_id", StringComparison.Ordinal)}
            """,
            [.. values]);
        var isLast = page.Count < request.Take && (page.Count > 0 || request.Skip == 0);
        var total = isLast
            ? request.Skip + page.Count
            : connection.Value<long>($"SELECT count(*) FROM {tables} WHERE {where}", conditions);
        return (total, page);
    }

    private static IndexedPackage Found(FeedFile latest, string versions, SearchRequest request)
    {
        var listed = JsonSerializer.Deserialize(versions, PackageJson.Default.ListedVersionArray)!;
        return new IndexedPackage(
            latest.Package,
            [.. listed.Where(version => FeedPackage.IsShownTo(
                request.Prerelease, request.SemVer2, listed: true, version.IsPrerelease, version.IsSemVer2))],
            listed);
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
                        "EXISTS (SELECT 1 FROM file v WHERE v.repository = p.repository AND v.nuget_id = p.nuget_id AND v.kind = 0 "
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
            return (AllPackages, string.Join(" AND ", where));
        }

        where.Add($"words MATCH {Value(string.Join(" AND ", words))}");
        // CROSS: SQLite would rather ask for the words of each package than for the packages that have the words.
        return ("words CROSS JOIN package p ON p.id = words.rowid", string.Join(" AND ", where));

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
