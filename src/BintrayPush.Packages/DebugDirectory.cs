using System.Buffers.Binary;
using System.Reflection.PortableExecutable;
using System.Text;
using BintrayPush.Formats.Zip;

namespace BintrayPush.Packages;

/// <summary>
/// What an assembly says of its debug information. What is in a file called <c>.dll</c> need not be one: of what is none, or is damaged,
/// nothing is said, for nothing of a symbol package belongs to it.
/// </summary>
internal static class DebugDirectory
{
    /// <summary>The headers: of compilers they have less than a kilobyte, with the most sections that there can be four.</summary>
    private const int HeadersLength = 1 << 13;
    private const int SectionLength = 40;
    private const int RecordLength = 28;
    private const int MostRecords = 32;
    /// <summary>A GUID and the path of a file, or a checksum.</summary>
    private const int LongestData = 1 << 11;
    private const int DebugTable = 6;
    /// <summary>"PM", the minor version of a record of a portable PDB.</summary>
    private const int PortableVersion = 0x504D;

    /// <summary>Reads it.</summary>
    /// <returns><see langword="null"/> if the entry names no portable PDB.</returns>
    public static async Task<DebugId?> ReadAsync(PackageZip zip, ZipEntry entry, CancellationToken cancellation)
    {
        try
        {
            await using var ranges = new EntryRanges(zip, entry);
            var records = await RecordsOfAsync(ranges, cancellation).ConfigureAwait(false);
            DebugId? found = null;
            string? checksum = null;
            foreach (var record in records.Where(record => record.Length is > 0 and <= LongestData).OrderBy(record => record.At))
            {
                var data = new byte[record.Length];
                if (await ranges.ReadAsync(record.At, data, cancellation).ConfigureAwait(false) < data.Length)
                {
                    break;
                }

                found ??= record.Type == DebugDirectoryEntryType.CodeView ? ReadCodeView(data, entry) : null;
                checksum ??= record.Type == DebugDirectoryEntryType.PdbChecksum ? ReadChecksum(data) : null;
            }

            return found is null ? null : found with { Checksum = checksum };
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static async Task<List<Record>> RecordsOfAsync(EntryRanges ranges, CancellationToken cancellation)
    {
        var headers = new byte[HeadersLength];
        var length = await ranges.ReadAsync(0, headers, cancellation).ConfigureAwait(false);
        if (Find(headers.AsSpan(0, length), out var size) is not { } at)
        {
            return [];
        }

        var directory = new byte[Math.Min(size / RecordLength, MostRecords) * RecordLength];
        length = at + directory.Length <= headers.Length
            ? Copy(headers.AsSpan(0, length), (int)at, directory)
            : await ranges.ReadAsync(at, directory, cancellation).ConfigureAwait(false);
        var records = new List<Record>();
        for (var i = 0; i + RecordLength <= length; i += RecordLength)
        {
            records.Add(Record.Of(directory.AsSpan(i, RecordLength)));
        }

        return records;
    }

    private static int Copy(ReadOnlySpan<byte> headers, int at, Span<byte> into)
    {
        var part = headers[Math.Min(at, headers.Length)..];
        part = part[..Math.Min(part.Length, into.Length)];
        part.CopyTo(into);
        return part.Length;
    }

    /// <summary>Where in the file the directory is.</summary>
    private static long? Find(ReadOnlySpan<byte> image, out int size)
    {
        size = 0;
        const int CoffLength = 24;
        if (!image.StartsWith("MZ"u8) || image.Length < 64
            || BinaryPrimitives.ReadInt32LittleEndian(image[60..]) is not (>= 0 and var at)
            || at > image.Length - CoffLength || !image[at..].StartsWith("PE\0\0"u8))
        {
            return null;
        }

        var sections = BinaryPrimitives.ReadUInt16LittleEndian(image[(at + 6)..]);
        var optional = image[(at + CoffLength)..];
        var optionalLength = BinaryPrimitives.ReadUInt16LittleEndian(image[(at + 20)..]);
        if (optionalLength < 2 || optionalLength > optional.Length)
        {
            return null;
        }

        var table = optional[optionalLength..];
        optional = optional[..optionalLength];
        var tables = BinaryPrimitives.ReadUInt16LittleEndian(optional) == (int)PEMagic.PE32Plus ? 112 : 96;
        var debugAt = tables + (DebugTable * 8);
        if (debugAt + 8 > optional.Length || BinaryPrimitives.ReadUInt32LittleEndian(optional[(tables - 4)..]) <= DebugTable)
        {
            return null;
        }

        size = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(optional[(debugAt + 4)..]), int.MaxValue);
        return FileOffset(table, sections, BinaryPrimitives.ReadUInt32LittleEndian(optional[debugAt..]));
    }

    private static long? FileOffset(ReadOnlySpan<byte> table, int sections, uint address)
    {
        for (; sections > 0 && table.Length >= SectionLength; sections--, table = table[SectionLength..])
        {
            var begin = BinaryPrimitives.ReadUInt32LittleEndian(table[12..]);
            if (address >= begin && address - begin < BinaryPrimitives.ReadUInt32LittleEndian(table[16..]))
            {
                return (long)BinaryPrimitives.ReadUInt32LittleEndian(table[20..]) + (address - begin);
            }
        }

        return null;
    }

    private static DebugId? ReadCodeView(ReadOnlySpan<byte> data, ZipEntry entry)
    {
        const int PathAt = 24;
        if (data.Length <= PathAt || !data.StartsWith("RSDS"u8))
        {
            return null;
        }

        var path = data[PathAt..];
        path = path[..(path.IndexOf((byte)0) is >= 0 and var end ? end : path.Length)];
        var name = Encoding.UTF8.GetString(path[(path.LastIndexOfAny((byte)'/', (byte)'\\') + 1)..]);
        return new DebugId(entry.Path, name, PortablePdb.SignatureOf(new Guid(data.Slice(4, 16))), null);
    }

    private static string? ReadChecksum(ReadOnlySpan<byte> data)
    {
        const int Sha256Length = 32;
        return data.StartsWith("SHA256\0"u8) && data.Length == "SHA256\0"u8.Length + Sha256Length
            ? Convert.ToHexStringLower(data[^Sha256Length..])
            : null;
    }

    /// <summary>A record of the directory.</summary>
    private readonly record struct Record(DebugDirectoryEntryType Type, int Length, long At)
    {
        public static Record Of(ReadOnlySpan<byte> record)
        {
            var type = (DebugDirectoryEntryType)BinaryPrimitives.ReadInt32LittleEndian(record[12..]);
            var isOther = type == DebugDirectoryEntryType.CodeView
                && BinaryPrimitives.ReadUInt16LittleEndian(record[10..]) != PortableVersion;
            return new Record(
                isOther ? DebugDirectoryEntryType.Unknown : type,
                BinaryPrimitives.ReadInt32LittleEndian(record[16..]),
                BinaryPrimitives.ReadUInt32LittleEndian(record[24..]));
        }
    }
}
