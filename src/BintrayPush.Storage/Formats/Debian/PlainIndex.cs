using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>
/// The indexes of a public repository among the plain files of <c>dl/</c>. It is called under the repository's view lock. What has a name
/// by its hash is put first and <c>InRelease</c> last, so that whoever reads that finds all it names.
/// </summary>
internal sealed class PlainIndex(Objects objects, IViewFiles? files)
{
    /// <summary>The files that are shown of an index, those by hash first and the signed ones last.</summary>
    public static IEnumerable<IndexFile> FilesOf(DistributionRecord index) =>
    [
        .. ByHash(index), .. index.Files,
        // InRelease sorts before Release, and goes last.
        .. index.Top.OrderByDescending(file => file.Path, StringComparer.Ordinal),
    ];

    /// <summary>Shows what the records of a repository say.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="cancellation">Ends the work, which may be done again.</param>
    /// <param name="anew">Whether all is put anew: something of it was changed by others.</param>
    /// <exception cref="BintrayException">503: something is left to be done.</exception>
    public async Task ShowAsync(RepositoryRecord repository, CancellationToken cancellation, bool anew = false)
    {
        var keys = await objects.Store.ListAsync(Keys.Distributions(repository.RepositoryId), cancellation).ConfigureAwait(false);
        foreach (var key in keys)
        {
            // Nobody else shows it, but somebody may make it anew meanwhile: in a folder only one without the lock.
            var retry = new WriteRetry(objects, $"'{key}'");
            while (await objects.ReadAsync(key, RecordJson.Default.DistributionRecord, cancellation).ConfigureAwait(false) is { } index
                && (anew || index.Value.Shown != index.Value.Generation || index.Value.ShownOf != repository.ViewId)
                && !await TryShowAsync(repository, index, anew, cancellation).ConfigureAwait(false))
            {
                await retry.AgainAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    private static List<IndexFile> ByHash(DistributionRecord index) =>
        [.. index.Files.Concat(index.Former.Select(former => former.File)).Select(file => file with { Path = file.PathByHash })];

    private async Task<bool> TryShowAsync(
        RepositoryRecord repository, Stored<DistributionRecord> index, bool anew, CancellationToken cancellation)
    {
        var address = RepositoryAddress.Of(repository.Subject, repository.Name);
        var byHash = ByHash(index.Value);
        var lengths = await files!.GetLengthsAsync(address, [.. byHash.Select(file => PathOf(file.Path))], cancellation)
            .ConfigureAwait(false);
        var there = new HashSet<IndexFile>(byHash.Where((file, i) => !anew && lengths[i] == file.Size));
        foreach (var file in FilesOf(index.Value).Where(file => !there.Contains(file)))
        {
            if (await files.PutAsync(address, PathOf(file.Path), Keys.Content(file.Content), cancellation).ConfigureAwait(false) is { } why)
            {
                throw new BintrayException(BintrayException.Unavailable, $"'{PathOf(file.Path)}': {why.Reason}");
            }
        }

        string[] all = [ReleaseFile.Signature, ReleaseFile.ClearSigned];
        foreach (var gone in all.Except(index.Value.Top.Select(file => file.Path)).Concat(index.Value.Leaving))
        {
            await files.RemoveAsync(address, PathOf(gone), cancellation).ConfigureAwait(false);
        }

        await files.FlushAsync(address, cancellation).ConfigureAwait(false);
        var shown = index.Value with { Shown = index.Value.Generation, ShownOf = repository.ViewId, Leaving = [] };
        return await objects.TryReplaceAsync(index, shown, RecordJson.Default.DistributionRecord, cancellation, flush: false)
            .ConfigureAwait(false) is not null;

        string PathOf(string path) => IndexFiles.PathOf(index.Value, path);
    }
}
