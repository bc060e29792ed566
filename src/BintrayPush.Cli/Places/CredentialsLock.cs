using System.Diagnostics;

namespace BintrayPush.Cli.Places;

/// <summary>
/// Lets one command at a time change the credentials. The lock file stays: deleting it could delete one that another process holds.
/// </summary>
internal static class CredentialsLock
{
    /// <summary>A change takes milliseconds.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits for the lock.</summary>
    /// <param name="file">The credentials file.</param>
    /// <param name="options">How a file of the user's own is opened or created, for nobody else.</param>
    /// <exception cref="IOException">It cannot be had.</exception>
    public static FileStream Take(string file, FileStreamOptions options)
    {
        var path = file + ".lock";
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException taken) when (IsTaken(taken))
            {
                if (waited.Elapsed > LongestWait)
                {
                    throw new IOException(
                        $"another command has held its lock {path} for more than {LongestWait.TotalSeconds:0} seconds. Try again when it "
                            + "is done",
                        taken);
                }
            }

            Thread.Sleep(Pause);
        }
    }

    /// <summary>EWOULDBLOCK on Linux and macOS, and a sharing violation on Windows. Nothing else passes by itself.</summary>
    private static bool IsTaken(IOException fault) => fault.HResult is 11 or 35 || fault.HResult == unchecked((int)0x80070020);
}
