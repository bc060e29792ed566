using System.Xml.Linq;
using BintrayPush.Formats.NuGet;
using NuGet.Packaging;

namespace BintrayPush.Packages;

/// <summary>Reading packages whose manifests NuGet's own library reads: what a server refuses, no client would have understood.</summary>
public static class NuGetLibrary
{
    /// <summary>A reader of packages.</summary>
    /// <param name="limits">What a package may hold.</param>
    public static NuGetPackageReader Reader(PackageLimits limits) => new(limits) { ReadXml = Read };

    private static PackageManifest Read(XDocument document)
    {
        var nuspec = new NuspecReader(document);
        var license = nuspec.GetLicenseMetadata();
        return new PackageManifest
        {
            Id = nuspec.GetId(),
            Version = nuspec.GetVersion(),
            MinClientVersion = nuspec.GetMinClientVersion(),
            Title = nuspec.GetTitle(),
            Description = nuspec.GetDescription(),
            Summary = nuspec.GetSummary(),
            Authors = nuspec.GetAuthors(),
            Tags = nuspec.GetTags(),
            ReleaseNotes = nuspec.GetReleaseNotes(),
            Copyright = nuspec.GetCopyright(),
            Language = nuspec.GetLanguage(),
            ProjectUrl = nuspec.GetProjectUrl(),
            IconUrl = nuspec.GetIconUrl(),
            LicenseUrl = nuspec.GetLicenseUrl(),
            RepositoryUrl = nuspec.GetRepositoryMetadata()?.Url,
            Icon = nuspec.GetIcon(),
            Readme = nuspec.GetReadme(),
            License = license is null ? null : new ManifestLicense((ManifestLicenseKind)license.Type, license.License),
            RequiresLicenseAcceptance = nuspec.GetRequireLicenseAcceptance(),
            IsDevelopmentDependency = nuspec.GetDevelopmentDependency(),
            PackageTypes = [.. nuspec.GetPackageTypes().Select(type => type.Name)],
            Groups = [.. nuspec.GetDependencyGroups().Take(ManifestRules.MostDependencies + 1).Select(GroupOf)],
        };
    }

    private static ManifestGroup GroupOf(PackageDependencyGroup group) => new(
        group.TargetFramework.IsAny ? null : group.TargetFramework.GetShortFolderName(),
        [.. group.Packages.Select(dependency => new ManifestDependency(dependency.Id, dependency.VersionRange))]);
}
