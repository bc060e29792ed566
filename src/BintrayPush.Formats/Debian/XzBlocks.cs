using SharpCompress.Compressors.Xz;

namespace BintrayPush.Formats.Debian;

/// <summary>
/// The first block of an xz file, which is all of it unless several threads have packed more than 24 MiB. The decoder makes room for the
/// dictionary that a block asks for, up to 4 GiB; so a block is looked at before, which one after the first cannot be.
/// </summary>
internal static class XzBlocks
{
    /// <summary>What <c>xz -9</c> asks for.</summary>
    private const long LargestDictionary = 64L << 20;

    private const int HeaderLength = 12;
    private const int Lzma2 = 0x21;
    private const int FilterCountMask = 3;
    private const int HasPackedSize = 0x40;
    private const int HasSize = 0x80;

    /// <summary>Begins to unpack the first block.</summary>
    /// <exception cref="InvalidDataException">It is no xz file, or asks for more memory than it may.</exception>
    public static Stream Open(MemoryStream packed)
    {
        var dictionary = DictionaryOf(packed.ToArray().AsSpan(Math.Min(HeaderLength, (int)packed.Length)));
        if (dictionary > LargestDictionary)
        {
            throw new InvalidDataException($"it needs a dictionary of {dictionary} bytes, and may have {LargestDictionary}");
        }

        var header = XZHeader.FromStream(packed);
        return new XZBlock(packed, header.BlockCheckType, header.BlockCheckSize);
    }

    /// <summary>The dictionary that a block asks for: a header is its length, flags, perhaps two sizes, and its only filter.</summary>
    private static long DictionaryOf(ReadOnlySpan<byte> block)
    {
        var flags = block.Length > 2 ? block[1] : throw new InvalidDataException("it is cut");
        var at = 2;
        var sizes = ((flags & HasPackedSize) != 0 ? 1 : 0) + ((flags & HasSize) != 0 ? 1 : 0);
        for (; sizes > 0; sizes--)
        {
            const int Continued = 0x80;
            while (at < block.Length && block[at] >= Continued)
            {
                at++;
            }

            at++;
        }

        if ((flags & FilterCountMask) != 0 || at + 2 >= block.Length || block[at] != Lzma2 || block[at + 1] != 1)
        {
            throw new InvalidDataException("it is packed with another filter than LZMA2");
        }

        return SizeOf(block[at + 2]);
    }

    /// <summary>A size is two or three times a power of two.</summary>
    private static long SizeOf(int code)
    {
        const int SmallestPower = 11;
        const int Largest = 40;
        return code < Largest ? (2L | (uint)(code & 1)) << ((code / 2) + SmallestPower) : uint.MaxValue;
    }
}
