namespace BintrayPush.Packages;

/// <summary>Ties a symbol package to its package: debug information of another build would show wrong lines, or none.</summary>
public static class SymbolTie
{
    /// <summary>Finds the debug information that belongs to no assembly of the package.</summary>
    /// <param name="pdbs">What is in the symbol package.</param>
    /// <param name="assemblies">What the assemblies of the package say (<see cref="AssemblyDebugIds.ReadAsync"/>).</param>
    /// <returns>What is wrong with each, for people; empty if nothing is.</returns>
    public static IReadOnlyList<string> FaultsOf(IReadOnlyList<PortablePdb> pdbs, IReadOnlyList<DebugId> assemblies)
    {
        ArgumentNullException.ThrowIfNull(pdbs);
        var bySignature = assemblies.ToLookup(assembly => assembly.Signature);
        var byPdb = assemblies.ToLookup(assembly => assembly.Pdb, StringComparer.OrdinalIgnoreCase);
        return [.. pdbs.Select(pdb => FaultOf(pdb, bySignature[pdb.Signature], byPdb[pdb.Name].FirstOrDefault())).OfType<string>()];
    }

    private static string? FaultOf(PortablePdb pdb, IEnumerable<DebugId> assemblies, DebugId? namesake)
    {
        DebugId? other = null;
        foreach (var assembly in assemblies)
        {
            if (assembly.Checksum is null || assembly.Checksum == pdb.Checksum)
            {
                return null;
            }

            other = assembly;
        }

        var name = LogText.Shorten(pdb.Entry);
        return other is not null ? $"'{name}' was changed after '{LogText.Shorten(other.Entry)}' was built with it"
            : namesake is not null ? $"'{name}' is of another build than '{LogText.Shorten(namesake.Entry)}'"
            : $"'{name}' belongs to no assembly of the package";
    }
}
