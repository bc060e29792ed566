using BintrayPush.Messages;
using static BintrayPush.Messages.ProblemText;

namespace BintrayPush.Artifacts;

/// <summary>Problems of the files of a build.</summary>
internal static class ArtifactProblems
{
    public static Problem CoordinateTwice(string stamp, string stamped, string metadatum, string given, Artifact artifact) => Error(
        "BTP1074",
        $"{Path.GetFileName(artifact.LocalPath)} has the property {stamp} '{LogText.Shorten(stamped)}' and the metadatum {metadatum} "
            + $"'{LogText.Shorten(given)}'. They say the same thing; take one of them out.",
        artifact.LocalPath);

    public static Problem RuntimePackagesMissing(string file, IReadOnlyList<string> missing) => Warning(
        "BTP1067",
        $"{Path.GetFileName(file)} points to packages for single runtimes that this push does not hold: {Named(missing)}. Push those first "
            + "(`dotnet pack -r <runtime>` on a machine that can build each); until all are public, `dotnet tool install` fails for those "
            + "who need one.",
        file);

    public static Problem StampGiven(string stamp, Artifact artifact) => Error(
        "BTP1075",
        $"{Path.GetFileName(artifact.LocalPath)} has the property {stamp}, which a push itself writes. Take it out.",
        artifact.LocalPath);
}
