using BintrayPush.Api;
using BintrayPush.Planning;

namespace BintrayPush;

/// <content>Complaints of a transfer.</content>
internal static partial class Problems
{
    /// <param name="file">The file.</param>
    /// <param name="published">What is published in its place.</param>
    /// <param name="local">What is here.</param>
    /// <param name="difference">In what they differ, and perhaps a hint, as sentences; empty if that is not known.</param>
    public static Problem Conflict(PlannedFile file, RepositoryFile published, ContentHashes local, string difference) => Error(
        "BTP3001",
        $"{published.Path} is already published in version {published.Version.Name} of {published.Version.Package} with other content. {Before(difference)}Raise the version, or set BintrayOverride=true to replace it. (There {published.Size} bytes, SHA-256 {published.Sha256 ?? "unknown"}; here {local.Size} bytes, SHA-256 {local.Sha256}.)",
        file.Artifact.LocalPath);

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

    public static Problem SymbolsDiffer(PlannedFile symbols, PlannedFile package, string? difference) => Error(
        "BTP3005",
        $"{symbols.Path} has other content than the published one, while {package.Path}, which it belongs to, is the same as published. {Before(difference ?? "")}Raise the version so that both change, or set BintrayOverride=true to replace the symbols alone.",
        symbols.Artifact.LocalPath);

    public static Problem Dropped(VersionAddress version, int files, int left) => left == 0
        ? new("BTP3006", Severity.Message, $"After the failure {Count(files, "unpublished file")} of version {version} {(files == 1 ? "was" : "were")} dropped, as BintrayOnFailure=Discard asks.")
        : Warning("BTP3007", $"After the failure {Count(files, "unpublished file")} of version {version} {(files == 1 ? "was" : "were")} dropped and {left} left: what others sent to it before, or what waits to replace a published file, is not dropped.");

    public static Problem NotDropped(VersionAddress version, Exception cause) => Warning(
        "BTP3007",
        $"After the failure the unpublished files of version {version} could not be dropped: {Said(cause)} They stay unpublished.");

    public static Problem TookTooLong(TimeSpan limit) => Error(
        "BTP3015",
        $"The push was ended after {limit.TotalHours:0} hours. What has arrived stays unpublished unless its version was published before; push again to continue.");

    private static string Before(string sentences) => sentences.Length == 0 ? "" : sentences + " ";
}
