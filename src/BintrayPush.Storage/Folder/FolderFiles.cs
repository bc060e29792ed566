using BintrayPush.Api;

namespace BintrayPush.Storage;

/// <summary>The few file operations a store in a folder is built from. They block; <see cref="RunAsync"/> keeps them on the thread pool.</summary>
internal static class FolderFiles
{
    private const int Tries = 50;
    private static readonly TimeSpan PauseBetweenTries = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs an operation; what the file system refuses is told as the service's failure (503).</summary>
    /// <remarks>
    /// It blocks a thread of the pool in any case. Who is on one already keeps it: handing a read of a few hundred bytes to another
    /// thread takes longer than the read. Anybody else, say the thread of a user interface, is not held up.
    /// </remarks>
    public static Task<T> RunAsync<T>(Func<T> operation, CancellationToken cancellation)
    {
        if (!Thread.CurrentThread.IsThreadPoolThread || cancellation.IsCancellationRequested)
        {
            return Task.Run(() => Guarded(operation), cancellation);
        }

        try
        {
            return Task.FromResult(Guarded(operation));
        }
        catch (Exception failure)
        {
            return Task.FromException<T>(failure);
        }
    }

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
        // An exception costs more than all the rest, and every new path is asked for before it is there.
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
#if NET
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            var bytes = new byte[RandomAccess.GetLength(file)];
            int ReadAt(int offset) => RandomAccess.Read(file, bytes.AsSpan(offset), offset);
#else
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            var bytes = new byte[file.Length];
            int ReadAt(int offset) => file.Read(bytes, offset, bytes.Length - offset);
#endif
            for (var read = 0; read < bytes.Length;)
            {
                var count = ReadAt(read);
                read += count > 0 ? count : throw new EndOfStreamException($"'{path}' is shorter than it was");
            }

            return bytes;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes a new file and flushes it to the disk.</summary>
    public static void WriteNew(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1);
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
