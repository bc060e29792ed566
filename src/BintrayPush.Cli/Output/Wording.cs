using System.Text.RegularExpressions;
using BintrayPush.Messages;

namespace BintrayPush.Cli.Output;

/// <summary>The engine names settings as a project has them; a command line has options. Each is turned into the other here.</summary>
internal static partial class Wording
{
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["BintrayArtifact"] = "the command line",
        ["BintrayAllowInsecureConnections=true"] = "--allow-insecure",
        ["BintrayCertificateAuthorityFile"] = "--ca-file",
        ["BintrayCreateRepo=true"] = "--create-repo",
        ["BintrayDescriptor"] = "--descriptor",
        ["BintrayDescriptorVariable"] = "--var",
        ["BintrayExplode"] = "--explode",
        ["BintrayFollowLinks=true"] = "--follow-links",
        ["BintrayGpgSign"] = "--gpg-sign",
        ["BintrayLabels"] = "--label",
        ["BintrayLicenses"] = "--license",
        ["BintrayMaxFiles"] = "--max-files",
        ["BintrayOnFailure"] = "--on-failure",
        ["BintrayOverride=true"] = "--override",
        ["BintrayPackage"] = "--package",
        ["BintrayPath"] = "--path",
        ["BintrayProperties"] = "--property",
        ["BintrayPublish"] = "--publish",
        ["BintrayPublish=true"] = "--publish true",
        ["BintrayReadmeFile (none)"] = "--readme",
        ["BintrayReceiptFile"] = "the argument 'receipt'",
        ["BintrayRepo"] = "--repo",
        ["BintrayRepoType"] = "--repo-type",
        ["BintrayRoot"] = "--root",
        ["BintrayStampService=true"] = "--stamp-service",
        ["BintrayTimeoutSeconds"] = "--timeout",
        ["BintrayVcsUrl"] = "--vcs-url",
        ["BintrayWebsiteUrl"] = "--website-url",
        ["BintrayIssueTrackerUrl"] = "--issue-tracker-url",
        ["BintrayReleased"] = "--released",
        ["BintrayReleaseNotes"] = "--release-notes",
        ["BintrayVcsTag"] = "--vcs-tag",
        ["BintrayDescription"] = "--description",
        ["BintrayDownloadUrl"] = "--download-url",
        ["BintrayRetryCount"] = "--retries",
        ["BintrayUrl"] = "--url",
        ["BintrayVersion"] = "--version",
        ["BintrayWholeFolder=true"] = "--whole-folder",
    };

    public static IReadOnlyList<Problem> Of(IEnumerable<Problem> problems) => [.. problems.Select(Of)];

    private static Problem Of(Problem problem) =>
        problem with
        {
            Text = Setting().Replace(problem.Text, found => Options.TryGetValue(found.Value, out var option) ? option : found.Value),
        };

    /// <summary>A word of its own, not a piece of somebody's path.</summary>
    [GeneratedRegex(@"(?<![\w/\\.'-])Bintray[A-Z]\w*(=true| \(none\))?(?![\w/\\'-]|\.\w)")]
    private static partial Regex Setting();
}
