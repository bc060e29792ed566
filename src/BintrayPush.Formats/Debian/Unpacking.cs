using System.Buffers.Binary;
using System.IO.Compression;
using SharpCompress.Compressors.ZStandard;
using SharpCompress.Compressors.ZStandard.Unsafe;

namespace BintrayPush.Formats.Debian;

/// <summary>Unpacks what a package has compressed, in memory and within bounds.</summary>
internal static class Unpacking
{
    /// <summary>Beside a control file are scripts and the checksums of all files: some megabytes for the largest packages.</summary>
    public const int LargestPacked = 16 << 20;

    private const int LargestUnpacked = 32 << 20;
    private const int BufferSize = 1 << 16;

    /// <summary>Unpacks a part of a package.</summary>
    /// <param name="packed">The part.</param>
    /// <param name="extension">How it is compressed, as its name ends.</param>
    /// <exception cref="InvalidDataException">It is damaged, or too large.</exception>
    public static MemoryStream Unpack(byte[] packed, string extension)
    {
        using var source = new MemoryStream(packed, writable: false);
        using var unpacking = Open(source, extension);
        var unpacked = new MemoryStream();
        var buffer = new byte[BufferSize];
        int read;
        while ((read = unpacking.Read(buffer, 0, buffer.Length)) > 0)
        {
            if (unpacked.Length + read > LargestUnpacked)
            {
                throw new InvalidDataException($"unpacked it has more than {LargestUnpacked} bytes");
            }

            unpacked.Write(buffer, 0, read);
        }

        // .NET takes a file without its end for a whole one.
        if (extension == ".gz" && BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(^sizeof(uint)..)) != unpacked.Length)
        {
            throw new InvalidDataException("it is cut");
        }

        unpacked.Position = 0;
        return unpacked;
    }

    private static Stream Open(MemoryStream packed, string extension)
    {
        switch (extension)
        {
            case ".tar":
                return packed;
            case ".gz":
                return new GZipStream(packed, CompressionMode.Decompress);
            case ".xz":
                return XzBlocks.Open(packed);
            case ".zst":
                return OpenZstandard(packed);
            default:
                throw new InvalidDataException($"'{LogText.Clean(extension)}' is not how a control archive is compressed (gz, xz or zst)");
        }
    }

    /// <summary>The memory that it may ask for is what packages of the distributions need, not what the format allows.</summary>
    private static DecompressionStream OpenZstandard(MemoryStream packed)
    {
        const int LargestWindow = 25;
        var unpacking = new DecompressionStream(packed, BufferSize, checkEndOfStream: true, leaveOpen: true);
        unpacking.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, LargestWindow);
        return unpacking;
    }
}
