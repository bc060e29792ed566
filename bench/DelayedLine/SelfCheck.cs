using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BintrayPush.DelayedLine;

/// <summary>Measures lines of several lengths with a server that echoes: no echo may come before its time, and a megabyte may take hardly longer than a byte.</summary>
internal static class SelfCheck
{
    private const int Rounds = 40;
    private const int Much = 1024 * 1024;

    private static readonly double[] RoundTrips = [0, 20, 50];

    /// <summary>Prints a line for each length; the exit code is 1 if one is shorter than it says.</summary>
    public static async Task<int> RunAsync(TextWriter output)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _ = EchoAsync(listener);
        var isSound = true;
        foreach (var asked in RoundTrips)
        {
            using var line = new Line((IPEndPoint)listener.LocalEndPoint!, TimeSpan.FromMilliseconds(asked), 16 * 1024 * 1024);
            var opening = await OpenAsync(line.Address).ConfigureAwait(false);
            var echoes = await EchoesAsync(line.Address, 1).ConfigureAwait(false);
            var large = await EchoesAsync(line.Address, Much).ConfigureAwait(false);
            isSound &= opening >= 2 * asked && echoes[0] >= asked;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"round-trip={asked:0} measured={echoes[Rounds / 2]:0.0} shortest={echoes[0]:0.0} opened={opening:0.0} mebibyte={large[Rounds / 2]:0.0}")).ConfigureAwait(false);
        }

        return isSound ? 0 : 1;
    }

    /// <summary>A connection and its first echo: two round trips.</summary>
    private static async Task<double> OpenAsync(IPEndPoint address)
    {
        var begun = Stopwatch.GetTimestamp();
        using var client = await ConnectAsync(address).ConfigureAwait(false);
        await EchoAsync(client, new byte[1]).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    /// <summary>The milliseconds of several echoes on one connection, the shortest first.</summary>
    private static async Task<double[]> EchoesAsync(IPEndPoint address, int size)
    {
        using var client = await ConnectAsync(address).ConfigureAwait(false);
        var bytes = new byte[size];
        await EchoAsync(client, bytes).ConfigureAwait(false);
        var times = new double[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await EchoAsync(client, bytes).ConfigureAwait(false);
            times[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }

        return [.. times.Order()];
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint address)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(address).ConfigureAwait(false);
        return client;
    }

    private static async Task EchoAsync(Socket client, byte[] bytes)
    {
        var sending = client.SendAsync(bytes);
        var answer = new byte[64 * 1024];
        for (var came = 0; came < bytes.Length;)
        {
            came += await client.ReceiveAsync(answer).ConfigureAwait(false) is > 0 and var length ? length : throw new SocketException((int)SocketError.ConnectionReset);
        }

        await sending.ConfigureAwait(false);
    }

    private static async Task EchoAsync(Socket listener)
    {
        while (true)
        {
            _ = AnswerAsync(await listener.AcceptAsync().ConfigureAwait(false));
        }

        static async Task AnswerAsync(Socket client)
        {
            client.NoDelay = true;
            using var stream = new NetworkStream(client, ownsSocket: true);
            await stream.CopyToAsync(stream).ConfigureAwait(false);
        }
    }
}
