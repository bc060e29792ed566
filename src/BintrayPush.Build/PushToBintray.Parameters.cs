using BintrayPush.Artifacts;
using BintrayPush.Build.Settings;
using BintrayPush.Build.Tasks;
using BintrayPush.Guards;
using BintrayPush.Places;
using BintrayPush.Planning;
using BintrayPush.Retry;

namespace BintrayPush.Build;

/// <content>The parameters, each declared and read in this file, which become an order to the engine.</content>
public sealed partial class PushToBintray
{
    private SourceItems _sources = SourceItems.None;

    /// <summary>The files, with their coordinates and properties as metadata.</summary>
    public ITaskItem[] Artifacts { get; set; } = [];

    /// <summary>Names of properties that are set and would hold credentials; never their values.</summary>
    public ITaskItem[] Misplaced { get; set; } = [];

    /// <summary>Where published files are read from, if that is not <c>/dl</c> beside the service.</summary>
    public string? DownloadUrl { get; set; }

    /// <summary>A PEM file with certificate authorities to trust beside the system's.</summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>The longest silence of a service, in seconds; default 150.</summary>
    public string? TimeoutSeconds { get; set; }

    /// <summary><c>Build</c>: the artifacts; <c>Files</c>: what the descriptor selects from the roots.</summary>
    public string? Mode { get; set; }

    /// <summary>The descriptor to obey; empty for the one among the files, if there is one.</summary>
    public string? Descriptor { get; set; }

    /// <summary>The roots that patterns are matched in: name and <c>Path</c>.</summary>
    public ITaskItem[] Roots { get; set; } = [];

    /// <summary>Whether a descriptor without patterns may push a folder with sources; default false.</summary>
    public string? WholeFolder { get; set; }

    /// <summary>The values for variables in the descriptor: name and <c>Value</c>.</summary>
    public ITaskItem[] DescriptorVariables { get; set; } = [];

    /// <summary>Whether metadata of the files beats the parameters; default true.</summary>
    public string? UseArtifactProperties { get; set; }

    /// <summary>The readme of the package, a Markdown file; empty or <c>none</c> for none.</summary>
    public string? ReadmeFile { get; set; }

    /// <summary>A file with the release notes of the version, or a changelog.</summary>
    public string? ReleaseNotesFile { get; set; }

    /// <summary>The path in the repository of the checksums that are pushed with each version; empty for none.</summary>
    public string? ChecksumsFile { get; set; }

    /// <summary>The release that the push is a leg of; on a build server, without it, the run.</summary>
    public string? Release { get; set; }

    /// <summary>The part of a release that is staged, and not published, from here; empty for an ordinary push.</summary>
    public string? Leg { get; set; }

    /// <summary>Whether published files may be replaced; default false.</summary>
    public string? Override { get; set; }

    /// <summary>Whether the files are archives to be unpacked by the service; default false.</summary>
    public string? Explode { get; set; }

    /// <summary>Whether files are pushed that a link leads to out of the folder that was looked through; default false.</summary>
    public string? FollowLinks { get; set; }

    /// <summary>Whether every file gets its coordinates and the time of the push as attributes on the service; default false.</summary>
    public string? StampService { get; set; }

    /// <summary>Whether the NuGet feed of a folder is written as plain files, once everything is public; default false.</summary>
    public string? StaticFeed { get; set; }

    /// <summary>Whether only to say what would be done; default false.</summary>
    public string? DryRun { get; set; }

    /// <summary>The most files a push may have; 0 for any number; default 200.</summary>
    public string? MaxFiles { get; set; }

    /// <summary>The most uploads at one time.</summary>
    public string? MaxParallelUploads { get; set; }

    /// <summary>How often a call is made again after a failure that may pass; default 5, 0 for never.</summary>
    public string? RetryCount { get; set; }

    /// <summary>What becomes of files that were sent and not published, because something failed: <c>Keep</c> or <c>Discard</c>.</summary>
    public string? OnFailure { get; set; }

