using System.Xml.Linq;
using NuGet.Frameworks;
using NuGet.Versioning;

namespace BintrayPush.Formats.NuGet;

/// <summary>
/// Reads a manifest as NuGet's own library does, which has no build for .NET 8. Tests hold that both say the same of every package, also in
/// what is odd about it: text counts in any namespace, letter case and order, but not if elements are in it; all else only in the namespace
/// of the metadata.
/// </summary>
internal static class ManifestReader
{
    /// <summary>Reads a manifest.</summary>
    /// <exception cref="FormatException">It is none, or says what it may not.</exception>
    /// <exception cref="ArgumentException">It says what it may not.</exception>
    public static PackageManifest Read(XDocument document)
    {
        var metadata = document.Root!.Elements().FirstOrDefault(element => element.Name.LocalName == "metadata")
            ?? throw new FormatException("it has no element 'metadata'");
        var texts = TextsOf(metadata);
        var own = metadata.GetDefaultNamespace();
        string? Own(string name) => metadata.Element(own + name)?.Value;
        return new PackageManifest
        {
            Id = Own("id"),
            Version = Own("version") is { } version ? NuGetVersion.Parse(version) : null,
            MinClientVersion = metadata.Attribute("minClientVersion") is { } client ? NuGetVersion.Parse(client.Value) : null,
            Title = texts.GetValueOrDefault("title"),
            Description = texts.GetValueOrDefault("description"),
            Summary = texts.GetValueOrDefault("summary"),
            Authors = texts.GetValueOrDefault("authors"),
            Tags = texts.GetValueOrDefault("tags"),
            ReleaseNotes = texts.GetValueOrDefault("releaseNotes"),
            Copyright = texts.GetValueOrDefault("copyright"),
            Language = Own("language"),
            ProjectUrl = texts.GetValueOrDefault("projectUrl"),
            IconUrl = texts.GetValueOrDefault("iconUrl"),
            LicenseUrl = Own("licenseUrl"),
            RepositoryUrl = (string?)metadata.Element(own + "repository")?.Attribute("url"),
            Icon = Own("icon"),
            Readme = Own("readme"),
            License = LicenseOf(metadata.Element(own + "license")),
            RequiresLicenseAcceptance = "true".Equals(
                texts.GetValueOrDefault("requireLicenseAcceptance"), StringComparison.OrdinalIgnoreCase),
            IsDevelopmentDependency = Own("developmentDependency") is { } development && bool.Parse(development),
            PackageTypes = [.. metadata.Elements(own + "packageTypes").Elements(own + "packageType").Select(PackageTypeOf)],
            Groups = GroupsOf(metadata, own),
        };
    }

    private static Dictionary<string, string> TextsOf(XElement metadata)
    {
        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in metadata.Elements().Where(element => !element.HasElements && element.Value.Length > 0))
        {
            texts.TryAdd(element.Name.LocalName, element.Value);
        }

        return texts;
    }

    private static ManifestLicense? LicenseOf(XElement? license) =>
        Enum.TryParse(((string?)license?.Attribute("type"))?.Trim(), ignoreCase: true, out ManifestLicenseKind kind)
            ? new ManifestLicense(kind, license!.Value.Trim())
            : null;

    private static string PackageTypeOf(XElement type)
    {
        if ((string?)type.Attribute("version") is { } version && !string.IsNullOrWhiteSpace(version) && !Version.TryParse(version, out _))
        {
            throw new FormatException("the version of a packageType is none");
        }

        return (string?)type.Attribute("name") is { } name && !string.IsNullOrWhiteSpace(name)
            ? name
            : throw new FormatException("a packageType has no name");
    }

    /// <summary>Old manifests have dependencies without groups; these count only if there is no group.</summary>
    private static List<ManifestGroup> GroupsOf(XElement metadata, XNamespace own)
    {
        var all = metadata.Elements(own + "dependencies");
        var groups = all.Elements(own + "group").Take(ManifestRules.MostDependencies + 1)
            .Select(group => new ManifestGroup(
                FrameworkOf((string?)group.Attribute("targetFramework")), DependenciesOf(group.Elements(own + "dependency"))))
            .ToList();
        return groups.Count == 0 && DependenciesOf(all.Elements(own + "dependency")) is { Count: > 0 } ungrouped
            ? [new ManifestGroup(null, ungrouped)]
            : groups;
    }

    private static string? FrameworkOf(string? framework) =>
        !string.IsNullOrEmpty(framework) && NuGetFramework.Parse(framework) is { IsAny: false } parsed ? parsed.GetShortFolderName() : null;

    /// <summary>What stands there twice counts once. A range that is none stands for any version.</summary>
    private static List<ManifestDependency> DependenciesOf(IEnumerable<XElement> elements)
    {
        var found = new List<ManifestDependency>();
        var seen = new HashSet<(string Id, string Range, string Include, string Exclude)>();
        foreach (var element in elements)
        {
            var id = (string?)element.Attribute("id");
            var range = VersionRange.TryParse((string?)element.Attribute("version") ?? "", out var parsed) ? parsed : VersionRange.All;
            if (string.IsNullOrEmpty(id))
            {
                throw new ArgumentException("a dependency has no id");
            }

            if (seen.Add((id.ToUpperInvariant(), BoundsOf(range), FlagsOf(element, "include"), FlagsOf(element, "exclude"))))
            {
                found.Add(new ManifestDependency(id, range));
            }
        }

        return found;
    }

    /// <summary>Whether it floats does not count: <c>1.*</c> is the same as <c>1.0</c>.</summary>
    private static string BoundsOf(VersionRange range) =>
        new VersionRange(range.MinVersion, range.IsMinInclusive, range.MaxVersion, range.IsMaxInclusive).ToNormalizedString()
            .ToUpperInvariant();

    private static string FlagsOf(XElement dependency, string attribute) => string.Join(
        ',',
        ((string?)dependency.Attribute(attribute) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(flag => flag.Trim().ToUpperInvariant()).Distinct().Order(StringComparer.Ordinal));
}
