using BintrayPush.Artifacts;
using BintrayPush.Planning;

namespace BintrayPush.Report;

/// <summary>The files of a push whose program has died, or was lost.</summary>
public static class UnknownOutcome
{
    /// <summary>
    /// All of them as failed: which have arrived is not known, and the next attempt asks the service. Something was tried, so the push is
    /// not one that did not begin.
    /// </summary>
    public static IReadOnlyList<PushedFile> Of(Plan plan) =>
    [
        .. plan.Versions.SelectMany(version => version.Files).Select(file => new PushedFile
        {
            Artifact = file.Artifact,
            Coordinates = new GivenCoordinates(
                file.Version.Repository.ToString(), file.Version.Package.Name, file.Version.Name, file.Path.Value),
            Outcome = Outcome.Failed,
            Size = file.Artifact.Size,
        }),
    ];
}
