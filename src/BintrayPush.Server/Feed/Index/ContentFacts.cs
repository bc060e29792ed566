using System.Text.Json;
using BintrayPush.Api.Service;
using BintrayPush.Formats.NuGet;
using BintrayPush.Packages;
using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Feed.Index;

/// <summary>
/// What is in published packages. Each content is read once, however many versions have it and however often they change.
/// </summary>
internal sealed class ContentFacts(IBintray bintray, NuGetPackageReader packages, SymbolPackageReader symbols)
{
    /// <summary>Forgets what was in packages that no repository has any more.</summary>
    public static void Tidy(SqliteConnection connection) =>
        connection.Run("DELETE FROM content WHERE sha256 NOT IN (SELECT sha256 FROM file)");

    /// <summary>What a file says of itself, as JSON: a package, or a symbol package.</summary>
    /// <returns>
    /// The file that was read, which is the one that is published now: its bytes may have been replaced since it was listed.
    /// <see langword="null"/> if it is no sound package: it is in its repository, and not in its feed.
    /// </returns>
    /// <exception cref="BintrayException">503: the store cannot be read.</exception>
    public async Task<(RepositoryFile File, string Facts)?> FindAsync(
        SqliteConnection connection, RepositoryFile file, bool isSymbols, CancellationToken cancellation)
    {
        // The same bytes may lie under the name of a package and that of its symbols, and are read otherwise then.
        var known = connection.Rows(
            row => (Facts: row.Text(0), Fault: row.Text(1)),
            "SELECT facts, fault FROM content WHERE sha256 = $1 AND symbols = $2",
            file.Sha256,
            isSymbols ? 1 : 0);
        if (known.Count > 0)
        {
            return known[0].Facts is { } read ? (file, read) : null;
        }

        using var download = await bintray.DownloadAsync(
            new FileAddress(file.Version.Package.Repository, file.Path), includeUnpublished: false, cancellation);
        if (download?.Listed is not { } now || now.Version != file.Version)
        {
            // Deleted since, or another version's: that change is told, too.
            return null;
        }

        string? facts = null;
        string? fault = null;
        try
        {
            facts = isSymbols
                ? JsonSerializer.Serialize(await symbols.ReadAsync(download.Content, cancellation), PackageJson.Default.SymbolPackage)
                : JsonSerializer.Serialize(
                    await packages.ReadInstallableAsync(download.Content, cancellation), PackageJson.Default.NuGetPackage);
        }
        catch (InvalidDataException unsound)
        {
            fault = unsound.Message;
        }

        connection.Run(
            "INSERT OR REPLACE INTO content (sha256, symbols, facts, fault) VALUES ($1, $2, $3, $4)",
            now.Sha256,
            isSymbols ? 1 : 0,
            facts,
            fault);
        return facts is null ? null : (now, facts);
    }
}
