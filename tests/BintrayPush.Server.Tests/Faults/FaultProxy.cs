using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BintrayPush.Server.Tests.Faults;

/// <summary>What a line can do to a call.</summary>
public enum WireFault
{
    /// <summary>The connection is reset when the head of the request has come.</summary>
    ResetBeforeTheBody,

    /// <summary>It is reset in the middle of the body.</summary>
    ResetInTheBody,

    /// <summary>It is reset when all has come; the service never hears of it.</summary>
    ResetAfterTheBody,

    /// <summary>The service did the work, and the connection is reset before a byte of its answer.</summary>
    AnswerLost,

    /// <summary>The service did the work, and half of its answer comes.</summary>
    AnswerCut,

    /// <summary>The service did the work, and something that is no JSON comes.</summary>
    AnswerBroken,

    /// <summary>Nothing comes, and the connection stays open.</summary>
    Silence,

    /// <summary>The service did the work, nothing comes, and the connection stays open.</summary>
    SilenceAfterTheWork,

    /// <summary>Somebody in between asks to come back later.</summary>
    TooMany,
}

/// <summary>Stands between a client and a service and makes one call fail as a line, or a machine in between, would. One request per connection.</summary>
internal sealed class FaultProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _service;
    private readonly string _call;
    private readonly WireFault _fault;
    private int _struck;

    /// <param name="service">The port of the service.</param>
    /// <param name="call">The beginning of the request line of the call that fails, the first time.</param>
    /// <param name="fault">How.</param>
    public FaultProxy(int service, string call, WireFault fault)
    {
        _service = service;
        _call = call;
        _fault = fault;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public bool HasStruck => _struck > 0;

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
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                var line = client.GetStream();
                var head = await ReadHeadAsync(line);
                if (head.StartsWith(_call, StringComparison.Ordinal) && Interlocked.Increment(ref _struck) == 1)
                {
                    await StrikeAsync(client, line, head);
                    return;
                }

                await line.WriteAsync(await ForwardAsync(head, await ReadBodyAsync(line, LengthOf(head))), _end.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client hung up, or the test is over.
        }
    }

    private async Task StrikeAsync(TcpClient client, NetworkStream line, string head)
    {
        var length = LengthOf(head);
        var body = await ReadBodyAsync(line, _fault switch
        {
            WireFault.ResetBeforeTheBody => 0,
            WireFault.ResetInTheBody => length / 2,
            _ => length,
        });
        var isDone = _fault is WireFault.AnswerLost or WireFault.AnswerCut or WireFault.AnswerBroken or WireFault.SilenceAfterTheWork;
        var answer = isDone ? await ForwardAsync(head, body) : [];
        switch (_fault)
        {
            case WireFault.AnswerCut:
                await line.WriteAsync(answer.AsMemory(0, answer.Length - 10), _end.Token);
                break;
            case WireFault.AnswerBroken:
                await line.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 8\r\n\r\n{\"files\""u8.ToArray(), _end.Token);
                break;
            case WireFault.TooMany:
                await line.WriteAsync("HTTP/1.1 429 Slow Down\r\nRetry-After: 3\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _end.Token);
                break;
            case WireFault.Silence or WireFault.SilenceAfterTheWork:
                _ = await line.ReadAsync(new byte[1], _end.Token);
                break;
            default:
                client.LingerState = new LingerOption(true, 0);
                break;
        }
    }

    /// <summary>The whole answer of the service, which closes its connection after it.</summary>
    private async Task<byte[]> ForwardAsync(string head, byte[] body)
    {
        using var service = new TcpClient();
        await service.ConnectAsync(IPAddress.Loopback, _service, _end.Token);
        var line = service.GetStream();
        var end = head.IndexOf("\r\n", StringComparison.Ordinal);
        await line.WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(head.Insert(end, "\r\nConnection: close")), .. body], _end.Token);
        using var answer = new MemoryStream();
        await line.CopyToAsync(answer, _end.Token);
        return answer.ToArray();
    }

    private async Task<string> ReadHeadAsync(NetworkStream line)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            await line.ReadExactlyAsync(one, _end.Token);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private async Task<byte[]> ReadBodyAsync(NetworkStream line, int length)
    {
        var body = new byte[length];
        await line.ReadExactlyAsync(body, _end.Token);
        return body;
    }

    private static int LengthOf(string head) => head.Split("\r\n")
        .Where(header => header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(header => int.Parse(header["Content-Length:".Length..], CultureInfo.InvariantCulture))
        .SingleOrDefault();
}
