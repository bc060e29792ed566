using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using BintrayPush.Api;

namespace BintrayPush.Storage;

/// <summary>
/// 256 lock files for objects and as many for the public view. A lock is an open file, so it dies with its process. Within a process
/// one queues first, so that nobody polls for his neighbour.
/// </summary>
/// <remarks>Whoever holds a view lock may take an object lock, never the other way round: so nobody waits in a circle.</remarks>
internal sealed class FolderLocks(string folder, TimeSpan limit)
{
    private const int Count = 256;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(25);
    private static readonly ConcurrentDictionary<string, Lazy<SemaphoreSlim>> Queues = new();

    /// <summary>Locks what is kept under a key.</summary>
    public Task<IDisposable> EnterAsync(string key, CancellationToken cancellation) => EnterFileAsync(Number(key), cancellation);

    /// <summary>Locks the view of a repository.</summary>
    public Task<IDisposable> EnterViewAsync(string repository, CancellationToken cancellation) =>
        EnterFileAsync("v" + Number(repository), cancellation);

    /// <summary>The lock file of a key.</summary>
    public string FileOf(string key) => Path.Combine(folder, Number(key));

    private static string Number(string text) =>
        (int.Parse(Hex.Sha256Of(text).Substring(0, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % Count)
            .ToString("x2", CultureInfo.InvariantCulture);

    private async Task<IDisposable> EnterFileAsync(string name, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, name);
        var queue = Queues.GetOrAdd(path, _ => new Lazy<SemaphoreSlim>(() => new SemaphoreSlim(1, 1))).Value;
        var since = Stopwatch.StartNew();
        if (!await queue.WaitAsync(limit, cancellation).ConfigureAwait(false))
        {
            throw Busy(path, null);
        }

        try
        {
            for (var pause = TimeSpan.FromMilliseconds(1); ; pause = pause + pause < LongestPause ? pause + pause : LongestPause)
            {
                try
                {
                    return new Held(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1), queue);
                }
                catch (IOException busy) when (FileErrors.IsBusy(busy))
                {
                    if (since.Elapsed >= limit)
                    {
                        throw Busy(path, busy);
                    }
                }
                catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
                {
                    // A read-only or a full disk: waiting does not help, and nobody else is to blame.
                    throw new BintrayException(BintrayException.Unavailable, $"the lock file '{path}' could not be opened: {trouble.Message}", trouble);
                }

                await Task.Delay(pause, cancellation).ConfigureAwait(false);
            }
        }
        catch
        {
            queue.Release();
            throw;
        }
    }

    private BintrayException Busy(string path, Exception? inner) => new(
        BintrayException.Unavailable,
        $"the lock file '{path}' has been held by somebody else for {limit.TotalSeconds:0.#} seconds: {inner?.Message ?? "a call of this process"}",
        inner);

    private sealed class Held(FileStream file, SemaphoreSlim queue) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                file.Dispose();
                queue.Release();
            }
        }
    }
}
