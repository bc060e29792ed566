using System.Buffers.Text;

namespace BintrayPush.Formats.Debian;

/// <summary>The records of a pax header (<c>length key=value</c>, a line each), which overrule the header that follows it.</summary>
internal static class PaxRecords
{
    private static ReadOnlySpan<byte> PathKey => "path"u8;

    /// <summary>The path that they give an entry.</summary>
    /// <exception cref="InvalidDataException">They are damaged, or change more than a control archive needs.</exception>
    public static byte[]? PathIn(ReadOnlySpan<byte> records)
    {
        byte[]? path = null;
        while (!records.IsEmpty)
        {
            if (records[0] == '0' || !Utf8Parser.TryParse(records, out int length, out var digits)
                || length <= digits + 1 || length > records.Length || records[digits] != ' ' || records[length - 1] != '\n'
                || records[..length].IndexOf((byte)'=') is not (> 0 and var equals))
            {
                throw new InvalidDataException("a pax header in it is damaged");
            }

            var key = records[(digits + 1)..equals];
            var value = records[(equals + 1)..(length - 1)];
            if (key.SequenceEqual("size"u8) || key.StartsWith("GNU.sparse."u8))
            {
                throw new InvalidDataException("a pax header in it changes the length of an entry");
            }

            if (key.SequenceEqual(PathKey))
            {
                path = path is null && !value.IsEmpty && !value.Contains((byte)0)
                    ? value.ToArray()
                    : throw new InvalidDataException("a pax header in it has no one path");
            }

            records = records[length..];
        }

        return path;
    }
}
