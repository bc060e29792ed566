namespace BintrayPush.Formats.Debian;

/// <summary>CRC-64 as xz has it: the polynomial of ECMA-182 turned round. .NET has only the other way, and in a package.</summary>
internal static class Crc64
{
    private const ulong Polynomial = 0xC96C5795D7870F42;
    private const int Values = 256;
    private const int BitsOfByte = 8;

    private static readonly ulong[] Table = [.. Enumerable.Range(0, Values).Select(value => OfByte((ulong)value))];

    /// <summary>The sum of bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var sum = ulong.MaxValue;
        foreach (var b in bytes)
        {
            sum = Table[(byte)(sum ^ b)] ^ (sum >> BitsOfByte);
        }

        return ~sum;
    }

    private static ulong OfByte(ulong value)
    {
        for (var bit = 0; bit < BitsOfByte; bit++)
        {
            value = (value & 1) == 1 ? (value >> 1) ^ Polynomial : value >> 1;
        }

        return value;
    }
}
