using System.Diagnostics;

namespace BintrayPush.Cli.Places;

/// <summary>
/// A file that one process at a time has open. It is free as soon as that process ends, however it ends. The file stays: deleting it could
/// delete one that another process holds.
/// </summary>
internal static class FileLock
{
    /// <summary>What is done under a lock takes milliseconds.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is opened or created, for nobody else.</param>
    /// <exception cref="IOException">It cannot be had.</exception>
    public static FileStream Take(string path, FileStreamOptions options)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (TryTake(path, options) is { } taken)
            {
                return taken;
            }

            if (waited.Elapsed > LongestWait)
            {
                throw new IOException(
                    $"another command has held its lock {path} for more than {LongestWait.TotalSeconds:0} seconds. Try again when it "
                        + "is done");
            }

            Thread.Sleep(Pause);
        }
    }

    /// <summary>Takes the lock if it is free.</summary>
    /// <returns>Nothing if another process has it.</returns>
    /// <exception cref="IOException">It cannot be opened for another reason.</exception>
    public static FileStream? TryTake(string path, FileStreamOptions options)
    {
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException taken) when (IsTaken(taken))
        {
            return null;
        }
    }

    /// <summary>EWOULDBLOCK on Linux and macOS, and a sharing violation on Windows. Nothing else passes by itself.</summary>
    private static bool IsTaken(IOException fault) => fault.HResult is 11 or 35 || fault.HResult == unchecked((int)0x80070020);
}
