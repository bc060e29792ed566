using BintrayPush.Storage.Archives;

namespace BintrayPush.Server.Settings;

/// <summary>What can be set when the server is started (docs/server.md). Zero switches a limit off where that makes sense.</summary>
public sealed record ServerSettings
{
    /// <summary>The data folder.</summary>
    public required string Data { get; init; }

    /// <summary>Where to listen, separated by <c>;</c>. A Kestrel section in the configuration file takes its place.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:8081";

    /// <summary>A JSON file with Kestrel's own configuration, for example certificates.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>Whether public repositories can be read without logging in.</summary>
    public bool AnonymousRead { get; init; } = true;

    /// <summary>
    /// Whether a package in a public repository needs licences and a VCS URL when it is created (protocol reference, section 4).
    /// </summary>
    public bool RequireOssMetadata { get; init; }

    /// <summary>Whether there are web pages, below <c>/ui</c> (docs/pages.md).</summary>
    public bool Pages { get; init; } = true;

    /// <summary>Who vouches for people who sign in to the pages; <see langword="null"/> for nobody, and keys alone.</summary>
    public PageSignIn? PageSignIn { get; init; }

    /// <summary>Whether every change is refused (semantics reference 5.2, E2).</summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// Whether downloads are redirected to a signed, short-lived address of this server (protocol reference, section 13).
    /// </summary>
    public bool RedirectDownloads { get; init; }

    /// <summary>
    /// The location of a web server before this one that stands for the data folder, if that web server sends the files
    /// (<c>X-Accel-Redirect</c>); it ends in a slash.
    /// </summary>
    public string? AccelLocation { get; init; }

    /// <summary>Where contents of a bucket are kept on this machine; <see langword="null"/> for nowhere.</summary>
    public ContentCache? Cache { get; init; }

    /// <summary>Where downloads of large contents of a bucket lead; <see langword="null"/> if this server sends them.</summary>
    public ContentRedirection? RedirectContents { get; init; }

    /// <summary>The largest upload, in bytes; 0 for no limit.</summary>
    public long MaxUploadBytes { get; init; }

    /// <summary>The largest JSON body, in bytes.</summary>
    public long MaxJsonBytes { get; init; } = 4 << 20;

    /// <summary>The most values, names and brackets in a JSON body: each takes much more memory than its bytes.</summary>
    public int MaxJsonTokens { get; init; } = 250_000;

    /// <summary>The bytes of all JSON bodies in work at a time; beyond that callers are asked to come again.</summary>
    public long MaxJsonBytesAtOnce { get; init; } = 32 << 20;

    /// <summary>What an exploded archive may hold at most.</summary>
    public ArchiveLimits Archives { get; init; } = new();

    /// <summary>What webhooks may do and cost.</summary>
    public WebhookLimits Webhooks { get; init; } = new();

    /// <summary>Days after its publication during which a version may still change; 0 for ever (protocol reference 8.2).</summary>
    public int ChangeWindowDays { get; init; }

    /// <summary>
    /// The daily number of calls told to callers who have no role on what they call; 0 for no headers (protocol reference 1.3).
    /// </summary>
    public int RateLimit { get; init; }

    /// <summary>The requests that a caller may make in a minute; 0 for any number.</summary>
    public int MaxRequestsPerMinute { get; init; }

    /// <summary>Whether callers are told apart by the last address in <c>X-Forwarded-For</c>: only behind a proxy that writes it.</summary>
    public bool ForwardedFor { get; init; }

    /// <summary>The bytes per second below which a sender or a receiver is cut off; 0 for no limit.</summary>
    public double MinDataRate { get; init; } = 240;

    /// <summary>How long a connection may stay below that rate.</summary>
    public TimeSpan DataRateGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the headers of a request may take.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long calls in flight may go on after the server was told to stop.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How often the server sweeps its store by itself; <see langword="null"/> for never. A read-only server does not.
    /// </summary>
    public TimeSpan? SweepEvery { get; init; }

    /// <summary>Whose versions go by age and number (docs/operating.md): each repository once.</summary>
    public IReadOnlyList<RepositoryRetention> Retention { get; init; } = [];

    /// <summary>
    /// How often the server lets them go by itself; <see langword="null"/> for never. A read-only server does not.
    /// </summary>
    public TimeSpan? RetentionEvery { get; init; }

    /// <summary>Where metrics can be read, an address that callers do not reach; <see langword="null"/> for nowhere.</summary>
    public string? Metrics { get; init; }

    /// <summary>Whether the log is written as JSON, one object per line.</summary>
    public bool JsonLog { get; init; }

    /// <summary>
    /// The file with the key under which private keys are kept that have no passphrase: outside the data folder, and made when it is first
    /// needed.
    /// </summary>
    public string InstallationKey { get; init; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "bintray-server",
        "installation.key");

    /// <summary>
    /// What the addresses in documents begin with, where that is not what clients use: behind a proxy; <see langword="null"/> otherwise.
    /// </summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>The folder of the index of NuGet feeds; <see langword="null"/> for one in the cache of this account.</summary>
    public string? Index { get; init; }

    /// <summary>Whether <c>dotnet nuget delete</c> deletes a version, and does not only hide it from searches.</summary>
    public bool FeedDeletes { get; init; }

    /// <summary>A file with known vulnerabilities, in the form of NuGet's pages; <see langword="null"/> for none.</summary>
    public string? Vulnerabilities { get; init; }

    /// <summary>A file with faults that the server makes on purpose (docs/rehearsal.md); <see langword="null"/> for none.</summary>
    public string? Faults { get; init; }

    /// <summary>Whether it makes them also where others than this machine reach it.</summary>
    public bool FaultsForOthers { get; init; }

    /// <summary>By which clock signed addresses run out and sweeps are due.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;
}
