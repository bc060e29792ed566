namespace BintrayPush.Storage.Folder;

/// <summary>What the file system means by its errors: .NET has no types for most of them, but keeps their numbers.</summary>
internal static class FileErrors
{
    /// <summary>Another process has the file open: the only reason to wait for a lock.</summary>
    /// <remarks>
    /// ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows and Mono; elsewhere .NET locks with flock(2) and gives the bare
    /// EWOULDBLOCK, which is 11 on Linux and 35 on macOS.
    /// </remarks>
    public static bool IsBusy(IOException trouble) => unchecked((uint)trouble.HResult) is 0x80070020 or 0x80070021 or 11 or 35;

    /// <summary>No file of such a name can be there, today or ever.</summary>
    /// <remarks>
    /// ERROR_INVALID_NAME on Windows; EINVAL, and EILSEQ (84 on Linux, 92 on macOS), where a disk of another system does not take a name.
    /// </remarks>
    public static bool IsImpossibleName(Exception trouble) => trouble is PathTooLongException or NotSupportedException or ArgumentException
        || (trouble is IOException && unchecked((uint)trouble.HResult) is 0x8007007B or 22 or 84 or 92);
}
