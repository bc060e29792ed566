namespace BintrayPush.Retry;

/// <summary>Calls without a push, each made again after a failure that may pass.</summary>
public static class RetriedWork
{
    /// <summary>Makes one call.</summary>
    /// <param name="limits">How often again.</param>
    /// <param name="trace">Gets a line for every time that it is made again.</param>
    /// <param name="what">What is done, for that line.</param>
    /// <param name="attempt">Makes it once; gets the number of the attempt, from 1.</param>
    /// <param name="cancellation">Ends the waits between two calls.</param>
    /// <returns>Its answer.</returns>
    /// <exception cref="BintrayException">It failed for good, or too often.</exception>
    public static Task<T> RunAsync<T>(
        PushLimits limits, Action<string> trace, string what, Func<int, Task<T>> attempt, CancellationToken cancellation) =>
        new Retrying(limits.RetryCount, limits.Clock, trace).RunAsync(what, attempt, cancellation);

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
