namespace BintrayPush.Server.Tests.Disks;

/// <summary>A disk that takes a second for a flush holds up those who wait for it, and nobody else.</summary>
[TestClass]
public sealed class SlowDiskTests : IDisposable
{
    private const int Uploads = 16;
    private const int Questions = 10;
    private readonly string _folder = Directory.CreateTempSubdirectory("bintray-server-").FullName;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_slow_disk_holds_up_uploads_and_nothing_else()
    {
        Strace.Require();
        string key;
        await using (var server = await RunningServer.StartAsync(folder: _folder))
        {
            Assert.AreEqual(201, (await server.SendAsync("POST", "repos/acme/tools", "{}")).Status);
            Assert.AreEqual(201, (await server.SendAsync("POST", "packages/acme/tools", """{"name":"lib"}""")).Status);
            Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/first?publish=1", "first")).Status);
            key = server.Key;
        }

        // With four pool threads, four flushes on the pool would stop everything else. -D: the server is the child, and strace ends with it.
        using var process = await ServerProcess.StartAsync(
            _folder,
            TestContext.CancellationToken,
            new()
            {
                Environment = new Dictionary<string, string?> { ["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "4" },
                Launcher =
                [
                    "strace", "-D", "-f", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:delay_enter=1000000",
                ],
            });
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2 * Uploads }) { BaseAddress = process.Url };
        http.DefaultRequestHeaders.Authorization = ServerUsers.BasicOf(ServerUsers.Admin, key);
        var uploads = Enumerable.Range(0, Uploads)
            .Select(i => http.SendAsync("PUT", $"content/acme/tools/lib/1.0/{i}", $"content {i}"))
            .ToList();
        for (var i = 0; i < Questions; i++)
        {
            await BeforeTheFirstAsync(http.SendAsync("GET", "healthz/live"));
            await BeforeTheFirstAsync(http.SendAsync("GET", "dl/acme/tools/first"));
        }

        CollectionAssert.AreEqual(
            Enumerable.Repeat(201, Uploads).ToArray(), (await Task.WhenAll(uploads)).Select(reply => reply.Status).ToArray());

        async Task BeforeTheFirstAsync(Task<Reply> asked)
        {
            Assert.AreSame(asked, await Task.WhenAny([asked, .. uploads]), "an upload was done first");
            Assert.AreEqual(200, (await asked).Status);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
