using BintrayPush.Messages;

namespace BintrayPush.Cli.Output;

/// <summary>The engine names settings; a command line has options for them.</summary>
internal static class Wording
{
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        [Setting.AllowInsecureConnectionsOn] = "--allow-insecure",
        [Setting.Artifact] = "the command line",
        [Setting.CertificateAuthorityFile] = "--ca-file",
        [Setting.CreateRepoOn] = "--create-repo",
        [Setting.Descriptor] = "--descriptor",
        [Setting.DescriptorVariable] = "--var",
        [Setting.FollowLinksOn] = "--follow-links",
        [Setting.GpgSign] = "--gpg-sign",
        [Setting.IssueTrackerUrl] = "--issue-tracker-url",
        [Setting.Licenses] = "--license",
        [Setting.MaxFiles] = "--max-files",
        [Setting.OnFailure] = "--on-failure",
        [Setting.OverrideOn] = "--override",
        [Setting.Package] = "--package",
        [Setting.Path] = "--path",
        [Setting.Properties] = "--property",
        [Setting.PublishOn] = "--publish true",
        [Setting.ReadmeFileNone] = "no --readme",
        [Setting.ReceiptFile] = "the argument 'receipt'",
        [Setting.Repo] = "--repo",
        [Setting.Root] = "--root",
        [Setting.TimeoutSeconds] = "--timeout",
        [Setting.Url] = "--url",
        [Setting.VcsUrl] = "--vcs-url",
        [Setting.Version] = "--version",
        [Setting.WebsiteUrl] = "--website-url",
        [Setting.WholeFolderOn] = "--whole-folder",
    };

    public static IReadOnlyList<Problem> Of(IEnumerable<Problem> problems) => [.. problems.Select(problem => problem.InWords(Options))];
}
