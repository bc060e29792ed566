using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using BintrayPush.Formats.NuGet;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace BintrayPush.Packages;

/// <summary>Reads what a NuGet package says of itself, and refuses what no client could use or what would harm one.</summary>
/// <param name="limits">What a package may hold.</param>
public sealed partial class NuGetPackageReader(PackageLimits limits)
{
    private const string Manifest = ".nuspec";
    private const int LongestId = 100;
    private const int LongestVersion = 64;
    private const int LongestDescription = 40_000;
    private const int LongestText = 4_000;
    private const int MostDependencies = 5_000;

    /// <summary>Reads a package.</summary>
    /// <param name="package">The package. It can seek.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It is no sound package; the message says why.</exception>
    public async Task<NuGetPackage> ReadAsync(Stream package, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(package);
        try
        {
            using var archive = PackageZip.Open(package, limits);
            var found = Read(await ReadManifestAsync(archive, cancellation).ConfigureAwait(false));
            RequireEntry(archive, found.IconEntry, "icon", limits.IconBytes);
            RequireEntry(archive, found.LicenseEntry, "license", limits.TextBytes);
            RequireEntry(archive, found.ReadmeEntry, "readme", limits.TextBytes);
            return found;
        }
        catch (Exception damage) when (damage is XmlException or PackagingException or ArgumentException or FormatException
            or NotSupportedException or EndOfStreamException or OverflowException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"it cannot be read: {LogText.Clean(damage.Message)}", damage);
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
        using var archive = PackageZip.Open(package, limits);
        return Find(archive, entry) is { } found
            ? await PackageZip.ReadAsync(found, Math.Max(limits.IconBytes, limits.TextBytes), cancellation).ConfigureAwait(false)
            : null;
    }

    /// <summary>Reads the manifest as it is.</summary>
    /// <exception cref="InvalidDataException">It is no sound package.</exception>
    public async Task<byte[]> ReadManifestAsync(Stream package, CancellationToken cancellation)
    {
        using var archive = PackageZip.Open(package, limits);
        return await PackageZip.ReadAsync(ManifestOf(archive), limits.NuspecBytes, cancellation).ConfigureAwait(false);
    }

