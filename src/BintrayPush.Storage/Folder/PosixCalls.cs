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

    [DllImport("libc", EntryPoint = "flock"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Lock(SafeFileHandle descriptor, int operation);

    [DllImport("libc", EntryPoint = "sync_file_range"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncFileRange(SafeFileHandle descriptor, long offset, long count, uint flags);
#endif
}
