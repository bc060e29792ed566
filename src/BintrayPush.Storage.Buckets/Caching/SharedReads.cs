using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets.Caching;

/// <summary>
/// Reads of one object by many callers at once. A caller gets the answer of a read that began after he asked, never of one that was on its
/// way: so while one read runs, all who come wait for the next one, and no answer is older than its question.
/// </summary>
/// <param name="read">Reads an object; the read has a limit of its own, because no caller's cancellation ends it for the others.</param>
internal sealed class SharedReads(Func<string, Task<StoredObject?>> read)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, Read> _running = new(StringComparer.Ordinal);

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellation)
    {
        Read begun;
        lock (_lock)
        {
            if (_running.TryGetValue(key, out var running))
            {
                return (running.Next ??= new Read()).Answer.Task.WaitAsync(cancellation);
            }

            _running[key] = begun = new Read();
        }

        _ = RunAsync(key, begun);
        return begun.Answer.Task.WaitAsync(cancellation);
    }

    private async Task RunAsync(string key, Read first)
    {
        for (var running = first; running is not null;)
        {
            var done = running;
            Exception? fault = null;
            StoredObject? found = null;
            try
            {
                found = await read(key).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                fault = failure;
            }

            lock (_lock)
            {
                running = done.Next;
                if (running is null)
                {
                    _running.Remove(key);
                }
                else
                {
                    _running[key] = running;
                }
            }

            if (fault is null)
            {
                done.Answer.SetResult(found);
            }
            else
            {
                done.Answer.SetException(fault);
                // All who have asked may be gone.
                _ = done.Answer.Task.Exception;
            }
        }
    }

    private sealed class Read
    {
        public TaskCompletionSource<StoredObject?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Read? Next { get; set; }
    }
}
