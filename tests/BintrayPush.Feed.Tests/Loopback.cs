using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;

namespace BintrayPush.Feed.Tests;

/// <summary>A web server that answers with bytes, on a port that the system chose, and NuGet's own client of it.</summary>
internal sealed class Loopback : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Loopback(WebApplication app) => _app = app;

    /// <summary>The folder of the service index.</summary>
    public string Root => $"{_app.Urls.Single()}/v3/";

    /// <summary>What was asked for below <see cref="Root"/>, with the query.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public static SourceCacheContext NoCache => new() { NoCache = true, DirectDownload = true, RefreshMemoryCache = true };

    /// <summary>Starts it.</summary>
    /// <param name="answer">The bytes for an address below <see cref="Root"/>; <see langword="null"/> if there is nothing.</param>
    public static async Task<Loopback> StartAsync(Func<Loopback, string, IQueryCollection, byte[]?> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new Loopback(app);
        app.Run(async context =>
        {
            var path = context.Request.Path.Value!;
            var name = path.StartsWith("/v3/", StringComparison.Ordinal) ? path[4..] : path;
            server.Requests.Enqueue(name + context.Request.QueryString);
            if (answer(server, name, context.Request.Query) is { } bytes)
            {
                await context.Response.Body.WriteAsync(bytes);
            }
            else
            {
                context.Response.StatusCode = 404;
            }
        });
        await app.StartAsync();
        return server;
    }

    /// <summary>A web server for a folder of files.</summary>
    public static Task<Loopback> StartAsync(string folder) => StartAsync((_, name, _) =>
        Path.Combine(folder, name) is var file && File.Exists(file) ? File.ReadAllBytes(file) : null);

    /// <summary>A part of a new client of this feed.</summary>
    public async Task<T> ClientAsync<T>() where T : class, INuGetResource
    {
        var source = new PackageSource($"{Root}index.json") { AllowInsecureConnections = true };
        var part = await Repository.Factory.GetCoreV3(source).GetResourceAsync<T>();
        return part ?? throw new AssertFailedException($"The client finds no {typeof(T).Name} in this feed.");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
