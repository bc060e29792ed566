using System.Text.RegularExpressions;

namespace BintrayPush.Formats.NuGet;

/// <summary>What a manifest may say: all else is refused, so that no client meets it.</summary>
internal static partial class ManifestRules
{
    /// <summary>The most groups and dependencies together.</summary>
    public const int MostDependencies = 5_000;

    private const int LongestId = 100;
    private const int LongestVersion = 64;
    private const int LongestDescription = 40_000;
    private const int LongestText = 4_000;
    private const int LongestUrl = 2_000;
    private const int LongestRange = 256;
    private const int MostPackageTypes = 20;

    private static readonly char[] TagSeparators = [' ', ',', ';', '\t', '\n', '\r'];

    /// <summary>Checks a manifest.</summary>
    /// <exception cref="InvalidDataException">It says what it may not.</exception>
    public static NuGetPackage Check(PackageManifest manifest)
    {
        var id = manifest.Id ?? "";
        if (!IsId(id))
        {
            throw new InvalidDataException($"'{LogText.Shorten(id)}' is no package id");
        }

        var version = manifest.Version ?? throw new InvalidDataException("its .nuspec has no version");
        if (version.ToFullString().Length > LongestVersion)
        {
            throw new InvalidDataException($"its version has more than {LongestVersion} characters");
        }

        var license = manifest.License;
        return new NuGetPackage
        {
            Id = id,
            Version = version,
            Title = Text(manifest.Title, LongestText, "title"),
            Description = Text(manifest.Description, LongestDescription, "description") ?? "",
            Summary = Text(manifest.Summary, LongestDescription, "summary"),
            Authors = Text(manifest.Authors, LongestText, "authors") ?? "",
            Tags = Text(manifest.Tags, LongestText, "tags")?.Split(TagSeparators, StringSplitOptions.RemoveEmptyEntries) ?? [],
            ReleaseNotes = Text(manifest.ReleaseNotes, LongestDescription, "releaseNotes"),
            Copyright = Text(manifest.Copyright, LongestText, "copyright"),
            Language = Text(manifest.Language, LongestText, "language"),
            MinClientVersion = Text(manifest.MinClientVersion?.ToNormalizedString(), LongestVersion, "minClientVersion"),
            ProjectUrl = Url(manifest.ProjectUrl, "projectUrl"),
            IconUrl = Url(manifest.IconUrl, "iconUrl"),
            LicenseUrl = license is null ? Url(manifest.LicenseUrl, "licenseUrl") : null,
            LicenseExpression = license is { Kind: ManifestLicenseKind.Expression } ? Text(license.Text, LongestText, "license") : null,
            RequiresLicenseAcceptance = manifest.RequiresLicenseAcceptance,
            IsDevelopmentDependency = manifest.IsDevelopmentDependency,
            RepositoryUrl = Url(manifest.RepositoryUrl, "repository"),
            PackageTypes = [.. manifest.PackageTypes.Where(IsId).Distinct().Take(MostPackageTypes)],
            Dependencies = Dependencies(manifest.Groups),
            IconEntry = Entry(manifest.Icon, "icon"),
            LicenseEntry = license is { Kind: ManifestLicenseKind.File } ? Entry(license.Text, "license") : null,
            ReadmeEntry = Entry(manifest.Readme, "readme"),
            IsSemVer2 = version.IsSemVer2 || manifest.Groups.SelectMany(group => group.Dependencies).Any(NeedsSemVer2),
        };
    }

    private static List<NuGetDependencyGroup> Dependencies(IReadOnlyList<ManifestGroup> groups)
    {
        if (groups.Count + groups.Sum(group => group.Dependencies.Count) > MostDependencies)
        {
            throw new InvalidDataException($"it has more than {MostDependencies} dependencies");
        }

        return [.. groups.Select(group => new NuGetDependencyGroup(
            Text(group.Framework, LongestRange, "dependencies"), [.. group.Dependencies.Select(Dependency)]))];
    }

    private static NuGetDependency Dependency(ManifestDependency dependency) => IsId(dependency.Id ?? "")
        ? new NuGetDependency(dependency.Id!, Text(dependency.Range.ToNormalizedString(), LongestRange, "dependencies")!)
        : throw new InvalidDataException($"it needs '{LogText.Shorten(dependency.Id ?? "")}', which is no package id");

    private static bool NeedsSemVer2(ManifestDependency dependency) =>
        dependency.Range is { MinVersion.IsSemVer2: true } or { MaxVersion.IsSemVer2: true };

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
