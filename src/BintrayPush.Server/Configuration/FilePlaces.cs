using System.Globalization;
using System.Text;

namespace BintrayPush.Server.Configuration;

/// <summary>Says where in a file a byte is: line and column, both from 1, columns in characters.</summary>
internal sealed class FilePlaces(string file, byte[] bytes)
{
    /// <summary>The place of a byte.</summary>
    public string Of(long offset)
    {
        var before = bytes.AsSpan(0, (int)Math.Min(offset, bytes.Length));
        return Of(before.Count((byte)'\n'), before[(before.LastIndexOf((byte)'\n') + 1)..]);
    }

    /// <summary>The place of a byte of a line.</summary>
    /// <param name="line">The line, from 0.</param>
    /// <param name="offset">The byte in it, from 0.</param>
    public string Of(long line, long offset)
    {
        var rest = bytes.AsSpan();
        for (var skipped = 0L; skipped < line && rest.IndexOf((byte)'\n') is >= 0 and var end; skipped++)
        {
            rest = rest[(end + 1)..];
        }

        return Of((int)line, rest[..(int)Math.Min(offset, rest.Length)]);
    }

    private string Of(int line, ReadOnlySpan<byte> before) =>
        string.Create(CultureInfo.InvariantCulture, $"{file}({line + 1},{Encoding.UTF8.GetCharCount(before) + 1})");
}
