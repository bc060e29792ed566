#if NET
using System.Buffers.Binary;

namespace BintrayPush.Api.Content;

/// <summary>
/// CRC-32 as zip has it, its polynomial turned round; .NET has one of its own only in a package. Eight bytes at a time, each by a table
/// of its own: one after the other takes longer than unpacking.
/// </summary>
public sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Step = 8;
    private const int Values = 256;

    /// <summary>For each place in a step, counted from its end, what a byte there changes.</summary>
    private static readonly uint[] Tables = MakeTables();

    private uint _sum = uint.MaxValue;

    /// <summary>The sum of what was added.</summary>
    public uint Value => ~_sum;

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var (sum, tables) = (_sum, Tables);
        for (; bytes.Length >= Step; bytes = bytes[Step..])
        {
            var low = sum ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            sum = tables[(7 * Values) + (byte)low]
                ^ tables[(6 * Values) + (byte)(low >> 8)]
                ^ tables[(5 * Values) + (byte)(low >> 16)]
                ^ tables[(4 * Values) + (byte)(low >> 24)]
                ^ tables[(3 * Values) + (byte)high]
                ^ tables[(2 * Values) + (byte)(high >> 8)]
                ^ tables[Values + (byte)(high >> 16)]
                ^ tables[(byte)(high >> 24)];
        }

        foreach (var b in bytes)
        {
            sum = tables[(byte)(sum ^ b)] ^ (sum >> 8);
        }

        _sum = sum;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[Step * Values];
        for (var i = 0; i < tables.Length; i++)
        {
            tables[i] = i < Values
                ? OfByte((uint)i)
                : tables[(byte)tables[i - Values]] ^ (tables[i - Values] >> 8);
        }

        return tables;
    }

    private static uint OfByte(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 1 ? (value >> 1) ^ Polynomial : value >> 1;
        }

        return value;
    }
}
#endif
