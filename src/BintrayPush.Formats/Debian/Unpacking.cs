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
        var unpacked = new MemoryStream();
        using var source = new MemoryStream(packed, writable: false);
        switch (extension)
        {
            case ".tar":
                Copy(source, unpacked);
                break;
            case ".gz":
                using (var unpacking = new GZipStream(source, CompressionMode.Decompress))
                {
                    Copy(unpacking, unpacked);
                }

                CheckEndOfGzip(packed, unpacked);
                break;
            case ".xz":
                XzFile.Unpack(packed, unpacked);
                break;
            case ".zst":
                using (var unpacking = OpenZstandard(source))
                {
                    Copy(unpacking, unpacked);
                }

                break;
            default:
                throw new InvalidDataException($"'{LogText.Clean(extension)}' is not how a control archive is compressed (gz, xz or zst)");
        }

        unpacked.Position = 0;
        return unpacked;
    }

    /// <summary>Adds what is unpacked.</summary>
    /// <exception cref="InvalidDataException">It would be too large.</exception>
    public static void Copy(Stream unpacking, MemoryStream unpacked)
    {
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
    }

    /// <summary>.NET takes a file without its end for a whole one, and passes over what follows the end.</summary>
    private static void CheckEndOfGzip(byte[] packed, MemoryStream unpacked)
    {
        const int EndLength = sizeof(uint) + sizeof(uint);
        var end = packed.AsSpan(Math.Max(0, packed.Length - EndLength));
        if (end.Length < EndLength || BinaryPrimitives.ReadUInt32LittleEndian(end[sizeof(uint)..]) != unpacked.Length
            || !XzCheck.HoldsCrc32(unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length), end))
        {
            throw new InvalidDataException("it is cut, or something follows its end");
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
