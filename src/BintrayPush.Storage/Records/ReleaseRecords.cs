using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Records;

/// <summary>
/// The records of releases. Whoever cannot go on before an open release is over waits for it, and drops it when it has been open for too
/// long: its writer may have died. What is over is folded into its heads, by anybody, and then its record goes.
/// </summary>
internal sealed class ReleaseRecords(Objects objects)
{
    /// <summary>Opens a release.</summary>
    /// <param name="subject">Whose it is.</param>
    /// <param name="heads">The keys of all heads that may be prepared.</param>
    public async Task<Stored<ReleaseRecord>> OpenAsync(string subject, IReadOnlyList<string> heads, CancellationToken cancellation)
    {
        var record = new ReleaseRecord { Started = objects.Now, Heads = heads };
        var key = Keys.Release(subject, objects.NewId());
        return await objects.TryCreateAsync(key, record, RecordJson.Default.ReleaseRecord, cancellation, flush: false)
            .ConfigureAwait(false) ?? throw StoreRefusal.TooBusy($"release '{key}'");
    }

    /// <summary>Makes everything public that was prepared: the one commit point. It is on the disk when that is known.</summary>
    /// <returns>Whether it is public now; if not, nothing of it is, and nothing ever will be.</returns>
    /// <exception cref="BintrayException">503: that could not be found out.</exception>
    public async Task<bool> CommitAsync(Stored<ReleaseRecord> open, CancellationToken cancellation)
    {
        try
        {
            var committed = open.Value with { State = ReleaseState.Committed };
            return await objects.TryReplaceAsync(open, committed, RecordJson.Default.ReleaseRecord, cancellation, flush: false)
                .ConfigureAwait(false) is not null;
        }
        catch (Exception trouble) when (trouble is BintrayException or OperationCanceledException)
        {
            // It may have happened. Either it has, or from here on it cannot any more.
            if (await DropAsync(open.Key).ConfigureAwait(false))
            {
                throw;
            }

            return true;
        }
    }

    /// <summary>Drops a release that is not committed.</summary>
    /// <returns>Whether nothing of it will ever be public; <see langword="false"/> if all of it is.</returns>
    /// <exception cref="BintrayException">503: that could not be found out.</exception>
    public async Task<bool> DropAsync(string key)
    {
        var retry = new WriteRetry(objects, $"release '{key}'");
        for (; ; await retry.AgainAsync(CancellationToken.None).ConfigureAwait(false))
        {
            // The record of a release that is over goes when it is folded; only its writer, who asks here, folds it before it says so.
            if (await ReadAsync(key, CancellationToken.None).ConfigureAwait(false) is not { } found)
            {
                return true;
            }

            if (found.Value.State != ReleaseState.Open)
            {
                return found.Value.State == ReleaseState.Dropped;
            }

            if (await TryDropAsync(found, CancellationToken.None).ConfigureAwait(false))
            {
                return true;
            }
        }
    }

    /// <summary>To be called by whoever cannot go on before a release is over, before it tries again.</summary>
    public async Task MeetAsync(PreparedManifest prepared, CancellationToken cancellation)
    {
        if (await ReadAsync(prepared.Release, cancellation).ConfigureAwait(false) is { } found && IsTooOld(found.Value))
        {
            await TryDropAsync(found, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Replaces a head in a way that no release may pass over: where one is open it is first waited for, by the caller, who tries again.
    /// </summary>
    /// <returns><see langword="null"/> if a release is open there, or another writer was faster.</returns>
    public async Task<Stored<VersionHead>?> TryReplaceHeadAsync(
        Stored<VersionHead> head, VersionHead value, CancellationToken cancellation)
    {
        if (head.Value.Next is { } prepared)
        {
            await MeetAsync(prepared, cancellation).ConfigureAwait(false);
            return null;
        }

        return await objects.TryReplaceAsync(head, value, RecordJson.Default.VersionHead, cancellation, flush: false).ConfigureAwait(false);
    }

    /// <summary>Folds a release that is over into those of its heads that do not say so yet, and deletes its record.</summary>
    public async Task FinishAsync(Stored<ReleaseRecord> over, CancellationToken cancellation)
    {
        foreach (var key in over.Value.Heads)
        {
            var retry = new WriteRetry(objects, $"'{key}'");
            while (await objects.ReadAsync(key, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false) is { } head
                && head.Release == over.Key
                && await objects.TryReplaceAsync(head, head.Value, RecordJson.Default.VersionHead, cancellation, flush: false)
                    .ConfigureAwait(false) is null)
            {
                await retry.AgainAsync(cancellation).ConfigureAwait(false);
            }
        }

        // A power loss must not bring back a head that refers to a record which is gone.
        await objects.Store.FlushAsync([.. over.Value.Heads], cancellation).ConfigureAwait(false);
        await objects.Store.DeleteAsync(over.Key, cancellation).ConfigureAwait(false);
    }

    /// <summary>What writers left that died: releases that are over, and those that have been open for too long.</summary>
    public async Task<IReadOnlyList<Stored<ReleaseRecord>>> LeftoversAsync(CancellationToken cancellation)
    {
        var keys = await objects.Store.ListAsync(Keys.Releases, cancellation).ConfigureAwait(false);
        var found = await objects.ReadAllAsync(keys, RecordJson.Default.ReleaseRecord, cancellation).ConfigureAwait(false);
        return [.. found.Where(release => release.Value.State != ReleaseState.Open || IsTooOld(release.Value))];
    }

    /// <summary>Drops leftovers that are open still, and finishes all of them.</summary>
    public async Task FinishAsync(IReadOnlyList<Stored<ReleaseRecord>> leftovers, CancellationToken cancellation)
    {
        foreach (var leftover in leftovers)
        {
            if (IsTooOld(leftover.Value))
            {
                await TryDropAsync(leftover, cancellation).ConfigureAwait(false);
            }

            if (await ReadAsync(leftover.Key, cancellation).ConfigureAwait(false) is { Value.State: not ReleaseState.Open } over)
            {
                await FinishAsync(over, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A head as it will be once leftovers are finished: a release that has been open for too long changes nothing.</summary>
    public async Task<Stored<VersionHead>> WithoutLeftoverAsync(Stored<VersionHead> head, CancellationToken cancellation) =>
        head.Value.Next is { } prepared && await ReadAsync(prepared.Release, cancellation).ConfigureAwait(false) is { } release
            && IsTooOld(release.Value)
                ? head with { Value = head.Value.After(ReleaseState.Dropped) }
                : head;

    private bool IsTooOld(ReleaseRecord release) =>
        release.State == ReleaseState.Open && objects.Now - release.Started > objects.StorageEnvironment.ReleaseLimit;

    private Task<Stored<ReleaseRecord>?> ReadAsync(string key, CancellationToken cancellation) =>
        objects.ReadAsync(key, RecordJson.Default.ReleaseRecord, cancellation);

    private async Task<bool> TryDropAsync(Stored<ReleaseRecord> open, CancellationToken cancellation) =>
        await objects.TryReplaceAsync(
            open, open.Value with { State = ReleaseState.Dropped }, RecordJson.Default.ReleaseRecord, cancellation)
            .ConfigureAwait(false) is not null;
}