    /// <summary>Whether only a build server may push; default false.</summary>
    public string? OnlyFromCI { get; set; }

    /// <summary>Whether only a clean work tree with the tag of the version may be pushed; default false.</summary>
    public string? OnlyFromCleanTag { get; set; }

    /// <summary>Whether only stable versions may be pushed; default false.</summary>
    public string? OnlyStableVersions { get; set; }

    /// <summary>Whether versions of development are refused; default false.</summary>
    public string? NoDevVersions { get; set; }

    /// <summary>Mail addresses that are told how the push has ended, separated by semicolons.</summary>
    public string? Notify { get; set; }

    /// <summary>After which ends somebody is told: <c>Always</c> or <c>Failure</c>.</summary>
    public string? NotifyOn { get; set; }

    /// <summary>A webhook that is told how the push has ended.</summary>
    public string? NotifyUrl { get; set; }

    /// <summary>Whether the receipt says where the time went; default false.</summary>
    public string? Timings { get; set; }

    /// <summary>Where the receipt is written; empty for nowhere.</summary>
    public string? ReceiptFile { get; set; }

    /// <summary>The configuration that was built, to warn of Debug.</summary>
    public string? Configuration { get; set; }

    /// <summary>Whether a build server builds, to warn of a push into its own disk.</summary>
    public string? ContinuousIntegrationBuild { get; set; }

    /// <summary>How the closing line calls the project.</summary>
    public string? ProjectName { get; set; }

    /// <summary>What a project that is staged calls its leg: projects of one build stage one each.</summary>
    private string? StagedLeg()
    {
        if (!PropertyReader.IsStaged(Publish))
        {
            return null;
        }

        var name = string.Concat((ProjectName ?? "").Select(sign => LegName.TryParse($"a{sign}", out _, out _) ? sign : '-'));
        return LegName.TryParse(name, out var leg, out _) && !leg.Equals(LegName.OfGroups) ? name : "stage";
    }

