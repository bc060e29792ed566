using BintrayPush.Messages;

namespace BintrayPush.Descriptors;

/// <summary>The bytes of a text file, and the lines and columns of its offsets.</summary>
internal sealed class SourceText(byte[] bytes, string? file)
{
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    /// <summary>The bytes of the text, without a byte order mark.</summary>
    public ReadOnlySpan<byte> Content => bytes.AsSpan(Start);

    private int Start => bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0;

    /// <summary>
    /// The place of an offset in the content. Offsets are asked for in rising order, so that a long line is walked along once.
    /// </summary>
    public SourcePosition PositionOf(long offset)
    {
        var wanted = (int)Math.Min(Start + offset, bytes.Length);
        for (_offset = Math.Max(_offset, Start); _offset < wanted; _offset++)
        {
            if (bytes[_offset] == '\n')
            {
                _line++;
                _column = 1;
            }
            else if ((bytes[_offset] & 0xC0) != 0x80)
            {
                // An editor counts as .NET does: a character of four bytes takes two columns.
                _column += bytes[_offset] >= 0xF0 ? 2 : 1;
            }
        }

        return new SourcePosition(file, _line, _column);
    }

    /// <summary>
    /// The offset in the content of the first character that is no UTF-8, or nothing; .NET's own decoders do not agree on it.
    /// </summary>
    public long? FirstInvalidByte()
    {
        for (var at = Start; at < bytes.Length;)
        {
            var length = LengthOfCharacter(at);
            if (length == 0)
            {
                return at - Start;
            }

            at += length;
        }

        return null;
    }

    /// <summary>The offset in the content of a place that a JSON reader complains of: both counted from 0, the second in bytes.</summary>
    public long OffsetOf(long line, long byteInLine)
    {
        var at = Start;
        for (; line > 0 && at < bytes.Length; at++)
        {
            line -= bytes[at] == '\n' ? 1 : 0;
        }

        return at - Start + byteInLine;
    }

    /// <summary>How many bytes a character takes; 0 if it is none, as one that is written longer than needed or half of a pair.</summary>
    private int LengthOfCharacter(int at)
    {
        int first = bytes[at];
        var (length, least) = first switch
        {
            < 0x80 => (1, 0),
            >= 0xC2 and < 0xE0 => (2, 0x80),
            >= 0xE0 and < 0xF0 => (3, 0x800),
            >= 0xF0 and < 0xF5 => (4, 0x10000),
            _ => (0, 0),
        };
        if (length <= 1)
        {
            return length;
        }

        if (at + length > bytes.Length)
        {
            return 0;
        }

        var character = first & (0x7F >> length);
        for (var i = 1; i < length; i++)
        {
            if ((bytes[at + i] & 0xC0) != 0x80)
            {
                return 0;
            }

            character = (character << 6) | (bytes[at + i] & 0x3F);
        }

        return character < least || character > 0x10FFFF || character is >= 0xD800 and <= 0xDFFF ? 0 : length;
    }
}
