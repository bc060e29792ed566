using System.Text.Json;
using BintrayPush.Storage.Changes;
using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Feed.Index;

/// <summary>Writes down what a repository publishes, within one transaction.</summary>
/// <param name="connection">The connection of the transaction.</param>
/// <param name="repository">The repository's row.</param>
/// <param name="contents">What is in packages.</param>
internal sealed class FeedWriter(SqliteConnection connection, long repository, ContentFacts contents) : IPublishedVersions
{
    private const string Package = ".nupkg";
    private const string Symbols = ".snupkg";
    private const string OldSymbols = ".symbols.nupkg";

    private readonly HashSet<string> _changed = [];

    public Task ForgetAllAsync(CancellationToken cancellation)
    {
        Forget("repository = $1");
        return Task.CompletedTask;
    }

    public Task ForgetPackageAsync(string package, CancellationToken cancellation)
    {
        Forget("repository = $1 AND package = $2", package);
        return Task.CompletedTask;
    }

    public Task ForgetAsync(string key, CancellationToken cancellation)
    {
        Forget("repository = $1 AND version_key = $2", key);
        return Task.CompletedTask;
    }

    public async Task SetAsync(PublishedVersion version, CancellationToken cancellation)
    {
        await ForgetAsync(version.Key, cancellation);
        foreach (var file in version.Files)
        {
            var path = file.Path.Value;
            var isSymbols = path.EndsWith(Symbols, StringComparison.OrdinalIgnoreCase);
            if ((isSymbols || (path.EndsWith(Package, StringComparison.OrdinalIgnoreCase)
                    && !path.EndsWith(OldSymbols, StringComparison.OrdinalIgnoreCase)))
                && await contents.FindAsync(connection, file, isSymbols, cancellation) is { } facts)
            {
                Add(version, file, facts, isSymbols);
            }
        }
    }

    /// <summary>Brings up to date what is derived from the versions of an id.</summary>
    public void Finish()
    {
        foreach (var id in _changed)
        {
            FeedPackages.Update(connection, repository, id);
        }
    }

    private void Add(PublishedVersion version, RepositoryFile file, string facts, bool isSymbols)
    {
        var symbols = isSymbols ? JsonSerializer.Deserialize(facts, PackageJson.Default.SymbolPackage)! : null;
        var package = isSymbols ? null : JsonSerializer.Deserialize(facts, PackageJson.Default.NuGetPackage)!;
        var id = (symbols?.Id ?? package!.Id).ToLowerInvariant();
        var number = symbols?.Version ?? package!.Version;
        connection.Run(
            """
            INSERT INTO file (repository, version_key, package, version, path, sha256, size, created, symbols, nuget_id, nuget_version,
                full_version, semver2, listed, deprecation)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """,
            repository,
            version.Key,
            version.Address.Package.Name,
            version.Address.Name,
            file.Path.Value,
            file.Sha256,
            file.Size,
            file.Created.ToUnixTimeMilliseconds(),
            isSymbols ? 1 : 0,
            id,
            number.ToNormalizedString().ToLowerInvariant(),
            number.ToFullString(),
            package?.IsSemVer2 == true ? 1 : 0,
            VersionNotes.IsListed(version.Attributes) ? 1 : 0,
            VersionNotes.Write(VersionNotes.DeprecationOf(version.Attributes)));
        foreach (var pdb in symbols?.Pdbs ?? [])
        {
            connection.Run(
                """
                INSERT INTO pdb (file, repository, name, signature, entry, checksum)
                VALUES ((SELECT max(id) FROM file), $1, $2, $3, $4, $5)
                """,
                repository, pdb.Name, pdb.Signature, pdb.Entry, pdb.Checksum);
        }

        _changed.Add(id);
    }

    private void Forget(string where, params object?[] values)
    {
        object?[] all = [repository, .. values];
        // Without DISTINCT: SQLite would look at all ids of the repository in their order, to spare itself the sorting of a few.
        _changed.UnionWith(connection.Rows(row => row.GetString(0), $"SELECT nuget_id FROM file WHERE {where}", all));
        connection.Run($"DELETE FROM pdb WHERE file IN (SELECT id FROM file WHERE {where})", all);
        connection.Run($"DELETE FROM file WHERE {where}", all);
    }
}
