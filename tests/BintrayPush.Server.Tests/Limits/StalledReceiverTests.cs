using System.Text;

namespace BintrayPush.Server.Tests.Limits;

/// <summary>Who asks for much and takes nothing is cut off when the grace is over.</summary>
[TestClass]
public sealed class StalledReceiverTests
{
    [TestMethod]
    [Timeout(60_000)]
    public async Task A_receiver_that_reads_nothing_is_cut_off()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("Only Linux tells which bytes a receiver took.");
        }

        await using var server = await RunningServer.StartWithPackageAsync(
            settings => settings with { DataRateGrace = TimeSpan.FromSeconds(1.1) });
        using var upload = new HttpRequestMessage(HttpMethod.Put, "content/acme/tools/lib/1.0/large.bin?publish=1")
        {
            Content = new ByteArrayContent(new byte[40_000_000]),
        };
        Assert.AreEqual(201, (await server.Http.ReplyAsync(upload)).Status);
        var broken = server.Log.WaitForAsync("GET /dl/acme/tools/large.bin broken off");
        await using var connection = await server.ConnectAsync();
        await connection.WriteAsync(Encoding.ASCII.GetBytes("GET /dl/acme/tools/large.bin HTTP/1.1\r\nHost: x\r\n\r\n"));
        await broken;
        Assert.AreEqual(200, (await server.Anonymous.SendAsync("GET", "healthz/live")).Status);
    }

    [TestMethod]
    [Timeout(60_000)]
    public async Task A_receiver_that_takes_its_time_but_reads_gets_everything()
    {
        await using var server = await RunningServer.StartWithPackageAsync(
            settings => settings with { DataRateGrace = TimeSpan.FromSeconds(1.1) });
        using var upload = new HttpRequestMessage(HttpMethod.Put, "content/acme/tools/lib/1.0/large.bin?publish=1")
        {
            Content = new ByteArrayContent(new byte[40_000_000]),
        };
        Assert.AreEqual(201, (await server.Http.ReplyAsync(upload)).Status);
        await using var connection = await server.ConnectAsync();
        await connection.WriteAsync(
            Encoding.ASCII.GetBytes("GET /dl/acme/tools/large.bin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        var buffer = new byte[1 << 16];
        var all = 0L;
        while (await connection.ReadAsync(buffer) is var read and > 0)
        {
            all += read;
        }

        Assert.IsTrue(all > 40_000_000, $"{all}");
    }
}
