namespace BintrayPush.Formats.Debian;

/// <summary>The fields of an xz file, read one after the other.</summary>
internal ref struct XzFields(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes are read.</summary>
    public int Position { get; private set; }

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => _bytes.Length - Position;

    /// <summary>Reads bytes.</summary>
    /// <exception cref="InvalidDataException">There are not as many.</exception>
    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > Left)
        {
            throw new InvalidDataException("it is cut");
        }

        Position += length;
        return _bytes.Slice(Position - length, length);
    }

    /// <summary>Reads a number: seven bits a byte, the lowest first, in as few bytes as it needs.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public long Number()
    {
        const int BitsOfByte = 7;
        const int Longest = 9;
        const byte Continued = 0x80;
        long value = 0;
        for (var i = 0; i < Longest; i++)
        {
            var next = Take(1)[0];
            value |= (long)(next & ~Continued) << (i * BitsOfByte);
            if (next < Continued)
            {
                return next == 0 && i > 0 ? throw new InvalidDataException("a number in it is damaged") : value;
            }
        }

        throw new InvalidDataException("a number in it is damaged");
    }

    /// <summary>Reads zeros.</summary>
    /// <exception cref="InvalidDataException">One of them is none.</exception>
    public void Zeros(int length)
    {
        if (Take(length).ContainsAnyExcept((byte)0))
        {
            throw new InvalidDataException("its padding is damaged");
        }
    }
}
