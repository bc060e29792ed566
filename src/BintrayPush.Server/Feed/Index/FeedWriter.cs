using BintrayPush.Feed.Model;
using BintrayPush.Storage.Changes;
using Microsoft.Data.Sqlite;
using NuGet.Versioning;

namespace BintrayPush.Server.Feed.Index;

/// <summary>
/// Writes down what a repository publishes, within one transaction; if everything is told anew, in many: until the last one the index has
/// nothing of the repository that may be read.
/// </summary>
/// <param name="writing">The transaction.</param>
/// <param name="repository">The repository's row.</param>
/// <param name="contents">What is in packages; <see langword="null"/> if the repository is no feed.</param>
/// <param name="warn">Gets what a publisher should know, and nobody asks for.</param>
internal sealed class FeedWriter(
    IndexTransaction writing, long repository, ContentFacts? contents, Action<string> warn) : IPublishedVersions
{
    private const int PackageKind = 0;
    private const int SymbolsKind = 1;
    private const int OtherKind = 2;

    /// <summary>After so many files others get their turn: a tenth of a second.</summary>
    private const int FilesAtOnce = 256;

    private readonly SqliteConnection _connection = writing.Connection;
    private readonly HashSet<string> _changed = [];
    private int? _files;

    public Task ForgetAllAsync(CancellationToken cancellation)
    {
        IndexedRepositories.SetFollowed(_connection, repository, followed: null);
        Forget("repository = $1");
        _files = 0;
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
            if (contents is not null
                && PackageFiles.IsSymbols(file.Path.Value) is { } isSymbols
                && await contents.FindAsync(_connection, file, isSymbols, cancellation) is { } read)
            {
                Add(version, read.File, read.Facts, isSymbols);
            }
            else
            {
                Insert(version, file, OtherKind);
            }
        }

        _files += version.Files.Count;
        if (_files >= FilesAtOnce)
        {
            _files = 0;
            Finish();
            await writing.PauseAsync(cancellation);
        }
    }

    /// <summary>Brings up to date what is derived from the versions of an id.</summary>
    public void Finish()
    {
        foreach (var id in _changed)
        {
            FeedPackages.Update(_connection, repository, id);
        }

        _changed.Clear();
    }

    private void Add(PublishedVersion version, RepositoryFile file, string facts, bool isSymbols)
    {
        var symbols = isSymbols ? PackageJson.Read(facts, PackageJson.Default.SymbolPackage) : null;
        var package = isSymbols ? null : PackageJson.Read(facts, PackageJson.Default.NuGetPackage);
        var id = (symbols?.Id ?? package!.Id).ToLowerInvariant();
        var number = symbols?.Version ?? package!.Version;
        Insert(
            version,
            file,
            isSymbols ? SymbolsKind : PackageKind,
            id,
            number.ToNormalizedString().ToLowerInvariant(),
            number.ToFullString(),
            package?.IsSemVer2 == true);
        foreach (var pdb in symbols?.Pdbs ?? [])
        {
            _connection.Run(
                """
                INSERT INTO pdb (file, repository, name, signature, entry, checksum)
                VALUES ((SELECT max(id) FROM file), $1, $2, $3, $4, $5)
                """,
                repository, pdb.Name, pdb.Signature, pdb.Entry, pdb.Checksum);
        }

        _changed.Add(id);
        if (!isSymbols)
        {
            WarnIfTwice(version.Address.Package.Repository, file.Path.Value, id, number);
        }
    }

    private void Insert(
        PublishedVersion version,
        RepositoryFile file,
        int kind,
        string? lowerId = null,
        string? lowerVersion = null,
        string? fullVersion = null,
        bool isSemVer2 = false) =>
        _connection.Run(
            """
            INSERT INTO file (repository, version_key, package, version, path, name, sha1, sha256, size, created, kind,
                nuget_id, nuget_version, full_version, semver2, listed, deprecation)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """,
            repository,
            version.Key,
            version.Address.Package.Name,
            version.Address.Name,
            file.Path.Value,
            file.Path.FileName,
            file.Sha1,
            file.Sha256,
            file.Size,
            file.Created.ToUnixTimeMilliseconds(),
            kind,
            lowerId,
            lowerVersion,
            fullVersion,
            isSemVer2 ? 1 : 0,
            VersionNotes.IsListed(version.Attributes) ? 1 : 0,
            DeprecationText.Write(VersionNotes.DeprecationOf(version.Attributes)));

    /// <summary>A repository may have any files; a feed has one for each version.</summary>
    private void WarnIfTwice(RepositoryAddress address, string path, string id, NuGetVersion number)
    {
        var paths = _connection.Rows(
            row => row.GetString(0),
            """
            SELECT path FROM file WHERE repository = $1 AND nuget_id = $2 AND kind = 0 AND nuget_version = $3
            ORDER BY path LIMIT 2
            """,
            repository,
            id,
            number.ToNormalizedString().ToLowerInvariant());
        if (paths.Count > 1)
        {
            var hidden = paths[0] == path ? paths[1] : path;
            warn($"'{address}' has {id} {number.ToNormalizedString()} twice: "
                + $"its feed has '{paths[0]}', and '{hidden}' is not in it; delete one");
        }
    }

    private void Forget(string where, params object?[] values)
    {
        object?[] all = [repository, .. values];
        // Without DISTINCT: SQLite would look at all ids of the repository in their order, to spare itself the sorting of a few.
        _changed.UnionWith(_connection.Rows(row => row.Text(0), $"SELECT nuget_id FROM file WHERE {where}", all).OfType<string>());
        _connection.Run($"DELETE FROM pdb WHERE file IN (SELECT id FROM file WHERE {where})", all);
        _connection.Run($"DELETE FROM file WHERE {where}", all);
    }
}
