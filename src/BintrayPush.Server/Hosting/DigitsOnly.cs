using System.Text;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// The "encoding" of the Content-Length header: digits stand for themselves, everything else for a character that is in no number.
/// </summary>
/// <remarks>
/// Kestrel reads <c>+5</c> as 5 and keeps only the number; a proxy in front of it may have read something else (RFC 9112, 6.3). How a
/// header's bytes become text can be set, and for this header Kestrel reads the number from that text.
/// </remarks>
internal sealed class DigitsOnly : Encoding
{
    private static readonly DigitsOnly Instance = new();

    /// <summary>The encoding for a header; <see langword="null"/> for Kestrel's own.</summary>
    public static Encoding? For(string header) => header.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) ? Instance : null;

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        // A number too long for the buffer fills it, and Kestrel refuses it for its length.
        var count = Math.Min(bytes.Length, chars.Length);
        for (var i = 0; i < count; i++)
        {
            chars[i] = char.IsAsciiDigit((char)bytes[i]) ? (char)bytes[i] : 'x';
        }

        return count;
    }

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => charCount;
}
