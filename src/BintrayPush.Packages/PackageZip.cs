using System.IO.Compression;

namespace BintrayPush.Packages;

/// <summary>
/// The zip that a package is, looked at before anything in it is believed: what it says of its length, its entries and their names is
/// bounded, and what comes out of it is counted.
/// </summary>
internal static class PackageZip
{
    /// <summary>A name, and what packers add to it.</summary>
    private const int DirectoryBytesPerEntry = 1024;

    private const int EndOfDirectory = 22;
    private const int LongestComment = ushort.MaxValue;

    /// <summary>
    /// Opens it. Its entries have names that stay inside of it, and no two of them are one for a file system that ignores case.
    /// </summary>
    /// <exception cref="InvalidDataException">It is no whole zip, or one that nobody would make.</exception>
    public static ZipArchive Open(Stream package, PackageLimits limits)
    {
        RequireBounded(package, limits);
        var archive = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
        try
        {
            Check(archive, limits);
            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>Reads an entry of some length at the most.</summary>
    /// <exception cref="InvalidDataException">It is longer, or damaged.</exception>
    public static async Task<byte[]> ReadAsync(ZipArchiveEntry entry, int longest, CancellationToken cancellation)
    {
        var bytes = new byte[longest + 1];
        await using var content = await entry.OpenAsync(cancellation).ConfigureAwait(false);
        // Whatever the directory says of its length.
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return length <= longest
            ? bytes[..length]
            : throw new InvalidDataException($"'{LogText.Clean(entry.FullName)}' in it has more than {longest} bytes");
    }

    /// <summary>The directory is read as a whole: its size is bounded first, and with it the memory that it costs.</summary>
    private static void RequireBounded(Stream package, PackageLimits limits)
    {
        var tail = new byte[(int)Math.Min(package.Length, EndOfDirectory + LongestComment)];
        package.Position = package.Length - tail.Length;
        package.ReadExactly(tail);
        var end = tail.Length < EndOfDirectory ? -1 : tail.AsSpan(0, tail.Length - EndOfDirectory + 4).LastIndexOf("PK\x5\x6"u8);
        if (end < 0)
        {
            throw new InvalidDataException("it is no zip archive, or is cut");
        }

        var size = BitConverter.ToUInt32(tail, end + 12);
        if (size > (limits.Entries * (long)DirectoryBytesPerEntry) || size > package.Length)
        {
            throw new InvalidDataException($"its directory has {size} bytes, more than one of {limits.Entries} entries");
        }

        package.Position = 0;
    }

    private static void Check(ZipArchive archive, PackageLimits limits)
    {
        if (archive.Entries.Count > limits.Entries)
        {
            throw new InvalidDataException($"it has {archive.Entries.Count} entries, and may have {limits.Entries}");
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        long unpacked = 0;
        foreach (var entry in archive.Entries)
        {
            if (!IsInside(entry.FullName))
            {
                throw new InvalidDataException($"its entry '{LogText.Clean(entry.FullName)}' has no name that a file can have");
            }

            if (!names.Add(entry.FullName))
            {
                throw new InvalidDataException($"it has two entries called '{LogText.Clean(entry.FullName)}'");
            }

            unpacked = entry.Length > limits.UnpackedBytes - unpacked
                ? throw new InvalidDataException($"it unpacks to more than {limits.UnpackedBytes} bytes")
                : unpacked + entry.Length;
        }
    }

    private static bool IsInside(string name) =>
        name.Length is > 0 and <= 1000
        && !name.Contains('\\', StringComparison.Ordinal) && !name.StartsWith('/') && !name.Any(char.IsControl)
        && !(name.Length > 1 && name[1] == ':')
        && !name.TrimEnd('/').Split('/').Any(part => part is ".." or "." or "");
}
