using BintrayPush.Planning;

namespace BintrayPush.Build.Settings;

/// <summary>
/// What the artifacts of a release say of their packages: each comes from a project that is not the one that pushes, and brings along what
/// that project says. Of several artifacts of a package the first counts.
/// </summary>
internal static class PackageItems
{
    /// <summary>The project that made an artifact; an artifact of the pushing project has none.</summary>
    public const string ProjectFile = "BintrayProjectFile";

    /// <summary>What an item of a release is: an artifact or an attribute.</summary>
    public const string Kind = "BintrayKind";

    /// <summary>
    /// The metadata that describe a package: each is called as the property of <see cref="DescribingTask"/> that says the same of a push
    /// of one project.
    /// </summary>
    public static readonly string[] Names =
    [
        .. new[]
        {
            Setting.Description, Setting.Labels, Setting.Licenses, Setting.VcsUrl, Setting.WebsiteUrl, Setting.IssueTrackerUrl,
            Setting.ReadmeFile, Setting.ReleaseNotes, Setting.ReleaseNotesFile, Setting.VcsTag, Setting.Released,
        }.Select(setting => setting.Name),
        ProjectFile, Kind,
    ];

    /// <summary>Reads them.</summary>
    /// <param name="artifacts">All artifacts.</param>
    /// <param name="attributes">All attributes, each with the project that gives it.</param>
    /// <param name="reader">Gets the complaints.</param>
    public static IReadOnlyDictionary<string, DescribedPackage> Read(ITaskItem[] artifacts, ITaskItem[] attributes, PropertyReader reader)
    {
        var packages = new Dictionary<string, DescribedPackage>(StringComparer.Ordinal);
        var owned = attributes.ToLookup(item => item.GetMetadata(ProjectFile));
        foreach (var item in artifacts.Where(item => item.GetMetadata(ProjectFile).Length > 0))
        {
            var (repository, package) = (item.GetMetadata(Setting.Repo.Name), item.GetMetadata(Setting.Package.Name));
            var name = repository.Length > 0 ? $"{repository}/{package}" : package;
            if (package.Length > 0 && !packages.ContainsKey(name))
            {
                packages.Add(name, Read(item, [.. owned[item.GetMetadata(ProjectFile)]], reader));
            }
        }

        return packages;
    }

    private static DescribedPackage Read(ITaskItem item, ITaskItem[] attributes, PropertyReader reader)
    {
        var (ofPackage, ofVersion) = AttributeItems.Read(attributes, reader);
        return new DescribedPackage(new PackageDetails
        {
            Description = Text(Setting.Description),
            Labels = PropertyReader.List(item.GetMetadata(Setting.Labels.Name)),
            Licenses = PropertyReader.List(item.GetMetadata(Setting.Licenses.Name)),
            VcsUrl = Text(Setting.VcsUrl),
            WebsiteUrl = Text(Setting.WebsiteUrl),
            IssueTrackerUrl = Text(Setting.IssueTrackerUrl),
        })
        {
            Version = new VersionDetails
            {
                VcsTag = Text(Setting.VcsTag),
                Released = reader.Date(Setting.Released, item.GetMetadata(Setting.Released.Name)),
            },
            PackageAttributes = ofPackage.Count > 0 ? ofPackage : null,
            VersionAttributes = ofVersion.Count > 0 ? ofVersion : null,
            ReleaseNotes = reader.Notes(
                PropertyReader.Text(item.GetMetadata(Setting.ReleaseNotes.Name)), Text(Setting.ReleaseNotesFile)),
            Readme = Text(Setting.ReadmeFile) is { } file ? reader.Readme(file) : null,
        };

        string? Text(Setting setting) => PropertyReader.Text(item.GetMetadata(setting.Name));
    }
}
