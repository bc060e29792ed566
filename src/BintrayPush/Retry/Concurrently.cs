namespace BintrayPush.Retry;

/// <summary>Calls that do not depend on each other, a bounded number at one time: each takes a round trip.</summary>
internal static class Concurrently
{
    /// <summary>Runs an operation for each item, in their order where one at a time is the most.</summary>
    /// <param name="items">The items.</param>
    /// <param name="most">How many at one time.</param>
    /// <param name="run">The operation. If one throws, those that are running are waited for.</param>
    /// <returns>The results, in the order of the items.</returns>
    public static async Task<IReadOnlyList<TResult>> RunAsync<TItem, TResult>(
        IReadOnlyList<TItem> items, int most, Func<TItem, Task<TResult>> run)
    {
        var results = new TResult[items.Count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(most, items.Count)).Select(_ => WorkAsync())).ConfigureAwait(false);
        return results;

        async Task WorkAsync()
        {
            for (int at; (at = Interlocked.Increment(ref next)) < items.Count;)
            {
                results[at] = await run(items[at]).ConfigureAwait(false);
            }
        }
    }
}
