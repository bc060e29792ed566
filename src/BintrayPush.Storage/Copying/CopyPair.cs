using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Copying;

/// <summary>The two stores of a copy, and what its parts share.</summary>
/// <param name="Source">What is read. Nothing is written there.</param>
/// <param name="Target">What is written to.</param>
/// <param name="Mark">The marks of what is copied.</param>
/// <param name="Scope">What of the source is copied.</param>
/// <param name="Report">What has been done.</param>
/// <param name="HasPlainFiles">Whether plain files follow what the target publishes.</param>
/// <param name="IsDryRun">Whether it is only counted what would be written.</param>
internal sealed record CopyPair(
    Objects Source, Objects Target, CopyMark Mark, CopyScope Scope, CopyReport Report, bool HasPlainFiles, bool IsDryRun)
{
    /// <summary>How many calls are under way at once.</summary>
    public const int AtOnce = 16;

    /// <summary>Does something with each item, some at a time. The first failure ends it.</summary>
    public static async Task<IReadOnlyList<TResult>> ForEachAsync<T, TResult>(
        IEnumerable<T> items, int atOnce, Func<T, Task<TResult>> work, CancellationToken cancellation)
    {
        using var slots = new SemaphoreSlim(atOnce);
        var tasks = new List<Task<TResult>>();
        foreach (var item in items)
        {
            await slots.WaitAsync(cancellation).ConfigureAwait(false);
            if (tasks.Exists(task => task.IsFaulted || task.IsCanceled))
            {
                slots.Release();
                break;
            }

            tasks.Add(RunAsync(item));
        }

        return await Task.WhenAll(tasks).ConfigureAwait(false);

        async Task<TResult> RunAsync(T item)
        {
            try
            {
                return await work(item).ConfigureAwait(false);
            }
            finally
            {
                slots.Release();
            }
        }
    }
}
