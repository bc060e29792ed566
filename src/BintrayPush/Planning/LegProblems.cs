using BintrayPush.Messages;
using static BintrayPush.Messages.ProblemText;

namespace BintrayPush.Planning;

/// <summary>Problems of a plan that stages a leg of a release.</summary>
internal static class LegProblems
{
    public static Problem NoRelease() => Error(
        "BTP1120",
        $"A leg of a release is to be staged, and no release is named: set {Setting.Release}. Only on a build server that numbers its "
            + "runs it is the number of the run.");

    public static Problem NoLeg(string release) => Error(
        "BTP1121",
        $"{Setting.Release} is '{LogText.Shorten(release)}', and {Setting.Leg} does not say which part of it this is. Set it, or take "
            + $"{Setting.Release} away to publish at once.");

    public static Problem RunUnfit(string fault) => Error(
        "BTP1122", $"The run of this build server cannot name a release: {fault}. Set {Setting.Release}.");

    public static Problem NeverPublic() => Error(
        "BTP1123",
        $"{Setting.Leg} is given, which is published when its release is sealed, and {Setting.Publish} or the descriptor says that nothing "
            + "of it is to be published. Take one of them away.");

    public static Problem ManySubjects(IEnumerable<string> subjects) => Error(
        "BTP1124",
        $"A release is of one subject, and this leg has files for {Named([.. subjects])}. Give each of them a push of its own, with a "
            + $"release of its own ({Setting.Release}).");

    public static Problem Unknowable(PlannedFile archive) => Error(
        "BTP1125",
        $"{Path.GetFileName(archive.Artifact.LocalPath)} is unpacked by the service, and only the service knows what is in it: a leg has "
            + "to name its files. Push it as a .zip.",
        archive.Artifact.LocalPath);

    public static Problem PublishedBefore(LegOrder order) => Message(
        "BTP4070", $"Release {order.Release} was published before, with leg {order.Leg} as it is here: nothing was to be done.");
}
