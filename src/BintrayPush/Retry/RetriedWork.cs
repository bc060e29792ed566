namespace BintrayPush.Retry;

/// <summary>Calls without a push that do not depend on each other, each made again after a failure that may pass.</summary>
public static class RetriedWork
{
    /// <summary>Does something with each of some items, a bounded number at one time.</summary>
    /// <param name="items">The items.</param>
    /// <param name="limits">How many at one time, and how often again.</param>
    /// <param name="trace">Gets a line for every call that is made again.</param>
    /// <param name="describe">What is done with an item, for that line.</param>
    /// <param name="run">Does it once.</param>
    /// <param name="failed">The result of what failed for good, or too often.</param>
    /// <param name="cancellation">Ends the waits between two calls.</param>
    /// <returns>The results, in the order of the items: every one is tried.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Task<IReadOnlyList<TResult>> RunAsync<TItem, TResult>(
        IReadOnlyList<TItem> items,
        PushLimits limits,
        Action<string> trace,
        Func<TItem, string> describe,
        Func<TItem, Task<TResult>> run,
        Func<BintrayException, TResult> failed,
        CancellationToken cancellation)
    {
        var retry = new Retrying(limits.RetryCount, limits.Clock, trace);
        return Concurrently.RunAsync(items, limits.MaxParallelUploads, async item =>
        {
            try
            {
                return await retry.RunAsync(describe(item), _ => run(item), cancellation).ConfigureAwait(false);
            }
            catch (BintrayException failure) when (!cancellation.IsCancellationRequested)
            {
                return failed(failure);
            }
        });
    }
}
