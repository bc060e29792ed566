using System.Text;

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

    /// <summary>The offset in the content of the first byte that is no UTF-8, or nothing.</summary>
    public long? FirstInvalidByte()
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes, Start, bytes.Length - Start);
            return null;
        }
        catch (DecoderFallbackException fault)
        {
            return Math.Max(0, fault.Index);
        }
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
}