    /// <summary>What the parameters order, and the items of the artifacts.</summary>
    /// <param name="place">Where the push goes, if that is known.</param>
    /// <param name="allowInsecure">Whether plain http may be spoken to another machine.</param>
    /// <param name="reader">Gets the complaints.</param>
    private PushInput ReadOrder(ChosenPlace? place, bool allowInsecure, PropertyReader reader)
    {
        Misspellings.OfProperties(BuildEngine, reader);
        Misspellings.OfArtifacts(Artifacts, reader);
        Misspellings.Of("BintrayAttribute", Attributes, KnownNames.OfAttributes, reader);
        Misspellings.Of("BintrayRoot", Roots, KnownNames.OfRoots, reader);
        Misspellings.Of("BintrayDescriptorVariable", DescriptorVariables, KnownNames.OfVariables, reader);
        foreach (var secret in Misplaced)
        {
            reader.Add(Texts.SecretGiven($"The property {secret.ItemSpec}"));
        }

        _sources = SourceItems.Read(Artifacts, reader);
        var project = new SettingsReader(this, reader).Read(place) with
        {
            Artifacts = _sources.Artifacts,
            Packages = PackageItems.Read(Artifacts, Attributes, reader),
            UseArtifactProperties = reader.Switch(Setting.UseArtifactProperties, UseArtifactProperties, true),
            Leg = LegOrder.Read(Release, PropertyReader.Text(Leg), BuildServer.RunOf(EnvironmentVariable), reader.Add, StagedLeg()),
            Override = reader.Switch(Setting.Override, Override, false),
            Explode = reader.Switch(Setting.Explode, Explode, false),
            FollowLinks = reader.Switch(Setting.FollowLinks, FollowLinks, false),
            OnFailure = WhatOnFailure(reader),
            StampService = reader.Switch(Setting.StampService, StampService, false),
            StaticFeed = reader.StaticFeed(reader.Switch(Setting.StaticFeed, StaticFeed, false), place, DownloadUrl, allowInsecure),
            IsError = TreatsAsError,
            IsReproducible = "true".Equals(ContinuousIntegrationBuild, StringComparison.OrdinalIgnoreCase),
            MaxFiles = reader.Number(Setting.MaxFiles, MaxFiles, 0, 200),
            Readme = ReadReadme(reader),
            Checksums = PropertyReader.Text(ChecksumsFile) is { } checksums ? new(checksums, ChecksumsFolder) : null,
            ReleaseNotes = reader.Notes(
                PropertyReader.Text(ReleaseNotes), PropertyReader.Text(ReleaseNotesFile)?.Trim() is { } file ? Absolute(file) : null),
        };
        return new PushInput
        {
            Project = project,
            Mode = WhichMode(reader),
            // Package and version have defaults, so only those of the command line are known to be said.
            Said = new GivenCoordinates(Repo, GlobalProperty("BintrayPackage"), GlobalProperty("BintrayVersion"), null),
            Descriptor = PropertyReader.Text(Descriptor) is { } descriptor ? Absolute(descriptor) : null,
            Roots = [.. RootItems.Read(this, Roots, reader)],
            WholeFolder = reader.Switch(Setting.WholeFolder, WholeFolder, false),
            Variables = Descriptors.DescriptorVariables.Of(
                DescriptorVariables.Select(item => new KeyValuePair<string, string>(item.ItemSpec.Trim(), item.GetMetadata("Value")))),
            // A value that cannot be read was complained of when the project's values were read.
            Publish = new PropertyReader().PublishSwitch(Publish),
            GpgSign = reader.SignSwitch(GpgSign),
            GpgSignIfAvailable = PropertyReader.IsIfAvailable(GpgSign),
            Passphrase = EnvironmentVariable("BINTRAY_GPG_PASSPHRASE") is { } passphrase && !string.IsNullOrWhiteSpace(passphrase)
                ? new Secret(passphrase)
                : null,
        };
    }

    private PushLimits ReadLimits(ChosenPlace? place, PropertyReader reader) =>
        PlaceParameters.Limits(place, MaxParallelUploads, RetryCount, reader) with
        {
            Timings = reader.Switch(Setting.Timings, Timings, false),
        };

    private PushGuards ReadGuards(PropertyReader reader) => new()
    {
        OnlyFromCI = reader.Switch(Setting.OnlyFromCI, OnlyFromCI, false),
        OnlyFromCleanTag = reader.Switch(Setting.OnlyFromCleanTag, OnlyFromCleanTag, false),
        OnlyStableVersions = reader.Switch(Setting.OnlyStableVersions, OnlyStableVersions, false),
        NoDevVersions = reader.Switch(Setting.NoDevVersions, NoDevVersions, false),
    };

    private string? ReadReadme(PropertyReader reader) => PropertyReader.Text(ReadmeFile)?.Trim() is not { } given
        || given.Equals("none", StringComparison.OrdinalIgnoreCase)
            ? null
            : reader.Readme(Absolute(given));

    private PushMode WhichMode(PropertyReader reader)
    {
        switch ((Mode ?? "").Trim().ToLowerInvariant())
        {
            case "" or "build":
                return PushMode.Build;
            case "files":
                return PushMode.Files;
            default:
                reader.Add(Texts.ModeUnknown(Mode!));
                return PushMode.Build;
        }
    }

    private Planning.OnFailure WhatOnFailure(PropertyReader reader)
    {
        switch ((OnFailure ?? "").Trim().ToLowerInvariant())
        {
            case "" or "keep":
                return Planning.OnFailure.Keep;
            case "discard":
                return Planning.OnFailure.Discard;
            default:
                reader.Add(Texts.InvalidValue(Setting.OnFailure, OnFailure!, "Keep, Discard"));
                return Planning.OnFailure.Keep;
        }
    }
}
