#if NET
using System.Buffers.Binary;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Archives;

/// <summary>
/// The directory at the end of a zip. .NET reads it whole before anybody can count its entries, and what an archive says about their
/// number need not be true; so its size is bounded first, and with it the memory that it can cost.
/// </summary>
internal static class ZipDirectory
{
    private const int EndSize = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int LocatorSize = 20;
    private const int LargeEndSize = 56;
    /// <summary>More than a name, its folders and what packers add to it need on average.</summary>
    private const int BytesPerEntry = 1024;

    /// <summary>Refuses a directory that is larger than one of so many entries can be.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">400: it is.</exception>
    public static void RequireBounded(Stream archive, int entries)
    {
        if (StartOf(archive) is { } start && archive.Length - start > (entries * (long)BytesPerEntry) + LongestComment)
        {
            throw StoreRefusal.BadRequest($"the archive's directory is larger than one of {entries} files");
        }

        archive.Position = 0;
    }

    /// <summary>Where it begins, by the lower of the two places that may say so; <see langword="null"/> if this is no zip.</summary>
    private static long? StartOf(Stream archive)
    {
        var tail = Read(archive, Math.Max(0, archive.Length - EndSize - LongestComment), EndSize + LongestComment);
        // Where the signature has no room for what follows it, it is not the end.
        var end = tail.AsSpan(0, Math.Max(0, tail.Length - EndSize + 4)).LastIndexOf("PK\x5\x6"u8);
        if (end < 0)
        {
            return null;
        }

        long start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        return LargeStartOf(archive, archive.Length - tail.Length + end) is { } large ? Math.Min(start, large) : start;
    }

    private static long? LargeStartOf(Stream archive, long end)
    {
        var locator = Read(archive, end - LocatorSize, LocatorSize);
        if (!locator.AsSpan().StartsWith("PK\x6\x7"u8))
        {
            return null;
        }

        var record = Read(archive, BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8)), LargeEndSize);
        return record.Length == LargeEndSize ? Math.Max(0, BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48))) : null;
    }

    private static byte[] Read(Stream archive, long position, int length)
    {
        if (position < 0 || position > archive.Length)
        {
            return [];
        }

        archive.Position = position;
        var bytes = new byte[length];
        return bytes[..archive.ReadAtLeast(bytes, length, throwOnEndOfStream: false)];
    }
}
#endif
