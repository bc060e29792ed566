using BintrayPush.Formats.NuGet;
using BintrayPush.Formats.Zip;

namespace BintrayPush.Packages;

/// <summary>Reads symbol packages (<c>.snupkg</c>).</summary>
/// <param name="limits">What a package may hold.</param>
public sealed class SymbolPackageReader(PackageLimits limits)
{
    private const string Debug = ".pdb";

    /// <summary>What may be in a symbol package beside debug information, as nuget.org has it.</summary>
    private static readonly string[] Others = [".nuspec", ".xml", ".psmdcp", ".rels", ".p7s"];

    private readonly NuGetPackageReader _packages = NuGetLibrary.Reader(limits);

    /// <summary>Reads a symbol package.</summary>
    /// <param name="package">The symbol package. It can seek.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It is no sound one; the message says why.</exception>
    public async Task<SymbolPackage> ReadAsync(Stream package, CancellationToken cancellation)
    {
        var zip = await limits.OpenAsync(package, cancellation).ConfigureAwait(false);
        var identity = await _packages.ReadAsync(zip, cancellation).ConfigureAwait(false);
        if (!identity.PackageTypes.Contains(NuGetPackageReader.SymbolsType, StringComparer.OrdinalIgnoreCase))
        {
            throw new InvalidDataException(
                $"its .nuspec does not say that it is a symbol package (packageType {NuGetPackageReader.SymbolsType})");
        }

        var pdbs = new List<PortablePdb>();
        foreach (var entry in zip.Entries.Where(entry => !entry.IsFolder))
        {
            if (entry.HasExtension(Debug))
            {
                PackageZip.RequireLength(entry, limits.PdbBytes);
                pdbs.Add(await ReadAsync(zip, entry, cancellation).ConfigureAwait(false));
            }
            else if (!Others.Any(entry.HasExtension))
            {
                throw new InvalidDataException($"its entry {entry.Shown} is no debug information: a symbol package holds nothing else");
            }
        }

        return pdbs.Count > 0
            ? new SymbolPackage(identity.Id, identity.Version, pdbs)
            : throw new InvalidDataException("it holds no debug information (.pdb)");
    }

    /// <summary>Opens the debug information of one assembly.</summary>
    /// <param name="package">The symbol package, which was read before. It can seek, and stays open as long as what is returned.</param>
    /// <param name="entry">The name of the entry.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <returns>
    /// Its bytes, to be read asynchronously; reading them throws <see cref="InvalidDataException"/> if they are damaged.
    /// <see langword="null"/> if there is no such entry.
    /// </returns>
    /// <exception cref="InvalidDataException">It is no sound package.</exception>
    public async Task<Stream?> OpenAsync(Stream package, string entry, CancellationToken cancellation)
    {
        var zip = await limits.OpenAsync(package, cancellation).ConfigureAwait(false);
        return zip.Find(entry) is { } found && found.HasExtension(Debug) ? zip.Open(found) : null;
    }

    private static async Task<PortablePdb> ReadAsync(PackageZip zip, ZipEntry entry, CancellationToken cancellation)
    {
        await using var content = zip.Open(entry);
        var id = await PortablePdbId.ReadAsync(content, entry, cancellation).ConfigureAwait(false);
        return new PortablePdb(entry.Path, entry.FileName.ToLowerInvariant(), id.Signature, id.Checksum, entry.Length);
    }
}
