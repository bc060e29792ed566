using BintrayPush.Formats.Debian;
using BintrayPush.Server.Access;
using BintrayPush.Server.Archives;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Feed.Index;
using BintrayPush.Server.Http;
using BintrayPush.Server.Metrics;
using BintrayPush.Server.Records;
using BintrayPush.Server.Rehearsal;
using BintrayPush.Server.Settings;
using BintrayPush.Server.SignIn;
using BintrayPush.Server.Statistics;
using BintrayPush.Server.Store;
using BintrayPush.Server.Users;
using BintrayPush.Server.Webhooks;
using BintrayPush.Signing.Keys;
using BintrayPush.Storage;
using BintrayPush.Storage.Archives;
using BintrayPush.Storage.Maintenance;
using Microsoft.AspNetCore.Http.Features;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Puts the server together. Nothing is kept between requests but caches and the webhooks that wait: any number of servers may work on
/// one store.
/// </summary>
internal static class ServerHost
{
    /// <summary>NuGet's clients wait for 100 seconds. They come again when they are told so before.</summary>
    private static readonly TimeSpan IndexWait = TimeSpan.FromMinutes(1);

    /// <summary>Lines that end in LF alone (RFC 9112, 2.2): a proxy in front may see the end of a request elsewhere.</summary>
    private const string RefuseBareLineFeeds = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    /// <summary>Opens the data folder and makes the server ready to start.</summary>
    /// <param name="settings">What was set.</param>
    /// <param name="configureLog">Where the log goes, instead of the console.</param>
    /// <exception cref="BintrayException">503: the data folder cannot be read or written.</exception>
    public static async Task<WebApplication> BuildAsync(
        ServerSettings settings, Action<ILoggingBuilder>? configureLog, CancellationToken cancellation)
    {
        AppContext.SetSwitch(RefuseBareLineFeeds, isEnabled: true);
        AllowReadingInPlace();
        Preloading.LoadAll(withEngines: ServerStores.IsBucket(settings.Data), withMetrics: settings.Metrics is not null);
        if (SettingConflicts.In(settings).FirstOrDefault() is { Reason: { } conflict })
        {
            throw new FormatException(conflict);
        }

        var keys = ServerStores.KeysOf(settings.Data, new InstallationKey(settings.InstallationKey), settings.Time);
        var meter = settings.Metrics is null ? null : new ServerMeter();
        var options = new RepositoryOptions
        {
            Archives = new ArchiveReader(settings.Archives, Bzip2Stream.Open),
            DebReader = new DebReader(),
            NuGetCheck = PackageFiles.CheckAsync,
            Keys = keys,
            Measure = meter is null ? null : meter.StoreCalled,
        };
        var store = await ServerStores.OpenAsync(settings.Data, settings.ReadOnly, options, cancellation, settings.Cache);
        var addresses = settings.RedirectDownloads
            ? new SignedAddresses(
                await SharedSecret.LoadAsync(store.PrivateFiles, SharedSecret.OfAddresses, settings.ReadOnly, cancellation), settings.Time)
            : null;
        // Nothing by default: no settings file that happens to lie somewhere, no log that was not asked for.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "bintray-server" });
        builder.Configuration.AddEnvironmentVariables();
        ServerLog.Configure(builder.Logging, settings, configureLog);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.ShutdownTimeout);
        builder.Services.AddSingleton<RequestLog>();
        StartNotice.Add(builder.Services);
        AddPeriodicWork(builder.Services, store, settings);
        DownloadWriter.Add(builder.Services, store.DownloadCounts, settings.ReadOnly, settings.Time);
        if (settings.Metrics is { } metrics)
        {
            builder.Services.AddHostedService(services => new MetricsListener(metrics, services.GetRequiredService<ILoggerFactory>()));
        }

