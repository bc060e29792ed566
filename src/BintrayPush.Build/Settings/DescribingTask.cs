using BintrayPush.Build.Tasks;

namespace BintrayPush.Build.Settings;

/// <summary>
/// A task that knows what a project says of its package: where it goes and what it is. The fields of the package and the version are read
/// where they are declared; for a release <see cref="PackageItems"/> and <c>BintrayPush.Build.Project.targets</c> name each of them again.
/// </summary>
public abstract class DescribingTask : BintrayTask
{
    /// <summary>Attributes: name, <c>Value</c>, <c>Type</c>, <c>On</c>.</summary>
    public ITaskItem[] Attributes { get; set; } = [];

    /// <summary>The base URL of a service, or a folder; empty for the embedded repository of this machine.</summary>
    public string? Url { get; set; }

    /// <summary>Whether plain http may be spoken to another machine; default false.</summary>
    public string? AllowInsecureConnections { get; set; }

    /// <summary><c>subject/repository</c>.</summary>
    public string? Repo { get; set; }

    /// <summary>The package of files that name none.</summary>
    public string? Package { get; set; }

    /// <summary>The version of files that name none.</summary>
    public string? Version { get; set; }

    /// <summary>
    /// Whether the files become public, or <c>staged</c>: in a release that is to be promoted; empty: the descriptor decides, and without
    /// one they do.
    /// </summary>
    public string? Publish { get; set; }

    /// <summary>Whether the version is signed; empty: the descriptor decides.</summary>
    public string? GpgSign { get; set; }

    /// <summary>Whether a missing repository is created; default false, a folder always does.</summary>
    public string? CreateRepo { get; set; }

    /// <summary>The type of a created repository.</summary>
    public string? RepoType { get; set; }

    /// <summary>The description of the repository.</summary>
    public string? RepoDescription { get; set; }

    /// <summary>The labels of the repository, separated by semicolons.</summary>
    public string? RepoLabels { get; set; }

    /// <summary>Whether a created repository keeps anonymous readers out.</summary>
    public string? RepoPrivate { get; set; }

    /// <summary>Whether an existing repository gets the given description and labels; default false.</summary>
    public string? RepoUpdateExisting { get; set; }

    /// <summary>The description of the package.</summary>
    public string? Description { get; set; }

    /// <summary>The labels of the package, separated by semicolons.</summary>
    public string? Labels { get; set; }

    /// <summary>The licences of the package, separated by semicolons.</summary>
    public string? Licenses { get; set; }

    /// <summary>Where the source is.</summary>
    public string? VcsUrl { get; set; }

    /// <summary>The home page.</summary>
    public string? WebsiteUrl { get; set; }

    /// <summary>Where problems are reported.</summary>
    public string? IssueTrackerUrl { get; set; }

    /// <summary>The version's release notes.</summary>
    public string? ReleaseNotes { get; set; }

    /// <summary>The tag the version was built from.</summary>
    public string? VcsTag { get; set; }

    /// <summary>When the version was released, as ISO 8601 writes it.</summary>
    public string? Released { get; set; }

    /// <summary>What the parameters say of the package.</summary>
    internal PackageDetails DetailsOfPackage() => new()
    {
        Description = PropertyReader.Text(Description),
        Labels = PropertyReader.List(Labels),
        Licenses = PropertyReader.List(Licenses),
        VcsUrl = PropertyReader.Text(VcsUrl),
        WebsiteUrl = PropertyReader.Text(WebsiteUrl),
        IssueTrackerUrl = PropertyReader.Text(IssueTrackerUrl),
    };

    /// <summary>What the parameters say of the version.</summary>
    internal VersionDetails DetailsOfVersion(PropertyReader reader) => new()
    {
        VcsTag = PropertyReader.Text(VcsTag),
        Released = reader.Date(Setting.Released, Released),
    };
}
