using BintrayPush.Api.Failures;
using BintrayPush.Api.Names;
using BintrayPush.Feed.Tests;
using BintrayPush.Server.Feed.Index;
using BintrayPush.Server.Store;
using BintrayPush.Server.Tests.Disks;
using BintrayPush.Storage;
using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Tests.Feeds;

/// <summary>Without an index there are no answers of a feed, but nobody has to wait with a push.</summary>
[TestClass]
public sealed class UnusableIndexTests
{
    private static readonly Nupkg Lib = Nupkg.Make("Acme.Lib", "1.0.0");

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Pushes_and_searches_of_files_go_on_without_an_index()
    {
        await using var scene = await FeedScene.StartAsync();
        Assert.AreEqual(201, (await scene.PushAsync(Lib)).Status);
        Directory.Delete(scene.Index, recursive: true);
        await File.WriteAllTextAsync(scene.Index, "in its place");

        Assert.AreEqual(201, (await scene.PushAsync(Nupkg.Make("acme.lib", "2.0.0"))).Status);
        Assert.AreEqual(200, (await scene.PushAsync(Lib)).Status);
        Assert.AreEqual(409, (await scene.PushAsync(Nupkg.Make("Acme.Lib", "1.0.0", "<tags>other</tags>"))).Status);
        Assert.AreEqual(204, (await scene.Server.SendAsync("DELETE", "nuget/acme/nuget/v3/package/acme.lib/2.0")).Status);
        StringAssert.Contains((await scene.Server.SendAsync("GET", "search/file?name=Acme.Lib.1*")).Body, "Acme.Lib.1.0.0.nupkg");
        using (var answer = await scene.Server.Anonymous.GetAsync("nuget/acme/nuget/v3/index.json"))
        {
            Assert.AreEqual(503, (int)answer.StatusCode);
            Assert.IsNotNull(answer.Headers.RetryAfter);
        }

        StringAssert.Contains(scene.Server.Log.Text, $"the index of NuGet feeds cannot be made in '{scene.Index}' (--index)");
        File.Delete(scene.Index);
        Assert.AreEqual("1.0.0 2.0.0", await scene.VersionsAsync("Acme.Lib"));
        Assert.AreEqual("Acme.Lib/1.0.0", await scene.SearchAsync("q=acme"));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task A_push_succeeds_when_the_disk_of_the_index_is_full()
    {
        Strace.Require();
        await using var scene = await FeedScene.StartAsync();
        Assert.AreEqual(201, (await scene.PushAsync(Lib)).Status);
        Assert.AreEqual("1.0.0", await scene.VersionsAsync("Acme.Lib"));
        await scene.Server.StopAsync();
        var file = Path.Combine(scene.Index, "feed-0.db");
        using var server = await ServerProcess.StartAsync(
            scene.Server.Folder,
            TestContext.CancellationToken,
            new()
            {
                Arguments = ["--index", scene.Index],
                Launcher =
                [
                    "strace", "-D", "-f", "-o", "/dev/null", "-P", file, "-P", $"{file}-wal", "-e", "trace=pwrite64",
                    "-e", "inject=pwrite64:error=ENOSPC",
                ],
            });
        using var http = ServerUsers.ClientOf(server.Url, ServerUsers.Admin, scene.Server.Key);

        Assert.AreEqual("1.0.0", await FeedScene.VersionsAsync(http, "Acme.Lib"), "what is in the index already");
        var last = Nupkg.Make("Acme.Lib", "1.2.0");
        Assert.AreEqual(201, await PushAsync(Nupkg.Make("Acme.Lib", "1.1.0")));
        Assert.AreEqual(201, await PushAsync(last));
        Assert.AreEqual(200, await PushAsync(last));
        using var answer = await http.GetAsync("nuget/acme/nuget/v3/flat/acme.lib/index.json");

        Assert.AreEqual(503, (int)answer.StatusCode);
        Assert.IsNotNull(answer.Headers.RetryAfter);
        StringAssert.Contains(server.Said, $"the index of NuGet feeds in '{scene.Index}' (--index) cannot be used: ");
        StringAssert.Contains(server.Said, "database or disk is full");
        Assert.IsFalse(server.Said.Contains("made anew", StringComparison.Ordinal));

        async Task<int> PushAsync(Nupkg package)
        {
            using var content = new ByteArrayContent(package.Bytes);
            using var pushed = await http.PutAsync("nuget/acme/nuget/v3/package", content);
            return (int)pushed.StatusCode;
        }
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Who_asks_waits_for_a_limited_time_while_the_index_is_made()
    {
        await using var scene = await FeedScene.StartAsync();
        Assert.AreEqual(201, (await scene.PushAsync(Lib)).Status);
        var store = await ServerStores.OpenAsync(
            scene.Server.Folder, readOnly: true, new RepositoryOptions(), TestContext.CancellationToken);
        var repository = RepositoryAddress.Of("acme", "nuget");
        using var index = new FeedIndex(
            store, $"{scene.Index}-other", _ => { }, TimeSpan.FromMilliseconds(50), TestContext.CancellationToken);
        await index.FollowAsync(repository, TestContext.CancellationToken);
        Assert.AreEqual(201, (await scene.PushAsync(Nupkg.Make("Acme.Lib", "1.1.0"))).Status);
        using (var slow = new SqliteConnection($"Data Source={scene.Index}-other/feed-0.db;Pooling=False"))
        {
            slow.Open();
            slow.Run("BEGIN IMMEDIATE");

            var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(VersionsAsync);

            Assert.AreEqual(BintrayException.Unavailable, refusal.Status);
            Assert.IsNotNull(refusal.RetryAfter);
            StringAssert.Contains(refusal.Message, "the index of the feed 'acme/nuget' is being made; try again");
        }

        await index.FollowAsync(repository, TestContext.CancellationToken);
        Assert.AreEqual(2, await VersionsAsync());

        Task<int> VersionsAsync() => index.AskAsync(repository, feed => feed.Versions("Acme.Lib").Count, TestContext.CancellationToken);
    }
}
