using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BintrayPush.Server.Tests.CutUploads;

/// <summary>A line to a server that counts what is sent to it, and breaks once, when so many bytes have passed.</summary>
internal sealed class CuttingLine : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly long _most;
    private volatile int _server;
    private long _sent;
    private int _cuts;

    /// <param name="server">Where it leads.</param>
    /// <param name="most">How many bytes pass before it breaks.</param>
    public CuttingLine(Uri server, long most)
    {
        _server = server.Port;
        _most = most;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Gets what happens when it breaks, before anybody can notice.</summary>
    public Action Cutting { get; init; } = () => { };

    /// <summary>Whether the server does not see that it is broken: it waits for more.</summary>
    public bool IsSilent { get; init; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>How many bytes were sent to the server, heads of requests and all.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public int Cuts => _cuts;

    public void LeadTo(Uri server) => _server = server.Port;

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
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            client.LingerState = new LingerOption(true, 0);
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
                await await Task.WhenAny(
                    AskAsync(client.GetStream(), server.GetStream()), server.GetStream().CopyToAsync(client.GetStream(), _end.Token));
            }
            catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // One of them is gone, or the test is over.
            }
        }
    }

    private async Task AskAsync(NetworkStream client, NetworkStream server)
    {
        var buffer = new byte[1 << 16];
        while (await client.ReadAsync(buffer, _end.Token) is var read and > 0)
        {
            await server.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            if (Interlocked.Add(ref _sent, read) >= _most && Interlocked.Increment(ref _cuts) == 1)
            {
                Cutting();
                if (IsSilent)
                {
                    client.Close();
                    await Task.Delay(Timeout.Infinite, _end.Token);
                }

                return;
            }
        }
    }
}
