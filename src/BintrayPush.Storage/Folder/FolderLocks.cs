using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace BintrayPush.Storage.Folder;

/// <summary>
/// 256 lock files for objects and as many for the public view. A lock is an open file, so it dies with its process. Within a process
/// waiters queue on a semaphore, so only one of them polls the file.
/// </summary>
/// <remarks>
/// Lock order: view, then object. Never the reverse (deadlock). A lock file that is deleted or replaced while it is held locks nothing any
/// more. So it is compared with what its name stands for, after it was taken and again before what it guards is written.
/// </remarks>
internal sealed class FolderLocks(string folder, FolderModes modes, TimeSpan limit)
{
    private const int Count = 256;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(25);
    private static readonly ConcurrentDictionary<string, Lazy<SemaphoreSlim>> Queues = new();

    /// <summary>Locks what is kept under a key.</summary>
    public Task<FolderLock> EnterAsync(string key, CancellationToken cancellation) => EnterFileAsync(Number(key), cancellation);

    /// <summary>Locks the view of a repository.</summary>
    public async Task<IDisposable> EnterViewAsync(string repository, CancellationToken cancellation) =>
        await EnterFileAsync("v" + Number(repository), cancellation).ConfigureAwait(false);

    /// <summary>Makes sure that locks work here: of two that open a file for themselves the second must be refused.</summary>
    /// <param name="path">A file that is not there yet.</param>
    /// <param name="modes">How it is made.</param>
    /// <exception cref="IOException">They do not.</exception>
    public static void RequireLocks(string path, FolderModes modes)
    {
        try
        {
            using var first = LockFile.Open(path, modes);
            try
            {
                using var second = LockFile.Open(path, modes);
            }
            catch (IOException busy) when (FileErrors.IsBusy(busy))
            {
                return;
            }
        }
        finally
        {
            FolderFiles.TryDelete(path);
        }

        throw new IOException(
            $"file locks do not work at '{Path.GetDirectoryName(path)}', and without them writers overwrite each other: use another file "
                + "system");
    }

    /// <summary>The lock file of a key.</summary>
    public string FileOf(string key) => Path.Combine(folder, Number(key));

    /// <summary>The name of the lock file of a key.</summary>
    public static string Number(string text) =>
        (int.Parse(Hex.Sha256Of(text).Substring(0, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % Count)
            .ToString("x2", CultureInfo.InvariantCulture);

    private async Task<FolderLock> EnterFileAsync(string name, CancellationToken cancellation)
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
                    // It is cached, as it is opened all the time: it need not change threads.
                    if (await FolderFiles.LookAsync(() => Open(path, queue), cancellation).ConfigureAwait(false) is { } held)
                    {
                        return held;
                    }
                }
                catch (BintrayException trouble) when (trouble.InnerException is IOException busy && FileErrors.IsBusy(busy))
                {
                    if (since.Elapsed >= limit)
                    {
                        throw Busy(path, busy);
                    }
                }
                catch (BintrayException trouble)
                {
                    // A read-only or a full disk: waiting does not help, and no other process is the cause.
                    throw new BintrayException(
                        BintrayException.Unavailable,
                        $"the lock file '{path}' could not be opened: {trouble.InnerException!.Message}",
                        trouble);
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
        $"the lock file '{path}' has been held by somebody else for {limit.TotalSeconds:0.#} seconds: "
            + $"{inner?.Message ?? "a call of this process"}",
        inner);

    /// <summary>Locks a file. If it was deleted meanwhile there is no lock: the next try makes another file.</summary>
    private FolderLock? Open(string path, SemaphoreSlim queue)
    {
        var file = LockFile.Open(path, modes);
        try
        {
            var held = new FolderLock(file, queue);
            if (held.IsValid)
            {
                if (held.Identity is { } identity)
                {
                    modes.Share(file.Handle, identity);
                }

                return held;
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        return null;
    }
}
