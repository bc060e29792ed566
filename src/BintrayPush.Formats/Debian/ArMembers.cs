using System.Globalization;
using System.Text;

namespace BintrayPush.Formats.Debian;

/// <summary>The parts of an ar archive. No library that is to be had reads the format; a package needs only its headers.</summary>
internal static class ArMembers
{
    private const int HeaderLength = 60;
    private const int NameLength = 16;
    private const int SizeAt = 48;
    private const int SizeLength = 10;
    private const int EndAt = 58;

    /// <summary>A package has three, and perhaps some that a later version of the format adds.</summary>
    private const int Most = 20;

    private static ReadOnlySpan<byte> Magic => "!<arch>\n"u8;

    private static ReadOnlySpan<byte> HeaderEnd => "`\n"u8;

    /// <summary>Lists the parts.</summary>
    /// <exception cref="InvalidDataException">It is no ar archive, or is cut.</exception>
    public static async Task<IReadOnlyList<ArMember>> ReadAsync(Stream archive, CancellationToken cancellation)
    {
        var header = new byte[HeaderLength];
        var length = archive.Length;
        if (length < Magic.Length || !await ReadAsync(archive, 0, header.AsMemory(0, Magic.Length), cancellation).ConfigureAwait(false)
            || !header.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new InvalidDataException("it is no ar archive");
        }

        var members = new List<ArMember>();
        for (long at = Magic.Length; at < length;)
        {
            if (members.Count == Most)
            {
                throw new InvalidDataException($"it has more than {Most} parts");
            }

            if (!await ReadAsync(archive, at, header, cancellation).ConfigureAwait(false)
                || Parse(header, at + HeaderLength) is not { } member)
            {
                throw new InvalidDataException("the header of a part in it is damaged or cut");
            }

            members.Add(member);
            if (member.Length > length - member.Start)
            {
                throw new InvalidDataException($"it is cut: '{LogText.Clean(member.Name)}' in it is not whole");
            }

            // Each begins at an even place.
            at = member.Start + member.Length + (member.Length & 1);
        }

        return members;
    }

    private static async Task<bool> ReadAsync(Stream archive, long at, Memory<byte> buffer, CancellationToken cancellation)
    {
        archive.Seek(at, SeekOrigin.Begin);
        return await archive.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false)
            == buffer.Length;
    }

    private static ArMember? Parse(byte[] header, long start)
    {
        var name = Encoding.ASCII.GetString(header, 0, NameLength).TrimEnd(' ');
        // Some writers end the name with a slash.
        name = name.EndsWith('/') ? name[..^1] : name;
        var size = Encoding.ASCII.GetString(header, SizeAt, SizeLength).TrimEnd(' ');
        return header.AsSpan(EndAt).SequenceEqual(HeaderEnd)
            && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? new ArMember(name, start, length)
                : null;
    }
}
