using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BintrayPush.Api.Tests;

/// <summary>Answers one request with a body that is packed with gzip, which nobody asked for.</summary>
internal sealed class PackingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public PackingServer(string body)
    {
        _listener.Start();
        _ = AnswerAsync(Pack(body));
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose() => _listener.Stop();

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            gzip.Write(bytes, 0, bytes.Length);
        }

        return packed.ToArray();
    }

    private async Task AnswerAsync(byte[] body)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            // The head is all that comes.
        }

        var head = Encoding.ASCII.GetBytes(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nConnection: close\r\nContent-Length: "
                + $"{body.Length}\r\n\r\n");
        await stream.WriteAsync(head, 0, head.Length);
        await stream.WriteAsync(body, 0, body.Length);
    }
}
