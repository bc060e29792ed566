using System.IO.Compression;
using System.Reflection.Metadata;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BintrayPush.Packages;

/// <summary>Reads symbol packages (<c>.snupkg</c>).</summary>
/// <param name="limits">What a package may hold.</param>
public sealed class SymbolPackageReader(PackageLimits limits)
{
    private const string Debug = ".pdb";
    private const int IdLength = 20;

    /// <summary>What may be in a symbol package beside debug information, as nuget.org has it.</summary>
    private static readonly string[] Others = [".nuspec", ".xml", ".psmdcp", ".rels", ".p7s"];

    private readonly NuGetPackageReader _packages = new(limits);

    /// <summary>Reads a symbol package.</summary>
    /// <param name="package">The symbol package. It can seek.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It is no sound one; the message says why.</exception>
    public async Task<SymbolPackage> ReadAsync(Stream package, CancellationToken cancellation)
    {
        var identity = await _packages.ReadAsync(package, cancellation).ConfigureAwait(false);
        using var archive = PackageZip.Open(package, limits);
        var pdbs = new List<PortablePdb>();
        foreach (var entry in archive.Entries.Where(entry => !entry.FullName.EndsWith('/')))
        {
            if (entry.FullName.EndsWith(Debug, StringComparison.OrdinalIgnoreCase))
            {
                pdbs.Add(await ReadAsync(entry, cancellation).ConfigureAwait(false));
            }
            else if (!Others.Any(end => entry.FullName.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
            {
                throw new InvalidDataException($"'{LogText.Clean(entry.FullName)}' in it is no debug information");
            }
        }

        return pdbs.Count > 0
            ? new SymbolPackage(identity.Id, identity.Version, pdbs)
            : throw new InvalidDataException("it holds no debug information (.pdb)");
    }

    /// <summary>Opens the debug information in a symbol package.</summary>
    /// <param name="package">The symbol package, which was read before; it stays open as long as what is opened in it.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <returns><see langword="null"/> if there is no such entry.</returns>
    public static async Task<Stream?> OpenAsync(Stream package, string entry, CancellationToken cancellation)
    {
        var archive = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
        return archive.GetEntry(entry) is { } found ? await found.OpenAsync(cancellation).ConfigureAwait(false) : null;
    }

    private async Task<PortablePdb> ReadAsync(ZipArchiveEntry entry, CancellationToken cancellation)
    {
        if (entry.Length > limits.PdbBytes)
        {
            throw new InvalidDataException($"'{LogText.Clean(entry.FullName)}' in it has more than {limits.PdbBytes} bytes");
        }

        var pdb = new byte[entry.Length];
        await using (var content = await entry.OpenAsync(cancellation).ConfigureAwait(false))
        {
            await content.ReadExactlyAsync(pdb, cancellation).ConfigureAwait(false);
        }

        var id = Find(pdb, entry.FullName, out var at);
        pdb.AsSpan(at, IdLength).Clear();
        var checksum = Convert.ToHexStringLower(SHA256.HashData(pdb));
        return new PortablePdb(entry.FullName, entry.Name.ToLowerInvariant(), PortablePdb.SignatureOf(id.Guid), checksum);
    }

    private static BlobContentId Find(byte[] pdb, string name, out int at)
    {
        if (!pdb.AsSpan().StartsWith("BSJB"u8))
        {
            throw new InvalidDataException(
                $"'{LogText.Clean(name)}' in it is no portable PDB; build with <DebugType>portable</DebugType>");
        }

        try
        {
            using var provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableCollectionsMarshal.AsImmutableArray(pdb));
            var header = provider.GetMetadataReader().DebugMetadataHeader
                ?? throw new InvalidDataException($"'{LogText.Clean(name)}' in it has no id");
            at = header.IdStartOffset;
            return new BlobContentId(header.Id);
        }
        catch (Exception damage) when (damage is BadImageFormatException or ArgumentException)
        {
            throw new InvalidDataException($"'{LogText.Clean(name)}' in it is damaged: {damage.Message}", damage);
        }
    }
}
