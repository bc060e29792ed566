using System.Text;

namespace BintrayPush.Messages;

/// <summary>
/// The settings that messages name. A text holds each as a mark, which the front end replaces by its own word: a build has
/// properties and items, a command line has options.
/// </summary>
public static class Setting
{
    /// <summary>Plain http to another machine is allowed.</summary>
    public const string AllowInsecureConnectionsOn = Open + "BintrayAllowInsecureConnections=true" + Close;

    /// <summary>The files to push.</summary>
    public const string Artifact = Open + "BintrayArtifact" + Close;

    /// <summary>A file with certificate authorities.</summary>
    public const string CertificateAuthorityFile = Open + "BintrayCertificateAuthorityFile" + Close;

    /// <summary>A missing repository is created.</summary>
    public const string CreateRepoOn = Open + "BintrayCreateRepo=true" + Close;

    /// <summary>The descriptor to obey.</summary>
    public const string Descriptor = Open + "BintrayDescriptor" + Close;

    /// <summary>The value of a variable in a descriptor.</summary>
    public const string DescriptorVariable = Open + "BintrayDescriptorVariable" + Close;

    /// <summary>Links are followed.</summary>
    public const string FollowLinksOn = Open + "BintrayFollowLinks=true" + Close;

    /// <summary>Whether the service signs.</summary>
    public const string GpgSign = Open + "BintrayGpgSign" + Close;

    /// <summary>Whether the packages are pushed.</summary>
    public const string IncludePackOutput = Open + "BintrayIncludePackOutput" + Close;

    /// <summary>Whether the publish output is pushed.</summary>
    public const string IncludePublishOutput = Open + "BintrayIncludePublishOutput" + Close;

    /// <summary>The package's issue tracker.</summary>
    public const string IssueTrackerUrl = Open + "BintrayIssueTrackerUrl" + Close;

    /// <summary>The package's licences.</summary>
    public const string Licenses = Open + "BintrayLicenses" + Close;

    /// <summary>Whether a file stands in the list of downloads.</summary>
    public const string ListInDownloads = Open + "BintrayListInDownloads" + Close;

    /// <summary>The most files of a push.</summary>
    public const string MaxFiles = Open + "BintrayMaxFiles" + Close;

    /// <summary>What becomes of unpublished files after a failure.</summary>
    public const string OnFailure = Open + "BintrayOnFailure" + Close;

    /// <summary>Published files may be replaced.</summary>
    public const string OverrideOn = Open + "BintrayOverride=true" + Close;

    /// <summary>The package.</summary>
    public const string Package = Open + "BintrayPackage" + Close;

    /// <summary>A file's path in the repository.</summary>
    public const string Path = Open + "BintrayPath" + Close;

    /// <summary>A file's properties that leave the machine.</summary>
    public const string Properties = Open + "BintrayProperties" + Close;

    /// <summary>The files become public.</summary>
    public const string PublishOn = Open + "BintrayPublish=true" + Close;

    /// <summary>Where the files come from.</summary>
    public const string PushMode = Open + "BintrayPushMode" + Close;

    /// <summary>The package's readme is not sent.</summary>
    public const string ReadmeFileNone = Open + "BintrayReadmeFile=none" + Close;

    /// <summary>The receipt.</summary>
    public const string ReceiptFile = Open + "BintrayReceiptFile" + Close;

    /// <summary><c>subject/repository</c>.</summary>
    public const string Repo = Open + "BintrayRepo" + Close;

    /// <summary>A named folder that patterns are matched in.</summary>
    public const string Root = Open + "BintrayRoot" + Close;

    /// <summary>How long a service may be silent.</summary>
    public const string TimeoutSeconds = Open + "BintrayTimeoutSeconds" + Close;

    /// <summary>Where the push goes.</summary>
    public const string Url = Open + "BintrayUrl" + Close;

    /// <summary>The package's source repository.</summary>
    public const string VcsUrl = Open + "BintrayVcsUrl" + Close;

    /// <summary>The version.</summary>
    public const string Version = Open + "BintrayVersion" + Close;

    /// <summary>The package's website.</summary>
    public const string WebsiteUrl = Open + "BintrayWebsiteUrl" + Close;

    /// <summary>A folder with sources may be pushed.</summary>
    public const string WholeFolderOn = Open + "BintrayWholeFolder=true" + Close;

    // Private use: no text from anywhere needs them.
    private const string Open = "\uE000";
    private const string Close = "\uE001";

    /// <summary>A text as a build says it: every setting is the property or the item.</summary>
    internal static string InBuild(string text) =>
        text.IndexOf(Open[0]) < 0 ? text : text.Replace(Open, "").Replace(Close, "");

    /// <summary>A text with other words for the settings; one without a word stays the property or the item.</summary>
    internal static string In(string text, IReadOnlyDictionary<string, string> words)
    {
        var said = new StringBuilder();
        var at = 0;
        for (int open; (open = text.IndexOf(Open[0], at)) >= 0;)
        {
            var end = text.IndexOf(Close[0], open) + 1;
            if (end == 0)
            {
                break;
            }

            said.Append(text, at, open - at);
            var mark = text.Substring(open, end - open);
            said.Append(words.TryGetValue(mark, out var word) ? word : InBuild(mark));
            at = end;
        }

        return InBuild(said.Append(text, at, text.Length - at).ToString());
    }
}
