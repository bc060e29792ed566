using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Http.Connection;

/// <summary>
/// Sends requests to one service: credentials to that origin only, no redirect followed with credentials or a body, limits to
/// silence and to the whole of a call. Whatever goes wrong becomes a <see cref="BintrayException"/> with the service's own words.
/// </summary>
internal sealed class HttpConnection(
    HttpMessageInvoker http,
    ServiceUrl service,
    Credentials? credentials,
    HttpLimits limits,
    LoopbackIsDirect? proxy = null,
    ISignIn? signIn = null) : IDisposable
{
    private const int MostRedirects = 5;

    /// <summary>How the names of the headers begin that say what a file is.</summary>
    private static readonly string[] Describing = ["X-Checksum-", "X-Bintray-Published", "X-Bintray-Package", "X-Bintray-Version"];
    private static readonly ProductInfoHeaderValue Agent =
        new("BintrayPush", typeof(HttpConnection).Assembly.GetName().Version?.ToString(3) ?? "0");

    private readonly AuthenticationHeaderValue? _authorization = credentials is null ? null : AuthorizationOf(credentials);

    private volatile int _announced;
#if NET
    private volatile bool _hasAnswered;
#endif

    /// <summary>What the service has announced in any answer so far.</summary>
    public Extensions Announced => (Extensions)_announced;

    /// <summary>A connection that sends no credentials but those that stand in a request.</summary>
    /// <param name="service">Whom it speaks to.</param>
    /// <param name="limits">How long calls may take.</param>
    public static HttpConnection Anonymous(ServiceUrl service, HttpLimits limits)
    {
        var proxy = HttpHandlers.ProxyFor(limits);
        return new(HttpHandlers.Open(service, limits, proxy), service, null, limits, proxy);
    }

    /// <summary>Makes one API call and reads its answer to the end.</summary>
    /// <param name="request">The request; disposed here. A new one for every attempt.</param>
    /// <param name="content">What is sent, if it is to be watched for silence; <see langword="null"/> otherwise.</param>
    /// <param name="patience">How long it may be silent, if that is not what it is for all calls.</param>
    /// <exception cref="BintrayException">The service refused, or could not be asked.</exception>
    public Task<HttpAnswer> CallAsync(
        HttpRequestMessage request, WatchedContent? content, CancellationToken cancellation, TimeSpan? patience = null) => signIn is null
        ? CallAsync(request, content, credentials, patience, cancellation)
        : new CallWithSignIn(signIn, request).RunAsync(
            content, key => CallAsync(request, content, key, patience, cancellation), cancellation);

    private async Task<HttpAnswer> CallAsync(
        HttpRequestMessage request, WatchedContent? content, Credentials? key, TimeSpan? patience, CancellationToken cancellation)
    {
        // Else it may be sent once more.
        using var _ = signIn is null ? request : null;
        using var silence = new SilenceLimit(limits, cancellation, patience);
        content?.WatchWith(silence);
        try
        {
            using var response = await SendAsync(request, key, silence.Token).ConfigureAwait(false);
            if ((int)response.StatusCode is >= 300 and < 400)
            {
                throw new BintrayException(
                    (int)response.StatusCode,
                    $"the service sends this call elsewhere ({Elsewhere(response)}); set BintrayUrl to the address that answers itself")
                { Failure = CallFailure.NotAnApi };
            }

            return await HttpAnswer.ReadAsync(
                response, silence, key?.Caller, SentSecrets.In(request.Headers, key)).ConfigureAwait(false);
        }
        catch (Exception cause) when (IsLost(cause, cancellation) && content?.ReadFailure is null)
        {
            throw await LostAsync(cause, silence, cancellation).ConfigureAwait(false);
        }
        catch (Exception) when (content?.ReadFailure is not null && !cancellation.IsCancellationRequested)
        {
            throw content.ReadFailure;
        }
    }

    /// <summary>Opens a download. Redirects are followed, without credentials once they lead to another origin (reference 13).</summary>
    /// <returns>The answer, with its body still to be read, whatever its status; and the body, which keeps the limit to silence.</returns>
    public async Task<(HttpResponseMessage Response, Stream Body)> OpenAsync(Uri url, CancellationToken cancellation)
    {
        var silence = new SilenceLimit(limits, cancellation);
        HttpResponseMessage? response = null;
        var mayReplace = signIn is not null;
        var described = new List<KeyValuePair<string, IEnumerable<string>>>();
        try
        {
            var key = signIn?.Current is null ? credentials : await signIn.GetAsync(cancellation).ConfigureAwait(false);
            for (var hop = 0; hop <= MostRedirects; hop++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, url);
                response = await SendAsync(request, key, silence.Token).ConfigureAwait(false);
                if (mayReplace && (int)response.StatusCode == BintrayException.Unauthorized && IsOrigin(url))
                {
                    mayReplace = false;
                    response.Dispose();
                    key = await signIn!.ReplaceAsync(key, cancellation).ConfigureAwait(false);
                    continue;
                }

                if ((int)response.StatusCode is < 300 or >= 400 || response.Headers.Location is not { } location)
                {
                    var opened = response;
                    response = null;
                    foreach (var header in described.Where(header => !opened.Headers.Contains(header.Key)))
                    {
                        opened.Headers.TryAddWithoutValidation(header.Key, header.Value);
                    }

                    var body = await opened.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
                    return (opened, new PassingStream(body, silence, service.Host, () => End(opened, silence)));
                }

                if (IsOrigin(url))
                {
                    // Where it leads to nobody knows what the file is: the service has said it with the redirect.
                    described.AddRange(response.Headers.Where(header => Describing.Any(
                        begin => header.Key.StartsWith(begin, StringComparison.OrdinalIgnoreCase))));
                }

                url = new Uri(url, location);
                response.Dispose();
                if (url.Scheme != Uri.UriSchemeHttps && url.Scheme != service.Url.Scheme)
                {
                    break;
                }
            }

            throw new BintrayException(
                // Without its query: an address that needs no login is for no log.
                BintrayException.NoAnswer,
                $"the download of {url.GetLeftPart(UriPartial.Path)} is redirected too often, or to a place that is not safe");
        }
        catch (Exception cause) when (IsLost(cause, cancellation))
        {
            End(response, silence);
            throw await LostAsync(cause, silence, cancellation).ConfigureAwait(false);
        }
        catch
        {
            End(response, silence);
            throw;
        }
    }

    public void Dispose() => http.Dispose();

    private static void End(HttpResponseMessage? response, SilenceLimit silence)
    {
        response?.Dispose();
        silence.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Credentials? key, CancellationToken cancellation)
    {
        if (request.Headers.UserAgent.Count == 0)
        {
            request.Headers.UserAgent.Add(Agent);
        }

        var isOrigin = IsOrigin(request.RequestUri!);
        if (isOrigin && key is not null)
        {
            request.Headers.Authorization = ReferenceEquals(key, credentials) ? _authorization : AuthorizationOf(key);
        }

        if (request.Content is not null && proxy?.MayAsk(request.RequestUri!) == true)
        {
            // A proxy asks for its password by refusing the first request: a body that was sent by then would have to be sent again.
            request.Headers.ExpectContinue = true;
        }

        var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
#if NET
        _hasAnswered = true;
#endif
        if (isOrigin)
        {
            NoteAnnouncement(response);
        }

        return response;
    }

    /// <summary>Kept once it was said: an answer without it may come from a machine in between.</summary>
    private void NoteAnnouncement(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues(ExtensionsHeader.Name, out var values))
        {
            var said = (int)ExtensionsHeader.Parse(values);
            for (var before = _announced; (before | said) != before; before = _announced)
            {
                Interlocked.CompareExchange(ref _announced, before | said, before);
            }
        }
    }

    private static AuthenticationHeaderValue AuthorizationOf(Credentials key) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key.User}:{key.Key.Reveal()}")));

    private bool IsOrigin(Uri url) => url.Scheme == service.Url.Scheme && url.Host == service.Url.Host && url.Port == service.Url.Port;

    private static string Elsewhere(HttpResponseMessage response) =>
        response.Headers.Location is { IsAbsoluteUri: true } location
            ? location.GetLeftPart(UriPartial.Path)
            : response.Headers.Location?.ToString() ?? "nowhere";

    /// <summary>A connection that is reset at the very moment it is made comes as a bare SocketException.</summary>
    private static bool IsLost(Exception exception, CancellationToken caller) =>
        !caller.IsCancellationRequested
        && exception is HttpRequestException or IOException or SocketException or OperationCanceledException or ObjectDisposedException;

    private async Task<BintrayException> LostAsync(Exception cause, SilenceLimit silence, CancellationToken cancellation)
    {
        var (failure, words) = silence.HasPassed
            ? (CallFailure.Silent, silence.Fault(service.Host))
            : LostCall.Of(cause, service.Host, service.Url.Scheme == Uri.UriSchemeHttps, proxy?.Between(service.Url));
#if NET
        if (failure == CallFailure.BrokenOff
            && !_hasAnswered
            && service.Url.Scheme == Uri.UriSchemeHttp
            && proxy?.Between(service.Url) is null
            && await TlsProbe.SpeaksTlsAsync(service.Url, cancellation).ConfigureAwait(false))
        {
            (failure, words) = (CallFailure.PlainToTlsPort, $"{service.Host} speaks TLS on this port, and was spoken to in plain http");
        }
#else
        await Task.FromResult(cancellation).ConfigureAwait(false);
#endif
        return new BintrayException(BintrayException.NoAnswer, words, cause) { Failure = failure };
    }
}
