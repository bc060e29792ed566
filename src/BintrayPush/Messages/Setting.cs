using System.Text;

namespace BintrayPush.Messages;

/// <summary>
/// The table of the settings: what each is called in a project, and what on a command line. The task and the program read them by these
/// names, and messages name them by marks, which the front end replaces by its own word.
/// </summary>
public sealed class Setting
{
    private static readonly List<Setting> Declared = [];

    /// <summary>Whether plain http may be spoken to another machine.</summary>
    public static readonly Setting AllowInsecureConnections = Property("BintrayAllowInsecureConnections", "--allow-insecure");

    /// <summary>Whether the push is left to a process of its own.</summary>
    public static readonly Setting Background = Property("BintrayBackground", "--background");

    /// <summary>A file with certificate authorities.</summary>
    public static readonly Setting CertificateAuthorityFile = Property("BintrayCertificateAuthorityFile", "--ca-file");

    /// <summary>The checksums that are pushed with each version.</summary>
    public static readonly Setting ChecksumsFile = Property("BintrayChecksumsFile", "--checksums-file");

    /// <summary>Whether a missing repository is created.</summary>
    public static readonly Setting CreateRepo = Property("BintrayCreateRepo", "--create-repo");

    /// <summary>What the package is.</summary>
    public static readonly Setting Description = Property("BintrayDescription", "--description");

    /// <summary>The descriptor to obey.</summary>
    public static readonly Setting Descriptor = Property("BintrayDescriptor", "--descriptor");

    /// <summary>Where a generated descriptor is written.</summary>
    public static readonly Setting DescriptorOutputPath = Property("BintrayDescriptorOutputPath");

    /// <summary>Where published files are read from.</summary>
    public static readonly Setting DownloadUrl = Property("BintrayDownloadUrl", "--download-url");

    /// <summary>Whether it is only said what a push would do.</summary>
    public static readonly Setting DryRun = Property("BintrayDryRun");

    /// <summary>Whether the service unpacks the files.</summary>
    public static readonly Setting Explode = Property("BintrayExplode", "--explode");

    /// <summary>Whether links are followed.</summary>
    public static readonly Setting FollowLinks = Property("BintrayFollowLinks", "--follow-links");

    /// <summary>Whether a descriptor is written and obeyed.</summary>
    public static readonly Setting GenerateDescriptor = Property("BintrayGenerateDescriptor");

    /// <summary>Whether the service signs.</summary>
    public static readonly Setting GpgSign = Property("BintrayGpgSign", "--gpg-sign");

    /// <summary>Whether what the build makes is pushed.</summary>
    public static readonly Setting IncludeBuildOutput = Property("BintrayIncludeBuildOutput");

    /// <summary>Whether the packages are pushed.</summary>
    public static readonly Setting IncludePackOutput = Property("BintrayIncludePackOutput");

    /// <summary>Whether the publish output is pushed.</summary>
    public static readonly Setting IncludePublishOutput = Property("BintrayIncludePublishOutput");

    /// <summary>Whether the symbol packages are pushed.</summary>
    public static readonly Setting IncludeSymbols = Property("BintrayIncludeSymbols");

    /// <summary>The package's issue tracker.</summary>
    public static readonly Setting IssueTrackerUrl = Property("BintrayIssueTrackerUrl", "--issue-tracker-url");

    /// <summary>The package's labels.</summary>
    public static readonly Setting Labels = Property("BintrayLabels", "--label");

    /// <summary>The part of a release that is staged from this machine.</summary>
    public static readonly Setting Leg = Property("BintrayLeg", "--leg");

    /// <summary>The package's licences.</summary>
    public static readonly Setting Licenses = Property("BintrayLicenses", "--license");

    /// <summary>The most files of a push.</summary>
    public static readonly Setting MaxFiles = Property("BintrayMaxFiles", "--max-files");

    /// <summary>The most uploads at one time.</summary>
    public static readonly Setting MaxParallelUploads = Property("BintrayMaxParallelUploads", "--parallel");

    /// <summary>Whether versions of development are refused.</summary>
    public static readonly Setting NoDevVersions = Property("BintrayNoDevVersions", "--no-dev-versions");

    /// <summary>Who gets a mail when a push has ended.</summary>
    public static readonly Setting Notify = Property("BintrayNotify", "--notify");

    /// <summary>After which ends somebody is told.</summary>
    public static readonly Setting NotifyOn = Property("BintrayNotifyOn", "--notify-on");

    /// <summary>The webhook that is told.</summary>
    public static readonly Setting NotifyUrl = Property("BintrayNotifyUrl", "--notify-url");

    /// <summary>What becomes of unpublished files after a failure.</summary>
    public static readonly Setting OnFailure = Property("BintrayOnFailure", "--on-failure");

