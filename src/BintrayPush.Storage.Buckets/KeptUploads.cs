using System.Diagnostics;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets;

/// <summary>
/// Uploads that were cut off: <c>tmp/unfinished/owner.upload/</c> has an object for each time that the sender was cut off, and what is
/// still sent in parts. Whoever sees that its sender is gone makes an object of what came; if that was a server which was killed, the next
/// one does that is asked for it.
/// </summary>
/// <remarks>
/// Nobody locks anything here. Two who send the same have an upload each, and what one of them drops while the other reads it is sent
/// again: none of it is believed before its hash is known.
/// </remarks>
internal sealed class KeptUploads(BucketStore store)
{
    /// <summary>What all keys of unfinished uploads begin with.</summary>
    public const string Prefix = BucketStore.Temporary + "unfinished/";

    /// <summary>What one user may have there; beyond it the oldest go.</summary>
    private const int MostObjects = 64;

    private const long MostBytes = 64L << 30;

    /// <summary>How long a sender may take to come back.</summary>
    public static readonly TimeSpan LongestAge = TimeSpan.FromHours(24);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Who has sent no part for so long is taken for one who was cut off, since he is back here.</summary>
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(15);

    /// <summary>What is as young may be whole, and on its way to its name; or its sender is about to come back.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <inheritdoc cref="IUnfinishedContents.FindAsync"/>
    public async Task<long> FindAsync(UnfinishedName name, CancellationToken cancellation) =>
        (await LongestAsync(name, wait: true, cancellation).ConfigureAwait(false))?.Length ?? 0;

    /// <inheritdoc cref="IUnfinishedContents.HoldAsync"/>
    public async Task<IUnfinishedContent?> HoldAsync(UnfinishedName name, bool wait, CancellationToken cancellation)
    {
        var longest = await LongestAsync(name, wait, cancellation).ConfigureAwait(false);
        await MakeRoomAsync(name.Owner, longest?.Key, cancellation).ConfigureAwait(false);
        return new KeptUpload(store, FolderOf(name), longest);
    }

    private static string FolderOf(UnfinishedName name) => $"{Prefix}{name.Owner}.{name.Upload}/";

    private async Task<ListedObject?> LongestAsync(UnfinishedName name, bool wait, CancellationToken cancellation)
    {
        if (wait)
        {
            await WaitAsync(FolderOf(name), cancellation).ConfigureAwait(false);
        }

        return (await store.ListObjectsAsync(FolderOf(name), cancellation).ConfigureAwait(false)).MaxBy(found => found.Length);
    }

    /// <summary>Waits until nothing is sent there any more, or for so long that it has to be somebody else who sends it.</summary>
    private async Task WaitAsync(string folder, CancellationToken cancellation)
    {
        var since = Stopwatch.StartNew();
        var pause = FirstPause;
        var (parts, grown) = (-1, TimeSpan.Zero);
        while (await store.ListBegunAsync(folder, cancellation).ConfigureAwait(false) is { Count: > 0 } begun)
        {
            var now = 0;
            foreach (var upload in begun)
            {
                now += (await store.PartsOfAsync(upload, cancellation).ConfigureAwait(false)).Count;
            }

            (parts, grown) = (now, now > parts ? since.Elapsed : grown);
            if (grown > Stall || since.Elapsed > LongestWait)
            {
                return;
            }

            if (since.Elapsed - grown > Stall)
            {
                await KeepAsync(begun, cancellation).ConfigureAwait(false);
                return;
            }

            await Task.Delay(pause, cancellation).ConfigureAwait(false);
            pause = pause + pause < LongestPause ? pause + pause : LongestPause;
        }
    }

    private async Task KeepAsync(IReadOnlyList<BegunUpload> begun, CancellationToken cancellation)
    {
        foreach (var upload in begun)
        {
            try
            {
                // Without a part there is nothing to keep, or it has just become whole.
                if (await store.PartsOfAsync(upload, cancellation).ConfigureAwait(false) is { Count: > 0 } parts)
                {
                    await store.CompleteAsync(upload, parts, cancellation).ConfigureAwait(false);
                }
            }
            catch (Exception fault) when (fault is BintrayException or EngineAnswer)
            {
                // Its server has seen it in the same moment, or another one does this.
            }
        }
    }

    private async Task MakeRoomAsync(string owner, string? goesOn, CancellationToken cancellation)
    {
        var (objects, bytes) = (0, 0L);
        var now = DateTimeOffset.UtcNow;
        var kept = await store.ListObjectsAsync($"{Prefix}{owner}.", cancellation).ConfigureAwait(false);
        foreach (var found in kept.OrderByDescending(found => found.Written))
        {
            objects++;
            bytes += found.Length;
            if ((objects > MostObjects || bytes > MostBytes || found.Written < now - LongestAge)
                && found.Written < now - Fresh && found.Key != goesOn)
            {
                await store.DeleteAsync(found.Key, cancellation).ConfigureAwait(false);
            }
        }
    }
}
