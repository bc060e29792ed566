using System.Text.Json.Serialization;
using BintrayPush.Artifacts;
using BintrayPush.Descriptors;
using BintrayPush.Planning;
using BintrayPush.Versions;

namespace BintrayPush.Background;

/// <summary>A planned push as it stands in its file.</summary>
internal sealed record BackgroundPushDocument(
    int SchemaVersion,
    string Name,
    string? Project,
    string Place,
    bool AllowInsecure,
    string? DownloadUrl,
    string? AuthorityFile,
    double SilenceSeconds,
    int MaxParallelUploads,
    int RetryCount,
    bool Timings,
    string? Repo,
    string? Notify,
    string? NotifyOn,
    string? NotifyUrl,
    IReadOnlyList<string>? Errors,
    bool NeedsPassphrase,
    BackgroundPushDocument.SettingsEntry Settings,
    IReadOnlyList<BackgroundPushDocument.ArtifactEntry> Artifacts)
{
    private const double LongestSilence = 1e9;

    public static BackgroundPushDocument Of(BackgroundPush push) => new(
        BackgroundPushFile.SchemaVersion,
        push.Name,
        push.Project,
        push.Place,
        push.AllowInsecure,
        push.DownloadUrl,
        push.AuthorityFile,
        push.Silence.TotalSeconds,
        push.MaxParallelUploads,
        push.RetryCount,
        push.Timings,
        push.Repo,
        push.Notify,
        push.NotifyOn,
        push.NotifyUrl,
        push.Errors,
        push.NeedsPassphrase,
        SettingsEntry.Of(push.Settings),
        [.. push.Settings.Artifacts.Select(ArtifactEntry.Of)]);

    /// <summary>Whether everything is there that nothing can stand in for: a reader of JSON makes objects of any.</summary>
    [JsonIgnore]
    public bool IsWhole => (object?)Name is not null && (object?)Place is not null && (object?)Settings is not null
        && SilenceSeconds is >= 0 and <= LongestSilence
        && Artifacts?.All(artifact => artifact is { Source: not null, DefaultPath: not null }) == true
        && Settings.Leg?.IsLegal != false
        && (Settings.StaticFeed is null || ServiceUrl.TryParse(Settings.StaticFeed, out _, out _))
        && Settings.Packages?.Values.All(package => package is { Details: not null }) != false
        && new[] { Settings.PackageAttributes, Settings.VersionAttributes }
            .All(list => list?.All(attribute => attribute is { Name: not null, Values: not null }) != false);

    public BackgroundPush ToPush() => new()
    {
        Name = Name,
        Project = Project,
        Place = Place,
        AllowInsecure = AllowInsecure,
        DownloadUrl = DownloadUrl,
        AuthorityFile = AuthorityFile,
        Silence = TimeSpan.FromSeconds(SilenceSeconds),
        MaxParallelUploads = MaxParallelUploads,
        RetryCount = RetryCount,
        Timings = Timings,
        Repo = Repo,
        Notify = Notify,
        NotifyOn = NotifyOn,
        NotifyUrl = NotifyUrl,
        Errors = Errors ?? [],
        NeedsPassphrase = NeedsPassphrase,
        Settings = Settings.ToSettings([.. Artifacts.Select(artifact => artifact.ToArtifact())], Errors ?? []),
    };

    /// <summary>What holds for all files.</summary>
    internal sealed record SettingsEntry(
        GivenCoordinates? Coordinates,
        bool UseArtifactProperties,
        bool Publish,
        bool Override,
        bool Explode,
        bool Sign,
        bool SignIfAvailable,
        OnFailure OnFailure,
        bool IsReproducible,
        bool StampService,
        string? StaticFeed,
        int MaxFiles,
        RepositoryClause? Repository,
        PackageDetails? Package,
        VersionDetails? Version,
        IReadOnlyList<AttributeValues>? PackageAttributes,
        IReadOnlyList<AttributeValues>? VersionAttributes,
        Dictionary<string, string>? ReleaseNotes,
        ChecksumsFile? Checksums,
        string? Readme,
        Dictionary<string, PackageEntry>? Packages,
        LegEntry? Leg)
    {
        public static SettingsEntry Of(PushSettings settings) => new(
            settings.Project,
            settings.UseArtifactProperties,
            // A program that does not know legs leaves their files unpublished.
            settings.PublishesAtOnce,
            settings.Override,
            settings.Explode,
            settings.Signing is not null,
            settings.Signing?.IfAvailable == true,
            settings.OnFailure,
            settings.IsReproducible,
            settings.StampService,
            settings.StaticFeed?.ToString(),
            settings.MaxFiles,
            settings.Repository,
            settings.Package,
            settings.Version,
            settings.PackageAttributes,
            settings.VersionAttributes,
            NotesOf(settings, settings.ReleaseNotes),
            settings.Checksums,
            settings.Readme,
            settings.Packages.ToDictionary(
                package => package.Key,
                package => new PackageEntry(
                    package.Value.Details,
                    package.Value.Version,
                    package.Value.PackageAttributes,
                    package.Value.VersionAttributes,
                    NotesOf(settings, package.Value.ReleaseNotes),
                    package.Value.Readme)),
            settings.Leg is { } order ? new LegEntry(order.Release.Name, order.Leg.Name, order.IsUnnamed) : null);

        /// <summary>The notes of the versions that are pushed: the file that they come from may have changed by then.</summary>
        private static Dictionary<string, string>? NotesOf(PushSettings settings, ReleaseNotes? notes) => notes is not null
            ? Planner.Make(settings).Versions.Select(version => version.Address.Name).Distinct()
                .Where(version => notes.Of(version) is not null)
                .ToDictionary(version => version, version => notes.Of(version)!)
            : null;

        public PushSettings ToSettings(IReadOnlyList<Artifact> artifacts, IReadOnlyList<string> errors) => new()
        {
            Artifacts = artifacts,
            Project = Coordinates ?? GivenCoordinates.None,
            UseArtifactProperties = UseArtifactProperties,
            Publish = Publish,
            Leg = Leg?.ToOrder(),
            Override = Override,
            Explode = Explode,
            Signing = Sign ? new SigningOrder(null, SignIfAvailable) : null,
            OnFailure = OnFailure,
            IsReproducible = IsReproducible,
            IsError = new HashSet<string>(errors, StringComparer.Ordinal).Contains,
            StampService = StampService,
            StaticFeed = StaticFeed is not null && ServiceUrl.TryParse(StaticFeed, out var downloads, out _) ? downloads : null,
            MaxFiles = MaxFiles,
            Repository = Repository,
            Package = Package ?? new(),
            Packages = (Packages ?? []).ToDictionary(package => package.Key, package => package.Value.ToPackage()),
            Version = Version ?? new(),
            PackageAttributes = PackageAttributes ?? [],
            VersionAttributes = VersionAttributes ?? [],
            ReleaseNotes = NotesFrom(ReleaseNotes),
            Checksums = Checksums,
            Readme = Readme,
        };
    }

    /// <summary>The leg that the push stages.</summary>
    internal sealed record LegEntry(string Release, string Name, bool IsUnnamed)
    {
        [JsonIgnore]
        public bool IsLegal => Release is not null && ReleaseId.TryParse(Release, out _, out _)
            && Name is not null && LegName.TryParse(Name, out _, out _);

        public LegOrder ToOrder() => new(ReleaseId.Of(Release), LegName.Of(Name)) { IsUnnamed = IsUnnamed };
    }

    /// <summary>What is said of one package.</summary>
    internal sealed record PackageEntry(
        PackageDetails Details,
        VersionDetails? Version,
        IReadOnlyList<AttributeValues>? PackageAttributes,
        IReadOnlyList<AttributeValues>? VersionAttributes,
        Dictionary<string, string>? ReleaseNotes,
        string? Readme)
    {
        public DescribedPackage ToPackage() => new(Details)
        {
            Version = Version,
            PackageAttributes = PackageAttributes,
            VersionAttributes = VersionAttributes,
            ReleaseNotes = NotesFrom(ReleaseNotes),
            Readme = Readme,
        };
    }

    private static ReleaseNotes? NotesFrom(Dictionary<string, string>? texts) => texts is null ? null : ReleaseNotes.OfVersions(texts);

    /// <summary>A file. What only selects is not in it: the selection is over.</summary>
    internal sealed record ArtifactEntry(
        string Source,
        string DefaultPath,
        long? Size,
        string? Snapshot,
        string? Sha256,
        GivenCoordinates? Own,
        bool? Override,
        bool? Explode,
        bool? ListInDownloads,
        DebianCoordinates? Debian,
        Dictionary<string, IReadOnlyList<string>>? Disclosed)
    {
        public static ArtifactEntry Of(Artifact artifact) => new(
            artifact.LocalPath,
            artifact.DefaultPath,
            artifact.Size,
            artifact.Snapshot?.Path,
            artifact.Snapshot?.Sha256,
            artifact.Own,
            artifact.Override,
            artifact.Explode,
            artifact.ListInDownloads,
            artifact.Debian,
            artifact.Disclosed.Keys.Count == 0 ? null : artifact.Disclosed.Keys.ToDictionary(key => key, key => artifact.Disclosed[key]));

        public Artifact ToArtifact() => new()
        {
            LocalPath = Source,
            DefaultPath = DefaultPath,
            Size = Size,
            Snapshot = Snapshot is null || Sha256 is null ? null : new Snapshot(Snapshot, Sha256),
            Own = Own ?? GivenCoordinates.None,
            Override = Override,
            Explode = Explode,
            ListInDownloads = ListInDownloads,
            Debian = Debian,
            Disclosed = ArtifactProperties.Of((Disclosed ?? []).SelectMany(
                property => property.Value.Select(value => new KeyValuePair<string, string>(property.Key, value)))),
        };
    }
}
