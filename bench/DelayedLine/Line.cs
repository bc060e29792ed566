using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace BintrayPush.DelayedLine;

/// <summary>
/// A line of a given length between clients and one server. What is sent arrives half a round trip later, however much it is; a
/// connection costs a round trip before its first byte can leave, as a TCP handshake does.
/// </summary>
internal sealed class Line : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _end = new();
    private readonly IPEndPoint _target;
    private readonly TimeSpan _roundTrip;
    private readonly int _window;

    /// <param name="target">The server.</param>
    /// <param name="roundTrip">How long a byte and its echo take.</param>
    /// <param name="window">The most bytes that are under way, for each direction of each connection.</param>
    public Line(IPEndPoint target, TimeSpan roundTrip, int window)
    {
        (_target, _roundTrip, _window) = (target, roundTrip, window);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        _ = AcceptAsync();
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndPoint!;

    public Tally Tally { get; } = new();

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_end.Token).ConfigureAwait(false);
                _ = ConnectAsync(client, Stopwatch.GetTimestamp());
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    private async Task ConnectAsync(Socket client, long accepted)
    {
        // A client knows of its connection at once; had there been a line, it would have waited for one round trip and not sent before.
        var opened = accepted + Ticks(_roundTrip);
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                client.NoDelay = server.NoDelay = true;
                await server.ConnectAsync(_target, _end.Token).ConfigureAwait(false);
                Tally.AddConnection();
                await PassAsync(client, server, opened).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // A hang-up without a goodbye is passed on as one.
                client.LingerState = server.LingerState = new LingerOption(true, 0);
            }
        }
    }

    private async Task PassAsync(Socket client, Socket server, long opened)
    {
        var requests = new RequestCounter(Tally);
        using var there = new Direction(client, server, opened, Ticks(_roundTrip) / 2, _window, bytes =>
        {
            Tally.AddSent(bytes.Length);
            requests.Read(bytes);
        });
        using var back = new Direction(server, client, opened, Ticks(_roundTrip) / 2, _window, bytes => Tally.AddReceived(bytes.Length));
        // If one of the four fails, the others would wait for ever.
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        await Task.WhenAll(((Func<CancellationToken, Task>[])[there.ReadAsync, there.WriteAsync, back.ReadAsync, back.WriteAsync]).Select(GuardAsync)).ConfigureAwait(false);

        async Task GuardAsync(Func<CancellationToken, Task> run)
        {
            try
            {
                await run(broken.Token).ConfigureAwait(false);
            }
            catch
            {
                await broken.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
