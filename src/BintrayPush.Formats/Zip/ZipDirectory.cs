using System.Buffers.Binary;
using System.Text;

namespace BintrayPush.Formats.Zip;

/// <summary>The directory of a zip: what it says of its entries.</summary>
internal static class ZipDirectory
{
    private const int HeaderSize = 46;
    private const int LongestName = 1000;
    /// <summary>More than a name and what packers add to it need on average: the directory is read whole.</summary>
    private const int BytesPerEntry = 256;
    private const int Encrypted = 1;
    private const int Descriptor = 8;
    private const int LargeSizes = 1;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or has more entries than it may.</exception>
    public static async Task<List<ZipEntry>> ReadAsync(Stream zip, ZipEnd end, int maxEntries, CancellationToken cancellation)
    {
        if (end.Entries > maxEntries || end.DirectoryLength > (maxEntries + 1) * (long)BytesPerEntry)
        {
            throw new InvalidDataException($"it has more than {maxEntries} entries, or very long names");
        }

        var directory = new byte[end.DirectoryLength];
        await ZipEnd.ReadAsync(zip, end.DirectoryAt, directory, cancellation).ConfigureAwait(false);
        var entries = new List<ZipEntry>();
        var at = 0;
        while (at < directory.Length)
        {
            entries.Add(ReadEntry(directory.AsSpan(at), out var length));
            at += length;
        }

        return entries.Count == end.Entries
            ? entries
            : throw new InvalidDataException($"its directory has {entries.Count} entries, and is said to have {end.Entries}");
    }

    private static ZipEntry ReadEntry(ReadOnlySpan<byte> header, out int length)
    {
        if (header.Length < HeaderSize || !header.StartsWith("PK\x1\x2"u8))
        {
            throw new InvalidDataException("its directory is damaged");
        }

        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
        length = HeaderSize + nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        if (length > header.Length)
        {
            throw new InvalidDataException("its directory is damaged");
        }

        var name = NameOf(header.Slice(HeaderSize, nameLength));
        var path = Uri.UnescapeDataString(name);
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        var method = (ZipMethod)BinaryPrimitives.ReadUInt16LittleEndian(header[10..]);
        if ((flags & Encrypted) != 0 || method is not (ZipMethod.Stored or ZipMethod.Deflated))
        {
            throw new InvalidDataException($"its entry '{LogText.Shorten(path)}' is packed in a way that NuGet does not know");
        }

        var extra = header.Slice(HeaderSize + nameLength, extraLength);
        var large = LargeSizesIn(extra);
        var unpacked = SizeAt(header[24..], ref large);
        var packed = SizeAt(header[20..], ref large);
        return new ZipEntry
        {
            Name = name,
            Path = path,
            Method = method,
            HasDescriptor = (flags & Descriptor) != 0,
            Crc = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]),
            Length = unpacked,
            PackedLength = packed,
            HeaderAt = SizeAt(header[42..], ref large),
        };
    }

    private static string NameOf(ReadOnlySpan<byte> name)
    {
        try
        {
            return name.Length is > 0 and <= LongestName
                ? Utf8.GetString(name)
                : throw new InvalidDataException($"an entry of it has no name, or one of more than {LongestName} bytes");
        }
        catch (DecoderFallbackException damage)
        {
            throw new InvalidDataException("the name of an entry of it is not in UTF-8", damage);
        }
    }

    /// <summary>What an entry says of sizes that need more than four bytes (zip64).</summary>
    private static ReadOnlySpan<byte> LargeSizesIn(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == LargeSizes)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return [];
    }

    private static long SizeAt(ReadOnlySpan<byte> header, ref ReadOnlySpan<byte> large)
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (size != uint.MaxValue)
        {
            return size;
        }

        if (large.Length < 8 || BinaryPrimitives.ReadInt64LittleEndian(large) is not (>= 0 and var found))
        {
            throw new InvalidDataException("its directory is damaged");
        }

        large = large[8..];
        return found;
    }
}