    /// <summary>Whether only a build server may push.</summary>
    public static readonly Setting OnlyFromCI = Property("BintrayOnlyFromCI", "--only-from-ci");

    /// <summary>Whether only a clean work tree with the tag of the version may be pushed.</summary>
    public static readonly Setting OnlyFromCleanTag = Property("BintrayOnlyFromCleanTag", "--only-from-clean-tag");

    /// <summary>Whether only stable versions may be pushed.</summary>
    public static readonly Setting OnlyStableVersions = Property("BintrayOnlyStableVersions", "--only-stable-versions");

    /// <summary>Whether published files may be replaced.</summary>
    public static readonly Setting Override = Property("BintrayOverride", "--override");

    /// <summary>The package.</summary>
    public static readonly Setting Package = Property("BintrayPackage", "--package");

    /// <summary>Whether the files become public.</summary>
    public static readonly Setting Publish = Property("BintrayPublish", "--publish");

    /// <summary>The targets that run before a push.</summary>
    public static readonly Setting PushDependsOn = Property("BintrayPushDependsOn");

    /// <summary>Whether anything is pushed.</summary>
    public static readonly Setting PushEnabled = Property("BintrayPushEnabled");

    /// <summary>Where the files come from.</summary>
    public static readonly Setting PushMode = Property("BintrayPushMode");

    /// <summary>Whether a pack pushes.</summary>
    public static readonly Setting PushOnPack = Property("BintrayPushOnPack");

    /// <summary>Whether a publish pushes.</summary>
    public static readonly Setting PushOnPublish = Property("BintrayPushOnPublish");

    /// <summary>The package's readme.</summary>
    public static readonly Setting ReadmeFile = Property("BintrayReadmeFile", "--readme");

    /// <summary>The receipt.</summary>
    public static readonly Setting ReceiptFile = Property("BintrayReceiptFile", "--receipt");

    /// <summary>The release that several machines stage.</summary>
    public static readonly Setting Release = Property("BintrayRelease", "--release");

    /// <summary>The version's release notes.</summary>
    public static readonly Setting ReleaseNotes = Property("BintrayReleaseNotes");

    /// <summary>A file with the version's release notes, or a changelog.</summary>
    public static readonly Setting ReleaseNotesFile = Property("BintrayReleaseNotesFile", "--release-notes");

    /// <summary>When the version was released.</summary>
    public static readonly Setting Released = Property("BintrayReleased", "--released");

    /// <summary><c>subject/repository</c>.</summary>
    public static readonly Setting Repo = Property("BintrayRepo", "--repo");

    /// <summary>What a created repository is.</summary>
    public static readonly Setting RepoDescription = Property("BintrayRepoDescription");

    /// <summary>The labels of a created repository.</summary>
    public static readonly Setting RepoLabels = Property("BintrayRepoLabels");

    /// <summary>Whether a created repository is private.</summary>
    public static readonly Setting RepoPrivate = Property("BintrayRepoPrivate");

    /// <summary>The type of a created repository.</summary>
    public static readonly Setting RepoType = Property("BintrayRepoType", "--repo-type");

    /// <summary>Whether an existing repository is updated.</summary>
    public static readonly Setting RepoUpdateExisting = Property("BintrayRepoUpdateExisting");

    /// <summary>How often a call is made again.</summary>
    public static readonly Setting RetryCount = Property("BintrayRetryCount", "--retries");

    /// <summary>Whether published files have their coordinates as attributes.</summary>
    public static readonly Setting StampService = Property("BintrayStampService", "--stamp-service");

    /// <summary>Whether the NuGet feed of a folder is written as plain files.</summary>
    public static readonly Setting StaticFeed = Property("BintrayStaticFeed", "--static-feed");

    /// <summary>How long a service may be silent.</summary>
    public static readonly Setting TimeoutSeconds = Property("BintrayTimeoutSeconds", "--timeout");

    /// <summary>Whether the receipt says where the time went.</summary>
    public static readonly Setting Timings = Property("BintrayTimings");

    /// <summary>Where the push goes.</summary>
    public static readonly Setting Url = Property("BintrayUrl", "--url");

    /// <summary>Whether what an item says beats the project.</summary>
    public static readonly Setting UseArtifactProperties = Property("BintrayUseArtifactProperties");

    /// <summary>The tag or commit of the version.</summary>
    public static readonly Setting VcsTag = Property("BintrayVcsTag", "--vcs-tag");

    /// <summary>The package's source repository.</summary>
    public static readonly Setting VcsUrl = Property("BintrayVcsUrl", "--vcs-url");

    /// <summary>The version.</summary>
    public static readonly Setting Version = Property("BintrayVersion", "--version");

