using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets;

/// <summary>What was staged and given no name: by processes that were killed, and by senders who did not come back.</summary>
internal sealed class BucketLeftovers(BucketStore store)
{
    /// <inheritdoc cref="IObjectStore.DropStagedAsync"/>
    public async Task<IReadOnlyList<StagedLeftover>> DropAsync(TimeSpan age, bool dryRun, CancellationToken cancellation)
    {
        var leftovers = new List<StagedLeftover>();
        foreach (var found in await store.ListObjectsAsync(BucketStore.Temporary, cancellation).ConfigureAwait(false))
        {
            if (IsOld(found.Key, found.Written, age))
            {
                leftovers.Add(new StagedLeftover(found.Key, found.Length));
                await (dryRun ? Task.CompletedTask : store.DeleteAsync(found.Key, cancellation)).ConfigureAwait(false);
            }
        }

        foreach (var prefix in store.PlacesOfBegunUploads)
        {
            foreach (var upload in await store.ListBegunAsync(prefix, cancellation).ConfigureAwait(false))
            {
                if (IsOld(upload.Key, upload.Begun, age))
                {
                    leftovers.Add(new StagedLeftover(upload.Key, 0));
                    await (dryRun ? Task.CompletedTask : store.AbortAsync(upload)).ConfigureAwait(false);
                }
            }
        }

        return leftovers;
    }

    /// <summary>What can be gone on with is left over only when nobody is expected back.</summary>
    private static bool IsOld(string key, DateTimeOffset? written, TimeSpan age)
    {
        var isKept = key.StartsWith(KeptUploads.Prefix, StringComparison.Ordinal);
        return written <= DateTimeOffset.UtcNow - (isKept && age < KeptUploads.LongestAge ? KeptUploads.LongestAge : age);
    }
}
