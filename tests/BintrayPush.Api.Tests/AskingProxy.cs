#if NET
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BintrayPush.Api.Tests;

/// <summary>
/// A proxy for plain http that wants a password, and a service behind it under any name. As real ones do, it refuses a request without a
/// password when it has read its head, and closes.
/// </summary>
internal sealed class AskingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _user;
    private readonly string _password;
    private readonly List<string> _bodies = [];

    public AskingProxy(string user, string password)
    {
        (_user, _password) = (user, password);
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many requests came, with a password or without.</summary>
    public int Requests { get; private set; }

    /// <summary>The bodies that came with the right password.</summary>
    public IReadOnlyList<string> Bodies => _bodies;

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                await AnswerAsync(stream);
            }
        }
        catch (Exception end) when (end is ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        try
        {
            var head = new List<string>();
            while (await reader.ReadLineAsync() is { Length: > 0 } line)
            {
                head.Add(line);
            }

            if (head.Count == 0)
            {
                return;
            }

            Requests++;
            var expected = "Proxy-Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_user}:{_password}"));
            if (!head.Contains(expected))
            {
                await SendAsync(
                    stream,
                    "HTTP/1.1 407 Who are you?\r\nProxy-Authenticate: Basic realm=\"x\"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                return;
            }

            if (head.Contains("Expect: 100-continue", StringComparer.OrdinalIgnoreCase))
            {
                await SendAsync(stream, "HTTP/1.1 100 Continue\r\n\r\n");
            }

            var length = int.Parse(
                head.Find(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?["Content-Length:".Length..]
                    ?? "0",
                System.Globalization.CultureInfo.InvariantCulture);
            var body = new char[length];
            await reader.ReadBlockAsync(body);
            _bodies.Add(new string(body));
            await SendAsync(stream, "HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
        }
        catch (IOException)
        {
            // The client hung up, as it may after a refusal.
        }
    }

    private static async Task SendAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
}
#endif
