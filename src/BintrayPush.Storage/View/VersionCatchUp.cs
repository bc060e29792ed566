using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.View;

/// <summary>
/// Brings one version's files in <c>dl/</c> up to date and says so in its head: <c>view</c> is what is shown completely, <c>glimpsed</c>
/// names later manifests of which a part may be shown (docs/store.md, "Version by version"). It is called under the
/// repository's view lock.
/// </summary>
internal sealed class VersionCatchUp(Objects objects, VersionView versions, IViewFiles files, ManifestRemoval removal)
{
    /// <summary>Whether the head says that everything it publishes is shown, and nothing else.</summary>
    public static bool IsCurrent(VersionHead head) => head.PossiblyVisible.Count == 0 && head.View == head.Manifest;

    /// <summary>Shows what a version publishes now; of a deleted one, or one in a deleted package, nothing.</summary>
    /// <returns>What is left out, and what is left to be done.</returns>
    public async Task<ViewReport> CatchUpAsync(
        Stored<RepositoryRecord> repository, string package, string packageId, string headKey, CancellationToken cancellation)
    {
        var repositoryId = repository.Value.RepositoryId;
        var address = RepositoryAddress.Of(repository.Value.Subject, repository.Value.Name);
        var retry = new WriteRetry(objects, $"the view of '{address}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            if (await objects.ReadAsync(headKey, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false) is not { } head)
            {
                return new ViewReport();
            }

            if (head.Release is not null)
            {
                // A release that is over and was cut off. Once the head says so, its note is settled.
                await objects.TryReplaceAsync(head, head.Value, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false);
                continue;
            }

            if (head.Value.ViewOf != repository.Value.ViewId)
            {
                // Nothing of it has been shown since the repository became public. Saying so first makes everybody who commits from here
                // on add what may be shown, and a commit by a writer that had read the repository before it became public fails.
                var claimed = head.Value with { ViewOf = repository.Value.ViewId, View = null, PossiblyVisible = [] };
                if (await objects.TryReplaceAsync(head, claimed, RecordJson.Default.VersionHead, cancellation)
                    .ConfigureAwait(false) is { } written)
                {
                    await removal.AfterAsync(repositoryId, head.Value, written).ConfigureAwait(false);
                }

                continue;
            }

            if (!head.Value.Deleted && !await IsAliveAsync(repositoryId, package, packageId, cancellation).ConfigureAwait(false))
            {
                // The deletion of a package leaves its heads alone. The last publish here may have shown its files and crashed before
                // it could say so: the manifest counts, too. After this write no publish can be on its way any more.
                var dead = head.Value.Tombstone(head.Value.Manifests);
                await objects.TryReplaceAsync(head, dead, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false);
                continue;
            }

            if (IsCurrent(head.Value))
            {
                return new ViewReport();
            }

            var changes = await ViewChanges.ReadAsync(objects, repositoryId, head.Value, cancellation).ConfigureAwait(false);
            if (changes is null)
            {
                continue;
            }

            // The view never runs ahead of the disk: after a power loss it would not be known that it is to be taken back.
            await objects.Store.FlushAsync([repository.Key, Keys.Package(repositoryId, package), headKey], cancellation)
                .ConfigureAwait(false);
            var report = await versions.ShowAsync(repository, address, changes, cancellation).ConfigureAwait(false);
            if (!report.Finished)
            {
                // The head goes on saying that the view lags: the next catch-up finds that.
                return report;
            }

            // If this is lost, the work is done once more; if the view were lost behind it, that would never be found out.
            await files.FlushAsync(address, cancellation).ConfigureAwait(false);
            var current = head.Value with { View = head.Value.Manifest, PossiblyVisible = [] };
            if (await objects.TryReplaceAsync(head, current, RecordJson.Default.VersionHead, cancellation, flush: false)
                .ConfigureAwait(false) is { } shown)
            {
                await removal.AfterAsync(repositoryId, head.Value, shown).ConfigureAwait(false);
                return report;
            }
        }
    }

    private async Task<bool> IsAliveAsync(string repositoryId, string package, string packageId, CancellationToken cancellation) =>
        await objects.PackageAsync(repositoryId, package, cancellation).ConfigureAwait(false) is { Value.Deleted: false } found
            && found.Value.PackageId == packageId;
}
