namespace BintrayPush.Storage.Folder;

/// <summary>
/// The few file operations a store in a folder is built from. They block: <see cref="RunAsync"/> and <see cref="LookAsync"/> choose the
/// thread for that.
/// </summary>
internal static class FolderFiles
{
    private const int Tries = 50;
    private static readonly TimeSpan PauseBetweenTries = TimeSpan.FromMilliseconds(10);

    /// <summary>Half of those that the pool starts without delay.</summary>
    private static readonly int MaxPoolThreads = MinPoolThreads / 2 is > 0 and var half ? half : 1;
    private static int _poolThreads;

    /// <summary>
    /// Runs an operation on a thread for file work; what the file system refuses is reported as the service's failure (503).
    /// </summary>
    public static Task<T> RunAsync<T>(Func<T> operation, CancellationToken cancellation) =>
        FileThreads.RunAsync(() => Guarded(operation), cancellation);

    /// <summary>
    /// Runs an operation that only reads and is nearly always answered from memory; otherwise like <see cref="RunAsync"/>.
    /// </summary>
    /// <remarks>
    /// A caller on a pool thread reads in place, because changing threads takes longer than reading a few hundred bytes. But only some
    /// pool threads may do so at a time: a disk that does not answer never gets hold of the others.
    /// </remarks>
    public static Task<T> LookAsync<T>(Func<T> operation, CancellationToken cancellation) =>
        TryInPlace(operation, cancellation, out var done) ? done : RunAsync(operation, cancellation);

    /// <summary>Runs an operation at once, if this thread may be spent on it.</summary>
    public static bool TryInPlace<T>(Func<T> operation, CancellationToken cancellation, out Task<T> done)
    {
        done = null!;
        if (!Thread.CurrentThread.IsThreadPoolThread || cancellation.IsCancellationRequested)
        {
            return false;
        }

        try
        {
            if (Interlocked.Increment(ref _poolThreads) > MaxPoolThreads)
            {
                return false;
            }

            done = Task.FromResult(Guarded(operation));
        }
        catch (Exception failure)
        {
            done = Task.FromException<T>(failure);
        }
        finally
        {
            Interlocked.Decrement(ref _poolThreads);
        }

        return true;
    }

    private static int MinPoolThreads
    {
        get
        {
            ThreadPool.GetMinThreads(out var threads, out _);
            return threads;
        }
    }

    /// <summary>Does an operation; what the file system refuses is reported as the service's failure (503).</summary>
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
        return Exists(path) ? ReadFound(path) : null;
    }

    /// <summary>The bytes of a file that was there a moment ago, or <see langword="null"/>.</summary>
    public static byte[]? ReadFound(string path)
    {
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

    /// <summary>Whether there is a file. One that cannot be looked at is an error, and so is a folder in its place.</summary>
    public static bool Exists(string path)
    {
        if (FileIdentity.IsKnown)
        {
            return FileIdentity.Of(path) is { } found
                && (!found.IsFolder ? true : throw new IOException($"'{path}' is a folder, and not the file that should be there"));
        }

        if (File.Exists(path))
        {
            return true;
        }

        try
        {
            var isFolder = File.GetAttributes(path).HasFlag(FileAttributes.Directory);
            return !isFolder ? true : throw new IOException($"'{path}' is a folder, and not the file that should be there");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether there is a folder. One that cannot be looked at is an error.</summary>
    public static bool FolderExists(string path)
    {
        if (FileIdentity.IsKnown)
        {
            return FileIdentity.Of(path) is { IsFolder: true };
        }

        try
        {
            return Directory.Exists(path) || File.GetAttributes(path).HasFlag(FileAttributes.Directory);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Writes a new file and flushes it to the disk.</summary>
    public static void WriteNew(string path, byte[] bytes, FolderModes modes)
    {
        using var file = modes.NewFile(path, share: FileShare.None);
        file.Write(bytes, 0, bytes.Length);
        // An empty file has nothing that could be lost but its name.
        if (bytes.Length > 0)
        {
            FileFlush.File(file);
        }
    }

    /// <summary>Copies a file to a new one and flushes that to the disk.</summary>
    public static void CopyToNew(string from, string to, FolderModes modes)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        using var copy = modes.NewFile(to, share: FileShare.None);
        source.CopyTo(copy);
        FileFlush.File(copy);
    }

    /// <summary>Gives a file another name, in place of whatever has it.</summary>
    public static void Rename(string from, string to) => WithPatience(() =>
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            PosixCalls.Rename(from, to);
            return;
        }

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

    /// <summary>
    /// Deletes a temporary file. If that fails it stays for a sweep: the call's own outcome is what the caller must hear.
    /// </summary>
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

    /// <summary>On Windows an open file cannot be replaced or deleted: try again for a moment.</summary>
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
