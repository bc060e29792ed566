using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using BintrayPush.Formats.NuGet;
using BintrayPush.Packages.Zip;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace BintrayPush.Packages;

/// <summary>The manifest of a package (<c>.nuspec</c>), read by NuGet's own library.</summary>
internal static partial class Nuspec
{
    public const string Extension = ".nuspec";

    private const int LongestId = 100;
    private const int LongestVersion = 64;
    private const int LongestDescription = 40_000;
    private const int LongestText = 4_000;
    private const int LongestUrl = 2_000;
    private const int LongestRange = 256;
    private const int MostDependencies = 5_000;
    private const int MostPackageTypes = 20;
    /// <summary>A manifest has six. Making a document of nested elements takes the square of their depth: minutes for a megabyte.</summary>
    private const int DeepestElement = 32;

    private static readonly char[] TagSeparators = [' ', ',', ';', '\t', '\n', '\r'];

    /// <summary>The manifest among the entries of a package.</summary>
    /// <exception cref="InvalidDataException">There is none, or more than one.</exception>
    public static ZipEntry EntryOf(PackageZip zip)
    {
        var manifests = zip.Entries
            .Where(entry => !entry.Path.Contains('/', StringComparison.Ordinal) && entry.HasExtension(Extension))
            .ToList();
        return manifests.Count switch
        {
            0 => throw new InvalidDataException("it has no .nuspec: it is no NuGet package"),
            1 => manifests[0],
            _ => throw new InvalidDataException($"it has {manifests.Count} .nuspec files"),
        };
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="InvalidDataException">It is none, or says what it may not.</exception>
    public static NuGetPackage Read(byte[] manifest)
    {
        try
        {
            RequireShallow(manifest);
            using var text = new MemoryStream(manifest);
            using var reader = XmlReader.Create(text, Settings(manifest.Length));
            return Read(new NuspecReader(XDocument.Load(reader)));
        }
        catch (Exception fault) when (fault is not (InvalidDataException or OutOfMemoryException))
        {
            // All is in memory here. NuGet's library has many ways to say that it was written for better manifests.
            throw new InvalidDataException($"its .nuspec cannot be read: {LogText.Shorten(fault.Message)}", fault);
        }
    }

    private static XmlReaderSettings Settings(int length) => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = length,
    };

    private static void RequireShallow(byte[] manifest)
    {
        using var text = new MemoryStream(manifest);
        using var reader = XmlReader.Create(text, Settings(manifest.Length));
        while (reader.Read())
        {
            if (reader.Depth > DeepestElement)
            {
                throw new InvalidDataException($"its .nuspec has more than {DeepestElement} elements in one another");
            }
        }
    }

    private static NuGetPackage Read(NuspecReader nuspec)
    {
        var id = nuspec.GetId() ?? "";
        if (!IsId(id))
        {
            throw new InvalidDataException($"'{LogText.Shorten(id)}' is no package id");
        }

        var version = nuspec.GetVersion();
        if (version.ToFullString().Length > LongestVersion)
        {
            throw new InvalidDataException($"its version has more than {LongestVersion} characters");
        }

        var ranges = nuspec.GetDependencyGroups().Take(MostDependencies + 1).ToList();
        var license = nuspec.GetLicenseMetadata();
        return new NuGetPackage
        {
            Id = id,
            Version = version,
            Title = Text(nuspec.GetTitle(), LongestText, "title"),
            Description = Text(nuspec.GetDescription(), LongestDescription, "description") ?? "",
            Summary = Text(nuspec.GetSummary(), LongestDescription, "summary"),
            Authors = Text(nuspec.GetAuthors(), LongestText, "authors") ?? "",
            Tags = Text(nuspec.GetTags(), LongestText, "tags")?.Split(TagSeparators, StringSplitOptions.RemoveEmptyEntries) ?? [],
            ReleaseNotes = Text(nuspec.GetReleaseNotes(), LongestDescription, "releaseNotes"),
            Copyright = Text(nuspec.GetCopyright(), LongestText, "copyright"),
            Language = Text(nuspec.GetLanguage(), LongestText, "language"),
            MinClientVersion = Text(nuspec.GetMinClientVersion()?.ToNormalizedString(), LongestVersion, "minClientVersion"),
            ProjectUrl = Url(nuspec.GetProjectUrl(), "projectUrl"),
            IconUrl = Url(nuspec.GetIconUrl(), "iconUrl"),
            LicenseUrl = license is null ? Url(nuspec.GetLicenseUrl(), "licenseUrl") : null,
            LicenseExpression = license is { Type: LicenseType.Expression } ? Text(license.License, LongestText, "license") : null,
            RequiresLicenseAcceptance = nuspec.GetRequireLicenseAcceptance(),
            IsDevelopmentDependency = nuspec.GetDevelopmentDependency(),
            RepositoryUrl = Url(nuspec.GetRepositoryMetadata()?.Url, "repository"),
            PackageTypes = [.. nuspec.GetPackageTypes().Select(type => type.Name).Where(IsId).Distinct().Take(MostPackageTypes)],
            Dependencies = Dependencies(ranges),
            IconEntry = Entry(nuspec.GetIcon(), "icon"),
            LicenseEntry = license is { Type: LicenseType.File } ? Entry(license.License, "license") : null,
            ReadmeEntry = Entry(nuspec.GetReadme(), "readme"),
            IsSemVer2 = version.IsSemVer2 || ranges.SelectMany(group => group.Packages).Any(NeedsSemVer2),
        };
    }

    private static List<NuGetDependencyGroup> Dependencies(List<PackageDependencyGroup> ranges)
    {
        if (ranges.Count + ranges.Sum(group => group.Packages.Count()) > MostDependencies)
        {
            throw new InvalidDataException($"it has more than {MostDependencies} dependencies");
        }

        return [.. ranges.Select(group => new NuGetDependencyGroup(
            group.TargetFramework.IsAny ? null : Text(group.TargetFramework.GetShortFolderName(), LongestRange, "dependencies"),
            [.. group.Packages.Select(Dependency)]))];
    }

    private static NuGetDependency Dependency(PackageDependency dependency) => IsId(dependency.Id ?? "")
        ? new NuGetDependency(dependency.Id!, Text(dependency.VersionRange.ToNormalizedString(), LongestRange, "dependencies")!)
        : throw new InvalidDataException($"it needs '{LogText.Shorten(dependency.Id ?? "")}', which is no package id");

    private static bool NeedsSemVer2(PackageDependency dependency) =>
        dependency.VersionRange is { MinVersion.IsSemVer2: true } or { MaxVersion.IsSemVer2: true };

    private static string? Text(string? text, int longest, string element)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return text.Length <= longest
            ? text.Trim()
            : throw new InvalidDataException($"the element <{element}> of its .nuspec has a text of more than {longest} characters");
    }

    /// <summary>What is no address of the web is left out: a click on it would do something else.</summary>
    private static string? Url(string? text, string element) =>
        Uri.TryCreate(Text(text, LongestUrl, element), UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url.AbsoluteUri
            : null;

    private static string? Entry(string? path, string element) => Text(path, LongestText, element)?.Replace('\\', '/').TrimStart('/');

    private static bool IsId(string id) => id.Length is > 0 and <= LongestId && PackageId().IsMatch(id);

    /// <summary>NuGet's rule: words of letters, digits and underscores, parted by single dots or dashes.</summary>
    [GeneratedRegex(@"^\w+([.-]\w+)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PackageId();
}
