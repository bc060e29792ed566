using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BintrayPush.Server.Tests.Kills;

/// <summary>
/// What clients take for the server: one address, also when the server is another process than before. While it is shut every connection
/// is reset. Tells what passes, before it passes.
/// </summary>
internal sealed class Line : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Progress _progress;
    private volatile int _server;

    public Line(Progress progress)
    {
        _progress = progress;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public void OpenTo(Uri server) => _server = server.Port;

    public void Shut() => _server = 0;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ConnectAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ConnectAsync(TcpClient client)
    {
        using (client)
        {
            // Whoever is gone, the other side sees a connection that breaks.
            client.LingerState = new LingerOption(true, 0);
            using var server = new TcpClient { NoDelay = true };
            try
            {
                client.NoDelay = true;
                if (_server is var port && port != 0)
                {
                    await server.ConnectAsync(IPAddress.Loopback, port, _end.Token);
                    var calls = new Calls(_progress);
                    await await Task.WhenAny(
                        AskAsync(
                            client.GetStream(), server.GetStream(), calls), AnswerAsync(server.GetStream(), client.GetStream(), calls));
                }
            }
            catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // One of them was killed, or the test is over.
            }
        }
    }

    private async Task AskAsync(NetworkStream client, NetworkStream server, Calls calls)
    {
        var requests = PipeReader.Create(client);
        while (await ReadHeadAsync(requests) is { } head)
        {
            calls.Ask(head.Split("\r\n")[0]);
            await server.WriteAsync(Encoding.Latin1.GetBytes(head), _end.Token);
            for (var left = LengthOf(head); left > 0;)
            {
                var read = await requests.ReadAsync(_end.Token);
                if (read.Buffer.IsEmpty && read.IsCompleted)
                {
                    return;
                }

                var piece = read.Buffer.Slice(0, Math.Min(left, read.Buffer.Length));
                _progress.Moment();
                await server.WriteAsync(piece.ToArray(), _end.Token);
                left -= piece.Length;
                requests.AdvanceTo(piece.End);
            }
        }
    }

    private async Task AnswerAsync(NetworkStream server, NetworkStream client, Calls calls)
    {
        var piece = new byte[64 * 1024];
        while (await server.ReadAsync(piece, _end.Token) is var read && read > 0)
        {
            calls.Answer(piece.AsSpan(0, read));
            await client.WriteAsync(piece.AsMemory(0, read), _end.Token);
        }
    }

    /// <summary>The head of a request with the empty line after it; <see langword="null"/> if there is none any more.</summary>
    private async Task<string?> ReadHeadAsync(PipeReader requests)
    {
        while (true)
        {
            var read = await requests.ReadAsync(_end.Token);
            var reader = new SequenceReader<byte>(read.Buffer);
            if (reader.TryReadTo(out ReadOnlySequence<byte> head, "\r\n\r\n"u8))
            {
                var text = Encoding.Latin1.GetString(head) + "\r\n\r\n";
                requests.AdvanceTo(reader.Position);
                return text;
            }

            if (read.IsCompleted)
            {
                return null;
            }

            requests.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static long LengthOf(string head) => head.Split("\r\n")
        .Where(header => header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(header => long.Parse(header["Content-Length:".Length..], CultureInfo.InvariantCulture))
        .SingleOrDefault();

    /// <summary>The calls on one connection: there is always one at a time, so the first piece that comes back begins its answer.</summary>
    private sealed class Calls(Progress progress)
    {
        private string? _asked;

        public void Ask(string request)
        {
            _asked = request;
            progress.Asked(request);
        }

        public void Answer(ReadOnlySpan<byte> piece)
        {
            if (Interlocked.Exchange(ref _asked, null) is { } request)
            {
                progress.Answered(request, isSuccess: piece.StartsWith("HTTP/1.1 2"u8));
            }
            else
            {
                progress.Moment();
            }
        }
    }
}
