using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace BintrayPush.Server.Metrics;

/// <summary>
/// Answers <c>/metrics</c> in Prometheus' text format at an address of its own, which callers of the server do not reach. What collects
/// metrics needs no key so: those of an admin may do anything, and would lie in its configuration. A flood of requests at one of the two
/// addresses takes no connection from the other.
/// </summary>
/// <param name="url">Where to listen.</param>
/// <param name="logs">Where the log goes.</param>
internal sealed partial class MetricsListener(string url, ILoggerFactory logs) : IHostedService, IAsyncDisposable
{
    /// <summary>A few collectors, and people who look.</summary>
    private const int MaxConnections = 16;

    private const string Path = "/metrics";

    private MeterProvider? _meters;
    private WebApplication? _app;

    /// <summary>Where it listens, once it does.</summary>
    public Uri Address =>
        new(_app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + Path);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _meters = Sdk.CreateMeterProviderBuilder()
            // .NET's own: memory, garbage collection, threads; connections.
            .AddMeter(ServerMeter.Name, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            .ConfigureResource(resource => resource.AddService("bintray-server", autoGenerateServiceInstanceId: false))
            .AddPrometheusExporter()
            .Build();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "bintray-server" });
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxConcurrentConnections = MaxConnections;
            options.Limits.MaxRequestBodySize = 0;
        });
        builder.WebHost.UseUrls(url);
        _app = builder.Build();
        _app.UseOpenTelemetryPrometheusScrapingEndpoint(
            _meters, predicate: null, path: Path, configureBranchedPipeline: null, optionsName: null);
        _app.Run(http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await _app.StartAsync(cancellationToken);
        Listening(logs.CreateLogger<MetricsListener>(), Address);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _meters?.Dispose();
    }

    [LoggerMessage(50, LogLevel.Information, "Metrics are at {Address}")]
    private static partial void Listening(ILogger logger, Uri address);

    /// <summary>Signals are for the server, which ends this together with itself.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
