using BintrayPush.Artifacts;
using BintrayPush.Messages;

namespace BintrayPush.Planning;

/// <summary>Which coordinates an artifact ends up with (semantics reference 1.2 to 1.4).</summary>
internal static class CoordinateRules
{
    /// <summary>
    /// The artifact's coordinates: every artifact starts from the project's values (1.3.5), then its own ones replace them one by
    /// one (1.3.1, 1.3.4), unless the project says that they do not count (1.3.3). The path has a default of its own (1.2).
    /// </summary>
    public static GivenCoordinates Resolve(Artifact artifact, PushSettings settings)
    {
        var own = settings.UseArtifactProperties ? artifact.Own : GivenCoordinates.None;
        return new GivenCoordinates(
            FirstValue(own.Repository) ?? Given(settings.Project.Repository),
            FirstValue(own.Package) ?? Given(settings.Project.Package),
            FirstValue(own.Version) ?? Given(settings.Project.Version),
            Exact(own.Path) ?? Exact(artifact.DefaultPath));
    }

    /// <summary>The names of what is missing, as the user would set it (1.4.1, 1.4.3).</summary>
    public static IReadOnlyList<Setting> Missing(GivenCoordinates coordinates) =>
    [
        .. new[]
        {
            (Name: Setting.Repo, Value: coordinates.Repository),
            (Name: Setting.Package, Value: coordinates.Package),
            (Name: Setting.Version, Value: coordinates.Version),
            (Name: Setting.Path, Value: coordinates.Path),
        }.Where(coordinate => coordinate.Value is null).Select(coordinate => coordinate.Name),
    ];

    /// <summary>Only the first value of a property with several counts (1.1.1).</summary>
    private static string? FirstValue(string? values) => Given(values?.Split(';')[0]);

    /// <summary>A path is one value, and every character of a name counts.</summary>
    private static string? Exact(string? path) => string.IsNullOrWhiteSpace(path) ? null : path;

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value!.Trim();
}
