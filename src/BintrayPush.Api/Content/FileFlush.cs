#if NET
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
#endif

namespace BintrayPush.Api.Content;

/// <summary>
/// Flushes files and folders to the disk and reports a failed flush. .NET's own <see cref="FileStream.Flush(bool)"/> does not: on Linux
/// it swallows the error of fsync(2), and bytes that the disk never took look as if they were safe.
/// </summary>
public static class FileFlush
{
    /// <summary>Writes a file's bytes to the disk.</summary>
    /// <param name="file">The file, open for writing. What its stream still buffers is written first.</param>
    /// <exception cref="IOException">
    /// The disk did not take all bytes. The kernel reports that once and may drop them: write the file anew, do not flush it again.
    /// </exception>
    public static void File(FileStream file)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            file.Flush();
            Handle(file.SafeFileHandle, file.Name);
            return;
        }
#endif
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Writes a folder to the disk: the names in it survive a power loss. Nothing happens on Windows, which has no such call, and on
    /// file systems that cannot flush a folder.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">The folder could not be opened or flushed.</exception>
    public static void Folder(string folder)
    {
#if NET
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // Read-only; on Linux a process that is started meanwhile does not inherit it (O_CLOEXEC).
        var flags = OperatingSystem.IsLinux() ? 0x80000 : 0;
        int descriptor;
        while ((descriptor = Open(Encoding.UTF8.GetBytes(folder + "\0"), flags)) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw Failure(folder, Marshal.GetLastPInvokeError());
            }
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Flush(handle) is var error && error != 0 && !CannotFlushFolders(error))
        {
            throw Failure(folder, error);
        }
#endif
    }

#if NET
    private const int Interrupted = 4;

    private static void Handle(SafeFileHandle handle, string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            // On macOS only this one reaches the disk itself (F_FULLFSYNC); fsync(2) below is for the result.
            RandomAccess.FlushToDisk(handle);
        }

        if (Flush(handle) is var error && error != 0)
        {
            throw Failure(path, error);
        }
    }

    private static int Flush(SafeFileHandle handle)
    {
        while (FSync(handle) != 0)
        {
            if (Marshal.GetLastPInvokeError() is var error && error != Interrupted)
            {
                return error;
            }
        }

        return 0;
    }

    /// <summary>EINVAL, and ENOTSUP (95 on Linux, 45 on macOS).</summary>
    /// <remarks>
    /// Not EROFS: a file system that gives up after an error of its disk becomes read-only, with names in it that only memory holds.
    /// </remarks>
    private static bool CannotFlushFolders(int error) => error is 22 or 95 or 45;

    private static IOException Failure(string path, int error) =>
        new($"'{path}' could not be flushed to the disk: {new Win32Exception(error).Message}", error);

    [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FSync(SafeFileHandle descriptor);
#endif
}
