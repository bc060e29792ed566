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
    /// <summary>Shows what the records of a repository say.</summary>
    /// <exception cref="BintrayException">503: something is left to be done.</exception>
    public async Task ShowAsync(RepositoryRecord repository, CancellationToken cancellation)
    {
        var keys = await objects.Store.ListAsync(Keys.Distributions(repository.RepositoryId), cancellation).ConfigureAwait(false);
        foreach (var key in keys)
        {
            // Nobody else shows it, but somebody may make it anew meanwhile: in a folder only one without the lock.
            var retry = new WriteRetry(objects, $"'{key}'");
            while (await objects.ReadAsync(key, RecordJson.Default.DistributionRecord, cancellation).ConfigureAwait(false) is { } index
                && !(index.Value.Shown == index.Value.Generation && index.Value.ShownOf == repository.ViewId)
                && !await TryShowAsync(repository, index, cancellation).ConfigureAwait(false))
            {
                await retry.AgainAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TryShowAsync(RepositoryRecord repository, Stored<DistributionRecord> index, CancellationToken cancellation)
    {
        var address = RepositoryAddress.Of(repository.Subject, repository.Name);
        var byHash = index.Value.Files.Concat(index.Value.Former.Select(former => former.File))
            .Select(file => file with { Path = file.PathByHash }).ToList();
        var lengths = await files!.GetLengthsAsync(address, [.. byHash.Select(file => PathOf(file.Path))], cancellation)
            .ConfigureAwait(false);
        var missing = byHash.Where((file, i) => lengths[i] != file.Size);
        // InRelease sorts before Release, and goes last.
        foreach (var file in missing.Concat(index.Value.Files)
            .Concat(index.Value.Top.OrderByDescending(file => file.Path, StringComparer.Ordinal)))
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

        string PathOf(string path) => $"{DebianNames.Indexes}{index.Value.Name}/{path}";
    }
}
