using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BintrayPush.Storage.S3.Tests;

/// <summary>
/// One address for several gateways: each connection goes to one that answers. When a gateway dies, its connections break, and nobody
/// sends anything again.
/// </summary>
internal static class Balancer
{
    private static int _next;

    /// <summary>Starts it for the rest of the run.</summary>
    /// <returns>Its address.</returns>
    public static string Start(IReadOnlyList<string> gateways)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(1000);
        _ = AcceptAsync(listener, [.. gateways.Select(gateway => new Uri(gateway).Port)]);
        return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private static async Task AcceptAsync(TcpListener listener, int[] ports)
    {
        while (true)
        {
            _ = ServeAsync(await listener.AcceptTcpClientAsync(), ports);
        }
    }

    private static async Task ServeAsync(TcpClient client, int[] ports)
    {
        using (client)
        {
            try
            {
                using var gateway = await ConnectAsync(ports);
                (client.NoDelay, gateway.NoDelay) = (true, true);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(gateway.GetStream()), gateway.GetStream().CopyToAsync(client.GetStream()));
            }
            catch (Exception fault) when (fault is IOException or SocketException)
            {
                // The client sees that its connection breaks.
            }
        }
    }

    private static async Task<TcpClient> ConnectAsync(int[] ports)
    {
        var first = Interlocked.Increment(ref _next);
        for (var i = 0; ; i++)
        {
            var gateway = new TcpClient();
            try
            {
                await gateway.ConnectAsync(IPAddress.Loopback, ports[(first + i) % ports.Length]);
                return gateway;
            }
            catch (SocketException) when (i < ports.Length)
            {
                gateway.Dispose();
            }
        }
    }
}
