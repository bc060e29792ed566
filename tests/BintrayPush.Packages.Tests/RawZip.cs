using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using BintrayPush.Api.Content;

namespace BintrayPush.Packages.Tests;

/// <summary>Writes zips as they should be, or not: whatever it says of an entry can be another thing than the truth.</summary>
internal sealed class RawZip
{
    private readonly List<byte> _bytes = [];
    private readonly List<byte> _directory = [];
    private int _entries;

    /// <summary>A package of these entries, and the two parts that NuGet packs into every one.</summary>
    public static byte[] Package(params RawEntry[] entries)
    {
        var zip = new RawZip();
        foreach (var entry in entries)
        {
            zip.Add(entry);
        }

        return zip.Finish();
    }

    public RawZip Add(RawEntry entry)
    {
        var packed = entry.Packed ?? (entry.Method == 8 ? Deflate(entry.Content) : entry.Content);
        var at = (uint)_bytes.Count;
        var crc = entry.Crc ?? CrcOf(entry.Content);
        var sizes = ((uint)(entry.PackedLength ?? packed.Length), (uint)(entry.Length ?? entry.Content.Length));
        var hidden = (entry.Flags & 8) != 0;
        WriteLocal(entry, hidden ? 0 : crc, hidden ? default : sizes);
        _bytes.AddRange(packed);
        if (hidden)
        {
            Write(_bytes, "PK\x7\x8"u8.ToArray(), crc, sizes.Item1, sizes.Item2);
        }

        _bytes.AddRange(entry.Behind);
        var name = entry.Name;
        Write(_directory, "PK\x1\x2"u8.ToArray(), (ushort)20, (ushort)20, entry.Flags, entry.Method, 0u, crc, sizes.Item1, sizes.Item2);
        Write(_directory, (ushort)name.Length, (ushort)entry.Extra.Length, (ushort)0, (ushort)0, (ushort)0, 0u, entry.HeaderAt ?? at);
        Write(_directory, name, entry.Extra);
        _entries++;
        return this;
    }

    /// <param name="comment">Stands at its end.</param>
    /// <param name="entries">How many entries its end says it has.</param>
    /// <param name="at">Where its end says that its directory is.</param>
    /// <param name="length">How long its end says that its directory is.</param>
    public byte[] Finish(byte[]? comment = null, int? entries = null, long? at = null, long? length = null)
    {
        comment ??= [];
        var directoryAt = at ?? _bytes.Count;
        var directory = _directory.ToArray();
        _bytes.AddRange(directory);
        var count = (ushort)(entries ?? _entries);
        Write(_bytes, "PK\x5\x6"u8.ToArray(), 0u, count, count, (uint)(length ?? directory.Length), (uint)directoryAt);
        Write(_bytes, (ushort)comment.Length, comment);
        return _bytes.ToArray();
    }

    /// <summary>The end of a zip of more than 4 GiB before the ordinary one, which refers to it.</summary>
    public byte[] FinishLarge(long? at = null, long? recordAt = null, long? entries = null)
    {
        var directoryAt = _bytes.Count;
        var directory = _directory.ToArray();
        _bytes.AddRange(directory);
        var end = _bytes.Count;
        Write(_bytes, "PK\x6\x6"u8.ToArray(), 44L, (ushort)45, (ushort)45, 0u, 0u, entries ?? _entries, entries ?? _entries);
        Write(_bytes, (long)directory.Length, at ?? directoryAt);
        Write(_bytes, "PK\x6\x7"u8.ToArray(), 0u, recordAt ?? end, 1u);
        Write(_bytes, "PK\x5\x6"u8.ToArray(), 0u, ushort.MaxValue, ushort.MaxValue, uint.MaxValue, uint.MaxValue, (ushort)0);
        return _bytes.ToArray();
    }

    public static uint CrcOf(byte[] bytes)
    {
        var sum = new Crc32();
        sum.Add(bytes);
        return sum.Value;
    }

    public static byte[] Deflate(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return packed.ToArray();
    }

    private void WriteLocal(RawEntry entry, uint crc, (uint Packed, uint Length) sizes)
    {
        var name = entry.LocalName ?? entry.Name;
        Write(_bytes, "PK\x3\x4"u8.ToArray(), (ushort)20, entry.Flags, entry.LocalMethod ?? entry.Method, 0u, entry.LocalCrc ?? crc);
        Write(_bytes, sizes.Packed, entry.LocalLength ?? sizes.Length, (ushort)name.Length, (ushort)entry.LocalExtra.Length);
        Write(_bytes, name, entry.LocalExtra);
    }

    private static void Write(List<byte> into, params object[] values)
    {
        Span<byte> number = stackalloc byte[8];
        foreach (var value in values)
        {
            switch (value)
            {
                case byte[] bytes:
                    into.AddRange(bytes);
                    break;
                case ushort small:
                    BinaryPrimitives.WriteUInt16LittleEndian(number, small);
                    into.AddRange(number[..2]);
                    break;
                case uint middle:
                    BinaryPrimitives.WriteUInt32LittleEndian(number, middle);
                    into.AddRange(number[..4]);
                    break;
                default:
                    BinaryPrimitives.WriteInt64LittleEndian(number, Convert.ToInt64(value, null));
                    into.AddRange(number);
                    break;
            }
        }
    }
}

/// <summary>An entry, and what is said of it if not the truth.</summary>
internal sealed record RawEntry(byte[] Name, byte[] Content)
{
    public RawEntry(string name, byte[] content)
        : this(Encoding.UTF8.GetBytes(name), content)
    {
    }

    public RawEntry(string name, string content)
        : this(name, Encoding.UTF8.GetBytes(content))
    {
    }

    public ushort Method { get; init; } = 8;

    public ushort Flags { get; init; }

    public uint? Crc { get; init; }

    public long? Length { get; init; }

    public long? PackedLength { get; init; }

    public uint? HeaderAt { get; init; }

    public byte[]? Packed { get; init; }

    public byte[] Extra { get; init; } = [];

    public byte[]? LocalName { get; init; }

    public ushort? LocalMethod { get; init; }

    public uint? LocalCrc { get; init; }

    public uint? LocalLength { get; init; }

    public byte[] LocalExtra { get; init; } = [];

    public byte[] Behind { get; init; } = [];
}
