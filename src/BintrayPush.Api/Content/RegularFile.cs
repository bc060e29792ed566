#if NET
using System.Runtime.InteropServices;
using System.Text;
#endif

namespace BintrayPush.Api.Content;

/// <summary>
/// Opens regular files and nothing else. Opening a named pipe waits for a writer, perhaps for ever, and a device has no
/// end; .NET does not distinguish either from a file.
/// </summary>
public static class RegularFile
{
    /// <summary>What a path leads to, if that is neither a regular file nor a folder, in words.</summary>
    /// <param name="path">The path; links are followed.</param>
    /// <returns><see langword="null"/> for a regular file, a folder, and where there is nothing.</returns>
    public static string? OtherKind(string path)
    {
#if NET
        const int Kind = 0xF000;
        return (OperatingSystem.IsWindows() ? 0 : ModeOf(path) & Kind) switch
        {
            0x1000 => "a named pipe",
            0x2000 or 0x6000 => "a device",
            0xC000 => "a socket",
            _ => null,
        };
#else
        return null;
#endif
    }

    /// <summary>Refuses what is not a regular file, without opening it.</summary>
    /// <exception cref="IOException">It is a named pipe, a device or a socket.</exception>
    public static void Check(string path)
    {
        if (OtherKind(path) is { } kind)
        {
            throw new IOException($"'{path}' is {kind}, and only regular files are read.");
        }
    }

    /// <summary>Opens a regular file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">What others may do with it meanwhile.</param>
    /// <param name="bufferSize">The size of the stream's own buffer.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="IOException">It is no regular file, or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened, or is a folder.</exception>
    public static FileStream OpenRead(
        string path, FileShare share = FileShare.Read | FileShare.Delete, int bufferSize = 4096, FileOptions options = FileOptions.None)
    {
        Check(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, share, bufferSize, options);
    }

    /// <summary>Reads a small regular file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longest">The most bytes that it may have.</param>
    /// <returns>Its bytes, or <see langword="null"/> if it has more. No more than that is read, however fast it grows.</returns>
    /// <exception cref="IOException">It is no regular file, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static byte[]? ReadAllBytes(string path, int longest)
    {
        using var file = OpenRead(path, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 14];
        while (file.Read(buffer, 0, buffer.Length) is > 0 and var read)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > longest)
            {
                return null;
            }
        }

        return bytes.ToArray();
    }

#if NET
    private const int StatSize = 256;

    /// <summary>The mode of a file; 0 if it cannot be told.</summary>
    private static int ModeOf(string path)
    {
        var name = Encoding.UTF8.GetBytes(path + "\0");
        var status = new byte[StatSize];
        try
        {
            return OperatingSystem.IsLinux() ? LinuxModeOf(name, status)
                : OperatingSystem.IsMacOS() && (IsArm ? Stat(name, status) : StatInode64(name, status)) == 0
                    ? BitConverter.ToUInt16(status, 4)
                : 0;
        }
        catch (EntryPointNotFoundException)
        {
            return 0;
        }
    }

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>
    /// Only the answer of statx(2) has the same form on all processors. Old versions of musl lack it, and have stat(2) by name.
    /// </summary>
    private static int LinuxModeOf(byte[] name, byte[] status)
    {
        const int CurrentFolder = -100;
        const int FollowLinks = 0;
        const uint KindOnly = 1;
        try
        {
            return StatX(CurrentFolder, name, FollowLinks, KindOnly, status) == 0 ? BitConverter.ToUInt16(status, 28) : 0;
        }
        catch (EntryPointNotFoundException)
        {
            return (IsArm || RuntimeInformation.ProcessArchitecture == Architecture.X64) && Stat(name, status) == 0
                ? BitConverter.ToUInt16(status, IsArm ? 16 : 24)
                : 0;
        }
    }

    [DllImport("libc", EntryPoint = "statx"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, byte[] path, int flags, uint mask, [Out] byte[] status);

    [DllImport("libc", EntryPoint = "stat"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat(byte[] path, [Out] byte[] status);

    [DllImport("libc", EntryPoint = "stat$INODE64"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatInode64(byte[] path, [Out] byte[] status);
#endif
}
