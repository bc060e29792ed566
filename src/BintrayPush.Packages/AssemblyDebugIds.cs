using BintrayPush.Formats.NuGet;

namespace BintrayPush.Packages;

/// <summary>Which debug information the assemblies of a package ask for.</summary>
public static class AssemblyDebugIds
{
    private static readonly string[] Assemblies = [".dll", ".exe", ".winmd"];

    /// <summary>Reads it.</summary>
    /// <param name="package">The package. It can seek.</param>
    /// <param name="limits">What a package may hold.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It is no sound package.</exception>
    public static async Task<IReadOnlyList<DebugId>> ReadAsync(Stream package, PackageLimits limits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var zip = await limits.OpenAsync(package, cancellation).ConfigureAwait(false);
        var found = new List<DebugId>();
        foreach (var entry in zip.Entries.Where(entry => Assemblies.Any(entry.HasExtension)))
        {
            if (await DebugDirectory.ReadAsync(zip, entry, cancellation).ConfigureAwait(false) is { } id)
            {
                found.Add(id);
            }
        }

        return found;
    }
}
