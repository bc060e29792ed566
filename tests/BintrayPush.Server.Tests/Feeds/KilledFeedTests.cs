using System.Net.Sockets;
using BintrayPush.Feed.Tests;

namespace BintrayPush.Server.Tests.Feeds;

/// <summary>
/// The server is killed at random moments of a publish: the feed has what is published, with the index that was there, and with one that is
/// made anew. BINTRAYPUSH_KILLS says how often.
/// </summary>
[TestClass]
public sealed class KilledFeedTests
{
    private const int Kills = 4;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(600_000, CooperativeCancellation = true)]
    public async Task The_feed_has_what_is_published_whenever_the_server_is_killed()
    {
        var (data, index) = (Directory.CreateTempSubdirectory("bintray-server-"), Directory.CreateTempSubdirectory("bintray-index-"));
        var key = ServerUsers.AddAdmin(data.FullName);
        var options = new ServerProcessOptions { Arguments = ["--index", index.FullName] };
        var server = await ServerProcess.StartAsync(data.FullName, TestContext.CancellationToken, options);
        try
        {
            var kills = AskedNumber.Of(AskedNumber.Kills, Kills);
            var number = 0;
            for (var kill = 0; kill < kills; kill++)
            {
                using var http = ServerUsers.ClientOf(server.Url, ServerUsers.Admin, key);
                await http.SendAsync("POST", "repos/acme/nuget", """{"type":"nuget"}""");
                await http.SendAsync("POST", "packages/acme/nuget", """{"name":"Acme.Lib"}""");
                var published = Random.Shared.Next(1, 8);
                var writing = Task.Run(async () =>
                {
                    try
                    {
                        while (true)
                        {
                            await PublishAsync(http, ++number);
                            if (--published == 0)
                            {
                                server.Kill();
                            }
                        }
                    }
                    catch (Exception gone) when (gone is HttpRequestException or SocketException)
                    {
                    }
                });
                await writing.WaitAsync(TestContext.CancellationToken);
                server = await server.RestartAsync(TestContext.CancellationToken);
                await CompareAsync(server.Url, key);
            }
        }
        finally
        {
            server.Dispose();
            data.Delete(recursive: true);
            index.Delete(recursive: true);
        }
    }

    private static async Task PublishAsync(HttpClient http, int number)
    {
        var package = Nupkg.Make("Acme.Lib", $"1.0.{number}");
        using var content = new ByteArrayContent(package.Bytes);
        using var answer = await http.PutAsync(
            $"content/acme/nuget/Acme.Lib/1.0.{number}/{package.Package.Path}?publish=1", content);
        Assert.AreEqual(201, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task CompareAsync(Uri url, string key)
    {
        using var http = ServerUsers.ClientOf(url, ServerUsers.Admin, key);
        var files = (await http.SendAsync("GET", "packages/acme/nuget/Acme.Lib/files")).Body;
        var published = System.Text.RegularExpressions.Regex.Matches(files, "Acme.Lib.(1.0.[0-9]+).nupkg\",\"path\"")
            .Select(found => found.Groups[1].Value);
        CollectionAssert.AreEquivalent(
            published.ToArray(), (await FeedScene.VersionsAsync(http, "Acme.Lib")).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
