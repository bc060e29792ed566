using System.Net.Sockets;
using System.Text;

namespace BintrayPush.Server.Tests.Limits;

/// <summary>A stop finishes what was begun and takes nothing new.</summary>
[TestClass]
public sealed class ShutdownTests
{
    [TestMethod]
    [Timeout(60_000)]
    public async Task An_upload_in_flight_is_finished_while_the_server_stops_and_is_there_afterwards()
    {
        var folder = Directory.CreateTempSubdirectory("bintray-stop-").FullName;
        await using (var server = await RunningServer.StartAsync(folder: folder))
        {
            await server.SendAsync("POST", "repos/acme/tools", "{}");
            await server.SendAsync("POST", "packages/acme/tools", """{"name":"lib"}""");
            await using var connection = await server.ConnectAsync();
            await connection.WriteAsync(Encoding.ASCII.GetBytes(
                $"PUT /content/acme/tools/lib/1.0/a?publish=1 HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}Expect: "
                    + "100-continue\r\nContent-Length: 10\r\n\r\n"));
            // The 100 says that the store waits for the bytes.
            await connection.ReadUntilAsync("\r\n\r\n");
            await connection.WriteAsync("hello"u8.ToArray());
            var stop = server.StopAsync();
            await RefusesAsync(server);
            Assert.IsFalse(stop.IsCompleted);
            await connection.WriteAsync("world"u8.ToArray());
            StringAssert.StartsWith(await connection.ReadUntilAsync("\r\n\r\n"), "HTTP/1.1 201 ", StringComparison.Ordinal);
            await stop;
        }

        await using (var again = await RunningServer.StartAsync(folder: folder))
        {
            Assert.AreEqual("helloworld", (await again.Anonymous.SendAsync("GET", "dl/acme/tools/a")).Body);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task RefusesAsync(RunningServer server)
    {
        while (true)
        {
            try
            {
                await using var connection = await server.ConnectAsync();
            }
            catch (SocketException)
            {
                return;
            }
        }
    }
}
