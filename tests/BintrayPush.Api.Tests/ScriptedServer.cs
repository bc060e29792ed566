using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace BintrayPush.Api.Tests;

/// <summary>A request as it came over the wire.</summary>
public sealed record Received(string Line, string Head, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>
/// A server on loopback that answers with whatever bytes a test wants: the ways in which real ones misbehave cannot be had from a
/// well-behaved one. One request per connection. Who asks before sending a body is refused at once, or told to go on.
/// </summary>
public sealed class ScriptedServer : IDisposable
{
    /// <summary>At the end of an answer: nothing more is said, and the line stays open.</summary>
    public const string FallsSilent = "\0";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<Received, string> _answer;
    private readonly List<Received> _received = [];
    private readonly X509Certificate2? _certificate;

    /// <param name="answer">
    /// The whole answer as text; empty to close without one, <see langword="null"/> to say nothing and keep the line open.
    /// </param>
    /// <param name="certificate">Makes it speak TLS.</param>
    public ScriptedServer(Func<Received, string?> answer, X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _answer = request => answer(request)!;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Url => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public IReadOnlyList<Received> Requests
    {
        get
        {
            lock (_received)
            {
                return [.. _received];
            }
        }
    }

    public static string Json(int status, string body, string headers = "") =>
        $"HTTP/1.1 {status} Some Reason\r\nContent-Type: application/json\r\nConnection: close\r\n{headers}Content-Length: "
            + $"{Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception end) when (end is ObjectDisposedException or SocketException or InvalidOperationException)
            {
                return;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                using var stream = await SpokenAsync(client);
                var request = await ReadAsync(stream);
                lock (_received)
                {
                    _received.Add(request);
                }

                if (_answer(request) is not { } answer)
                {
                    await WaitForEndAsync();
                    return;
                }

                var bytes = Encoding.UTF8.GetBytes(answer.TrimEnd('\0'));
                await stream.WriteAsync(bytes, 0, bytes.Length);
                if (answer.EndsWith(FallsSilent, StringComparison.Ordinal))
                {
                    await WaitForEndAsync();
                }
            }
        }
        catch (Exception gone) when (
            gone is IOException or ObjectDisposedException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client hung up, which some tests make it do.
        }
    }

    private async Task<Stream> SpokenAsync(TcpClient client)
    {
        if (_certificate is null)
        {
            return client.GetStream();
        }

        var secured = new SslStream(client.GetStream());
        await secured.AuthenticateAsServerAsync(_certificate);
        return secured;
    }

    private Task WaitForEndAsync()
    {
        var ended = new TaskCompletionSource<bool>();
        _end.Token.Register(() => ended.TrySetResult(true));
        return ended.Task;
    }

    private async Task<Received> ReadAsync(Stream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[65536];
        int headEnd;
        while ((headEnd = IndexOfBlankLine(bytes)) < 0)
        {
            bytes.AddRange(await SomeAsync(stream, buffer));
        }

        var head = Encoding.ASCII.GetString([.. bytes.Take(headEnd)]);
        var line = head.Substring(0, head.IndexOf("\r\n", StringComparison.Ordinal)).Replace(" HTTP/1.1", "");
        var body = bytes.Skip(headEnd + 4).ToList();
        if (head.IndexOf("Expect: 100-continue", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            if (!_answer(new Received(line, head, [])).StartsWith("HTTP/1.1 2", StringComparison.Ordinal))
            {
                return new Received(line, head, [.. body]);
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n"), 0, 25);
        }

        if (head.IndexOf("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            while (!Encoding.ASCII.GetString([.. body.Skip(Math.Max(0, body.Count - 5))]).Equals("0\r\n\r\n", StringComparison.Ordinal))
            {
                body.AddRange(await SomeAsync(stream, buffer));
            }
        }

        var length = head.Split('\n').Select(line => line.Trim())
            .FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        while (length is not null
            && body.Count < int.Parse(length.Substring("Content-Length:".Length).Trim(), System.Globalization.CultureInfo.InvariantCulture))
        {
            body.AddRange(await SomeAsync(stream, buffer));
        }

        return new Received(line, head, [.. body]);
    }

    private static async Task<byte[]> SomeAsync(Stream stream, byte[] buffer)
    {
        var read = await stream.ReadAsync(buffer, 0, buffer.Length);
        return read == 0 ? throw new IOException("The client closed the line.") : [.. buffer.Take(read)];
    }

    private static int IndexOfBlankLine(List<byte> bytes)
    {
        for (var i = 0; i + 3 < bytes.Count; i++)
        {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n')
            {
                return i;
            }
        }

        return -1;
    }
}
