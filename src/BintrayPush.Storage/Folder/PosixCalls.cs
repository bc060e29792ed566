using System.Runtime.InteropServices;
using System.Text;
#if NET
using Microsoft.Win32.SafeHandles;
#endif

namespace BintrayPush.Storage.Folder;

/// <summary>What .NET does not offer of a POSIX system. Elsewhere nothing happens, and the caller does without.</summary>
internal static class PosixCalls
{
    /// <summary>Makes a second name for a file.</summary>
    /// <returns>Whether it was made: not on other systems, across devices, or beyond the limit of links.</returns>
    public static bool TryLink(string existing, string name) => IsPosix && Link(Native(existing), Native(name)) == 0;

    /// <summary>Keeps other processes that do the same out until it is disposed of, where the file system can lock a folder.</summary>
    public static IDisposable? LockFolder(string folder)
    {
#if NET
        if (IsPosix)
        {
            const int Exclusive = 2;
            var closedOnStart = OperatingSystem.IsLinux() ? 0x80000 : 0;
            if (Open(Native(folder), closedOnStart) is var descriptor and >= 0)
            {
                var handle = new SafeFileHandle(descriptor, ownsHandle: true);
                _ = Lock(handle, Exclusive);
                return handle;
            }
        }
#endif
        return null;
    }

#if NET
    /// <summary>Locks an open file for this opening of it alone, without waiting.</summary>
    /// <exception cref="IOException">Somebody else has locked it (<see cref="FileErrors.IsBusy"/>), or it cannot be locked.</exception>
    public static void Lock(SafeFileHandle file, string path)
    {
        const int ExclusiveAtOnce = 2 | 4;
        const int Interrupted = 4;
        while (Lock(file, ExclusiveAtOnce) != 0)
        {
            if (Marshal.GetLastPInvokeError() is var error && error != Interrupted)
            {
                throw new IOException($"'{path}' cannot be locked: {new System.ComponentModel.Win32Exception(error).Message}", error);
            }
        }
    }

    /// <summary>Gives a file another name, in place of whatever has it.</summary>
    /// <exception cref="IOException">It cannot be done; a missing folder is a <see cref="DirectoryNotFoundException"/>.</exception>
    public static void Rename(string from, string to)
    {
        const int NotThere = 2;
        if (Rename(Native(from), Native(to)) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            var why = $"'{from}' cannot be renamed to '{to}': {new System.ComponentModel.Win32Exception(error).Message}";
            throw error == NotThere ? new DirectoryNotFoundException(why) : new IOException(why, error);
        }
    }

#endif
    /// <summary>
    /// Lets the system begin to write out a part of a file, without waiting for it. This promises nothing, it only leaves less to wait
    /// for when the file is flushed at its end.
    /// </summary>
    public static void BeginToWriteOut(FileStream file, long offset, long count)
    {
#if NET
        const uint Begin = 2;
        if (OperatingSystem.IsLinux())
        {
            _ = SyncFileRange(file.SafeFileHandle, offset, count, Begin);
        }
#endif
    }

#if NET
    private static bool IsPosix => !OperatingSystem.IsWindows();
#else
    private static bool IsPosix => false;
#endif

    private static byte[] Native(string path) => Encoding.UTF8.GetBytes(path + "\0");

    [DllImport("libc", EntryPoint = "link"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] existing, byte[] name);

#if NET
    [DllImport("libc", EntryPoint = "open"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(byte[] from, byte[] to);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Lock(SafeFileHandle descriptor, int operation);

    [DllImport("libc", EntryPoint = "sync_file_range"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncFileRange(SafeFileHandle descriptor, long offset, long count, uint flags);
#endif
}
