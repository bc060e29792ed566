using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Webhooks;

/// <summary>What a webhook tells (protocol reference, section 15).</summary>
internal sealed record WebhookNews(string Package, string Version, DateTimeOffset Released, string ReleaseNotes);

/// <summary>
/// Calls webhooks. A receiver's address is looked up and checked for each connection, and exactly that address is connected to, so
/// that a name cannot change its meaning in between. No redirect is followed, no proxy used, nothing of an answer read but its status.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private const int MostHeadersKilobytes = 16;

    private readonly WebhookLimits _limits;
    private readonly HttpClient _http;

    public WebhookSender(WebhookLimits limits)
    {
        _limits = limits;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = MostHeadersKilobytes,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = ConnectAsync,
        })
        {
            // Each try has its own limit.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("bintray-server");
    }

    /// <summary>Calls a webhook, again where that may help.</summary>
    /// <returns>
    /// Why it failed, without a word of what is secret; <see langword="null"/> if it was taken. And how often it was tried.
    /// </returns>
    public async Task<(string? Failure, int Tries)> DeliverAsync(
        Uri url, string method, string signature, WebhookNews news, CancellationToken cancellation)
    {
        using var total = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        total.CancelAfter(_limits.TotalTime);
        var pause = _limits.FirstPause;
        for (var tries = 1; ; tries++)
        {
            var (failure, again) = await TryAsync(url, method, signature, news, total.Token);
            cancellation.ThrowIfCancellationRequested();
            if (failure is null || !again || tries >= _limits.Tries)
            {
                return (failure, tries);
            }

            try
            {
                await Task.Delay(pause, total.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return (failure, tries);
            }

            pause *= 4;
        }
    }

    /// <summary>Calls a webhook once.</summary>
    public async Task<string?> TryOnceAsync(Uri url, string method, string signature, WebhookNews news, CancellationToken cancellation)
    {
        var (failure, _) = await TryAsync(url, method, signature, news, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return failure;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<(string? Failure, bool Again)> TryAsync(
        Uri url, string method, string signature, WebhookNews news, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_limits.OneTry);
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        request.Headers.Add("X-Bintray-Hook-Hmac", signature);
        if (method != "GET")
        {
            request.Content = new ByteArrayContent(BodyOf(news));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var status = (int)response.StatusCode;
            return response.IsSuccessStatusCode ? (null, false) : ($"it answered {status}", BintrayException.IsTransient(status));
        }
        catch (OperationCanceledException)
        {
            return ("it did not answer in time", true);
        }
        catch (HttpRequestException failure) when (failure.InnerException is ClosedAddressException)
        {
            return ("its address is one of this machine or of a private network", false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException)
        {
            return ("it could not be reached", true);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        var allowed = _limits.ToPrivateAddresses ? addresses : [.. addresses.Where(PublicAddress.Is)];
        if (addresses.Length > 0 && allowed.Length == 0)
        {
            throw new ClosedAddressException();
        }

        Exception failure = new SocketException((int)SocketError.HostNotFound);
        foreach (var address in allowed)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception refused) when (refused is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                cancellation.ThrowIfCancellationRequested();
                failure = refused;
            }
        }

        throw failure;
    }

    private static byte[] BodyOf(WebhookNews news)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("package", news.Package);
            json.WriteString("version", news.Version);
            json.WriteDate("released", news.Released);
            json.WriteString("release_notes", news.ReleaseNotes);
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private sealed class ClosedAddressException() : IOException("a webhook may not go there");
}
