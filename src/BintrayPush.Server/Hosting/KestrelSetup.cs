using System.Buffers;
using BintrayPush.Server.Metrics;
using BintrayPush.Server.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace BintrayPush.Server.Hosting;

/// <summary>Where the server listens, what connections may cost, and what lies between a connection and a call.</summary>
internal static class KestrelSetup
{
    private const int MaxHeadersBytes = 32 * 1024;

    /// <summary>What may wait for a receiver: a small file as a whole, so that reading and sending need not wait for each other.</summary>
    private const int MaxResponseBufferBytes = 256 * 1024;

    /// <summary>Adds Kestrel to a host.</summary>
    /// <returns>What watches the file of settings, to be disposed of when the server has stopped.</returns>
    public static IDisposable Configure(
        WebApplicationBuilder builder, ServerSettings settings, ReceiverWatch receivers, ServerMeter? meter)
    {
        var configuration = Read(settings.ConfigurationFile);
        var section = configuration.GetSection("Kestrel");
        var endpoints = section.GetSection("Endpoints").GetChildren().Select(endpoint => endpoint.Key).ToArray();
        var maxConnections = HandleLimit.MaxConnections();
        builder.WebHost.UseKestrel(options =>
        {
            Limit(options, settings, maxConnections);
            var configured = options.Configure(section, reloadOnChange: true);
            foreach (var endpoint in endpoints)
            {
                configured.Endpoint(endpoint, address => Prepare(address, receivers, meter));
            }

            if (endpoints.Length == 0)
            {
                options.ConfigureEndpointDefaults(address => RejectedRequests.Prepare(address, receivers, meter));
            }
        });
        // After UseKestrel, which registers its own.
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, ConnectionBuffers>();
        builder.Services.Configure<SocketTransportOptions>(options =>
        {
            // Else the socket is asked for a single byte before each read.
            options.WaitForDataBeforeAllocatingBuffer = false;
            // Kestrel's own limit does not reach the transport, which holds 64 KiB by default.
            options.MaxWriteBufferSize = MaxResponseBufferBytes;
        });
        if (endpoints.Length == 0)
        {
            builder.WebHost.UseUrls(settings.Urls);
        }

        if (maxConnections is { } limit)
        {
            // A few more than are served, so that those are told that there are too many.
            const int ToldToGo = 8;
            builder.Services.AddSingleton<IConnectionListenerFactory>(services => new BoundedListeners(
                ActivatorUtilities.CreateInstance<SocketTransportFactory>(services), (int)Math.Min(limit + ToldToGo, int.MaxValue)));
        }

        return configuration;
    }

    /// <summary>Where a server with these settings listens; nothing if the file of settings cannot be read.</summary>
    public static IReadOnlyList<string> AddressesOf(ServerSettings settings)
    {
        try
        {
            using var configuration = Read(settings.ConfigurationFile);
            var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().ToArray();
            return endpoints.Length > 0
                ? [.. endpoints.Select(endpoint => endpoint["Url"]).OfType<string>()]
                : settings.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or FormatException or UnauthorizedAccessException)
        {
            // That is told elsewhere, and no server starts.
            return [];
        }
    }

    /// <summary>
    /// Kestrel's own section. It is apart from the configuration of the host, which would take some of the server's own settings for its.
    /// </summary>
    private static ConfigurationRoot Read(string? file)
    {
        var configuration = new ConfigurationBuilder();
        if (file is not null)
        {
            configuration.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: true);
        }

        return (ConfigurationRoot)configuration.AddEnvironmentVariables().Build();
    }

    /// <summary>
    /// TLS first: what is rejected is answered inside of it. Where certificates go by the host's name Kestrel has to do that itself, later.
    /// </summary>
    private static void Prepare(EndpointConfiguration endpoint, ReceiverWatch receivers, ServerMeter? meter)
    {
        if (endpoint.IsHttps && !endpoint.ConfigSection.GetSection("Sni").Exists())
        {
            endpoint.ListenOptions.UseHttps(endpoint.HttpsOptions);
        }

        RejectedRequests.Prepare(endpoint.ListenOptions, receivers, meter);
    }

    private static void Limit(KestrelServerOptions options, ServerSettings settings, long? maxConnections)
    {
        var rate = settings.MinDataRate > 0 ? new MinDataRate(settings.MinDataRate, settings.DataRateGrace) : null;
        options.AddServerHeader = false;
        options.RequestHeaderEncodingSelector = DigitsOnly.For;
        options.Limits.MaxConcurrentConnections = maxConnections;
        options.Limits.MaxResponseBufferSize = MaxResponseBufferBytes;
        options.Limits.MaxRequestBodySize = settings.MaxUploadBytes > 0 ? settings.MaxUploadBytes : null;
        options.Limits.MaxRequestHeadersTotalSize = MaxHeadersBytes;
        options.Limits.RequestHeadersTimeout = settings.HeadersTimeout;
        options.Limits.MinRequestBodyDataRate = rate;
        options.Limits.MinResponseDataRate = rate;
    }
}
