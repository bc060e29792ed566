using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using BintrayPush.Formats.Zip;

namespace BintrayPush.Packages;

/// <summary>
/// How debuggers name a portable PDB. It is read once from its beginning to its end, however long it is: the list of its streams is at the
/// beginning and says where the id is (ECMA-335 II.24.2.1, and the format of portable PDBs, "#Pdb stream").
/// </summary>
/// <param name="Signature">The GUID in its id, and eight <c>f</c>.</param>
/// <param name="Checksum">The SHA-256 of its bytes with the id set to zero.</param>
internal readonly record struct PortablePdbId(string Signature, string Checksum)
{
    private const int IdLength = 20;
    private const int GuidLength = 16;
    private const int BufferLength = 1 << 16;
    private const int LongestVersion = 256;
    private const int MostStreams = 32;
    private const int LongestStreamName = 32;

    /// <summary>Reads a PDB.</summary>
    /// <param name="pdb">Its bytes.</param>
    /// <param name="entry">Its entry.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It is no portable PDB.</exception>
    public static async Task<PortablePdbId> ReadAsync(Stream pdb, ZipEntry entry, CancellationToken cancellation)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var id = new byte[IdLength];
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            var length = await pdb.ReadAtLeastAsync(buffer, BufferLength, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            var idAt = IdIn(buffer.AsSpan(0, length), entry);
            for (long at = 0; length > 0; at += length, length = await pdb.ReadAsync(buffer, cancellation).ConfigureAwait(false))
            {
                TakeId(buffer.AsSpan(0, length), idAt - at, id);
                sum.AppendData(buffer, 0, length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new(PortablePdb.SignatureOf(new Guid(id.AsSpan(0, GuidLength))), Convert.ToHexStringLower(sum.GetHashAndReset()));
    }

    /// <summary>Where the id is.</summary>
    private static long IdIn(ReadOnlySpan<byte> pdb, ZipEntry entry)
    {
        if (pdb.StartsWith("Microsoft C/C++ MSF"u8) || pdb.StartsWith("Microsoft C/C++ program database"u8))
        {
            throw new InvalidDataException(
                $"its entry {entry.Shown} is a Windows PDB, which only Windows reads; build with <DebugType>portable</DebugType>");
        }

        if (!pdb.StartsWith("BSJB"u8))
        {
            throw new InvalidDataException($"its entry {entry.Shown} is no portable PDB");
        }

        return FindId(pdb) is { } at && at <= entry.Length - IdLength
            ? at
            : throw new InvalidDataException($"its entry {entry.Shown} is a damaged PDB: it has no id");
    }

    private static long? FindId(ReadOnlySpan<byte> pdb)
    {
        const int VersionAt = 16;
        if (pdb.Length < VersionAt || BinaryPrimitives.ReadUInt32LittleEndian(pdb[12..]) is not (<= LongestVersion and var versionLength))
        {
            return null;
        }

        var at = VersionAt + (int)versionLength;
        if (pdb.Length < at + 4 || BinaryPrimitives.ReadUInt16LittleEndian(pdb[(at + 2)..]) is not (<= MostStreams and var streams))
        {
            return null;
        }

        for (at += 4; streams > 0; streams--)
        {
            var name = pdb.Length < at + 8 ? [] : pdb.Slice(at + 8, Math.Min(LongestStreamName, pdb.Length - at - 8));
            var end = name.IndexOf((byte)0);
            if (end < 0)
            {
                return null;
            }

            if (name[..end].SequenceEqual("#Pdb"u8))
            {
                var size = BinaryPrimitives.ReadUInt32LittleEndian(pdb[(at + 4)..]);
                var idAt = BinaryPrimitives.ReadUInt32LittleEndian(pdb[at..]);
                return size >= IdLength && idAt > at ? idAt : null;
            }

            // Names are filled up to a multiple of four bytes.
            at += 8 + ((end + 4) & ~3);
        }

        return null;
    }

    /// <summary>Copies what these bytes have of the id, and sets it to zero in them.</summary>
    /// <param name="bytes">Some of the bytes of the PDB.</param>
    /// <param name="idAt">Where the id begins, counted from the first of them.</param>
    /// <param name="id">The id.</param>
    private static void TakeId(Span<byte> bytes, long idAt, Span<byte> id)
    {
        var first = Math.Max(0, idAt);
        var end = Math.Min(bytes.Length, idAt + IdLength);
        if (first < end)
        {
            var part = bytes[(int)first..(int)end];
            part.CopyTo(id[(int)(first - idAt)..]);
            part.Clear();
        }
    }
}