        var receivers = new ReceiverWatch(settings.MinDataRate, settings.DataRateGrace, TimeProvider.System);
        var watched = KestrelSetup.Configure(builder, settings, receivers, meter);
        // Built by the container, so that it is disposed of with it.
        builder.Services.AddSingleton(_ => store);
        var app = builder.Build();
        app.Services.GetRequiredService<IServerStore>();
        var users = new UserRecords(store.PrivateFiles);
        var issued = new IssuedKeys(store.PrivateFiles, settings.Time);
        var uses = settings.ReadOnly ? null : new KeyUses(store.PrivateFiles, settings.Time);
        var authentication = new Authentication(users, issued, uses, settings.Time, settings.ForwardedFor);
        var signing = new SigningData(keys, settings.Time);
        var dispatcher = Dispatch(app, store, keys, signing, users, issued, addresses, authentication, settings, meter);
        var health = new Health(store.Service, app.Services.GetRequiredService<RequestLog>(), app.Lifetime.ApplicationStopping);
        app.Lifetime.ApplicationStopped.Register(authentication.Dispose);
        app.Lifetime.ApplicationStopped.Register(() => meter?.Dispose());
        app.Lifetime.ApplicationStopped.Register(receivers.Dispose);
        app.Lifetime.ApplicationStopped.Register(watched.Dispose);
        app.Lifetime.ApplicationStopped.Register(RejectedRequests.WatchFor(app).Dispose);
        var faulty = settings.Faults is { } menu ? Rehearse(menu, settings.Time, app) : null;
        app.Run(http =>
        {
            var target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
            return UnreadBody.AnswerAsync(
                http,
                () => Health.IsAsked(target) ? health.AnswerAsync(http, target)
                    : faulty is null ? dispatcher.HandleAsync(http, target)
                    : faulty.HandleAsync(http, target, () => dispatcher.HandleAsync(http, target)));
        });
        return app;
    }

    private static void AddPeriodicWork(IServiceCollection services, IServerStore store, ServerSettings settings)
    {
        if (settings is { SweepEvery: { } sweeps, ReadOnly: false })
        {
            var options = new SweepOptions { Pause = (grace, stop) => Task.Delay(grace, settings.Time, stop) };
            services.AddHostedService(host => new PeriodicSweep(
                store, sweeps, options, settings.Time, host.GetRequiredService<ILogger<PeriodicSweep>>()));
        }

        if (settings is { RetentionEvery: { } retentions, ReadOnly: false })
        {
            var passphrase = KeyAdministration.PassphraseOf(Environment.GetEnvironmentVariable);
            services.AddHostedService(host => new PeriodicRetention(
                store, settings, retentions, passphrase, host.GetRequiredService<ILogger<PeriodicRetention>>()));
        }
    }

    private static FaultyCalls Rehearse(string menu, TimeProvider time, WebApplication app)
    {
        var (faults, wrong) = FaultFile.Read(menu);
        var faulty = wrong.Count == 0
            ? new FaultyCalls(faults, time, app.Services.GetRequiredService<ILogger<FaultyCalls>>())
            : throw new FormatException(string.Join(Environment.NewLine, wrong));
        faulty.Announce(menu);
        return faulty;
    }

    /// <summary>
    /// The store reads in place, on half of the threads that the pool starts without delay: on as many as there are processors, then,
    /// and as many again are left if a disk holds up all of those.
    /// </summary>
    private static void AllowReadingInPlace()
    {
        ThreadPool.GetMinThreads(out var workers, out var others);
        ThreadPool.SetMinThreads(Math.Max(workers, 2 * Environment.ProcessorCount), others);
    }

    private static Dispatcher Dispatch(
        WebApplication app,
        IServerStore store,
        SubjectKeys keys,
        SigningData signing,
        UserRecords users,
        IssuedKeys issued,
        SignedAddresses? addresses,
        Authentication authentication,
        ServerSettings settings,
        ServerMeter? meter)
    {
        var facts = new RepositoryFacts(store);
        var access = new AccessRules(facts, settings.AnonymousRead, addresses);
        var webhooks = new WebhookDelivery(
            store,
            users,
            settings.Webhooks,
            app.Services.GetRequiredService<ILogger<WebhookQueue>>(),
            settings.Time,
            meter is null ? null : meter.Published);
        app.Lifetime.ApplicationStopped.Register(webhooks.Dispose);
        var log = app.Services.GetRequiredService<ILogger<FeedIndex>>();
        var index = new FeedIndex(
            store,
            settings.Index ?? IndexFolder.Of(settings.Data),
            warning => ServerLog.FeedWarning(log, warning),
            IndexWait,
            app.Lifetime.ApplicationStopping);
        meter?.FollowIndex(() => index.Lag);
        var indexing = new FeedIndexing(
            store, index, settings.Time, app.Services.GetRequiredService<ILogger<FeedIndexing>>(), app.Lifetime.ApplicationStopping);
        app.Lifetime.ApplicationStarted.Register(indexing.Start);
        app.Lifetime.ApplicationStopped.Register(() =>
        {
            indexing.WaitForEnd();
            index.Dispose();
        });
        var vulnerabilities = new KnownVulnerabilities(settings.Vulnerabilities, fault => ServerLog.FeedWarning(log, fault));
        var issuers = new IssuerKeys(settings.Time);
        app.Lifetime.ApplicationStopped.Register(issuers.Dispose);
        var tokens = new TokenCalls(
            new TokenCheck(store.PrivateFiles, new Policies(store.PrivateFiles), issuers, settings.Time),
            issued,
            new GuessLimit(settings.Time, Refusal.TooManyGuesses),
            settings.ForwardedFor,
            settings.Time,
            app.Services.GetRequiredService<ILogger<TokenCalls>>());
        var sessions = settings.Pages
            ? new PageSessions(
                store.PrivateFiles, users, authentication, settings.Time, settings.ReadOnly, ProviderSignIn.NameOf(settings.PageSignIn))
            : null;
        var router = new Router(
        [
            .. tokens.Routes,
            .. ProviderSignIn.Routes(app, access, users, sessions, settings),
            .. Routes.All(
                store, signing, keys, users, facts, access, addresses, webhooks, index, vulnerabilities,
                app.Services.GetService<DownloadTally>(), sessions, settings),
        ]);
        var rate = settings.MaxRequestsPerMinute > 0 ? new RequestRate(settings.MaxRequestsPerMinute, settings.ForwardedFor) : null;
        app.Lifetime.ApplicationStopped.Register(() => rate?.Dispose());
        return new Dispatcher(
            router,
            authentication,
            access,
            new RateHeaders(settings),
            new ServerHeader(settings, store.KeepsUnfinishedUploads),
            rate,
            meter is null ? null : new RequestMeter(meter),
            settings,
            app.Services.GetRequiredService<RequestLog>(),
            sessions);
    }
}
