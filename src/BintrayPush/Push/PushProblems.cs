using BintrayPush.Messages;
using BintrayPush.Planning;
using static BintrayPush.Messages.ProblemText;

namespace BintrayPush.Push;

/// <summary>Problems of a push as a whole.</summary>
internal static class PushProblems
{
    public static Problem PathTaken(PlannedFile file, RepositoryFile other) => Error(
        "BTP4005",
        $"{file.Path} will not be accepted: it belongs to version {other.Version.Name} of package "
            + other.Version.Package.Name
            + $"{(other.Path.Equals(file.Path) ? "" : $" as {other.Path}, which differs only in letter case")}. {PathCure}",
        file.Artifact.LocalPath);

    /// <summary>A path belongs to one version for as long as that has a file there.</summary>
    private static readonly string PathCure =
        $"A path belongs to one version of one package: put the version into {Setting.Path}, or delete "
        + "the file that has the path.";

    public static Problem TookTooLong(TimeSpan limit) => Error(
        "BTP3015",
        $"The push was ended after {limit.TotalHours:0} hours. What has arrived stays unpublished unless its version was published before; "
            + "push again to continue.");
}
