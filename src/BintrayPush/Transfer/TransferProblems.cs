using BintrayPush.Messages;
using BintrayPush.Planning;
using static BintrayPush.Messages.ProblemText;

namespace BintrayPush.Transfer;

/// <summary>Problems of sending files.</summary>
internal static class TransferProblems
{
    public static Problem UploadRefused(PlannedFile file, Exception cause) => Refusal(
        "BTP4005",
        cause,
        $"{file.Path} was not accepted",
        CureOf(file, cause),
        file.Artifact.LocalPath);

    public static Problem ServiceWarns(string subject, string warning) => Warning(
        "BTP4008",
        $"{subject}: the service says: {warning}");

    /// <summary>A path belongs to one version; every version of a package wants its own.</summary>
    private static string CureOf(PlannedFile file, Exception cause) => cause is BintrayException { Status: BintrayException.Conflict }
        ? $" A path of a repository belongs to one version: if another one has it, put the version into {Setting.Path}, as "
            + $"{InVersion(file)}, or delete what is in its way."
        : $" Give the file another {Setting.Path}, or follow the service's words.";

    private static string InVersion(PlannedFile file) => file.Path.Value.LastIndexOf('/') is var slash and >= 0
        ? $"{file.Path.Value.Substring(0, slash)}/{file.Version.Name}/{file.Path.FileName}"
        : $"{file.Version.Name}/{file.Path.FileName}";

    public static Problem FileUnreadable(PlannedFile file, Exception cause) => Error(
        "BTP3002",
        $"{file.Artifact.LocalPath} cannot be read: {cause.Message} Nothing is published; push again when it can be.",
        file.Artifact.LocalPath);

    public static Problem ArrivedDamaged(PlannedFile file, string fault) => Error(
        "BTP3003",
        $"{file.Path} did not arrive intact, not even when it was sent again: {fault}. Nothing is published; push again.",
        file.Artifact.LocalPath);

    public static Problem FileChanged(PlannedFile file) => Error(
        "BTP3004",
        $"{file.Artifact.LocalPath} changed while it was read. Nothing is published; push again when nothing else writes to it.",
        file.Artifact.LocalPath);
}
