using Microsoft.Win32.SafeHandles;

namespace BintrayPush.Storage.Folder;

/// <summary>
/// A file that is open for one at a time. On POSIX systems that is flock(2), asked for here: .NET's own locks can be turned off, and
/// cost two calls of the system for each of all the other files.
/// </summary>
internal sealed class LockFile : IDisposable
{
    private readonly SafeFileHandle? _handle;
    private readonly FileStream? _stream;

    private LockFile(string path, SafeFileHandle? handle, FileStream? stream)
    {
        Path = path;
        _handle = handle;
        _stream = stream;
    }

    public string Path { get; }

    /// <summary>Not to be asked for without need: on Mono a file whose handle was shown stays locked.</summary>
    public SafeFileHandle Handle => _handle ?? _stream!.SafeFileHandle;

    /// <summary>Opens the file, which is made if it is not there.</summary>
    /// <exception cref="IOException">Somebody else has it open (<see cref="FileErrors.IsBusy"/>), or it cannot be opened.</exception>
    public static LockFile Open(string path, FolderModes modes)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            return Locked(OpenOrMake(path, modes));
        }
#endif
        return Make(path, modes);
    }

    /// <summary>Opens the file, which is there.</summary>
    /// <exception cref="IOException">
    /// It is not there, somebody else has it open (<see cref="FileErrors.IsBusy"/>), or it cannot be opened.
    /// </exception>
    public static LockFile OpenExisting(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            return Locked(OpenHandle(path));
        }
#endif
        var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        return new LockFile(path, handle: null, stream);
    }

    public void Dispose()
    {
        _handle?.Dispose();
        _stream?.Dispose();
    }

#if NET
    private static LockFile Locked(LockFile file)
    {
        try
        {
            PosixCalls.Lock(file.Handle, file.Path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static LockFile OpenHandle(string path) =>
        new(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None), stream: null);

    private static LockFile OpenOrMake(string path, FolderModes modes)
    {
        try
        {
            return OpenHandle(path);
        }
        catch (FileNotFoundException)
        {
            return Make(path, modes);
        }
    }
#endif

    private static LockFile Make(string path, FolderModes modes)
    {
        var stream = modes.NewFile(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        return new LockFile(path, handle: null, stream);
    }
}
