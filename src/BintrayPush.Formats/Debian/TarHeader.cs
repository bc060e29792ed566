namespace BintrayPush.Formats.Debian;

/// <summary>
/// The header of an entry of a tar archive. .NET reads past a checksum that is wrong and makes room for what a header announces; and where
/// it takes a name or a length otherwise than GNU tar, dpkg would unpack another file than is read here.
/// </summary>
/// <param name="Type">The letter of its type.</param>
/// <param name="Name">Its path, as the header alone has it.</param>
/// <param name="Size">How long the content is that follows.</param>
internal sealed record TarHeader(char Type, byte[] Name, long Size)
{
    /// <summary>Headers have it, and contents are filled up to it.</summary>
    public const int Block = 512;

    private const int NameLength = 100;
    private const int SizeAt = 124;
    private const int SizeLength = 12;
    private const int SumAt = 148;
    private const int SumLength = 8;
    private const int TypeAt = 156;
    private const int MagicAt = 257;
    private const int PrefixAt = 345;
    private const int PrefixLength = 155;

    private static ReadOnlySpan<byte> Ustar => "ustar\0"u8;

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static TarHeader Parse(ReadOnlySpan<byte> header)
    {
        var size = Octal(header.Slice(SizeAt, SizeLength));
        if (Octal(header.Slice(SumAt, SumLength)) != SumOf(header))
        {
            throw new InvalidDataException("the checksum of a header in it is wrong");
        }

        var name = UpToZero(header[..NameLength]);
        var prefix = header[MagicAt..].StartsWith(Ustar) ? UpToZero(header.Slice(PrefixAt, PrefixLength)) : [];
        return new TarHeader((char)header[TypeAt], prefix.IsEmpty ? name.ToArray() : [.. prefix, (byte)'/', .. name], size);
    }

    /// <summary>What stands before the first zero.</summary>
    public static ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)0) is var end and >= 0 ? text[..end] : text;

    /// <summary>The sum of the bytes of a header, with blanks in the place of the sum.</summary>
    private static long SumOf(ReadOnlySpan<byte> header)
    {
        long sum = SumLength * ' ';
        for (var i = 0; i < header.Length; i++)
        {
            sum += i is >= SumAt and < SumAt + SumLength ? 0 : header[i];
        }

        return sum;
    }

    private static long Octal(ReadOnlySpan<byte> digits)
    {
        var number = digits.TrimStart((byte)' ').TrimEnd(" \0"u8);
        long value = number.IsEmpty ? throw new InvalidDataException("a header in it is damaged") : 0;
        foreach (var digit in number)
        {
            value = digit is >= (byte)'0' and <= (byte)'7'
                ? (value * 8) + (digit - '0')
                : throw new InvalidDataException("a header in it is damaged");
        }

        return value;
    }
}