    /// <summary>The package's website.</summary>
    public static readonly Setting WebsiteUrl = Property("BintrayWebsiteUrl", "--website-url");

    /// <summary>Whether a folder with sources may be pushed.</summary>
    public static readonly Setting WholeFolder = Property("BintrayWholeFolder", "--whole-folder");

    /// <summary>The files to push: items.</summary>
    public static readonly Setting Artifact = new("BintrayArtifact", "the command line");

    /// <summary>The push is left to a process of its own on a build server, too.</summary>
    public static readonly Setting BackgroundForced = new("BintrayBackground=force", "--background-force");

    /// <summary>The architectures in whose Debian indexes a file stands: metadata of an item.</summary>
    public static readonly Setting DebianArchitecture = new("BintrayDebianArchitecture", "--debian-architecture");

    /// <summary>The components in whose Debian indexes a file stands: metadata of an item.</summary>
    public static readonly Setting DebianComponent = new("BintrayDebianComponent", "--debian-component");

    /// <summary>The distributions in whose Debian indexes a file stands: metadata of an item.</summary>
    public static readonly Setting DebianDistribution = new("BintrayDebianDistribution", "--debian-distribution");

    /// <summary>The values of variables in the descriptor: items.</summary>
    public static readonly Setting DescriptorVariable = new("BintrayDescriptorVariable", "--var");

    /// <summary>Whether a file stands in the list of downloads: metadata of an item.</summary>
    public static readonly Setting ListInDownloads = new("BintrayListInDownloads");

    /// <summary>A file's path in the repository: metadata of an item.</summary>
    public static readonly Setting Path = new("BintrayPath", "--path");

    /// <summary>A file's properties that leave the machine: metadata of an item.</summary>
    public static readonly Setting Properties = new("BintrayProperties", "--property");

    /// <summary>The named folders that patterns are matched in: items.</summary>
    public static readonly Setting Root = new("BintrayRoot", "--root");

    /// <summary>The package's readme is not sent.</summary>
    public static readonly Setting NoReadme = new("BintrayReadmeFile=none", "--readme none");

    /// <summary>The receipt to verify.</summary>
    public static readonly Setting VerifiedReceipt = new(ReceiptFile.Name, "the argument 'receipt'");

    // Private use: no text from anywhere needs them.
    private const char Open = '\uE000';
    private const char Between = '\uE001';
    private const char Close = '\uE002';

    /// <summary>A setting.</summary>
    /// <param name="name">What a project calls it.</param>
    /// <param name="option">What a command line calls it; without one it is called as in a project.</param>
    public Setting(string name, string? option = null)
    {
        Name = name;
        Option = option ?? name;
    }

    /// <summary>The properties of a project, in the order of their names.</summary>
    public static IReadOnlyList<Setting> OfProject => Declared;

    /// <summary>What a project calls it: a property, an item or its metadata.</summary>
    public string Name { get; }

    /// <summary>What a command line calls it.</summary>
    public string Option { get; }

    /// <summary>The setting turned on, as it is written: a property is set to true, an option is there.</summary>
    public Setting On => new(Name + "=true", Option);

    /// <summary>The setting with a value, as it is written.</summary>
    /// <param name="value">The value.</param>
    public Setting With(string value) => new($"{Name}={value}", $"{Option} {value}");

    /// <summary>The mark for a text.</summary>
    public override string ToString() => $"{Open}{Name}{Between}{Option}{Close}";

    /// <summary>The mark for a text.</summary>
    /// <param name="setting">The setting.</param>
    public static implicit operator string(Setting setting) => setting.ToString();

    /// <summary>A text with each setting in the words of a project.</summary>
    /// <param name="text">The text, which may hold marks.</param>
    internal static string InProject(string text) => Said(text, first: true);

    /// <summary>A text with each setting in the words of a command line.</summary>
    /// <param name="text">The text, which may hold marks.</param>
    internal static string OnCommandLine(string text) => Said(text, first: false);

    private static Setting Property(string name, string? option = null)
    {
        var setting = new Setting(name, option);
        Declared.Add(setting);
        return setting;
    }

    private static string Said(string text, bool first)
    {
        if (text.IndexOf(Open) < 0)
        {
            return text;
        }

        var said = new StringBuilder();
        var at = 0;
        for (int open; (open = text.IndexOf(Open, at)) >= 0;)
        {
            var between = text.IndexOf(Between, open);
            var close = text.IndexOf(Close, open);
            if (between < 0 || close < between)
            {
                break;
            }

            said.Append(text, at, open - at);
            said.Append(first ? text.Substring(open + 1, between - open - 1) : text.Substring(between + 1, close - between - 1));
            at = close + 1;
        }

        return said.Append(text, at, text.Length - at).ToString();
    }
}
