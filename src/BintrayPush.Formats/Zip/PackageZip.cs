using System.IO.Compression;

namespace BintrayPush.Formats.Zip;

/// <summary>
/// The zip that a package is, looked at before anything in it is believed: it is whole, what it says of its entries is bounded and the same
/// wherever it says so, and what comes out of it is counted. Stricter than .NET's own reader, which believes more.
/// </summary>
internal sealed class PackageZip
{
    private readonly Stream _package;
    private readonly Dictionary<string, ZipEntry> _byPath;

    private PackageZip(Stream package, IReadOnlyList<ZipEntry> entries)
    {
        _package = package;
        Entries = entries;
        _byPath = entries.ToDictionary(entry => entry.Path, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Its entries, as its directory has them.</summary>
    public IReadOnlyList<ZipEntry> Entries { get; }

    /// <summary>Opens it. It stays the caller's.</summary>
    /// <exception cref="InvalidDataException">It is no whole zip, or one that nobody would make.</exception>
    public static async Task<PackageZip> OpenAsync(Stream package, int maxEntries, long maxBytes, CancellationToken cancellation)
    {
        var end = await ZipEnd.FindAsync(package, cancellation).ConfigureAwait(false);
        var entries = await ZipDirectory.ReadAsync(package, end, maxEntries, cancellation).ConfigureAwait(false);
        RequireSizes(entries, maxBytes);
        EntryPaths.Check(entries);
        await ZipHeaders.ReadAsync(package, entries, end.DirectoryAt, cancellation).ConfigureAwait(false);
        return new PackageZip(package, entries);
    }

    /// <summary>The entry of a name, in any letter case.</summary>
    public ZipEntry? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>Opens an entry. One is read at a time.</summary>
    /// <returns>Its bytes; reading them throws <see cref="InvalidDataException"/> if they are not those that were packed.</returns>
    public Stream Open(ZipEntry entry)
    {
        var packed = new PartStream(_package, entry.PackedAt, entry.PackedLength);
        return new EntryStream(
            entry.Method == ZipMethod.Stored ? packed : new DeflateStream(packed, CompressionMode.Decompress), entry);
    }

    /// <summary>Reads an entry of some length at the most.</summary>
    /// <exception cref="InvalidDataException">It is longer, or damaged.</exception>
    public async Task<byte[]> ReadAsync(ZipEntry entry, long longest, CancellationToken cancellation)
    {
        RequireLength(entry, longest);
        var bytes = new byte[entry.Length];
        await using var content = Open(entry);
        await content.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
        // Its end has to be here, and only there it is known to be undamaged.
        await content.CopyToAsync(Stream.Null, cancellation).ConfigureAwait(false);
        return bytes;
    }

    /// <summary>Refuses an entry that is longer than it may be.</summary>
    /// <exception cref="InvalidDataException">It is.</exception>
    public static void RequireLength(ZipEntry entry, long longest)
    {
        if (entry.Length > longest)
        {
            throw new InvalidDataException($"its entry {entry.Shown} has {entry.Length} bytes, and may have {longest}");
        }
    }

    private static void RequireSizes(List<ZipEntry> entries, long longest)
    {
        long unpacked = 0;
        foreach (var entry in entries)
        {
            unpacked = entry.Length <= longest - unpacked
                ? unpacked + entry.Length
                : throw new InvalidDataException($"it unpacks to more than {longest} bytes, which is more than one of its size may");
        }
    }
}
