using System.Buffers.Binary;

namespace BintrayPush.Formats.Zip;

/// <summary>
/// What the end of a zip says of its directory. There is one way to read it: what another reader could take for the end or for the
/// directory is refused, so that nobody sees another package than the one that was checked.
/// </summary>
/// <param name="DirectoryAt">Where the directory is.</param>
/// <param name="DirectoryLength">How long it is.</param>
/// <param name="Entries">How many entries it has.</param>
internal readonly record struct ZipEnd(long DirectoryAt, long DirectoryLength, long Entries)
{
    private const int Size = 22;
    private const int LocatorSize = 20;
    private const int LargeSize = 56;

    /// <summary>Finds the end.</summary>
    /// <exception cref="InvalidDataException">There is none, or one that does not fit what is before it.</exception>
    public static async Task<ZipEnd> FindAsync(Stream zip, CancellationToken cancellation)
    {
        var tail = new byte[(int)Math.Min(zip.Length, Size + ushort.MaxValue)];
        await ReadAsync(zip, zip.Length - tail.Length, tail, cancellation).ConfigureAwait(false);
        var at = tail.Length < Size ? -1 : tail.AsSpan(0, tail.Length - Size + 4).LastIndexOf("PK\x5\x6"u8);
        if (at < 0 || at + Size + BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 20)) != tail.Length)
        {
            throw new InvalidDataException("it is no zip archive, or is cut");
        }

        var endAt = zip.Length - tail.Length + at;
        var end = Read(tail.AsSpan(at));
        var large = new byte[LocatorSize];
        if (endAt >= LocatorSize + LargeSize)
        {
            await ReadAsync(zip, endAt - LocatorSize, large, cancellation).ConfigureAwait(false);
        }

        return large.AsSpan().StartsWith("PK\x6\x7"u8)
            ? await ReadLargeAsync(zip, end, large, endAt - LocatorSize, cancellation).ConfigureAwait(false)
            : end.Before(endAt);
    }

    /// <summary>Reads bytes that have to be there.</summary>
    /// <exception cref="InvalidDataException">They are not.</exception>
    public static async Task ReadAsync(Stream zip, long at, Memory<byte> bytes, CancellationToken cancellation)
    {
        if (at < 0 || at > zip.Length - bytes.Length)
        {
            throw new InvalidDataException("it is cut");
        }

        if (zip.Position != at)
        {
            zip.Position = at;
        }

        await zip.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
    }

    private static ZipEnd Read(ReadOnlySpan<byte> end)
    {
        // The numbers of this disk and of the one with the directory; and how many entries are on it.
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end[4..]) is not (0 or uint.MaxValue)
            || BinaryPrimitives.ReadUInt16LittleEndian(end[8..]) != entries)
        {
            throw new InvalidDataException("it is one of several parts of a zip archive");
        }

        return new ZipEnd(
            BinaryPrimitives.ReadUInt32LittleEndian(end[16..]), BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), entries);
    }

    /// <summary>The end of a zip of more than 4 GiB (zip64): the small one refers to it.</summary>
    private static async Task<ZipEnd> ReadLargeAsync(
        Stream zip, ZipEnd small, byte[] locator, long locatorAt, CancellationToken cancellation)
    {
        var at = BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8));
        if (at != locatorAt - LargeSize)
        {
            throw new InvalidDataException("its end does not say where its directory is");
        }

        var record = new byte[LargeSize];
        await ReadAsync(zip, at, record, cancellation).ConfigureAwait(false);
        var large = new ZipEnd(
            BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48)),
            BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(40)),
            BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(32)));
        return record.AsSpan().StartsWith("PK\x6\x6"u8)
            && IsSame(small.DirectoryAt, large.DirectoryAt, uint.MaxValue)
            && IsSame(small.DirectoryLength, large.DirectoryLength, uint.MaxValue)
            && IsSame(small.Entries, large.Entries, ushort.MaxValue)
                ? large.Before(at)
                : throw new InvalidDataException("it has two ends, which say different things of its directory");
    }

    private static bool IsSame(long small, long large, long none) => small == large || small == none;

    private ZipEnd Before(long at) => DirectoryAt >= 0 && DirectoryLength >= 0 && DirectoryAt == at - DirectoryLength
        ? this
        : throw new InvalidDataException("its end does not say where its directory is");
}
