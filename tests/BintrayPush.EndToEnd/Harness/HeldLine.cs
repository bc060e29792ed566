using System.Net;
using System.Net.Sockets;

namespace BintrayPush.EndToEnd.Harness;

/// <summary>A way to a server that passes bytes on as they are, until so many were sent; from then on it passes none.</summary>
public sealed class HeldLine : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _server;
    private readonly long _most;
    private long _sent;

    private HeldLine(Uri server, long most)
    {
        (_server, _most) = (server, most);
        _listener.Start();
    }

    /// <summary>Where it begins.</summary>
    public Uri Url => new($"http://{_listener.LocalEndpoint}");

    /// <summary>A connection is held.</summary>
    public Task Reached => _reached.Task;

    /// <param name="server">Where it leads.</param>
    /// <param name="most">The bytes that pass; with none nobody gets any answer.</param>
    public static HeldLine Before(Uri server, long most)
    {
        var line = new HeldLine(server, most);
        _ = line.AcceptAsync();
        return line;
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var end = _end.Token;
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(end), end);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient near, CancellationToken end)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                await far.ConnectAsync(_server.Host, _server.Port, end);
                var back = far.GetStream().CopyToAsync(near.GetStream(), end);
                var block = new byte[1 << 14];
                int read;
                while ((read = await near.GetStream().ReadAsync(block, end)) > 0)
                {
                    if (Interlocked.Add(ref _sent, read) > _most)
                    {
                        _reached.TrySetResult();
                        await Task.Delay(Timeout.Infinite, end);
                    }

                    await far.GetStream().WriteAsync(block.AsMemory(0, read), end);
                }

                far.Client.Shutdown(SocketShutdown.Send);
                await back;
            }
            catch (Exception over) when (over is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // Either end has gone.
            }
        }
    }
}
