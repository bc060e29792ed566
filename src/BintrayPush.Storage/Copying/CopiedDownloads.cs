using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Copying;

/// <summary>
/// The numbers of downloads. What the target has counted itself stays, and nothing is said of it: where both stores are in use that is what
/// is to be expected.
/// </summary>
internal sealed class CopiedDownloads(CopyPair pair)
{
    /// <summary>Copies those of all packages that are there.</summary>
    public async Task CopyAsync(CancellationToken cancellation)
    {
        var keys = await pair.Source.Store.ListAsync(Keys.Repositories, cancellation).ConfigureAwait(false);
        foreach (var repository in await pair.Source.ReadIntactAsync(
            keys.Where(pair.Scope.Has), RecordJson.Default.RepositoryRecord, cancellation).ConfigureAwait(false))
        {
            if (!repository.Value.Deleted)
            {
                await CopyAsync(repository.Value.RepositoryId, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task CopyAsync(string repositoryId, CancellationToken cancellation)
    {
        var counted = new HashSet<string>(
            await pair.Source.Store.ListAsync(Keys.AllDownloads(repositoryId), cancellation).ConfigureAwait(false));
        if (counted.Count == 0)
        {
            return;
        }

        // A dry run has not copied the packages.
        var objects = pair.IsDryRun ? pair.Source : pair.Target;
        var keys = await objects.Store.ListAsync(Keys.Packages(repositoryId), cancellation).ConfigureAwait(false);
        var packages = await objects.ReadIntactAsync(keys, RecordJson.Default.PackageRecord, cancellation).ConfigureAwait(false);
        foreach (var package in packages)
        {
            if (!package.Value.Deleted && Keys.Downloads(repositoryId, package.Value.PackageId) is var key && counted.Contains(key))
            {
                await CopyRecordAsync(key, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task CopyRecordAsync(string key, CancellationToken cancellation)
    {
        var type = RecordJson.Default.DownloadRecord;
        try
        {
            if (await pair.Source.ReadAsync(key, type, cancellation).ConfigureAwait(false) is not { Value: var read })
            {
                return;
            }

            var there = await pair.Target.ReadOrEmptyAsync(key, new DownloadRecord(), type, cancellation).ConfigureAwait(false);
            if (pair.Mark.Compare(read, there?.Value, type) is CopyState.Missing or CopyState.Outdated
                && (pair.IsDryRun || await pair.Target.TryWriteAsync(key, there, pair.Mark.Marked(read, read, type), type, cancellation)
                    .ConfigureAwait(false) is not null))
            {
                pair.Report.RecordCopied();
            }
        }
        catch (BintrayException damage) when (DamagedRecord.IsCauseOf(damage))
        {
            pair.Report.Damaged(key, damage.Message);
        }
    }
}
