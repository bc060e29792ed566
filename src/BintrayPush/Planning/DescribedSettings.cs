using BintrayPush.Artifacts;
using BintrayPush.Descriptors;
using BintrayPush.Messages;

namespace BintrayPush.Planning;

/// <summary>A push as a descriptor wants it.</summary>
/// <param name="Settings">What is asked for.</param>
/// <param name="Problems">What the user should know of it.</param>
public sealed record DescribedSettings(PushSettings Settings, IReadOnlyList<Problem> Problems)
{
    /// <summary>
    /// Puts a descriptor in place of the project's values. Where things go and what package and version say of themselves comes from
    /// the descriptor alone: artifacts keep only a path of their own (semantics reference 1.3.6, 5.4). How things are pushed (limits,
    /// override) stays with the project, and so does a repository clause if the descriptor has none.
    /// </summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="artifacts">The artifacts that it selects.</param>
    /// <param name="mode">Where they come from.</param>
    /// <param name="project">What the project asks for.</param>
    /// <param name="publish">Whether the project wants the files to become public; <see langword="null"/> for nothing said.</param>
    public static DescribedSettings Of(
        BintrayDescriptor descriptor, IReadOnlyList<Artifact> artifacts, PushMode mode, PushSettings project, bool? publish)
    {
        var target = descriptor.Target;
        var coordinates = new GivenCoordinates(target.Repository.ToString(), target.Package.Name, target.Name, null);
        var overruled = project.UseArtifactProperties ? artifacts.Where(artifact => GoesElsewhere(artifact.Own, coordinates)).ToList() : [];
        var settings = project with
        {
            Artifacts = [.. artifacts.Select(artifact => artifact with { Own = GivenCoordinates.None with { Path = artifact.Own.Path } })],
            Project = coordinates,
            Publish = PublishWanted(publish, descriptor),
            Repository = descriptor.Repository ?? project.Repository,
            Package = descriptor.Package,
            Version = descriptor.Version,
            PackageAttributes = descriptor.PackageAttributes,
            VersionAttributes = descriptor.VersionAttributes,
            // A descriptor has no field for them. Those of the project are about what it builds, not about what others built.
            ReleaseNotes = mode == PushMode.Build ? project.ReleaseNotes : null,
            Readme = mode == PushMode.Build ? project.Readme : null,
        };
        return new DescribedSettings(settings, overruled.Count == 0 ? [] : [PlanProblems.MetadataOverruled(overruled[0], overruled.Count)]);
    }

    /// <summary>
    /// Whether files become public: as the project says; else as the descriptor says, and one that says nothing means no (semantics
    /// reference 6.5); without a descriptor yes.
    /// </summary>
    public static bool PublishWanted(bool? project, BintrayDescriptor? descriptor) =>
        project ?? (descriptor is null || descriptor.Publish == true);

    /// <summary>The settings that say where to, and otherwise than a descriptor does, as the user would set them.</summary>
    public static IReadOnlyList<Setting> Overruled(GivenCoordinates said, BintrayDescriptor descriptor) =>
    [
        .. new[]
        {
            (Name: Setting.Repo, Said: said.Repository, Described: descriptor.Target.Repository.ToString()),
            (Name: Setting.Package, Said: said.Package, Described: descriptor.Target.Package.Name),
            (Name: Setting.Version, Said: said.Version, Described: descriptor.Target.Name),
        }.Where(value => Differs(value.Said, value.Described)).Select(value => value.Name),
    ];

    private static bool GoesElsewhere(GivenCoordinates own, GivenCoordinates coordinates) =>
        Differs(own.Repository, coordinates.Repository) || Differs(own.Package, coordinates.Package)
            || Differs(own.Version, coordinates.Version);

    private static bool Differs(string? own, string? described) => !string.IsNullOrWhiteSpace(own) && own!.Trim() != described;
}
