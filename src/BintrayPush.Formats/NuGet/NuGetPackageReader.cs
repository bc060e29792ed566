using System.Xml.Linq;
using BintrayPush.Formats.Zip;

namespace BintrayPush.Formats.NuGet;

/// <summary>Reads what a NuGet package says of itself, and refuses what no client could use or what would harm one.</summary>
/// <param name="limits">What a package may hold.</param>
public sealed class NuGetPackageReader(PackageLimits limits)
{
    /// <summary>What the manifest of a symbol package says of its kind.</summary>
    public const string SymbolsType = "SymbolsPackage";

    private const string ManifestExtension = ".nuspec";

    /// <summary>What reads the XML of manifests.</summary>
    internal Func<XDocument, PackageManifest> ReadXml { get; init; } = ManifestReader.Read;

    /// <summary>Reads a package.</summary>
    /// <param name="package">The package. It can seek.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It is no sound package; the message says why.</exception>
    public async Task<NuGetPackage> ReadAsync(Stream package, CancellationToken cancellation)
    {
        var zip = await limits.OpenAsync(package, cancellation).ConfigureAwait(false);
        return await ReadAsync(zip, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads a package that clients install: a symbol package under that name would take its place.</summary>
    /// <inheritdoc cref="ReadAsync(Stream, CancellationToken)"/>
    public async Task<NuGetPackage> ReadInstallableAsync(Stream package, CancellationToken cancellation)
    {
        var found = await ReadAsync(package, cancellation).ConfigureAwait(false);
        return found.PackageTypes.Contains(SymbolsType, StringComparer.OrdinalIgnoreCase)
            ? throw new InvalidDataException(
                $"it is the symbol package of '{found.Id}', and no package: give it its own name, which ends in .snupkg")
            : found;
    }

    /// <summary>
    /// Unpacks all of a package, and keeps nothing of it: a client will get what was packed. A package that is read need not be sound in
    /// entries that nobody has looked at.
    /// </summary>
    /// <param name="package">The package. It can seek.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It is damaged; the message says where.</exception>
    public async Task CheckContentAsync(Stream package, CancellationToken cancellation)
    {
        var zip = await limits.OpenAsync(package, cancellation).ConfigureAwait(false);
        foreach (var entry in zip.Entries.OrderBy(entry => entry.HeaderAt))
        {
            await using var content = zip.Open(entry);
            await content.CopyToAsync(Stream.Null, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Reads an icon, a licence or a README.</summary>
    /// <param name="package">The package, which was read before.</param>
    /// <param name="entry">The name of the entry.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Its bytes; <see langword="null"/> if there is no such entry.</returns>
    /// <exception cref="InvalidDataException">It is longer than it may be, or damaged.</exception>
    public async Task<byte[]?> ReadEntryAsync(Stream package, string entry, CancellationToken cancellation)
    {
        var zip = await limits.OpenAsync(package, cancellation).ConfigureAwait(false);
        return zip.Find(entry) is { } found
            ? await zip.ReadAsync(found, Math.Max(limits.IconBytes, limits.TextBytes), cancellation).ConfigureAwait(false)
            : null;
    }

    /// <summary>Reads the manifest as it is.</summary>
    /// <exception cref="InvalidDataException">It is no sound package.</exception>
    public async Task<byte[]> ReadManifestAsync(Stream package, CancellationToken cancellation)
    {
        var zip = await limits.OpenAsync(package, cancellation).ConfigureAwait(false);
        return await zip.ReadAsync(ManifestOf(zip), limits.NuspecBytes, cancellation).ConfigureAwait(false);
    }

    internal async Task<NuGetPackage> ReadAsync(PackageZip zip, CancellationToken cancellation)
    {
        var entry = ManifestOf(zip);
        var found = Read(await zip.ReadAsync(entry, limits.NuspecBytes, cancellation).ConfigureAwait(false));
        if (!string.Equals(entry.Path, found.Id + ManifestExtension, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"its manifest is {entry.Shown}, and the id in it is '{found.Id}'");
        }

        await RequireEntryAsync(zip, found.IconEntry, "icon", limits.IconBytes, cancellation).ConfigureAwait(false);
        await RequireEntryAsync(zip, found.LicenseEntry, "license", limits.TextBytes, cancellation).ConfigureAwait(false);
        await RequireEntryAsync(zip, found.ReadmeEntry, "readme", limits.TextBytes, cancellation).ConfigureAwait(false);
        return found;
    }

    /// <exception cref="InvalidDataException">There is none, or more than one.</exception>
    private static ZipEntry ManifestOf(PackageZip zip)
    {
        var manifests = zip.Entries
            .Where(entry => !entry.Path.Contains('/', StringComparison.Ordinal) && entry.HasExtension(ManifestExtension))
            .ToList();
        return manifests.Count switch
        {
            0 => throw new InvalidDataException("it has no .nuspec: it is no NuGet package"),
            1 => manifests[0],
            _ => throw new InvalidDataException($"it has {manifests.Count} .nuspec files"),
        };
    }

    private NuGetPackage Read(byte[] manifest)
    {
        XDocument? document = null;
        try
        {
            document = ManifestXml.Load(manifest);
            return ManifestRules.Check(ReadXml(document));
        }
        catch (Exception fault) when (fault is not (InvalidDataException or OutOfMemoryException))
        {
            // All is in memory here. NuGet's libraries have many ways to say that they were written for better manifests.
            throw new InvalidDataException(
                VersionFault.Of(document) ?? $"its .nuspec cannot be read: {LogText.Shorten(fault.Message)}", fault);
        }
    }

    private static async Task RequireEntryAsync(
        PackageZip zip, string? name, string what, int longest, CancellationToken cancellation)
    {
        if (name is not null)
        {
            var entry = zip.Find(name) ?? throw new InvalidDataException($"its {what} '{LogText.Shorten(name)}' is not in it");
            await zip.ReadAsync(entry, longest, cancellation).ConfigureAwait(false);
        }
    }
}
