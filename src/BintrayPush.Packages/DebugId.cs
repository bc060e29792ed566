namespace BintrayPush.Packages;

/// <summary>The portable PDB that an assembly of a package names as its own.</summary>
/// <param name="Entry">The entry of the assembly.</param>
/// <param name="Pdb">The name of the PDB's file.</param>
/// <param name="Signature">Its signature, as <see cref="PortablePdb.Signature"/>.</param>
/// <param name="Checksum">
/// Its checksum, as <see cref="PortablePdb.Checksum"/>; <see langword="null"/> if the assembly does not say it.
/// </param>
public sealed record DebugId(string Entry, string Pdb, string Signature, string? Checksum);
