using BintrayPush.Formats.NuGet;
using BintrayPush.Packages;

namespace BintrayPush.Server.Feed.Index;

/// <summary>What a file of a feed is by its name, and whether its bytes are that.</summary>
internal static class PackageFiles
{
    private const string Package = ".nupkg";
    private const string Symbols = ".snupkg";
    private const string OldSymbols = ".symbols.nupkg";

    private static readonly NuGetPackageReader Packages = NuGetLibrary.Reader(new());
    private static readonly SymbolPackageReader SymbolPackages = new(new());

    /// <summary>Whether a file is one of symbols, by its name, or else a package; <see langword="null"/> if it is neither.</summary>
    public static bool? IsSymbols(string path) =>
        path.EndsWith(Symbols, StringComparison.OrdinalIgnoreCase) ? true
        : path.EndsWith(OldSymbols, StringComparison.OrdinalIgnoreCase) ? null
        : path.EndsWith(Package, StringComparison.OrdinalIgnoreCase) ? false
        : null;

    /// <summary>Looks into a file that is to be in a feed. Its name need not be that of its id and version.</summary>
    /// <exception cref="InvalidDataException">It is no sound package, or none of that kind.</exception>
    public static async Task CheckAsync(RepositoryPath path, Stream content, CancellationToken cancellation)
    {
        switch (IsSymbols(path.Value))
        {
            case true:
                await SymbolPackages.ReadAsync(content, cancellation);
                break;
            case false:
                await Packages.ReadInstallableAsync(content, cancellation);
                break;
            default:
                return;
        }

        // As of a push by NuGet's clients: nobody would be the first to find what is damaged but who installs it.
        content.Position = 0;
        await Packages.CheckContentAsync(content, cancellation);
    }
}
