using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Folder;

/// <summary>
/// Threads for file work that a disk can hold up: writes, flushes, renames. A disk that takes a second for a flush then holds up its
/// own callers, and never the thread pool, on which everything else of the process runs.
/// </summary>
/// <remarks>
/// To change threads costs more than most of the operations. So the operations of a <see cref="CallSequence"/>, and what lies between them,
/// stay on the thread of the first of them until the call waits for something else.
/// </remarks>
internal static class FileThreads
{
    /// <summary>They are waiting nearly all the time. With more of them, more flushes share one write of the disk's journal.</summary>
    private const int MaxThreads = 64;

    /// <summary>What lies between the operations of a sequence runs here, too. Only what is used of it takes memory.</summary>
    private const int StackSize = 1024 * 1024;

    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(20);
    private static readonly Queue<Action> Waiting = new();
    private static int _threads;
    private static int _idle;

    [ThreadStatic]
    private static bool _isOwn;

    /// <summary>Runs an operation on one of the threads. It is given up only before it begins.</summary>
    public static Task<T> RunAsync<T>(Func<T> operation, CancellationToken cancellation)
    {
        if (CallSequence.IsBegun && _isOwn)
        {
            return RunHere(operation, cancellation);
        }

        var done = new TaskCompletionSource<T>(
            CallSequence.IsBegun ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(() =>
        {
            if (cancellation.IsCancellationRequested)
            {
                done.TrySetCanceled(cancellation);
                return;
            }

            try
            {
                done.TrySetResult(operation());
            }
            catch (Exception failure)
            {
                done.TrySetException(failure);
            }
        });
        return done.Task;
    }

    private static Task<T> RunHere<T>(Func<T> operation, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        try
        {
            return Task.FromResult(operation());
        }
        catch (Exception failure)
        {
            return Task.FromException<T>(failure);
        }
    }

    private static void Enqueue(Action work)
    {
        lock (Waiting)
        {
            Waiting.Enqueue(work);
            if (_idle >= Waiting.Count)
            {
                Monitor.Pulse(Waiting);
            }
            else if (_threads < MaxThreads)
            {
                StartThread();
            }
        }
    }

    /// <summary>Without file handles or memory no thread starts. Then those that are there do the work.</summary>
    private static void StartThread()
    {
        _threads++;
        try
        {
            new Thread(Work, StackSize) { IsBackground = true, Name = "file work" }.Start();
        }
        catch (Exception lack) when (lack is OutOfMemoryException or ThreadStartException)
        {
            _threads--;
            if (_threads == 0)
            {
                // Only what was just added is waiting: earlier callers met the same failure.
                Waiting.Dequeue();
                throw new IOException("no thread could be started for file work", lack);
            }
        }
    }

    private static void Work()
    {
        _isOwn = true;
        while (Next() is { } work)
        {
            work();
        }
    }

    /// <summary>The next piece of work, or <see langword="null"/>: this thread was idle for long enough and ends.</summary>
    private static Action? Next()
    {
        lock (Waiting)
        {
            while (Waiting.Count == 0)
            {
                _idle++;
                var isWoken = Monitor.Wait(Waiting, IdleLimit);
                _idle--;
                if (!isWoken && Waiting.Count == 0)
                {
                    _threads--;
                    return null;
                }
            }

            return Waiting.Dequeue();
        }
    }
}
