using Microsoft.AspNetCore.Connections;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Keeps a connection in step when an answer is given before its request was read to the end (RFC 9110, 10.1.1). Who sent
/// <c>Expect: 100-continue</c> and gets a final answer may send the body or leave it: it cannot be known whether the next bytes are a body
/// or a request, so such a connection ends. It ends too where more is on its way than is worth reading. A small rest is read past.
/// </summary>
internal static class UnreadBody
{
    /// <summary>What Kestrel reads past for the sake of the connection.</summary>
    public const long SmallRest = 64 << 10;

    private const int BufferSize = 1 << 14;

    /// <summary>Clients wait about a second for a 100 before they send without one; Kestrel reads past a rest for five.</summary>
    private static readonly TimeSpan PatienceWithAsked = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Answers a request. HTTP/2 has an end of its own for each request and needs none of this.</summary>
    public static Task AnswerAsync(HttpContext http, Func<Task> answer) =>
        HasBody(http.Request) && HttpProtocol.IsHttp11(http.Request.Protocol) ? WatchedAsync(http, answer) : answer();

    private static async Task WatchedAsync(HttpContext http, Func<Task> answer)
    {
        var body = new WatchedBody(http.Request.Body);
        http.Request.Body = body;
        var isAsked = http.Request.Headers.Expect.Count > 0;
        var ends = false;
        http.Response.OnStarting(() =>
        {
            ends = !body.HasEnded && (IsInDoubt() || body.HasFailed || !(http.Request.ContentLength - body.BytesRead <= SmallRest));
            if (ends)
            {
                http.Response.Headers.Connection = "close";
            }

            return Task.CompletedTask;
        });
        await answer();
        if (ends && !body.HasFailed && !http.RequestAborted.IsCancellationRequested)
        {
            await LingerAsync(http, body, IsInDoubt() ? PatienceWithAsked : Patience);
        }

        bool IsInDoubt() => isAsked && !body.HasBegun;
    }

    /// <summary>
    /// A connection that is closed while bytes wait in it is reset, and a reset can overtake the answer. So the answer goes out first,
    /// and what still comes is read past for a while.
    /// </summary>
    private static async Task LingerAsync(HttpContext http, WatchedBody body, TimeSpan patience)
    {
        try
        {
            await http.Response.CompleteAsync();
            using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            end.CancelAfter(patience);
            var buffer = new byte[BufferSize];
            while (await body.ReadAsync(buffer, end.Token) > 0)
            {
            }
        }
        catch (Exception gone) when (
            gone is IOException or OperationCanceledException or ConnectionAbortedException or InvalidOperationException)
        {
            // The answer is sent; how the sender disconnects does not matter.
        }
    }

    private static bool HasBody(HttpRequest request) => request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0;

    /// <summary>The body as it came, with a note of how far it was read.</summary>
    private sealed class WatchedBody(Stream inner) : ForwardStream
    {
        public bool HasBegun { get; private set; }

        public bool HasEnded { get; private set; }

        public bool HasFailed { get; private set; }

        public long BytesRead { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            // At the first read Kestrel says "100 Continue".
            HasBegun = true;
            var isWhole = false;
            try
            {
                var read = await inner.ReadAsync(buffer, cancellationToken);
                isWhole = true;
                BytesRead += read;
                HasEnded |= read == 0 && !buffer.IsEmpty;
                return read;
            }
            finally
            {
                HasFailed |= !isWhole;
            }
        }
    }
}
