using System.Diagnostics;
using BintrayPush.Api.Content;

namespace BintrayPush.Server.Tests.Limits;

/// <summary>What a server has acknowledged outlives it, however it ends.</summary>
[TestClass]
public sealed class KilledServerTests
{
    private const int UsualKills = 8;
    private const int Clients = 8;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(3_600_000, CooperativeCancellation = true)]
    public async Task However_often_it_is_killed_under_load_everything_acknowledged_is_there()
    {
        var seed = Environment.TickCount;
        TestContext.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var data = Directory.CreateTempSubdirectory("bintray-kill-").FullName;
        var key = ServerUsers.AddAdmin(data);
        var clients = Enumerable.Range(0, Clients).Select(i => new LoadClient($"c{i}", seed + i)).ToArray();
        var all = 0;
        var spent = new Stopwatch();

        var server = await ServerProcess.StartAsync(data, Cancellation);
        try
        {
            using (var http = ClientOf(server, key))
            {
                Assert.AreEqual(201, (await http.SendAsync("POST", "repos/acme/load", "{}")).Status);
                Assert.AreEqual(201, (await http.SendAsync("POST", "packages/acme/load", """{"name":"lib"}""")).Status);
            }

            var kills = AskedNumber.Of(AskedNumber.Kills, UsualKills);
            for (var round = 1; round <= kills; round++)
            {
                all += await WorkUntilKilledAsync(server, key, clients, round, after: random.Next(20, 60));
                spent.Start();
                server = await server.RestartAsync(Cancellation);
                spent.Stop();
                await CompareAsync(
                    server,
                    key,
                    data,
                    $"seed {seed}, kill {round}",
                    [.. clients.SelectMany(client => client.Files.Where(file => file.IsTouched))]);
            }

            await CompareAsync(server, key, data, $"seed {seed}, at the end", [.. clients.SelectMany(client => client.Files)]);
            TestContext.WriteLine(
                $"{all} acknowledged, {clients.Sum(client => client.Files.Count)} files, {spent.Elapsed.TotalSeconds:0.0} s of starting");
        }
        finally
        {
            server.Dispose();
        }

        Directory.Delete(data, recursive: true);
    }

    /// <summary>The moment is a number of acknowledgements: seven other requests are then anywhere on their way.</summary>
    private async Task<int> WorkUntilKilledAsync(ServerProcess server, string key, LoadClient[] clients, int round, int after)
    {
        using var http = ClientOf(server, key);
        var acknowledged = 0;
        await Task.WhenAll(clients.Select(client => Task.Run(() => client.WorkAsync(http, round, () =>
        {
            if (Interlocked.Increment(ref acknowledged) == after)
            {
                server.Kill();
            }
        }))));
        await server.WaitForEndAsync(Cancellation);
        Assert.IsTrue(acknowledged >= after, $"The server ended before it was killed:\n{server.Said}");
        return acknowledged;
    }

    /// <summary>What publishers get, what everybody gets, and what lies in the folder for other web servers.</summary>
    private async Task CompareAsync(ServerProcess server, string key, string data, string context, IReadOnlyCollection<KnownFile> files)
    {
        using var publisher = ClientOf(server, key);
        using var anonymous = ServerUsers.AnonymousOf(server.Url);
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = Cancellation }, async (file, _) =>
        {
            var path = $"dl/acme/load/{file.Path}";
            var latest = await DownloadAsync(publisher, path + "?include_unpublished=1");
            var shown = await DownloadAsync(anonymous, path);
            file.Settle(latest, shown, context);
            var plain = Path.Combine(data, path);
            Assert.AreEqual(shown, File.Exists(plain) ? await File.ReadAllTextAsync(plain, Cancellation) : null, $"{context}: {plain}");
        });
    }

    private static async Task<string?> DownloadAsync(HttpClient http, string path)
    {
        var reply = await http.SendAsync("GET", path);
        if (reply.Status is 404 or 401)
        {
            return null;
        }

        Assert.AreEqual(200, reply.Status, $"{path}: {reply.Body}");
        Assert.AreEqual(Hex.Sha256Of(reply.Body), reply.Header("X-Checksum-Sha2"), path);
        return reply.Body;
    }

    private static HttpClient ClientOf(ServerProcess server, string key) => ServerUsers.ClientOf(server.Url, ServerUsers.Admin, key);
}
