#if NET
using System.Runtime.InteropServices;
using System.Text;
#endif
using Microsoft.Win32.SafeHandles;

namespace BintrayPush.Storage.Folder;

/// <summary>
/// Which file a name stands for, from statx(2), whose structure is the same on every Linux. .NET has no call that distinguishes two
/// files that had one name, and its <see cref="File.Exists"/> does not distinguish a missing file from a disk that cannot be read.
/// </summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">Its number in there.</param>
/// <param name="Born">
/// When it was made (its last write where the file system does not know), in nanoseconds: numbers are used again.
/// </param>
/// <param name="Owner">The account it belongs to.</param>
/// <param name="Mode">Its type and permissions.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Inode, long Born, uint Owner, int Mode)
{
    private const int TypeMask = 0xF000;
    private const int FolderType = 0x4000;

    public bool IsFolder => (Mode & TypeMask) == FolderType;

    public bool IsSameFile(FileIdentity? other) =>
        other is { } found && found.Device == Device && found.Inode == Inode && found.Born == Born;

#if NET
    private const int NoSuchFile = 2;
    private const int CurrentFolder = -100;
    private const int OfDescriptor = 0x1000;
    private const uint BasicsAndBirth = 0xFFF;
    private const uint Birth = 0x800;
    private const int Size = 256;

    /// <summary>Whether this system has file identities; where not, callers do without.</summary>
    public static bool IsKnown { get; } = Number >= 0 && TryCall(CurrentFolder, "/", 0, out _) == 0;

    private static int Number => !OperatingSystem.IsLinux() ? -1 : RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 332,
        Architecture.Arm64 => 291,
        _ => -1,
    };

    /// <summary>What a path stands for, links followed, or <see langword="null"/> if there is nothing.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    public static FileIdentity? Of(string path) => TryCall(CurrentFolder, path, 0, out var found) switch
    {
        0 => found,
        NoSuchFile => null,
        var error => throw Unknown(path, error),
    };

    /// <summary>What an open file is, or <see langword="null"/> if that cannot be told.</summary>
    public static FileIdentity? Of(SafeFileHandle file)
    {
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return TryCall((int)file.DangerousGetHandle(), "", OfDescriptor, out var found) == 0 ? found : null;
        }
        finally
        {
            if (held)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>What a path stands for and when it was last changed, or <see langword="null"/> if there is nothing.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    public static FileState? StateOf(string path)
    {
        Span<byte> answer = stackalloc byte[Size];
        return TryCall(CurrentFolder, path, 0, answer, out var found) switch
        {
            0 => StateOf(found, answer),
            NoSuchFile => null,
            var error => throw Unknown(path, error),
        };
    }

    /// <summary>The same, for those who ask for one path many times.</summary>
    /// <param name="name">What <see cref="NameOf"/> made of the path.</param>
    /// <exception cref="IOException">It cannot be told.</exception>
    public static FileState? StateOf(byte[] name)
    {
        Span<byte> answer = stackalloc byte[Size];
        return Call(CurrentFolder, ref MemoryMarshal.GetArrayDataReference(name), 0, answer, out var found) switch
        {
            0 => StateOf(found, answer),
            NoSuchFile => null,
            var error => throw Unknown(Encoding.UTF8.GetString(name).TrimEnd('\0'), error),
        };
    }

    /// <summary>A path as the system takes it.</summary>
    public static byte[] NameOf(string path) => Encoding.UTF8.GetBytes(path + "\0");

    private static FileState StateOf(FileIdentity found, ReadOnlySpan<byte> answer) => new(
        found, MemoryMarshal.Read<long>(answer[0x28..]), Nanoseconds(answer[0x70..]), Nanoseconds(answer[0x60..]));

    private static IOException Unknown(string path, int error) =>
        new($"'{path}' cannot be looked at: {new System.ComponentModel.Win32Exception(error).Message}", error);

    private static long Nanoseconds(ReadOnlySpan<byte> time) =>
        (MemoryMarshal.Read<long>(time) * 1_000_000_000) + MemoryMarshal.Read<uint>(time[8..]);

    private static int TryCall(int folder, string path, int flags, out FileIdentity found)
    {
        Span<byte> answer = stackalloc byte[Size];
        return TryCall(folder, path, flags, answer, out found);
    }

    /// <returns>0 or the error's number.</returns>
    private static int TryCall(int folder, string path, int flags, Span<byte> answer, out FileIdentity found)
    {
        Span<byte> name = stackalloc byte[Encoding.UTF8.GetMaxByteCount(path.Length) is var maxBytes && maxBytes < 1024 ? maxBytes + 1 : 0];
        name = name.Length > 0 ? name : new byte[maxBytes + 1];
        name[Encoding.UTF8.GetBytes(path, name)] = 0;
        return Call(folder, ref MemoryMarshal.GetReference(name), flags, answer, out found);
    }

    private static int Call(int folder, ref byte name, int flags, Span<byte> answer, out FileIdentity found)
    {
        found = default;
        if (SystemCall(
            Number,
            folder,
            ref name,
            flags,
            (nint)BasicsAndBirth,
            ref MemoryMarshal.GetReference(answer)) != 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        var known = MemoryMarshal.Read<uint>(answer);
        var time = (known & Birth) != 0 ? 0x50 : 0x70;
        found = new FileIdentity(
            ((ulong)MemoryMarshal.Read<uint>(answer[0x88..]) << 32) | MemoryMarshal.Read<uint>(answer[0x8C..]),
            MemoryMarshal.Read<ulong>(answer[0x20..]),
            Nanoseconds(answer[time..]),
            MemoryMarshal.Read<uint>(answer[0x14..]),
            MemoryMarshal.Read<ushort>(answer[0x1C..]));
        return 0;
    }

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SystemCall(nint number, nint folder, ref byte path, nint flags, nint mask, ref byte answer);
#else
    public static bool IsKnown => false;

    public static FileIdentity? Of(string path) => throw new PlatformNotSupportedException(path);

    public static FileIdentity? Of(SafeFileHandle file) => throw new PlatformNotSupportedException(file.ToString());

    public static FileState? StateOf(string path) => throw new PlatformNotSupportedException(path);

    public static FileState? StateOf(byte[] name) => throw new PlatformNotSupportedException($"{name.Length}");

    public static byte[] NameOf(string path) => throw new PlatformNotSupportedException(path);
#endif
}
