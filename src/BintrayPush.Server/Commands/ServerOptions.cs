using System.CommandLine;
using BintrayPush.Server.Configuration;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Commands;

/// <summary>The options of the server itself; their defaults are those of <see cref="ServerSettings"/>.</summary>
internal sealed class ServerOptions
{
    private const long Megabyte = 1 << 20;
    private static readonly ServerSettings Default = new() { Data = "" };

    private readonly Option<string> _data = ServerCommand.DataOption();
    private readonly Option<string> _urls = New("--urls", "Where to listen, separated by ';'.", Default.Urls);
    private readonly Option<string?> _config = New<string?>(
        "--config",
        "A JSON file with settings: these options without their '--', and a 'Kestrel' section (endpoints, certificates).",
        null);
    private readonly Option<bool> _anonymousRead = New(
        "--anonymous-read", "Whether public repositories can be read without logging in.", Default.AnonymousRead);
    private readonly Option<bool> _requireOss = New(
        "--require-oss-metadata", "Demand licences and a VCS URL of new packages in public repositories.", Default.RequireOssMetadata);
    private readonly Option<bool> _readOnly = New(
        "--read-only", "Refuse every upload and every other change; everything can still be read.", Default.ReadOnly);
    private readonly Option<bool> _redirect = New(
        "--redirect-downloads", "Redirect downloads to signed, short-lived addresses.", Default.RedirectDownloads);
    private readonly Option<string?> _accel = LocationOption.Create(
        "--accel-location", "The location of an nginx before this server that stands for the data folder: it sends the files then.");
    private readonly Option<string?> _cache = FolderOption.Create(
        "--cache", "A folder of this server alone in which contents of a bucket are kept after they were read; none if it is not given.");
    private readonly Option<long> _cacheSize = New(
        "--cache-size-mb", "What they may take there, in MiB.", ContentCache.DefaultBytes / Megabyte);
    private readonly Option<ContentRedirection?> _redirectContents = RedirectionOption.Create(
        "--redirect-contents", "Lead downloads of large files to the bucket, 'presigned', or to a content network before it.");
    private readonly Option<long> _redirectFrom = New(
        "--redirect-contents-from-mb", "From which size, in MiB.", ContentRedirection.DefaultFromBytes / Megabyte);
    private readonly Option<long> _maxUpload = New(
        "--max-upload-mb", "The largest upload in MiB; 0 for no limit.", Default.MaxUploadBytes / Megabyte);
    private readonly Option<long> _maxExploded = New(
        "--max-exploded-mb", "The most an exploded archive may hold, in MiB.", Default.Archives.Bytes / Megabyte);
    private readonly Option<int> _maxEntries = New(
        "--max-exploded-files", "The most files an exploded archive may hold.", Default.Archives.Entries);
    private readonly Option<int> _window = New(
        "--change-window-days", "Days after publication during which a version may change; 0 for ever.", Default.ChangeWindowDays);
    private readonly Option<int> _rateLimit = New(
        "--rate-limit", "The daily number told in X-RateLimit headers; 0 for none.", Default.RateLimit);
    private readonly Option<int> _maxRequests = New(
        "--max-requests-per-minute",
        "The requests that a caller, a user or an address, may make in a minute; 0 for any number.",
        Default.MaxRequestsPerMinute);
    private readonly Option<bool> _privateWebhooks = New(
        "--webhooks-to-private", "Whether webhooks may go to this machine and to private networks.", Default.Webhooks.ToPrivateAddresses);
    private readonly Option<bool> _forwardedFor = New(
        "--forwarded-for",
        "Tell callers apart by the last address in X-Forwarded-For; only behind a proxy that writes it.",
        Default.ForwardedFor);
    private readonly Option<double> _minRate = New(
        "--min-data-rate", "Bytes per second below which a sender is cut off; 0 for none.", Default.MinDataRate);
    private readonly Option<double> _grace = New(
        "--data-rate-grace", "Seconds that a connection may stay below that rate.", Default.DataRateGrace.TotalSeconds);
    private readonly Option<double> _shutdown = New(
        "--shutdown-timeout", "Seconds that calls in flight may go on after a stop.", Default.ShutdownTimeout.TotalSeconds);
    private readonly Option<TimeSpan?> _sweepEvery = IntervalOption.Create(
        "--sweep-every", "Clear away what nothing refers to any longer, each time that this interval is over; never if it is not given.");
    private readonly Option<IReadOnlyList<RepositoryRetention>?> _retention = RetentionOption.Create(
        "--retention",
        "Whose versions go by age and number: 'acme/nuget keep-last=10 older-than=90d prerelease-only; acme/deb keep-last=5'.");
    private readonly Option<TimeSpan?> _retentionEvery = IntervalOption.Create(
        "--retention-every", "Delete the versions that go by --retention, each time that this interval is over; never if it is not given.");
    private readonly Option<string> _installationKey = ServerCommand.InstallationKeyOption();
    private readonly Option<Uri?> _publicUrl = UrlOption.Create(
        "--public-url", "What clients call this server, if a proxy stands before it: 'https://packages.example.com'.");
    private readonly Option<string?> _index = FolderOption.Create(
        "--index", "The folder of the index of NuGet feeds, made from the data; by default in the cache of this account.");
    private readonly Option<bool> _feedDeletes = New(
        "--feed-deletes", "'dotnet nuget delete' deletes; without it a version is only hidden from searches.", Default.FeedDeletes);
    private readonly Option<string?> _vulnerabilities = New<string?>(
        "--vulnerabilities", "A file with known vulnerabilities, in the form of a page of NuGet's VulnerabilityInfo.", null);
    private readonly Option<bool> _noPages = New("--no-pages", "Have no web pages below /ui.", !Default.Pages);
    private readonly Option<Uri?> _oidcIssuer = UrlOption.Create(
        "--oidc-issuer", "Let people sign in to the pages by a provider of identities (OpenID Connect): its issuer.");
    private readonly Option<string?> _oidcClient = New<string?>("--oidc-client", "How that provider knows this server (client id).", null);
    private readonly Option<string> _oidcClaim = New(
        "--oidc-claim", "The claim with the name of the user, who has to be there.", PageSignIn.DefaultClaim);
    private readonly Option<string?> _oidcSecretFile = New<string?>(
        "--oidc-secret-file", $"A file with the secret of the client; without it the variable {PageSignIn.SecretVariable}.", null);
    private readonly Option<string?> _metrics = New<string?>(
        "--metrics", "Where metrics can be read, an address of its own that callers do not reach: 'http://127.0.0.1:9464'.", null);
    private readonly Option<string?> _faults = New<string?>(
        "--faults", "A JSON file with faults that this server makes on purpose, to rehearse with: docs/rehearsal.md.", null);
    private readonly Option<bool> _faultsForOthers = New(
        "--faults-for-others", "Make them also where others than this machine reach the server.", Default.FaultsForOthers);
    private readonly Option<bool> _jsonLog = New("--json-log", "Write the log as JSON, one object per line.", Default.JsonLog);

