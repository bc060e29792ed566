using System.Buffers.Binary;
using SharpCompress.Compressors.LZMA;

namespace BintrayPush.Formats.Debian;

/// <summary>
/// A block of an xz file. The library's own reader of them looks neither at the sizes nor at the check, and makes room for the dictionary
/// that a block asks for, up to 4 GiB; so only the LZMA2 in it is left to the library.
/// </summary>
/// <param name="Unpadded">How long it is, without the padding.</param>
/// <param name="Size">How long it is when unpacked.</param>
internal readonly record struct XzBlock(long Unpadded, long Size)
{
    /// <summary>What <c>xz -9</c> asks for.</summary>
    private const long LargestDictionary = 64L << 20;

    private const int Alignment = 4;
    private const int Lzma2 = 0x21;
    private const int KnownFlags = HasPackedSize | HasSize;
    private const int HasPackedSize = 0x40;
    private const int HasSize = 0x80;

    /// <summary>Unpacks the block at the stream's position, and leaves the stream at what follows.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or asks for more memory than it may.</exception>
    public static XzBlock Unpack(MemoryStream packed, int check, MemoryStream unpacked)
    {
        var (start, before) = ((int)packed.Position, (int)unpacked.Length);
        var bytes = packed.GetBuffer().AsSpan(0, (int)packed.Length);
        var header = HeaderAt(bytes[start..]);
        var fields = new XzFields(header);
        var flags = fields.Take(2)[1];
        long? packedSize = (flags & HasPackedSize) != 0 ? fields.Number() : null;
        long? size = (flags & HasSize) != 0 ? fields.Number() : null;
        var dictionary = DictionaryIn(ref fields, flags);
        fields.Zeros(fields.Left);

        packed.Position += header.Length + sizeof(uint);
        var from = (int)packed.Position;
        var end = from + LengthOfChunks(bytes[from..]);
        using (var unpacking = LzmaStream.Create([dictionary], packed, -1, -1, null, isLzma2: true, leaveOpen: true))
        {
            Unpacking.Copy(unpacking, unpacked);
        }

        var content = unpacked.GetBuffer().AsSpan(before, (int)unpacked.Length - before);
        if (packed.Position != end || (packedSize ?? end - from) != end - from || (size ?? content.Length) != content.Length)
        {
            throw new InvalidDataException("a block in it has another size than it says");
        }

        var rest = new XzFields(bytes[end..]);
        rest.Zeros(PaddingOf(end - start));
        var sum = rest.Take(XzCheck.LengthOf(check));
        packed.Position = end + rest.Position;
        return XzCheck.Holds(check, content, sum)
            ? new XzBlock(end - start + sum.Length, content.Length)
            : throw new InvalidDataException("a block in it is damaged");
    }

    /// <summary>How many zeros follow so many bytes.</summary>
    public static int PaddingOf(int length) => -length & (Alignment - 1);

    /// <summary>
    /// How long the LZMA2 is: chunks, each with its lengths, and a zero. The library passes over the first byte of what is packed in a
    /// chunk, which is always zero; and of a chunk that is cut it reads on.
    /// </summary>
    private static int LengthOfChunks(ReadOnlySpan<byte> bytes)
    {
        const int Packed = 0x80;
        const int NewProperties = 0xC0;
        const int LengthLength = sizeof(ushort);
        var fields = new XzFields(bytes);
        for (var control = fields.Take(1)[0]; control != 0; control = fields.Take(1)[0])
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(fields.Take(LengthLength)) + 1;
            if (control >= Packed)
            {
                length = BinaryPrimitives.ReadUInt16BigEndian(fields.Take(LengthLength));
                if (control >= NewProperties && !IsAllowed(fields.Take(1)[0]))
                {
                    throw new InvalidDataException("a block in it is damaged");
                }

                fields.Zeros(1);
            }

            _ = fields.Take(length);
        }

        return fields.Position;
    }

    /// <summary>Whether these are properties that LZMA2 may have, of which the library takes more.</summary>
    private static bool IsAllowed(byte properties)
    {
        const int LiteralContexts = 9;
        const int LiteralPositions = 5;
        const int Positions = 5;
        const int MostBits = 4;
        return properties < LiteralContexts * LiteralPositions * Positions
            && (properties % LiteralContexts) + (properties / LiteralContexts % LiteralPositions) <= MostBits;
    }

    /// <summary>The header of a block, which begins with its length, without its CRC-32.</summary>
    private static ReadOnlySpan<byte> HeaderAt(ReadOnlySpan<byte> bytes)
    {
        var fields = new XzFields(bytes);
        var header = fields.Take(bytes.IsEmpty ? 1 : bytes[0] * Alignment);
        return header.Length > 1 && XzCheck.HoldsCrc32(header, fields.Take(sizeof(uint)))
            ? header
            : throw new InvalidDataException("the header of a block in it is damaged");
    }

    /// <summary>The dictionary that the only filter asks for.</summary>
    private static byte DictionaryIn(ref XzFields fields, byte flags)
    {
        if ((flags & ~KnownFlags) != 0 || fields.Number() != Lzma2 || fields.Number() != 1)
        {
            throw new InvalidDataException("it is packed with another filter than LZMA2");
        }

        var code = fields.Take(1)[0];
        return SizeOf(code) <= LargestDictionary
            ? code
            : throw new InvalidDataException($"it needs a dictionary of {SizeOf(code)} bytes, and may have {LargestDictionary}");
    }

    /// <summary>A size is two or three times a power of two.</summary>
    private static long SizeOf(int code)
    {
        const int SmallestPower = 11;
        const int Largest = 40;
        return code < Largest ? (2L | (uint)(code & 1)) << ((code / 2) + SmallestPower) : uint.MaxValue;
    }
}
