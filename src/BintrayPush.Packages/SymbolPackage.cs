using NuGet.Versioning;

namespace BintrayPush.Packages;

/// <summary>A symbol package: the debug information of the assemblies of a package.</summary>
/// <param name="Id">The id of its package.</param>
/// <param name="Version">The version of its package.</param>
/// <param name="Pdbs">The debug information.</param>
public sealed record SymbolPackage(string Id, NuGetVersion Version, IReadOnlyList<PortablePdb> Pdbs);

/// <summary>The debug information of one assembly, as debuggers ask for it (SSQP, "Portable PDB").</summary>
/// <param name="Entry">The entry of the symbol package.</param>
/// <param name="Name">The name of the file, in lower case.</param>
/// <param name="Signature">Its signature: 32 digits of a GUID and eight <c>f</c>, in lower case.</param>
/// <param name="Checksum">
/// The SHA-256 of its bytes with the id in them set to zero, in lower case: what the assembly says of it, and debuggers send as
/// <c>SymbolChecksum</c>.
/// </param>
/// <param name="Size">How many bytes it has.</param>
public sealed record PortablePdb(string Entry, string Name, string Signature, string Checksum, long Size)
{
    /// <summary>The signature of a portable PDB with this id.</summary>
    public static string SignatureOf(Guid id) => $"{id:N}ffffffff";
}
