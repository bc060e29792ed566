using System.Formats.Tar;
using BintrayPush.Api.Service;

namespace BintrayPush.Formats.Debian;

/// <summary>
/// Reads the control file of a Debian package (deb(5)): an ar archive of <c>debian-binary</c>, <c>control.tar</c> and <c>data.tar</c>. What
/// the package installs is not unpacked; of it only the length is looked at.
/// </summary>
public sealed class DebReader : IDebReader
{
    /// <summary>A control file is text for people; the longest are some kilobytes.</summary>
    private const int LargestControlFile = 1 << 18;

    private const int LargestFormat = 100;
    private const int TarBlock = 512;
    private const int SumAt = 148;
    private const int SumLength = 8;
    private const string Format = "debian-binary";
    private const string Control = "control.tar";
    private const string Data = "data.tar";

    /// <inheritdoc/>
    public async Task<byte[]> ReadControlAsync(Stream package, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(package);
        var members = await ArMembers.ReadAsync(package, cancellation).ConfigureAwait(false);
        if (members is not [{ Name: Format } format, ..])
        {
            throw new InvalidDataException($"its first part is not '{Format}'");
        }

        var version = await format.ReadAsync(package, LargestFormat, cancellation).ConfigureAwait(false);
        if (!version.AsSpan().StartsWith("2."u8))
        {
            throw new InvalidDataException("it is of another format than 2");
        }

        // Parts that a later version of the format may add have names that begin so, and are passed over.
        var known = members.Skip(1).Where(member => !member.Name.StartsWith('_')).ToList();
        if (known is not [var control, var data, ..] || !Is(control, Control) || !Is(data, Data))
        {
            throw new InvalidDataException($"it has not '{Control}' and '{Data}' after '{Format}'");
        }

        var packed = await control.ReadAsync(package, Unpacking.LargestPacked, cancellation).ConfigureAwait(false);
        // All of it is in memory from here on: what fails is the package's fault, and never the disk's.
        return Guarded(control.Name, () => ControlFileIn(Unpacking.Unpack(packed, Path.GetExtension(control.Name))));
    }

    private static bool Is(ArMember member, string name) =>
        member.Name == name || (member.Name.StartsWith(name + ".", StringComparison.Ordinal) && member.Name.Count(c => c == '.') == 2);

    private static byte[] ControlFileIn(MemoryStream archive)
    {
        CheckHeaders(archive);
        using var reader = new TarReader(archive);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.Name is "./control" or "control" && entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                if (entry.Length > LargestControlFile)
                {
                    throw new InvalidDataException($"its control file has {entry.Length} bytes, and may have {LargestControlFile}");
                }

                var control = new byte[entry.Length];
                entry.DataStream?.ReadExactly(control);
                return control;
            }
        }

        throw new InvalidDataException("it has no control file");
    }

    /// <summary>
    /// The library makes room for what a header announces before it looks whether that comes, and does not look at its checksum.
    /// </summary>
    private static void CheckHeaders(MemoryStream archive)
    {
        const int SizeAt = 124;
        const int SizeLength = 12;
        var bytes = archive.GetBuffer().AsSpan(0, (int)archive.Length);
        long next;
        for (long at = 0; at + TarBlock <= bytes.Length && bytes[(int)at] != 0; at = next)
        {
            var header = bytes.Slice((int)at, TarBlock);
            var size = Octal(header.Slice(SizeAt, SizeLength));
            if (Octal(header.Slice(SumAt, SumLength)) != SumOf(header))
            {
                throw new InvalidDataException("the checksum of a header in it is wrong");
            }

            next = at + TarBlock + ((size + TarBlock - 1) / TarBlock * TarBlock);
            if (next > bytes.Length + TarBlock)
            {
                throw new InvalidDataException("a file in it is longer than the archive");
            }
        }
    }

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
        long value = 0;
        foreach (var digit in digits.Trim(" \0"u8))
        {
            value = digit is >= (byte)'0' and <= (byte)'7'
                ? (value * 8) + (digit - '0')
                : throw new InvalidDataException("a header in it is damaged");
        }

        return value;
    }

    private static T Guarded<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damage) when (damage is not OutOfMemoryException)
        {
            throw new InvalidDataException($"'{name}' in it cannot be read: {damage.Message}", damage);
        }
    }
}
