using BintrayPush.Feed.Queries;
using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Feed.Index;

/// <summary>What is known of a feed, at one moment: all of its answers are of the same state.</summary>
internal sealed class FeedReader(IndexSnapshot snapshot, RepositoryAddress address)
{
    private readonly SqliteConnection _connection = snapshot.Connection;
    private readonly long _repository = snapshot.Repository;

    /// <summary>All ids, in lower case.</summary>
    public IReadOnlyList<string> Ids() => _connection.Rows(
        row => row.GetString(0), "SELECT DISTINCT nuget_id FROM file WHERE repository = $1 AND kind = 0 ORDER BY nuget_id", _repository);

    /// <summary>The versions of an id, the lowest first; none if there is no such id.</summary>
    public IReadOnlyList<FeedFile> Versions(string id) =>
        [.. FeedPackages.OfId(_connection, _repository, address, id.ToLowerInvariant()).OrderBy(file => file.Package.Package.Version)];

    /// <summary>A version of an id.</summary>
    public FeedFile? Find(string id, string version) =>
        FindAll(id, version) is [var first, ..] ? first : null;

    /// <summary>All files that are a version of an id, in the order of their paths: the first is the one that the feed shows.</summary>
    public IReadOnlyList<FeedFile> FindAll(string id, string version) =>
        FeedPackages.FindAll(_connection, _repository, address, id.ToLowerInvariant(), version.ToLowerInvariant());

    /// <summary>The same without what their packages say.</summary>
    public IReadOnlyList<FeedVersion> Numbers(string id) => FeedPackages.Numbers(_connection, _repository, id.ToLowerInvariant());

    /// <summary>Finds packages.</summary>
    /// <returns>How many there are, and those of the page that was asked for.</returns>
    public (long Total, IReadOnlyList<IndexedPackage> Page) Search(SearchRequest request) =>
        FeedSearch.Find(_connection, _repository, address, request);

    /// <summary>The debug information that a debugger asks for, with the symbol package it is in.</summary>
    public (RepositoryPath Path, string Sha256, string Entry, string Checksum)? FindPdb(string name, string signature) =>
        _connection.Rows(
            row => ((RepositoryPath, string, string, string)?)(
                RepositoryPath.Of(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetString(3)),
            """
            SELECT f.path, f.sha256, p.entry, p.checksum FROM pdb p JOIN file f ON f.id = p.file
            WHERE p.repository = $1 AND p.name = $2 AND p.signature = $3
                AND EXISTS (SELECT 1 FROM file n WHERE n.repository = f.repository AND n.nuget_id = f.nuget_id
                    AND n.nuget_version = f.nuget_version AND n.kind = 0)
            ORDER BY f.created LIMIT 1
            """,
            _repository,
            name.ToLowerInvariant(),
            signature.ToLowerInvariant()).FirstOrDefault();

    /// <summary>The names of the packages that have published files like these.</summary>
    public IReadOnlyCollection<string> PackagesWith(WantedFiles wanted)
    {
        // The name is in an index with the package, and the path is not: without need the rows themselves are not read.
        var files = _connection.Rows(
            row => (Package: row.GetString(0), Path: row.GetString(1)),
            $"SELECT package, {(wanted.Path is null ? "name" : "path")} FROM file WHERE repository = $1"
                + (wanted.Sha1 is null ? "" : " AND sha1 = $2"),
            wanted.Sha1 is { } sha1 ? [_repository, sha1] : [_repository]);
        return files.Where(file => wanted.FitsPath(file.Path)).Select(file => file.Package).ToHashSet();
    }
}
