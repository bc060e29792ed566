using System.Text.Json;
using System.Text.RegularExpressions;
using BintrayPush.Feed.Model;
using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Feed.Index;

/// <summary>The ids of a feed, each with its versions.</summary>
internal static partial class FeedPackages
{
    private const string Columns = """
        f.path, f.size, f.created, f.listed, f.deprecation, f.package, f.version, f.sha256, c.facts, f.id
        """;

    /// <summary>The versions of an id, in no order. Of two files of one version the first by its path counts.</summary>
    public static IReadOnlyList<FeedFile> OfId(
        SqliteConnection connection, long repository, RepositoryAddress address, string lowerId) =>
        [.. Read(connection, repository, address, lowerId).Select(found => found.File)];

    /// <summary>A version of an id.</summary>
    public static FeedFile? Find(
        SqliteConnection connection, long repository, RepositoryAddress address, string lowerId, string lowerVersion) =>
        connection.Rows(
            row => Read(row, address).File,
            $"""
            SELECT {Columns} FROM file f JOIN content c ON c.sha256 = f.sha256
            WHERE f.repository = $1 AND f.nuget_id = $2 AND f.symbols = 0 AND f.nuget_version = $3 ORDER BY f.path LIMIT 1
            """,
            repository,
            lowerId,
            lowerVersion).FirstOrDefault();

    /// <summary>A row of a file that is known by its number.</summary>
    public static FeedFile? Find(SqliteConnection connection, RepositoryAddress address, long file) =>
        connection.Rows(
            row => Read(row, address).File,
            $"SELECT {Columns} FROM file f JOIN content c ON c.sha256 = f.sha256 WHERE f.id = $1",
            file).FirstOrDefault();

    /// <summary>Writes down the latest versions of an id, and the words by which it is found.</summary>
    public static void Update(SqliteConnection connection, long repository, string lowerId)
    {
        var old = connection.Value<long?>("SELECT id FROM package WHERE repository = $1 AND nuget_id = $2", repository, lowerId);
        if (old is { } there)
        {
            connection.Run("DELETE FROM words WHERE rowid = $1", there);
            connection.Run("DELETE FROM package WHERE id = $1", there);
        }

        // What the repository is called does not matter here.
        var versions = Read(connection, repository, RepositoryAddress.Of("a", "a"), lowerId)
            .Where(found => found.File.Package.Listed)
            .OrderByDescending(found => found.File.Package.Package.Version)
            .ToList();
        if (versions.Count == 0)
        {
            return;
        }

        long? Latest(bool prerelease, bool semVer2) => versions
            .Where(found => found.File.Package.IsShownTo(prerelease, semVer2))
            .Select(found => (long?)found.Row).FirstOrDefault();

        var newest = versions[0].File.Package.Package;
        var types = string.Concat(newest.PackageTypes.DefaultIfEmpty("Dependency").Select(type => $"|{type.ToLowerInvariant()}|"));
        connection.Run(
            """
            INSERT INTO package (repository, nuget_id, types, latest00, latest01, latest10, latest11)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            repository, lowerId, types, Latest(false, false), Latest(false, true), Latest(true, false), Latest(true, true));
        connection.Run(
            "INSERT INTO words (rowid, id, title, tags, description, authors) "
                + "VALUES ((SELECT max(id) FROM package), $1, $2, $3, $4, $5)",
            Words(newest.Id), newest.Title ?? "", string.Join(' ', newest.Tags), $"{newest.Description} {newest.Summary}", newest.Authors);
    }

    private static List<(FeedFile File, long Row)> Read(
        SqliteConnection connection, long repository, RepositoryAddress address, string lowerId) =>
        [.. connection.Rows(
            row => Read(row, address),
            $"""
            SELECT {Columns} FROM file f JOIN content c ON c.sha256 = f.sha256
            WHERE f.repository = $1 AND f.nuget_id = $2 AND f.symbols = 0 ORDER BY f.path
            """,
            repository,
            lowerId).DistinctBy(found => found.File.Package.Package.Version)];

    private static (FeedFile File, long Row) Read(SqliteDataReader row, RepositoryAddress address)
    {
        var package = new FeedPackage(JsonSerializer.Deserialize(row.GetString(8), PackageJson.Default.NuGetPackage)!)
        {
            Path = row.GetString(0),
            Size = row.GetInt64(1),
            Published = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            Listed = row.GetInt64(3) != 0,
            Deprecation = VersionNotes.Read(row.Text(4)),
        };
        var version = VersionAddress.Of(PackageAddress.Of(address, row.GetString(5)), row.GetString(6));
        return (new FeedFile(package, version, row.GetString(7)), row.GetInt64(9));
    }

    /// <summary>An id and the words it is made of: people look for <c>bintray</c> and mean <c>HelloBintray</c>.</summary>
    private static string Words(string id) => $"{id} {Humps().Replace(id, " ")}";

    [GeneratedRegex(@"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Humps();
}