    /// <summary>Where the data are.</summary>
    public Option Data => _data;

    /// <summary>The file with settings, which stands in no file itself.</summary>
    public Option File => _config;

    /// <summary>Whose versions go.</summary>
    public Option Retention => _retention;

    /// <summary>Where the index of feeds is.</summary>
    public Option Index => _index;

    /// <summary>The key of the installation, which has a variable of its own, too.</summary>
    public Option InstallationKey => _installationKey;

    /// <summary>Those that are an object in the file, and how that becomes the text of the option.</summary>
    public IReadOnlyDictionary<string, Func<PlacedValue, Action<string, string>, string>> Objects =>
        new Dictionary<string, Func<PlacedValue, Action<string, string>, string>> { [NameOf(_retention)] = RetentionOption.TextOf };

    public IEnumerable<Option> All =>
    [
        _data,
        _urls,
        _config,
        _anonymousRead,
        _requireOss,
        _readOnly,
        _redirect,
        _accel,
        _cache, _cacheSize, _redirectContents, _redirectFrom,
        _maxUpload,
        _maxExploded,
        _maxEntries,
        _window,
        _rateLimit, _maxRequests,
        _privateWebhooks,
        _forwardedFor, _minRate, _grace, _shutdown, _sweepEvery, _retention, _retentionEvery, _installationKey,
        _publicUrl,
        _index,
        _feedDeletes,
        _vulnerabilities,
        _noPages, _oidcIssuer, _oidcClient, _oidcClaim, _oidcSecretFile,
        _metrics,
        _jsonLog,
        _faults, _faultsForOthers,
    ];

