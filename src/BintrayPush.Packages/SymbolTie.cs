using System.IO.Compression;
using System.Reflection.PortableExecutable;

namespace BintrayPush.Packages;

/// <summary>
/// Whether debug information belongs to a package: each assembly names the signature of its own. Of another build of the same version it
/// would lead people to wrong lines.
/// </summary>
public static class SymbolTie
{
    private static readonly string[] Assemblies = [".dll", ".exe", ".winmd"];

    /// <summary>Finds the entries of a symbol package that belong to no assembly of the package.</summary>
    /// <param name="package">The package. It can seek.</param>
    /// <param name="symbols">The symbol package.</param>
    /// <param name="limits">What a package may hold.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The package is damaged.</exception>
    public static async Task<IReadOnlyList<string>> FindStrangersAsync(
        Stream package, SymbolPackage symbols, PackageLimits limits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentNullException.ThrowIfNull(limits);
        using var archive = PackageZip.Open(package, limits);
        var named = new HashSet<string>();
        foreach (var entry in archive.Entries.Where(IsAssembly))
        {
            if (entry.Length <= limits.PdbBytes)
            {
                var bytes = await PackageZip.ReadAsync(entry, (int)entry.Length, cancellation).ConfigureAwait(false);
                named.UnionWith(SignaturesIn(bytes));
            }
        }

        return [.. symbols.Pdbs.Where(pdb => !named.Contains(pdb.Signature)).Select(pdb => pdb.Entry)];
    }

    private static bool IsAssembly(ZipArchiveEntry entry) =>
        Assemblies.Any(end => entry.FullName.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<string> SignaturesIn(byte[] assembly)
    {
        try
        {
            using var image = new PEReader(new MemoryStream(assembly));
            return
            [
                .. image.ReadDebugDirectory()
                    .Where(debug => debug.Type == DebugDirectoryEntryType.CodeView)
                    .Select(debug => PortablePdb.SignatureOf(image.ReadCodeViewDebugDirectoryData(debug).Guid)),
            ];
        }
        catch (BadImageFormatException)
        {
            // A native library, or one that is only called like an assembly.
            return [];
        }
    }
}
