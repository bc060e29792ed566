using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace BintrayPush.Formats.Zip;

/// <summary>
/// The headers before the entries of a zip. They say again what its directory says, and some readers believe these: both have to agree. The
/// entries follow one another from the first byte to the directory, so none lies in another and nothing is hidden between them.
/// </summary>
internal static class ZipHeaders
{
    private const int HeaderSize = 30;
    private const int DescriptorFlag = 8;
    private static readonly long[] Descriptors = [12, 16, 20, 24];

    /// <summary>Reads them, and says of each entry where its bytes are.</summary>
    /// <exception cref="InvalidDataException">They do not agree with the directory.</exception>
    public static async Task ReadAsync(
        Stream zip, IReadOnlyCollection<ZipEntry> entries, long directoryAt, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 10);
        try
        {
            long at = 0;
            ZipEntry? before = null;
            foreach (var entry in entries.OrderBy(entry => entry.HeaderAt))
            {
                RequireNext(before, entry.HeaderAt - at);
                await ReadAsync(zip, entry, buffer, cancellation).ConfigureAwait(false);
                at = entry.PackedLength <= directoryAt - entry.PackedAt
                    ? entry.PackedAt + entry.PackedLength
                    : throw new InvalidDataException($"its entry {entry.Shown} is cut");
                before = entry;
            }

            RequireNext(before, directoryAt - at);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void RequireNext(ZipEntry? before, long gap)
    {
        if (before is { HasDescriptor: true } ? !Descriptors.Contains(gap) : gap != 0)
        {
            throw new InvalidDataException("its entries do not follow one another: they overlap, or something is between them");
        }
    }

    private static async Task ReadAsync(Stream zip, ZipEntry entry, byte[] buffer, CancellationToken cancellation)
    {
        var nameLength = Encoding.UTF8.GetByteCount(entry.Name);
        var header = buffer.AsMemory(0, HeaderSize + nameLength);
        await ZipEnd.ReadAsync(zip, entry.HeaderAt, header, cancellation).ConfigureAwait(false);
        if (!IsSame(entry, header.Span, nameLength))
        {
            throw new InvalidDataException($"its entry {entry.Shown} says other things of itself than its directory");
        }

        entry.PackedAt = entry.HeaderAt + header.Length + BinaryPrimitives.ReadUInt16LittleEndian(header.Span[28..]);
    }

    private static bool IsSame(ZipEntry entry, ReadOnlySpan<byte> header, int nameLength) =>
        header.StartsWith("PK\x3\x4"u8)
        && (BinaryPrimitives.ReadUInt16LittleEndian(header[6..]) & DescriptorFlag) != 0 == entry.HasDescriptor
        && BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) == (int)entry.Method
        && BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) == nameLength
        && Encoding.UTF8.GetString(header[HeaderSize..]) == entry.Name
        && (entry.HasDescriptor
            || (BinaryPrimitives.ReadUInt32LittleEndian(header[14..]) == entry.Crc
                && IsSize(header[18..], entry.PackedLength)
                && IsSize(header[22..], entry.Length)));

    /// <summary>A size that needs more than four bytes stands elsewhere.</summary>
    private static bool IsSize(ReadOnlySpan<byte> header, long size) =>
        BinaryPrimitives.ReadUInt32LittleEndian(header) is var said && (said == size || said == uint.MaxValue);
}
