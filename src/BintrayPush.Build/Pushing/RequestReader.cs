using BintrayPush.Api;
using BintrayPush.Artifacts;
using BintrayPush.Planning;

namespace BintrayPush.Build.Pushing;

/// <summary>The parameters of the task as a request to the engine.</summary>
internal sealed class RequestReader(PushToBintray task, PropertyReader reader)
{
    private const string OnlyMode = "Build";

    private static readonly string[] RepositoryTypes = ["maven", "debian", "conan", "rpm", "docker", "npm", "opkg", "nuget", "vagrant", "generic"];

    public PushRequest Read(ChosenPlace? place)
    {
        if (PropertyReader.Text(task.Mode) is { } mode && !OnlyMode.Equals(mode.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            reader.Add(Texts.ModeUnknown(mode));
        }

        var (ofPackage, ofVersion) = AttributeItems.Read(task.Attributes, reader);
        return new PushRequest
        {
            Artifacts = [.. task.Artifacts.Select(item => ArtifactItems.Read(item, reader))],
            Project = new GivenCoordinates(Repo(place), task.Package, task.Version, null),
            UseArtifactProperties = reader.Switch("BintrayUseArtifactProperties", task.UseArtifactProperties, true),
            Publish = reader.Switch("BintrayPublish", task.Publish, true),
            Override = reader.Switch("BintrayOverride", task.Override, false),
            Explode = reader.Switch("BintrayExplode", task.Explode, false),
            MaxFiles = reader.Number("BintrayMaxFiles", task.MaxFiles, 0, 200),
            Repository = Repository(place),
            Package = new PackageDetails
            {
                Description = PropertyReader.Text(task.Description),
                Labels = PropertyReader.List(task.Labels),
                Licenses = PropertyReader.List(task.Licenses),
                VcsUrl = PropertyReader.Text(task.VcsUrl),
                WebsiteUrl = PropertyReader.Text(task.WebsiteUrl),
                IssueTrackerUrl = PropertyReader.Text(task.IssueTrackerUrl),
            },
            Version = new VersionDetails
            {
                VcsTag = PropertyReader.Text(task.VcsTag),
                Released = reader.Date("BintrayReleased", task.Released),
            },
            PackageAttributes = ofPackage,
            VersionAttributes = ofVersion,
            ReleaseNotes = PropertyReader.Text(task.ReleaseNotes),
        };
    }

    private string? Repo(ChosenPlace? place) =>
        PropertyReader.Text(task.Repo) ?? (place is ChosenPlace.Folder { IsEmbedded: true } ? ChosenPlace.EmbeddedRepo : null);

    /// <summary>A folder creates its repositories on first use; there is nobody else who could.</summary>
    private RepositoryClause? Repository(ChosenPlace? place)
    {
        var type = PropertyReader.Text(task.RepoType)?.Trim().ToLowerInvariant();
        if (type is not null && !RepositoryTypes.Contains(type))
        {
            reader.Add(Texts.InvalidValue("BintrayRepoType", type, string.Join(", ", RepositoryTypes)));
        }

        // The default one is what its name says.
        var details = new RepositoryDetails
        {
            Type = type ?? (Repo(place) == ChosenPlace.EmbeddedRepo ? "nuget" : null),
            Private = reader.OptionalSwitch("BintrayRepoPrivate", task.RepoPrivate),
            Description = PropertyReader.Text(task.RepoDescription),
            Labels = PropertyReader.List(task.RepoLabels),
        };
        var update = reader.Switch("BintrayRepoUpdateExisting", task.RepoUpdateExisting, false);
        var create = reader.Switch("BintrayCreateRepo", task.CreateRepo, false);
        return create || place is ChosenPlace.Folder ? new RepositoryClause(details, update) : null;
    }
}