    public ServerSettings Read(ParseResult result) => new()
    {
        Data = result.GetRequiredValue(_data),
        Urls = result.GetRequiredValue(_urls),
        ConfigurationFile = result.GetValue(_config),
        AnonymousRead = result.GetValue(_anonymousRead),
        RequireOssMetadata = result.GetValue(_requireOss),
        ReadOnly = result.GetValue(_readOnly),
        RedirectDownloads = result.GetValue(_redirect),
        AccelLocation = result.GetValue(_accel),
        Cache = result.GetValue(_cache) is { } cache ? new ContentCache(cache, result.GetValue(_cacheSize) * Megabyte) : null,
        RedirectContents = result.GetValue(_redirectContents) is { } redirection
            ? redirection with { FromBytes = result.GetValue(_redirectFrom) * Megabyte } : null,
        MaxUploadBytes = result.GetValue(_maxUpload) * Megabyte,
        Archives = Default.Archives with { Bytes = result.GetValue(_maxExploded) * Megabyte, Entries = result.GetValue(_maxEntries) },
        ChangeWindowDays = result.GetValue(_window),
        RateLimit = result.GetValue(_rateLimit),
        MaxRequestsPerMinute = result.GetValue(_maxRequests),
        Webhooks = Default.Webhooks with { ToPrivateAddresses = result.GetValue(_privateWebhooks) },
        ForwardedFor = result.GetValue(_forwardedFor),
        MinDataRate = result.GetValue(_minRate),
        DataRateGrace = TimeSpan.FromSeconds(result.GetValue(_grace)),
        ShutdownTimeout = TimeSpan.FromSeconds(result.GetValue(_shutdown)),
        SweepEvery = result.GetValue(_sweepEvery),
        Retention = result.GetValue(_retention) ?? [],
        RetentionEvery = result.GetValue(_retentionEvery),
        InstallationKey = result.GetRequiredValue(_installationKey),
        PublicUrl = result.GetValue(_publicUrl),
        Index = result.GetValue(_index),
        FeedDeletes = result.GetValue(_feedDeletes),
        Vulnerabilities = result.GetValue(_vulnerabilities),
        Pages = !result.GetValue(_noPages),
        PageSignIn = result.GetValue(_oidcIssuer) is { } issuer
            ? new PageSignIn(issuer, result.GetValue(_oidcClient) ?? "")
            {
                Claim = result.GetRequiredValue(_oidcClaim),
                SecretFile = result.GetValue(_oidcSecretFile),
            }
            : null,
        Metrics = result.GetValue(_metrics),
        JsonLog = result.GetValue(_jsonLog),
        Faults = result.GetValue(_faults),
        FaultsForOthers = result.GetValue(_faultsForOthers),
    };

    /// <summary>The name of a setting, which is the same in the file and, in capitals, in the environment.</summary>
    public static string NameOf(Option option) => option.Name["--".Length..];

    /// <summary>The type of its values.</summary>
    public static Type ValueTypeOf(Option option) => Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;

    /// <summary>What counts where it is not given; <see langword="null"/> for nothing.</summary>
    public static object? DefaultOf(Option option) => option.HasDefaultValue ? option.GetDefaultValue() : null;

    private static Option<T> New<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