    private static ZipArchiveEntry ManifestOf(ZipArchive archive)
    {
        var manifests = archive.Entries
            .Where(entry => !entry.FullName.Contains('/', StringComparison.Ordinal)
                && entry.FullName.EndsWith(Manifest, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return manifests.Count switch
        {
            0 => throw new InvalidDataException("it has no .nuspec: it is no NuGet package"),
            1 => manifests[0],
            _ => throw new InvalidDataException($"it has {manifests.Count} .nuspec files"),
        };
    }

    private async Task<NuspecReader> ReadManifestAsync(ZipArchive archive, CancellationToken cancellation)
    {
        var bytes = await PackageZip.ReadAsync(ManifestOf(archive), limits.NuspecBytes, cancellation).ConfigureAwait(false);
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = limits.NuspecBytes,
        };
        using var text = new MemoryStream(bytes);
        using var reader = XmlReader.Create(text, settings);
        return new NuspecReader(XDocument.Load(reader));
    }

    private static NuGetPackage Read(NuspecReader nuspec)
    {
        var id = nuspec.GetId();
        if (id.Length is 0 or > LongestId || !PackageId().IsMatch(id))
        {
            throw new InvalidDataException($"'{LogText.Clean(id)}' is no package id");
        }

        var version = nuspec.GetVersion();
        if (version.ToFullString().Length > LongestVersion)
        {
            throw new InvalidDataException($"its version has more than {LongestVersion} characters");
        }

        var dependencies = Dependencies(nuspec);
        var license = nuspec.GetLicenseMetadata();
        return new NuGetPackage
        {
            Id = id,
            Version = version,
            Title = Text(nuspec.GetTitle(), LongestText),
            Description = Text(nuspec.GetDescription(), LongestDescription) ?? "",
            Summary = Text(nuspec.GetSummary(), LongestDescription),
            Authors = Text(nuspec.GetAuthors(), LongestText) ?? "",
            Tags = nuspec.GetTags()?.Split([' ', ',', ';', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries) ?? [],
            ReleaseNotes = Text(nuspec.GetReleaseNotes(), LongestDescription),
            Copyright = Text(nuspec.GetCopyright(), LongestText),
            Language = Text(nuspec.GetLanguage(), LongestText),
            MinClientVersion = nuspec.GetMinClientVersion()?.ToNormalizedString(),
            ProjectUrl = Url(nuspec.GetProjectUrl()),
            IconUrl = Url(nuspec.GetIconUrl()),
            LicenseUrl = license is null ? Url(nuspec.GetLicenseUrl()) : null,
            LicenseExpression = license is { Type: LicenseType.Expression } ? license.License : null,
            RequiresLicenseAcceptance = nuspec.GetRequireLicenseAcceptance(),
            IsDevelopmentDependency = nuspec.GetDevelopmentDependency(),
            RepositoryUrl = Url(nuspec.GetRepositoryMetadata()?.Url),
            PackageTypes = [.. nuspec.GetPackageTypes().Select(type => type.Name).Where(name => PackageId().IsMatch(name)).Distinct()],
            Dependencies = dependencies,
            IconEntry = Entry(nuspec.GetIcon()),
            LicenseEntry = license is { Type: LicenseType.File } ? Entry(license.License) : null,
            ReadmeEntry = Entry(nuspec.GetReadme()),
            IsSemVer2 = version.IsSemVer2 || dependencies.SelectMany(group => group.Dependencies).Any(NeedsSemVer2),
        };
    }

    private static List<NuGetDependencyGroup> Dependencies(NuspecReader nuspec)
    {
        var groups = new List<NuGetDependencyGroup>();
        var count = 0;
        foreach (var group in nuspec.GetDependencyGroups())
        {
            var dependencies = group.Packages.Select(Dependency).ToList();
            count += dependencies.Count + 1;
            if (count > MostDependencies)
            {
                throw new InvalidDataException($"it has more than {MostDependencies} dependencies");
            }

            var framework = group.TargetFramework;
            groups.Add(new NuGetDependencyGroup(framework.IsAny ? null : framework.GetShortFolderName(), dependencies));
        }

        return groups;
    }

    private static NuGetDependency Dependency(PackageDependency dependency) =>
        dependency.Id is { Length: > 0 and <= LongestId } id && PackageId().IsMatch(id)
            ? new NuGetDependency(id, dependency.VersionRange.ToNormalizedString())
            : throw new InvalidDataException($"it needs '{LogText.Clean(dependency.Id ?? "")}', which is no package id");

    private static bool NeedsSemVer2(NuGetDependency dependency)
    {
        var range = NuGet.Versioning.VersionRange.Parse(dependency.Range);
        return range.MinVersion is { IsSemVer2: true } || range.MaxVersion is { IsSemVer2: true };
    }

    private static string? Text(string? text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return text.Length <= longest
            ? text.Trim()
            : throw new InvalidDataException($"a text in its .nuspec has more than {longest} characters");
    }

    /// <summary>What is no address of the web is left out: a click on it would do something else.</summary>
    private static string? Url(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.AbsoluteUri : null;

    private static string? Entry(string? path) => string.IsNullOrWhiteSpace(path) ? null : path.Replace('\\', '/').TrimStart('/');

    private static void RequireEntry(ZipArchive archive, string? name, string what, int longest)
    {
        if (name is null)
        {
            return;
        }

        var entry = Find(archive, name) ?? throw new InvalidDataException($"its {what} '{LogText.Clean(name)}' is not in it");
        if (entry.Length > longest)
        {
            throw new InvalidDataException($"its {what} has {entry.Length} bytes, and may have {longest}");
        }
    }

    private static ZipArchiveEntry? Find(ZipArchive archive, string name) =>
        archive.Entries.FirstOrDefault(entry => string.Equals(entry.FullName, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>NuGet's rule: words of letters, digits and underscores, parted by single dots or dashes.</summary>
    [GeneratedRegex(@"^\w+([.-]\w+)*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PackageId();
}
