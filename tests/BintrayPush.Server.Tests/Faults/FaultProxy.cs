using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace BintrayPush.Server.Tests.Faults;

/// <summary>
/// Stands between a client and a service and makes a call fail, once or every time, as a line, or a machine in between, would. One request
/// per connection.
/// </summary>
internal sealed class FaultProxy : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly int _service;
    private readonly string _call;
    private readonly WireFault _fault;
    private readonly bool _always;
    private Socket _listener;
    private Socket? _next;
    private Exchange? _accepted;
    private int _looksLeft;
    private int _struck;
    private volatile bool _isHealed;

    /// <param name="service">The port of the service.</param>
    /// <param name="call">The beginning of the request line of the call that fails.</param>
    /// <param name="fault">How.</param>
    /// <param name="always">Whether it fails every time, or only the first.</param>
    public FaultProxy(int service, string call, WireFault fault, bool always)
    {
        _service = service;
        _call = call;
        _fault = fault;
        _always = always;
        _listener = Bind(0);

        // Holds the port without listening while nobody is to be there: what comes then is refused, and nobody else takes the port.
        _next = fault.What == Happening.Refused ? Bind(((IPEndPoint)_listener.LocalEndPoint!).Port) : null;
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _listener.Listen();
        _ = AcceptAsync(_listener);
    }

    private sealed record Exchange(string Head, byte[] Body);

    public int Port { get; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/");

    public int Struck => _struck;

    /// <summary>To be told whenever the client has waited: who was gone once is back after the second time.</summary>
    public void Waited(int times)
    {
        if (!_always && times >= 2)
        {
            Return();
        }
    }

    /// <summary>From now on all goes well.</summary>
    public void Heal()
    {
        _isHealed = true;
        Return();
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _next?.Dispose();
        _end.Dispose();
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private void Return()
    {
        if (_struck > 0 && Interlocked.Exchange(ref _next, null) is { } next)
        {
            _listener = next;
            next.Listen();
            _ = AcceptAsync(next);
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptAsync(_end.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over, or nobody is to listen any more.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            using var line = new NetworkStream(client, ownsSocket: true);
            var head = await ReadHeadAsync(line);
            if (!_isHealed && head.StartsWith(_call, StringComparison.Ordinal) && (Interlocked.Increment(ref _struck) == 1 || _always))
            {
                await StrikeAsync(client, line, head);
                return;
            }

            var request = new Exchange(head, await ReadBodyAsync(line, LengthOf(head)));
            await FulfilAsync(head);
            await line.WriteAsync(await ForwardAsync(request), _end.Token);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client hung up, or the test is over.
        }
    }

    private async Task StrikeAsync(Socket client, NetworkStream line, string head)
    {
        var length = LengthOf(head);
        var body = await ReadBodyAsync(line, _fault.What switch
        {
            Happening.Refused or Happening.ResetBeforeTheBody => 0,
            Happening.ResetInTheBody => length / 2,
            _ => length,
        });
        var answer = _fault.IsAfterTheWork ? await ForwardAsync(new Exchange(head, body)) : [];
        switch (_fault.What)
        {
            case Happening.AnswerCut:
                await line.WriteAsync(answer.AsMemory(0, answer.Length - 10), _end.Token);
                break;
            case Happening.AnswerBroken:
                await SayAsync(line, 200, "", "{\"files\"");
                break;
            case Happening.Status:
                await SayAsync(line, _fault.Status, "", "{\"message\":\"no\"}");
                break;
            case Happening.TooMany:
                await SayAsync(line, 429, RetryAfter(), "");
                break;
            case Happening.Silence or Happening.SilenceAfterTheWork:
                _ = await line.ReadAsync(new byte[1], _end.Token);
                break;
            case Happening.BytesChanged:
                body[body.Length / 2] ^= 4;
                await line.WriteAsync(await ForwardAsync(new Exchange(head, body)), _end.Token);
                break;
            case Happening.SlowPublish:
                (_accepted, _looksLeft) = (new Exchange(head, body), 3);
                await SayAsync(line, 200, "", "{\"files\":1}");
                break;
            default:
                if (_fault.What == Happening.Refused)
                {
                    _listener.Dispose();
                }

                client.LingerState = new LingerOption(true, 0);
                break;
        }
    }

    /// <summary>In three seconds: as a number, or as a moment of the service's own clock.</summary>
    private string RetryAfter()
    {
        var now = DateTimeOffset.UtcNow.AddHours(_fault.HoursOff);
        return _fault.HoursOff == 0 ? "Retry-After: 3\r\n" : $"Date: {now:R}\r\nRetry-After: {now.AddSeconds(3):R}\r\n";
    }

    private Task SayAsync(NetworkStream line, int status, string headers, string body) => line.WriteAsync(
        Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status} Some Reason\r\n{headers}Connection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}"), _end.Token).AsTask();

    /// <summary>Carries out what was accepted, when it was looked often enough.</summary>
    private async Task FulfilAsync(string head)
    {
        if (_accepted is { } accepted && !_always && head.Contains("include_unpublished=0", StringComparison.Ordinal) && --_looksLeft == 0)
        {
            _accepted = null;
            await ForwardAsync(accepted);
        }
    }

    /// <summary>The whole answer of the service, which closes its connection after it.</summary>
    private async Task<byte[]> ForwardAsync(Exchange request)
    {
        using var service = new TcpClient();
        await service.ConnectAsync(IPAddress.Loopback, _service, _end.Token);
        var line = service.GetStream();
        var end = request.Head.IndexOf("\r\n", StringComparison.Ordinal);
        await line.WriteAsync(
            (byte[])[.. Encoding.Latin1.GetBytes(request.Head.Insert(end, "\r\nConnection: close")), .. request.Body], _end.Token);
        using var answer = new MemoryStream();
        await line.CopyToAsync(answer, _end.Token);
        return Disguise(answer.ToArray());
    }

    /// <summary>As a service answers that announces nothing, or whose clock is off.</summary>
    private byte[] Disguise(byte[] answer)
    {
        if (_fault is { What: not Happening.SlowPublish, HoursOff: 0 })
        {
            return answer;
        }

        var text = Encoding.Latin1.GetString(answer);
        text = _fault.What == Happening.SlowPublish
            ? Regex.Replace(text, "X-Bintray-Extensions: .*\r\n", "")
            : Regex.Replace(text, "Date: (.*)\r\n", date => $"Date: {Moved(date.Groups[1].Value):R}\r\n");

        // As long as before, so that the length that was said is still right.
        text = Regex.Replace(
            text,
            "\"(created|updated)\":\"([^\"]*)\"",
            date => $"\"{date.Groups[1].Value}\":\"{Moved(date.Groups[2].Value):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\"");
        return Encoding.Latin1.GetBytes(text);
    }

    private DateTimeOffset Moved(string date) => DateTimeOffset.Parse(date, CultureInfo.InvariantCulture).AddHours(_fault.HoursOff);

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
