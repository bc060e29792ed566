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
            var file = OpenOrMake(path, modes);
            try
            {
                PosixCalls.Lock(file.Handle, path);
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
#endif
        return Make(path, modes);
    }

    public void Dispose()
    {
        _handle?.Dispose();
        _stream?.Dispose();
    }

#if NET
    private static LockFile OpenOrMake(string path, FolderModes modes)
    {
        try
        {
            return new LockFile(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None), stream: null);
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
