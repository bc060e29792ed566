using System.Net;
using System.Net.Sockets;

namespace BintrayPush.Cli.Tests;

/// <summary>A line to a server that counts the bytes which are sent to it.</summary>
internal sealed class CountingLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;
    private long _sent;

    public CountingLine(Uri server)
    {
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _work = AcceptAsync(server);
    }

    public string Url { get; }

    public long Sent => Interlocked.Read(ref _sent);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _work;
        _end.Dispose();
    }

    private async Task AcceptAsync(Uri server)
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token), server);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient client, Uri server)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(server.Host, server.Port, _end.Token);
            await Task.WhenAny(
                CopyAsync(near.GetStream(), far.GetStream(), count => Interlocked.Add(ref _sent, count)),
                CopyAsync(far.GetStream(), near.GetStream(), _ => { }));
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or SocketException)
        {
            // One of the two is gone.
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, Action<int> count)
    {
        var buffer = new byte[1 << 14];
        while (await from.ReadAsync(buffer, _end.Token) is var read and > 0)
        {
            count(read);
            await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }
}
