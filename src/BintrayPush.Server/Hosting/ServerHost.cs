using BintrayPush.Api;
using BintrayPush.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BintrayPush.Server;

/// <summary>Puts the server together. Nothing is kept between requests but caches: any number of servers may work on one store.</summary>
internal static class ServerHost
{
    private const int MaxHeadersBytes = 32 * 1024;

    /// <summary>What may wait for a receiver: a small file as a whole, so that reading and sending need not wait for each other.</summary>
    private const int MaxResponseBufferBytes = 256 * 1024;

    /// <summary>Opens the data folder and makes the server ready to start.</summary>
    /// <param name="settings">What was set.</param>
    /// <param name="configureLog">Where the log goes, instead of the console.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="BintrayException">503: the data folder cannot be read or written.</exception>
    public static async Task<WebApplication> BuildAsync(
        ServerSettings settings, Action<ILoggingBuilder>? configureLog, CancellationToken cancellation)
    {
        var repository = await FolderRepository.OpenAsync(settings.Data, cancellation);
        // Nothing by default: no settings file that happens to lie somewhere, no log that nobody asked for.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "bintray-server" });
        builder.Configuration.AddEnvironmentVariables();
        if (settings.ConfigurationFile is { } file)
        {
            builder.Configuration.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: true);
        }

        ConfigureLog(builder.Logging, settings, configureLog);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.ShutdownTimeout);
        builder.Services.AddSingleton<RequestLog>();
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, ConnectionBuffers>();
        var endpoints = builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint.Key).ToArray();
        builder.WebHost.UseKestrel(options =>
        {
            Limit(options, settings);
            var configured = options.Configure(builder.Configuration.GetSection("Kestrel"), reloadOnChange: true);
            foreach (var endpoint in endpoints)
            {
                configured.Endpoint(endpoint, Prepare);
            }

            if (endpoints.Length == 0)
            {
                options.ConfigureEndpointDefaults(RejectedRequests.Prepare);
            }
        });
        if (endpoints.Length == 0)
        {
            builder.WebHost.UseUrls(settings.Urls);
        }

        var app = builder.Build();
        var users = new UserFolder(settings.Data, repository);
        var authentication = new Authentication(users);
        var dispatcher = Dispatch(app, repository, users, authentication, settings);
        var health = new Health(repository.Service, app.Lifetime.ApplicationStopping);
        app.Lifetime.ApplicationStopped.Register(authentication.Dispose);
        app.Lifetime.ApplicationStopped.Register(RejectedRequests.WatchFor(app).Dispose);
        app.Run(http =>
        {
            var target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
            return Health.IsAsked(target) ? health.AnswerAsync(http, target) : dispatcher.HandleAsync(http, target);
        });
        return app;
    }

    private static Dispatcher Dispatch(
        WebApplication app, FolderRepository repository, UserFolder users, Authentication authentication, ServerSettings settings)
    {
        var facts = new RepositoryFacts(repository.Service);
        var access = new Access(facts, settings.AnonymousRead);
        var router = new Router(Routes.All(repository, users, facts, access, settings));
        return new Dispatcher(router, authentication, access, new RateHeaders(settings.RateLimit), settings, app.Services.GetRequiredService<RequestLog>());
    }

    /// <summary>TLS first: what is rejected is answered inside of it. Where certificates go by the host's name Kestrel has to do that itself, later.</summary>
    private static void Prepare(EndpointConfiguration endpoint)
    {
        if (endpoint.IsHttps && !endpoint.ConfigSection.GetSection("Sni").Exists())
        {
            endpoint.ListenOptions.UseHttps(endpoint.HttpsOptions);
        }

        RejectedRequests.Prepare(endpoint.ListenOptions);
    }

    private static void Limit(KestrelServerOptions options, ServerSettings settings)
    {
        var rate = settings.MinDataRate > 0 ? new MinDataRate(settings.MinDataRate, settings.DataRateGrace) : null;
        options.AddServerHeader = false;
        options.Limits.MaxResponseBufferSize = MaxResponseBufferBytes;
        options.Limits.MaxRequestBodySize = settings.MaxUploadBytes > 0 ? settings.MaxUploadBytes : null;
        options.Limits.MaxRequestHeadersTotalSize = MaxHeadersBytes;
        options.Limits.RequestHeadersTimeout = settings.HeadersTimeout;
        options.Limits.MinRequestBodyDataRate = rate;
        options.Limits.MinResponseDataRate = rate;
    }

    private static void ConfigureLog(ILoggingBuilder logging, ServerSettings settings, Action<ILoggingBuilder>? configure)
    {
        logging.ClearProviders();
        // The framework logs queries of its own, and a query can hold a passphrase.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        if (configure is not null)
        {
            configure(logging);
        }
        else if (settings.JsonLog)
        {
            logging.AddJsonConsole(options => options.UseUtcTimestamp = true);
        }
        else
        {
            logging.AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
                options.UseUtcTimestamp = true;
            });
        }
    }
}
