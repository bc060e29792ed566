using BintrayPush.Api;

namespace BintrayPush.Storage;

/// <summary>The few file operations a store in a folder is built from. They block; the callers put them on the thread pool.</summary>
internal static class FolderFiles
{
    private const int Tries = 50;
    private static readonly TimeSpan PauseBetweenTries = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs an operation; what the file system refuses is told as the service's failure (503).</summary>
    public static Task<T> RunAsync<T>(Func<T> operation, CancellationToken cancellation) =>
        Task.Run(() => Guarded(operation), cancellation);

    /// <summary>Does an operation; what the file system refuses is told as the service's failure (503).</summary>
    public static T Guarded<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new BintrayException(BintrayException.Unavailable, $"the store's folder could not be used: {trouble.Message}", trouble);
        }
    }

    /// <summary>The bytes of a file, or <see langword="null"/>. Writers are not kept from replacing it.</summary>
    public static byte[]? Read(string path)
    {
        try
        {
            using var file = Open(path, asynchronous: false);
            var bytes = new byte[file.Length];
            var read = 0;
            while (read < bytes.Length)
            {
                var count = file.Read(bytes, read, bytes.Length - read);
                if (count == 0)
                {
                    throw new EndOfStreamException($"'{path}' is shorter than it was");
                }

                read += count;
            }

            return bytes;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Opens a file for reading; others may replace or delete its name meanwhile.</summary>
    public static FileStream Open(string path, bool asynchronous) => new(
        path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 4096, asynchronous);

    /// <summary>Writes a new file and flushes it to the disk.</summary>
    public static void WriteNew(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        file.Write(bytes, 0, bytes.Length);
        // An empty file has nothing that could be lost but its name.
        file.Flush(flushToDisk: bytes.Length > 0);
    }

    /// <summary>Gives a file another name, in place of whatever has it.</summary>
    public static void Rename(string from, string to) => WithPatience(() =>
    {
#if NET
        File.Move(from, to, overwrite: true);
#else
        if (File.Exists(to))
        {
            File.Replace(from, to, null);
        }
        else
        {
            File.Move(from, to);
        }
#endif
    });

    /// <summary>Deletes a file, read-only or not; it may be gone already.</summary>
    public static void Delete(string path) => WithPatience(() =>
    {
        try
        {
            if (Path.DirectorySeparatorChar == '\\' && File.Exists(path))
            {
                File.SetAttributes(path, FileAttributes.Normal);
            }

            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
        }
    });

    /// <summary>Deletes a temporary file. If that fails it stays for a sweep: the call's own outcome is what the caller must hear.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            Delete(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>On Windows a file that somebody has open cannot be replaced or deleted for a moment.</summary>
    private static void WithPatience(Action operation)
    {
        for (var i = 1; ; i++)
        {
            try
            {
                operation();
                return;
            }
            catch (Exception trouble) when (
                trouble is IOException or UnauthorizedAccessException && Path.DirectorySeparatorChar == '\\' && i < Tries)
            {
                Thread.Sleep(PauseBetweenTries);
            }
        }
    }
}
