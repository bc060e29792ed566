using BintrayPush.Artifacts;
using BintrayPush.Build.Tasks;
using BintrayPush.Descriptors;
using BintrayPush.Places;
using BintrayPush.Planning;
using BintrayPush.Versions;

namespace BintrayPush.Build.Settings;

/// <summary>What a project says of its package, as a request to the engine without any artifact.</summary>
internal sealed class SettingsReader(DescribingTask task, PropertyReader reader)
{
    public PushSettings Read(ChosenPlace? place)
    {
        var (ofPackage, ofVersion) = AttributeItems.Read(
            [.. task.Attributes.Where(item => item.GetMetadata(PackageItems.ProjectFile).Length == 0)], reader);
        return new PushSettings
        {
            Artifacts = [],
            Project = new GivenCoordinates(Repo(place), task.Package, task.Version, null),
            Repository = Repository(place),
            Package = task.DetailsOfPackage(),
            Version = task.DetailsOfVersion(reader),
            PackageAttributes = ofPackage,
            VersionAttributes = ofVersion,
            Publish = DescribedSettings.PublishWanted(reader.PublishSwitch(task.Publish), descriptor: null),
            ReleaseNotes = ReleaseNotes.OfText(task.ReleaseNotes),
        };
    }

    private string? Repo(ChosenPlace? place) =>
        PropertyReader.Text(task.Repo) ?? (place is ChosenPlace.Folder { IsEmbedded: true } ? ChosenPlace.EmbeddedRepo : null);

    /// <summary>What is created if it is missing, or updated: if that is asked for, or the place does it by itself.</summary>
    private RepositoryClause? Repository(ChosenPlace? place)
    {
        var type = PropertyReader.Text(task.RepoType)?.Trim().ToLowerInvariant();
        if (type is not null && !RepositoryTypes.All.Contains(type))
        {
            reader.Add(Texts.InvalidValue(Setting.RepoType, type, string.Join(", ", RepositoryTypes.All)));
        }

        // The default one is what its name says.
        var details = new RepositoryDetails
        {
            Type = type ?? (Repo(place) == ChosenPlace.EmbeddedRepo ? RepositoryTypes.NuGet : null),
            Private = reader.OptionalSwitch(Setting.RepoPrivate, task.RepoPrivate),
            Description = PropertyReader.Text(task.RepoDescription),
            Labels = PropertyReader.List(task.RepoLabels),
        };
        var update = reader.Switch(Setting.RepoUpdateExisting, task.RepoUpdateExisting, false);
        var create = reader.Switch(Setting.CreateRepo, task.CreateRepo, false);
        create |= place?.CreatesRepositories == true;
        return create || update ? new RepositoryClause(details, update, create) : null;
    }
}
