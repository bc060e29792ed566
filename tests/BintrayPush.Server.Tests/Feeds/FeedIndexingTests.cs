using BintrayPush.Feed.Tests;
using BintrayPush.Server.Feed.Index;

namespace BintrayPush.Server.Tests.Feeds;

/// <summary>The index is made in the background: nobody has to ask for it, and nobody sees a part of it.</summary>
[TestClass]
public sealed class FeedIndexingTests
{
    private const string Indexed = "The index has acme/nuget";

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task The_index_is_made_at_the_start_and_callers_who_come_meanwhile_get_all_of_it()
    {
        // More than are written at once.
        const int Versions = 600;
        await using var scene = await FeedScene.StartAsync();
        await PublishAsync(scene, Versions);

        await using var another = await scene.StartAnotherAsync("another");
        var asked = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => FeedScene.VersionsAsync(another.Anonymous, "Acme.Lib")));
        await SaidAsync(another, Indexed);

        foreach (var answer in asked)
        {
            Assert.AreEqual(Versions, answer.Split(' ').Length);
        }

        Assert.AreEqual(1, another.Log.Lines.Count(line => line.Contains(Indexed, StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Two_processes_with_one_folder_have_an_index_each()
    {
        var folder = Directory.CreateTempSubdirectory("bintray-index-").FullName;
        try
        {
            using var one = FeedDatabase.Open(folder);
            using var another = FeedDatabase.Open(folder);

            CollectionAssert.AreEquivalent(
                new[] { "feed-0.db", "feed-1.db" }, Directory.GetFiles(folder, "*.db").Select(Path.GetFileName).ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task An_index_whose_making_was_cut_off_is_made_to_its_end()
    {
        const int Versions = 600;
        await using var scene = await FeedScene.StartAsync();
        await PublishAsync(scene, Versions);
        var index = Path.Combine(Path.GetDirectoryName(scene.Index)!, "killed");
        using var server = await ServerProcess.StartAsync(
            scene.Server.Folder, TestContext.CancellationToken, new ServerProcessOptions { Arguments = ["--index", index] });
        using var http = ServerUsers.AnonymousOf(server.Url);
        // By now it is at work; where it is killed does not matter.
        var asked = http.SendAsync("GET", "nuget/acme/nuget/v3/flat/acme.lib/index.json");
        server.Kill();
        await Task.WhenAny(asked).WaitAsync(TestContext.CancellationToken);
        Assert.IsTrue(asked.IsFaulted || (await asked).Status == 200);

        using var again = await server.RestartAsync(TestContext.CancellationToken);
        using var client = ServerUsers.AnonymousOf(again.Url);
        Assert.AreEqual(Versions, (await FeedScene.VersionsAsync(client, "Acme.Lib")).Split(' ').Length);
    }

    [TestMethod]
    public async Task A_repository_that_is_gone_leaves_the_index_at_the_next_start()
    {
        await using var scene = await FeedScene.StartAsync();
        await scene.UploadAsync(Nupkg.Make("Acme.Lib", "1.0.0"));
        Assert.AreEqual("1.0.0", await scene.VersionsAsync("Acme.Lib"));
        Assert.AreEqual(200, (await scene.Server.SendAsync("DELETE", "repos/acme/nuget")).Status);
        Assert.AreEqual(201, (await scene.Server.SendAsync("POST", "repos/acme/other", """{"type":"nuget"}""")).Status);
        await scene.Server.StopAsync();

        await using (var another = await scene.StartAnotherAsync("one"))
        {
            await SaidAsync(another, "The index has acme/other");
            await another.StopAsync();
        }

        using var database = FeedDatabase.Open(scene.Index);
        using var connection = database.Connect();
        Assert.AreEqual("other", connection.Value<string>("SELECT group_concat(name) FROM repository"));
        foreach (var table in (string[])["file", "package", "words", "content"])
        {
            Assert.AreEqual(0, connection.Value<long>($"SELECT count(*) FROM {table}"), table);
        }
    }

    private static async Task PublishAsync(FeedScene scene, int versions)
    {
        await scene.Server.SendAsync("POST", "packages/acme/nuget", """{"name":"Acme.Lib"}""");
        var publishes = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForAsync(0, versions, publishes, async (number, cancellation) =>
        {
            using var content = new ByteArrayContent(Nupkg.Make("Acme.Lib", $"1.0.{number}").Bytes);
            using var answer = await scene.Server.Http.PutAsync(
                $"content/acme/nuget/Acme.Lib/1.0.{number}/Acme.Lib.1.0.{number}.nupkg?publish=1", content, cancellation);
            Assert.AreEqual(201, (int)answer.StatusCode);
        });
    }

    private async Task SaidAsync(RunningServer server, string text)
    {
        var said = server.Log.WaitForAsync(text);
        if (!server.Log.Text.Contains(text, StringComparison.Ordinal))
        {
            await said.WaitAsync(TestContext.CancellationToken);
        }
    }
}
