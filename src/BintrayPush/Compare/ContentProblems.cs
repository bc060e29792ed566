using BintrayPush.Messages;
using BintrayPush.Planning;
using static BintrayPush.Messages.ProblemText;

namespace BintrayPush.Compare;

/// <summary>Problems of comparing local files with published ones.</summary>
internal static class ContentProblems
{
    /// <param name="file">The file.</param>
    /// <param name="published">What is published in its place.</param>
    /// <param name="local">What is here.</param>
    /// <param name="difference">In what they differ, and perhaps a hint, as sentences; empty if that is not known.</param>
    public static Problem Conflict(PlannedFile file, RepositoryFile published, ContentHashes local, string difference) => Error(
        "BTP3001",
        $"{published.Path} is already published in version {published.Version.Name} of {published.Version.Package} with other content. "
            + $"{Before(difference)}Raise the version, or set {Setting.Override.On} to replace it. (There {published.Size} bytes, SHA-256 "
            + $"{published.Sha256 ?? "unknown"}; here {local.Size} bytes, SHA-256 {local.Sha256}.)",
        file.Artifact.LocalPath);

    /// <param name="file">Checksums, which name files that are not there yet.</param>
    /// <param name="published">What is published in their place.</param>
    public static Problem ChecksumsConflict(PlannedFile file, RepositoryFile published) => Error(
        "BTP3001",
        $"{published.Path} is already published in version {published.Version.Name} of {published.Version.Package}, and it does not name "
            + $"all that is pushed. Raise the version, or set {Setting.Override.On} to replace it.",
        file.Artifact.LocalPath);
}
