using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.View;

/// <summary>
/// Puts plain files anew that were lost or cut although the view was up to date, or that show a content which was healed since: what
/// no commit is going to do.
/// </summary>
internal sealed class ViewRepair(Objects objects, PublicView view, IViewFiles? files)
{
    /// <summary>Repairs what is missing or has another length, if that can be done; a list must not fail for it.</summary>
    /// <param name="place">The version.</param>
    /// <param name="head">Its head.</param>
    /// <param name="manifest">What the head publishes.</param>
    /// <param name="damaged">The contents that are not to be shown.</param>
    public async Task TryAsync(
        VersionPlace place, Stored<VersionHead> head, Manifest manifest, ISet<string> damaged, CancellationToken cancellation)
    {
        var repository = place.In.Repository.Value;
        if (files is null || !view.Shows(repository) || view.Lags(place.In.Repository, head.Value))
        {
            return;
        }

        try
        {
            var address = RepositoryAddress.Of(repository.Subject, repository.Name);
            var shown = manifest.Files.Where(file => !damaged.Contains(file.Value.Content)).ToList();
            var lengths = await files.GetLengthsAsync(address, [.. shown.Select(file => file.Key)], cancellation).ConfigureAwait(false);
            var wrong = shown.Where((file, i) => lengths[i] != file.Value.Size).Select(file => file.Key).ToList();
            if (wrong.Count > 0)
            {
                await PutAsync(place, wrong, cancellation).ConfigureAwait(false);
            }
        }
        catch (BintrayException)
        {
            // The publish that meets it reports it; a check of the store (fsck) finds it, too.
        }
    }

    /// <summary>Puts the files of a version anew, as the records are under the lock of the view.</summary>
    /// <returns>The paths that were put. Others are not published any more, cannot be put, or wait for a commit to be followed.</returns>
    public async Task<IReadOnlyCollection<string>> PutAsync(VersionPlace place, IEnumerable<string> paths, CancellationToken cancellation)
    {
        var put = new HashSet<string>();
        var address = RepositoryAddress.Of(place.In.Repository.Value.Subject, place.In.Repository.Value.Name);
        using var locked = await files!.LockAsync(address, cancellation).ConfigureAwait(false);
        if (await CurrentAsync(place, address, cancellation).ConfigureAwait(false) is not { } manifest)
        {
            return put;
        }

        foreach (var path in paths)
        {
            try
            {
                if (manifest.At(path) is { } file
                    && await files.PutAsync(address, path, Keys.Content(file.Content), cancellation).ConfigureAwait(false) is null)
                {
                    put.Add(path);
                }
            }
            catch (BintrayException)
            {
                // One that cannot be put does not keep the others out.
            }
        }

        if (put.Count > 0)
        {
            // The head says already that the view is up to date: what a power loss took away here would not be missed.
            await files.FlushAsync(address, cancellation).ConfigureAwait(false);
        }

        return put;
    }

    /// <summary>What the view should show of a version now; <see langword="null"/> if that is not this repair's work.</summary>
    private async Task<Manifest?> CurrentAsync(VersionPlace place, RepositoryAddress address, CancellationToken cancellation)
    {
        var repository = await objects.RepositoryAsync(address, cancellation).ConfigureAwait(false);
        if (repository is not { Value.Deleted: false } || repository.Value.RepositoryId != place.RepositoryId
            || !view.Shows(repository.Value))
        {
            return null;
        }

        var package = await objects.PackageAsync(place.RepositoryId, place.In.Package.Value.Name, cancellation).ConfigureAwait(false);
        var head = await objects.ReadAsync(place.Head.Key, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false);
        return package is { Value.Deleted: false } && package.Value.PackageId == place.In.PackageId
            && head is { Value.Deleted: false } && head.Value.VersionId == place.VersionId && !view.Lags(repository, head.Value)
                ? await objects.ManifestAsync(place.RepositoryId, head.Value.Manifest, cancellation).ConfigureAwait(false)
                : null;
    }
}
