using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Records;

/// <summary>
/// The records of releases. Whoever cannot go on before an open release is over waits for it, and drops it when its writer is dead or, as
/// not every store can tell that, when it has been open for too long. What is over is folded into its heads, by anybody, and then its
/// record goes.
/// </summary>
internal sealed class ReleaseRecords(Objects objects)
{
    private readonly IWriterLocks? _writers = objects.Store as IWriterLocks;

    /// <summary>Opens a release.</summary>
    /// <param name="subject">Whose it is.</param>
    /// <param name="heads">The keys of all heads that may be prepared.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The release, and what is to be disposed of once it is over: until then others know that its writer is alive.</returns>
    public async Task<(Stored<ReleaseRecord> Release, IDisposable? Writer)> OpenAsync(
        string subject, IReadOnlyList<string> heads, CancellationToken cancellation)
    {
        var key = Keys.Release(subject, objects.NewId());
        // The lock is there before the record: nobody sees a release without its writer.
        var writer = _writers is null ? null : await _writers.HoldAsync(key, cancellation).ConfigureAwait(false);
        try
        {
            var record = new ReleaseRecord { Started = objects.Now, WriterLock = writer is not null, Heads = heads };
            var release = await objects.TryCreateAsync(key, record, RecordJson.Default.ReleaseRecord, cancellation, flush: false)
                .ConfigureAwait(false) ?? throw StoreRefusal.TooBusy($"release '{key}'");
            return (release, writer);
        }
        catch
        {
            writer?.Dispose();
            throw;
        }
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
        if (await ReadAsync(prepared.Release, cancellation).ConfigureAwait(false) is { } found
            && await IsLeftAsync(found, cancellation).ConfigureAwait(false))
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

    /// <summary>What writers left that died: releases that are over, and those that are open without them.</summary>
    public async Task<IReadOnlyList<Stored<ReleaseRecord>>> LeftoversAsync(CancellationToken cancellation)
    {
        var keys = await objects.Store.ListAsync(Keys.Releases, cancellation).ConfigureAwait(false);
        var found = await objects.ReadAllAsync(keys, RecordJson.Default.ReleaseRecord, cancellation).ConfigureAwait(false);
        var leftovers = new List<Stored<ReleaseRecord>>();
        foreach (var release in found)
        {
            if (release.Value.State != ReleaseState.Open || await IsLeftAsync(release, cancellation).ConfigureAwait(false))
            {
                leftovers.Add(release);
            }
        }

        return leftovers;
    }

    /// <summary>Drops leftovers that are open still, and finishes all of them.</summary>
    public async Task FinishAsync(IReadOnlyList<Stored<ReleaseRecord>> leftovers, CancellationToken cancellation)
    {
        foreach (var leftover in leftovers)
        {
            if (leftover.Value.State == ReleaseState.Open)
            {
                await TryDropAsync(leftover, cancellation).ConfigureAwait(false);
            }

            if (await ReadAsync(leftover.Key, cancellation).ConfigureAwait(false) is { Value.State: not ReleaseState.Open } over)
            {
                await FinishAsync(over, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A head as it will be once leftovers are finished: a release that was left open changes nothing.</summary>
    public async Task<Stored<VersionHead>> WithoutLeftoverAsync(Stored<VersionHead> head, CancellationToken cancellation) =>
        head.Value.Next is { } prepared && await ReadAsync(prepared.Release, cancellation).ConfigureAwait(false) is { } release
            && await IsLeftAsync(release, cancellation).ConfigureAwait(false)
                ? head with { Value = head.Value.After(ReleaseState.Dropped) }
                : head;

    /// <summary>Whether a release is open and nobody will end it: its writer is dead, or has taken too long.</summary>
    private async Task<bool> IsLeftAsync(Stored<ReleaseRecord> release, CancellationToken cancellation) =>
        release.Value.State == ReleaseState.Open
            && (objects.Now - release.Value.Started > objects.StorageEnvironment.ReleaseLimit
                || (release.Value.WriterLock && _writers is not null
                    && !await _writers.IsHeldAsync(release.Key, cancellation).ConfigureAwait(false)));

    private Task<Stored<ReleaseRecord>?> ReadAsync(string key, CancellationToken cancellation) =>
        objects.ReadAsync(key, RecordJson.Default.ReleaseRecord, cancellation);

    private async Task<bool> TryDropAsync(Stored<ReleaseRecord> open, CancellationToken cancellation) =>
        await objects.TryReplaceAsync(
            open, open.Value with { State = ReleaseState.Dropped }, RecordJson.Default.ReleaseRecord, cancellation)
            .ConfigureAwait(false) is not null;
}
