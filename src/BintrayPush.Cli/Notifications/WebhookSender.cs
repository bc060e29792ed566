using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace BintrayPush.Cli.Notifications;

/// <summary>
/// Tells a webhook of a push: a POST whose body is the receipt. With a secret it is signed as many receivers know it,
/// <c>X-Bintray-Signature-256: sha256=</c> and the HMAC-SHA256 of the body (RFC 2104) in lower-case hexadecimal.
/// </summary>
internal sealed class WebhookSender(Uri address, Secret? secret)
{
    public const string SignatureHeader = "X-Bintray-Signature-256";

    /// <summary>The same for every try of one delivery, so that a receiver can tell a repeated one.</summary>
    public const string DeliveryHeader = "X-Bintray-Delivery";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10)];

    /// <returns>What went wrong.</returns>
    public async Task<IReadOnlyList<Problem>> SendAsync(
        EndedPush push, Func<TimeSpan, CancellationToken, Task> pause, CancellationToken cancellation)
    {
        // An answer that leads elsewhere would take the receipt with it.
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var client = new HttpClient(handler) { Timeout = Patience };
        var delivery = Guid.NewGuid().ToString();
        var words = "";
        for (var attempt = 0; attempt <= Pauses.Length; attempt++)
        {
            if (attempt > 0)
            {
                await pause(Pauses[attempt - 1], cancellation).ConfigureAwait(false);
            }

            try
            {
                using var request = Request(push, delivery);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation)
                    .ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                {
                    return [];
                }

                words = $"it answered {(int)response.StatusCode}";
                if (response.StatusCode is not
                    (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError))
                {
                    break;
                }
            }
            // Of a receiver that dies while it is connected to, .NET lets the socket's own exception through.
            catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException)
            {
                words = fault.InnerException?.Message ?? fault.Message;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                words = $"it did not answer within {Patience.TotalSeconds:0} s";
            }
        }

        return [NotificationComplaints.WebhookNotReached(address.Host, words)];
    }

    private HttpRequestMessage Request(EndedPush push, string delivery)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(push.Receipt) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(DeliveryHeader, delivery);
        request.Headers.Add("X-Bintray-Event", "push." + push.State.ToString().ToLowerInvariant());
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("bintray", null));
        if (secret is not null)
        {
            var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal()), push.Receipt.Span);
            request.Headers.Add(SignatureHeader, "sha256=" + Convert.ToHexString(signature).ToLowerInvariant());
        }

        return request;
    }
}
