using System.Buffers.Binary;

namespace BintrayPush.Formats.Debian;

/// <summary>
/// An xz file of one stream: a header, blocks, an index of them, and a footer. All of it is looked at, since dpkg takes no package in which
/// a byte of it is another.
/// </summary>
internal static class XzFile
{
    /// <summary>Several threads pack into blocks of 1 MiB at least. Each asks for its dictionary anew.</summary>
    private const int MostBlocks = 64;

    private const int FlagsLength = 2;
    private const int FooterLength = 12;

    private static ReadOnlySpan<byte> Magic => [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    private static ReadOnlySpan<byte> FooterMagic => "YZ"u8;

    /// <summary>Unpacks a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or too large.</exception>
    public static void Unpack(byte[] file, MemoryStream unpacked)
    {
        var header = new XzFields(file);
        if (!header.Take(Magic.Length).SequenceEqual(Magic))
        {
            throw new InvalidDataException("it is no xz file");
        }

        var flags = header.Take(FlagsLength);
        if (flags[0] != 0 || !XzCheck.HoldsCrc32(flags, header.Take(sizeof(uint))))
        {
            throw new InvalidDataException("its header is damaged");
        }

        var check = flags[1];
        using var packed = new MemoryStream(file, 0, file.Length, writable: false, publiclyVisible: true) { Position = header.Position };
        var blocks = new List<XzBlock>();
        while (packed.Position < file.Length && file[packed.Position] != 0)
        {
            if (blocks.Count == MostBlocks)
            {
                throw new InvalidDataException($"it has more than {MostBlocks} blocks");
            }

            blocks.Add(XzBlock.Unpack(packed, check, unpacked));
        }

        var rest = file.AsSpan((int)packed.Position);
        CheckFooter(rest, CheckIndex(rest, blocks), flags);
    }

    /// <summary>Looks whether the index names the blocks.</summary>
    /// <returns>How long it is.</returns>
    private static int CheckIndex(ReadOnlySpan<byte> bytes, List<XzBlock> blocks)
    {
        var index = new XzFields(bytes);
        index.Zeros(1);
        var same = index.Number() == blocks.Count;
        foreach (var block in blocks)
        {
            same = same && index.Number() == block.Unpadded && index.Number() == block.Size;
        }

        if (same)
        {
            index.Zeros(XzBlock.PaddingOf(index.Position));
        }

        return same && XzCheck.HoldsCrc32(bytes[..index.Position], index.Take(sizeof(uint)))
            ? index.Position
            : throw new InvalidDataException("its index is damaged");
    }

    /// <summary>A footer says again what the header says, and how long the index is.</summary>
    private static void CheckFooter(ReadOnlySpan<byte> bytes, int index, ReadOnlySpan<byte> flags)
    {
        var footer = new XzFields(bytes[index..]);
        var sum = footer.Take(sizeof(uint));
        var covered = footer.Take(FooterLength - sizeof(uint) - FooterMagic.Length);
        var indexLength = (BinaryPrimitives.ReadUInt32LittleEndian(covered) + 1L) * sizeof(uint);
        if (!footer.Take(FooterMagic.Length).SequenceEqual(FooterMagic) || !XzCheck.HoldsCrc32(covered, sum)
            || indexLength != index || !covered[^FlagsLength..].SequenceEqual(flags))
        {
            throw new InvalidDataException("its end is damaged");
        }

        if (footer.Left > 0)
        {
            throw new InvalidDataException("something follows its end");
        }
    }
}
