using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace BintrayPush.DelayedLine.Tests;

[TestClass]
public sealed class LineTests : IDisposable
{
    private const int Window = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _end = new(Patience);

    public LineTests()
    {
        _server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _server.Listen();
    }

    public void Dispose()
    {
        _server.Dispose();
        _end.Dispose();
    }

    [TestMethod]
    public async Task More_than_the_window_arrives_as_it_was_sent_and_the_answer_comes_after_the_client_has_closed_its_side()
    {
        using var line = new Line((IPEndPoint)_server.LocalEndPoint!, TimeSpan.FromMilliseconds(4), Window);
        var sent = RandomNumberGenerator.GetBytes(20 * Window + 123);
        var serving = AnswerWithTheHashAsync();
        using var client = await ConnectAsync(line);
        using var stream = new NetworkStream(client);

        await stream.WriteAsync(sent, _end.Token);
        client.Shutdown(SocketShutdown.Send);
        var answer = new MemoryStream();
        await stream.CopyToAsync(answer, _end.Token);
        await serving;

        CollectionAssert.AreEqual(SHA256.HashData(sent), answer.ToArray());
        Assert.AreEqual((1L, (long)sent.Length, 32L), (line.Tally.Connections, line.Tally.Sent, line.Tally.Received));
    }

    [TestMethod]
    public async Task The_first_answer_takes_two_round_trips_at_least_and_a_later_one_takes_one()
    {
        var roundTrip = TimeSpan.FromMilliseconds(30);
        using var line = new Line((IPEndPoint)_server.LocalEndPoint!, roundTrip, Window);
        var serving = EchoAsync();
        var begun = Stopwatch.GetTimestamp();
        using (var client = await ConnectAsync(line))
        {
            await AskAsync(client);
            var first = Stopwatch.GetElapsedTime(begun);
            begun = Stopwatch.GetTimestamp();
            await AskAsync(client);
            var second = Stopwatch.GetElapsedTime(begun);

            Assert.IsGreaterThanOrEqualTo(2 * roundTrip, first);
            Assert.IsGreaterThanOrEqualTo(roundTrip, second);
        }

        await serving;
    }

    [TestMethod]
    public async Task Where_nobody_answers_the_client_is_hung_up_on()
    {
        var nobody = (IPEndPoint)_server.LocalEndPoint!;
        _server.Dispose();
        using var line = new Line(nobody, TimeSpan.Zero, Window);

        // The line may hang up before the client has seen that it is connected: then connecting fails already.
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var client = await ConnectAsync(line);
            await AskAsync(client);
        });
        Assert.AreEqual(0, line.Tally.Connections);
    }

    [TestMethod]
    public async Task A_reset_by_the_server_reaches_the_client()
    {
        using var line = new Line((IPEndPoint)_server.LocalEndPoint!, TimeSpan.FromMilliseconds(2), Window);
        using var client = await ConnectAsync(line);
        await client.SendAsync("hello"u8.ToArray(), _end.Token);
        using (var accepted = await _server.AcceptAsync(_end.Token))
        {
            accepted.LingerState = new LingerOption(true, 0);
        }

        await Assert.ThrowsAsync<SocketException>(() => AskAsync(client));
    }

    private async Task<Socket> ConnectAsync(Line line)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(line.Address, _end.Token);
        return client;
    }

    private async Task AskAsync(Socket client)
    {
        await client.SendAsync(Encoding.ASCII.GetBytes("?"), _end.Token);
        if (await client.ReceiveAsync(new byte[1], _end.Token) == 0)
        {
            throw new SocketException((int)SocketError.ConnectionReset);
        }
    }

    private async Task AnswerWithTheHashAsync()
    {
        using var stream = new NetworkStream(await _server.AcceptAsync(_end.Token), ownsSocket: true);
        await stream.WriteAsync(await SHA256.HashDataAsync(stream, _end.Token), _end.Token);
    }

    private async Task EchoAsync()
    {
        using var stream = new NetworkStream(await _server.AcceptAsync(_end.Token), ownsSocket: true);
        await stream.CopyToAsync(stream, _end.Token);
    }
}
