using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace BintrayPush.Server.Tests.Premium;

/// <summary>A call that a webhook's receiver got.</summary>
internal sealed record HookCall(string Method, string Target, string? Signature, string? ContentType, string Body);

/// <summary>What a webhook calls: a real web server that answers with the statuses it is given, one after the other, then 200.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<HookCall> _calls = Channel.CreateUnbounded<HookCall>();

    private HookReceiver(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<HookReceiver> StartAsync(params int[] statuses)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var receiver = new HookReceiver(app);
        var next = new Queue<int>(statuses);
        app.Run(async http =>
        {
            using var body = new StreamReader(http.Request.Body);
            var call = new HookCall(
                http.Request.Method,
                http.Request.Path + http.Request.QueryString,
                http.Request.Headers["X-Bintray-Hook-Hmac"],
                http.Request.ContentType,
                await body.ReadToEndAsync());
            lock (next)
            {
                http.Response.StatusCode = next.TryDequeue(out var status) ? status : 200;
            }

            if (http.Response.StatusCode is >= 300 and < 400)
            {
                http.Response.Headers.Location = "/elsewhere";
            }

            await receiver._calls.Writer.WriteAsync(call);
        });
        await app.StartAsync();
        return receiver;
    }

    /// <summary>The next call, as soon as it comes.</summary>
    public async Task<HookCall> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return await _calls.Reader.ReadAsync(limit.Token);
    }

    /// <summary>Whether a call came that nobody has looked at.</summary>
    public bool HasMore => _calls.Reader.TryPeek(out _);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
