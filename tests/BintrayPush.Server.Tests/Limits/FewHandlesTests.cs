using System.Net.Sockets;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Limits;

/// <summary>A server that had no file handle left for a while is whole again afterwards.</summary>
[TestClass]
public sealed class FewHandlesTests
{
    /// <summary>A runtime and its assemblies have some 430.</summary>
    private const int Handles = 475;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task A_cold_server_whose_handles_ran_out_answers_every_kind_of_request_afterwards()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("Only Linux tells how many handles are free.");
        }

        var data = Directory.CreateTempSubdirectory("bintray-few-").FullName;
        var key = "";
        await using (var before = await RunningServer.StartAsync(folder: data))
        {
            await before.SendAsync("POST", "repos/acme/tools", """{"type":"maven"}""");
            await before.SendAsync("POST", "packages/acme/tools", """{"name":"lib"}""");
            await before.SendAsync("PUT", "content/acme/tools/lib/1.0/g/a/1/a-1.jar?publish=1", "hello");
            key = ServerUsers.Add(data, "ann", ("acme", Role.Publish));
        }

        using (var server = await ServerProcess.StartAsync(
            data, Cancellation, new() { IsUnread = true, Launcher = ["/bin/sh", "-c", $"ulimit -n {Handles}; exec \"$@\"", "sh"] }))
        {
            await ExhaustAsync(server.Url);

            using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = server.Url };
            http.DefaultRequestHeaders.Authorization = ServerUsers.BasicOf("ann", key);
            foreach (var (method, path, body, header, status) in new (string, string, string?, (string, string)[], int)[]
            {
                ("GET", "healthz/ready", null, [], 200),
                ("GET", "dl/acme/tools/g/a/1/a-1.jar", null, [], 200),
                ("GET", "dl/acme/tools/g/a/1/a-1.jar", null, [("Range", "bytes=1-2")], 206),
                ("GET", "dl/acme/tools/g/a/1/a-1.jar", null, [
                    ("If-None-Match", "\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\"")
                ], 304),
                ("GET", "dl/acme/tools/g/a/1/a-1.jar", null, [("If-Match", "\"x\"")], 412),
                ("HEAD", "dl/acme/tools/g/a/1/a-1.jar", null, [], 200),
                ("GET", "maven/acme/tools/lib/g/a/maven-metadata.xml", null, [], 200),
                ("GET", "packages/acme/tools/lib?attribute_values=1", null, [], 200),
                ("GET", "search/file?name=*.jar", null, [], 200),
                ("POST", "search/attributes/acme/tools", "[]", [], 200),
                ("GET", "users/ann", null, [], 200),
                ("PUT", "content/acme/tools/lib/1.0/b.txt;publish=1", "text", [], 201),
                ("PUT", "content/acme/tools/lib/1.0/c?explode=1", "no archive", [], 400),
                ("PUT", "content/acme/tools/lib/1.0/d.txt", "--e\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\nx\r\n--e--", [
                    ("Content-Type", "multipart/form-data; boundary=e")
                ], 201),
                ("POST", "content/acme/tools/lib/1.0/publish", "{}", [], 200),
                ("POST", "gpg/acme/tools/lib/versions/1.0", "{}", [], 400),
            })
            {
                var reply = await http.SendAsync(method, path, body, header);
                Assert.AreEqual(status, reply.Status, $"{method} {path}: {reply.Body}");
            }
        }

        Directory.Delete(data, recursive: true);
    }

    /// <summary>
    /// Opens more connections than the server may have handles, and asks for a download on each; then lets go of them all.
    /// </summary>
    private async Task ExhaustAsync(Uri url)
    {
        var all = new List<Socket>();
        try
        {
            for (var i = 0; i < Handles; i++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                all.Add(socket);
                await socket.ConnectAsync(url.Host, url.Port, Cancellation);
                try
                {
                    // Some are turned away at once.
                    await socket.SendAsync(
                        "GET /dl/acme/tools/g/a/1/a-1.jar HTTP/1.1\r\nHost: x\r\nRange: bytes=1-2\r\n\r\n"u8.ToArray(), Cancellation);
                }
                catch (SocketException)
                {
                }
            }

            // The server took all of them, in their order, when it has done something about the last.
            await all[^1].ReceiveAsync(new byte[1], Cancellation);
        }
        catch (SocketException)
        {
        }
        finally
        {
            all.ForEach(socket => socket.Dispose());
        }
    }
}
