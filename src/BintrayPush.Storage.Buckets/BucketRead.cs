using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets;

/// <summary>The read of one small object.</summary>
internal static class BucketRead
{
    /// <summary>Far more than any record; manifests of the first form were several MB.</summary>
    private const int LargestObject = 256 << 20;

    /// <summary>Reads it.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="key">The object.</param>
    /// <param name="known">What it was; the engine sends nothing if it still is. <see langword="null"/> to read in any case.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns><paramref name="known"/> if it has not changed; <see langword="null"/> if nothing is there.</returns>
    public static async Task<StoredObject?> RunAsync(
        BucketStore store, string key, StoredObject? known, CancellationToken cancellation)
    {
        try
        {
            return await store.Guarded.RunAsync(
                async token =>
                {
                    using var answer = await store.ReadAsync(key, ReadTerms.Whole(unless: known?.Tag), token).ConfigureAwait(false);
                    var value = new byte[BucketCalls.LengthInMemory(answer.Sent, LargestObject)];
                    await answer.Stream.ReadExactlyAsync(value, token).ConfigureAwait(false);
                    var tag = answer.Object.Tag;
                    // From an engine that does not know the condition.
                    return tag == known?.Tag ? known : new StoredObject(value, tag);
                },
                cancellation).ConfigureAwait(false);
        }
        catch (EngineAnswer answer) when (answer.Kind == EngineAnswerKind.Missing)
        {
            return null;
        }
        catch (EngineAnswer answer) when (known is not null && answer.Kind == EngineAnswerKind.Unchanged)
        {
            return known;
        }
    }
}
