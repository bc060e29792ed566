#if NET
namespace BintrayPush.Api.Content;

/// <summary>CRC-32 as zip has it, its polynomial turned round; .NET has one of its own only in a package.</summary>
public sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => OfByte((uint)i))];

    private uint _sum = uint.MaxValue;

    /// <summary>The sum of what was added.</summary>
    public uint Value => ~_sum;

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var sum = _sum;
        foreach (var b in bytes)
        {
            sum = Table[(byte)(sum ^ b)] ^ (sum >> 8);
        }

        _sum = sum;
    }

    private static uint OfByte(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 1 ? (value >> 1) ^ Polynomial : value >> 1;
        }

        return value;
    }
}
#endif
