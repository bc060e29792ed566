using System.Text.Json;
using System.Text.RegularExpressions;
using BintrayPush.Feed.Model;
using BintrayPush.Formats.NuGet;
using Microsoft.Data.Sqlite;
using NuGet.Versioning;

namespace BintrayPush.Server.Feed.Index;

/// <summary>The ids of a feed, each with its versions.</summary>
internal static partial class FeedPackages
{
    /// <summary>What a version is read from, of <see cref="Tables"/>.</summary>
    public const string Columns = "f.path, f.size, f.created, f.listed, f.deprecation, f.package, f.version, f.sha256, c.facts";

    /// <summary>Files, with what is in them.</summary>
    public const string Tables = "file f JOIN content c ON c.sha256 = f.sha256 AND c.symbols = f.kind";

    /// <summary>The versions of an id, in no order. Of two files of one version the first by its path counts.</summary>
    public static IReadOnlyList<FeedFile> OfId(
        SqliteConnection connection, long repository, RepositoryAddress address, string lowerId) =>
        [.. connection.Rows(
            row => Read(row, address),
            $"SELECT {Columns} FROM {Tables} WHERE f.repository = $1 AND f.nuget_id = $2 AND f.kind = 0 ORDER BY f.path",
            repository,
            lowerId).DistinctBy(file => file.Package.Package.Version)];

    /// <summary>The files that are a version of an id, in the order of their paths.</summary>
    public static IReadOnlyList<FeedFile> FindAll(
        SqliteConnection connection, long repository, RepositoryAddress address, string lowerId, string lowerVersion) =>
        connection.Rows(
            row => Read(row, address),
            $"""
            SELECT {Columns} FROM {Tables}
            WHERE f.repository = $1 AND f.nuget_id = $2 AND f.kind = 0 AND f.nuget_version = $3 ORDER BY f.path
            """,
            repository,
            lowerId,
            lowerVersion);

    /// <summary>The versions of an id, the lowest first, without what their packages say.</summary>
    public static IReadOnlyList<FeedVersion> Numbers(SqliteConnection connection, long repository, string lowerId) =>
        [.. connection.Rows(
            row => new FeedVersion(
                row.GetInt64(0), NuGetVersion.Parse(row.GetString(1)), row.GetInt64(2) != 0, row.GetInt64(3) != 0, row.GetString(4),
                row.GetString(5)),
            """
            SELECT id, full_version, listed, semver2, package, path FROM file
            WHERE repository = $1 AND nuget_id = $2 AND kind = 0 ORDER BY path
            """,
            repository,
            lowerId).DistinctBy(version => version.Number).OrderBy(version => version.Number)];

    /// <summary>Reads a row that begins with <see cref="Columns"/>.</summary>
    public static FeedFile Read(SqliteDataReader row, RepositoryAddress address)
    {
        var package = new FeedPackage(Facts(row.GetString(8)))
        {
            Path = row.GetString(0),
            Size = row.GetInt64(1),
            Published = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            Listed = row.GetInt64(3) != 0,
            Deprecation = DeprecationText.Read(row.Text(4)),
        };
        var version = VersionAddress.Of(PackageAddress.Of(address, row.GetString(5)), row.GetString(6));
        return new FeedFile(package, version, row.GetString(7));
    }

    /// <summary>Writes down what searches know of an id: its versions, the latest ones, and the words by which it is found.</summary>
    public static void Update(SqliteConnection connection, long repository, string lowerId)
    {
        var old = connection.Value<long?>("SELECT id FROM package WHERE repository = $1 AND nuget_id = $2", repository, lowerId);
        if (old is { } there)
        {
            connection.Run("DELETE FROM words WHERE rowid = $1", there);
            connection.Run("DELETE FROM package WHERE id = $1", there);
        }

        var versions = Numbers(connection, repository, lowerId).Where(version => version.Listed).ToList();
        if (versions.Count == 0)
        {
            return;
        }

        long? Latest(bool prerelease, bool semVer2) => versions.FindLast(version => version.IsShownTo(prerelease, semVer2))?.Row;

        var newest = Facts(connection.Value<string>($"SELECT c.facts FROM {Tables} WHERE f.id = $1", versions[^1].Row));
        var types = string.Concat(newest.PackageTypes.DefaultIfEmpty("Dependency").Select(type => $"|{type.ToLowerInvariant()}|"));
        var listed = versions.Select(
            version => new ListedVersion(
                version.Number.ToFullString(), version.Number.IsPrerelease, version.IsSemVer2, version.Package, version.Path));
        connection.Run(
            """
            INSERT INTO package (repository, nuget_id, types, versions, latest00, latest01, latest10, latest11)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            repository,
            lowerId,
            types,
            JsonSerializer.Serialize([.. listed], PackageJson.Default.ListedVersionArray),
            Latest(false, false),
            Latest(false, true),
            Latest(true, false),
            Latest(true, true));
        connection.Run(
            "INSERT INTO words (rowid, id, title, tags, description, authors) VALUES (last_insert_rowid(), $1, $2, $3, $4, $5)",
            Words(newest.Id), newest.Title ?? "", string.Join(' ', newest.Tags), $"{newest.Description} {newest.Summary}", newest.Authors);
    }

    private static NuGetPackage Facts(string? facts) => PackageJson.Read(facts, PackageJson.Default.NuGetPackage);

    /// <summary>An id and the words it is made of: people look for <c>bintray</c> and mean <c>HelloBintray</c>.</summary>
    private static string Words(string id) => $"{id} {Humps().Replace(id, " ")}";

    [GeneratedRegex(@"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Humps();
}
