using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BintrayPush.Testing;

/// <summary>
/// A way to a server on which uploads stop until the test lets them go on: so a push is as slow as it has to be, and no slower.
/// </summary>
internal sealed class HeldUploads : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _server;
    private readonly string _held;
    private readonly TaskCompletionSource<bool> _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _uploads = new();

    private HeldUploads(WebApplication app, Uri server, string held)
    {
        _app = app;
        _server = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = server };
        _held = held;
    }

    /// <summary>Headers of answers that do not come through.</summary>
    public IReadOnlyCollection<string> Dropped { get; init; } = [];

    /// <summary>Answers a request in the place of the server, or does not.</summary>
    public Func<HttpContext, Task<bool>> Answers { get; init; } = _ => Task.FromResult(false);

    /// <summary>Without a slash at the end.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>The files that arrived at the server, in order, by their names.</summary>
    public IReadOnlyList<string> Uploads => [.. _uploads];

    /// <summary>An upload has been stopped.</summary>
    public Task Reached => _reached.Task;

    /// <param name="server">The server.</param>
    /// <param name="held">The end of the path of uploads that are stopped.</param>
    public static Task<HeldUploads> BeforeAsync(Uri server, string held) => BeforeAsync(server, held, [], _ => Task.FromResult(false));

    /// <inheritdoc cref="BeforeAsync(Uri, string)"/>
    /// <param name="server">The server.</param>
    /// <param name="held">The end of the path of uploads that are stopped.</param>
    /// <param name="dropped">Headers of answers that do not come through.</param>
    /// <param name="answers">Answers a request in the place of the server, or does not.</param>
    public static async Task<HeldUploads> BeforeAsync(
        Uri server, string held, IReadOnlyCollection<string> dropped, Func<HttpContext, Task<bool>> answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var line = new HeldUploads(app, server, held) { Dropped = dropped, Answers = answers };
        app.Run(line.PassAsync);
        await app.StartAsync();
        return line;
    }

    /// <summary>Lets all uploads pass from now on.</summary>
    public void Release() => _release.TrySetResult(true);

    /// <summary>
    /// The same, but for those that are held: they are cut off. Their bytes lie on the way, and would arrive although who sent them is dead.
    /// </summary>
    public void ReleaseOthers() => _release.TrySetResult(false);

    public async ValueTask DisposeAsync()
    {
        Release();
        await _app.DisposeAsync();
        _server.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        if (await Answers(context))
        {
            return;
        }

        var isUpload = HttpMethods.IsPut(context.Request.Method);
        if (isUpload && context.Request.Path.Value!.EndsWith(_held, StringComparison.Ordinal) && !_release.Task.IsCompleted)
        {
            _reached.TrySetResult();
            if (!await _release.Task.WaitAsync(context.RequestAborted))
            {
                context.Abort();
                return;
            }
        }

        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent());
        if (context.Request.ContentLength is not null || context.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, values) in context.Request.Headers.Where(header => header.Key is not ("Host" or "Transfer-Encoding" or "Expect")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
            }
        }

        using var answer = await _server.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        if (isUpload && answer.IsSuccessStatusCode)
        {
            _uploads.Enqueue(Path.GetFileName(context.Request.Path.Value!));
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat<KeyValuePair<string, IEnumerable<string>>>(answer.Content.Headers)
            .Where(header => header.Key is not ("Transfer-Encoding" or "Connection")
                && !Dropped.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
