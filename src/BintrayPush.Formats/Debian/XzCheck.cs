using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BintrayPush.Formats.Debian;

/// <summary>What follows each block of an xz file, for finding damage. The file says which of four it is.</summary>
internal static class XzCheck
{
    private const int None = 0;
    private const int IsCrc32 = 1;
    private const int IsCrc64 = 4;
    private const int IsSha256 = 10;

    /// <summary>How long it is.</summary>
    /// <exception cref="InvalidDataException">It is none of the four.</exception>
    public static int LengthOf(int check) => check switch
    {
        None => 0,
        IsCrc32 => sizeof(uint),
        IsCrc64 => sizeof(ulong),
        IsSha256 => SHA256.HashSizeInBytes,
        _ => throw new InvalidDataException($"it is checked in a way that is not known ({check})"),
    };

    /// <summary>Whether a block is what it was.</summary>
    /// <param name="check">Which of the four it is.</param>
    /// <param name="content">What is in the block.</param>
    /// <param name="expected">What follows the block.</param>
    public static bool Holds(int check, ReadOnlySpan<byte> content, ReadOnlySpan<byte> expected) => check switch
    {
        IsCrc32 => HoldsCrc32(content, expected),
        IsCrc64 => Crc64.Of(content) == BinaryPrimitives.ReadUInt64LittleEndian(expected),
        IsSha256 => expected.SequenceEqual(SHA256.HashData(content)),
        _ => expected.IsEmpty,
    };

    /// <summary>Whether this is the CRC-32 of bytes, which headers have too.</summary>
    public static bool HoldsCrc32(ReadOnlySpan<byte> content, ReadOnlySpan<byte> expected)
    {
        var sum = new Crc32();
        sum.Add(content);
        return sum.Value == BinaryPrimitives.ReadUInt32LittleEndian(expected);
    }
}
