using BintrayPush.Feed.Tests;
using BintrayPush.Server.Tests.Feeds;

namespace BintrayPush.Server.Tests.Staging;

/// <summary>Many clients of several servers stage, promote and read at once.</summary>
[TestClass]
public sealed class StagingRaceTests
{
    private const int Packages = 24;
    private const int Readers = 16;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public async Task Nothing_is_lost_of_what_many_stage_into_one_group_by_two_servers_and_a_restart_keeps_it()
    {
        await using var scene = await StagingScene.StartAsync();
        await using var another = await scene.Feed.StartAnotherAsync("two");
        HttpClient[] servers = [scene.Server.Anonymous, another.Anonymous];

        var replies = await Task.WhenAll(Enumerable.Range(0, 2 * Packages).Select(number => StagingScene.StageAsync(
            servers[number % 2], Nupkg.Make($"Acme.P{number / 2:00}", "1.0.0").Bytes, "spring", scene.Key)));

        Assert.AreEqual("", string.Join(' ', replies.Where(reply => reply.Status is not (200 or 201)).Select(reply => reply.Body)));
        await using var later = await scene.Feed.StartAnotherAsync("three");
        var group = await later.SendAsync("GET", "nuget/acme/nuget/v3/staging/groups/spring");
        Assert.AreEqual(
            string.Join(' ', Enumerable.Range(0, Packages).Select(number => $"package:Acme.P{number:00}/1.0.0:ready")),
            StagingScene.ItemsOf(group));
        var promoted = await later.SendAsync("POST", "nuget/acme/nuget/v3/staging/groups/spring/promote");
        Assert.AreEqual($$"""{"files":{{Packages}},"was_sealed":false}""", promoted.Body);
    }

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public async Task Of_other_bytes_for_one_version_the_group_has_those_that_wait()
    {
        await using var scene = await StagingScene.StartAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => scene.StageAsync(
            Nupkg.Make("Acme.Lib", "1.0.0", $"<tags>t{number}</tags>").Bytes, "spring")));

        Assert.IsTrue(
            replies.All(reply => reply.Status is 200 or 201 or 409),
            string.Join(' ', replies.Select(reply => $"{reply.Status} {reply.Body}")));
        Assert.AreEqual("package:Acme.Lib/1.0.0:ready", await scene.MembersAsync("spring"));
        Assert.AreEqual(200, (await scene.CallAsync("POST", "groups/spring/promote")).Status);
        Assert.AreEqual("1.0.0", await scene.Feed.VersionsAsync("Acme.Lib"));
    }

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public async Task Sixteen_readers_see_all_packages_of_a_promotion_or_none()
    {
        await using var scene = await StagingScene.StartAsync();
        await using var another = await scene.Feed.StartAnotherAsync("two");
        string[] ids = ["Acme.App", "Acme.Lib", "Acme.Base"];
        foreach (var id in ids)
        {
            await scene.StagedAsync(Nupkg.Make(id, "1.0.0"), "spring");
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);
        var begun = new CountdownEvent(Readers);
        var readers = Enumerable.Range(0, Readers).Select(reader => Task.Run(async () =>
        {
            var http = reader % 2 == 0 ? scene.Server.Anonymous : another.Anonymous;
            var seen = new List<int>();
            while (!over.IsCancellationRequested)
            {
                var found = await SearchAsync(http);
                var lists = 0;
                foreach (var id in ids)
                {
                    lists += await FeedScene.VersionsAsync(http, id) == "1.0.0" ? 1 : 0;
                }

                Assert.IsTrue(found == 0 || lists == ids.Length, "What a search has found is there.");
                Assert.IsTrue(found is 0 or 3, $"A search has found {found} of 3.");
                if (seen.Count == 0)
                {
                    begun.Signal();
                }

                seen.Add(found);
            }

            return seen;
        })).ToArray();
        await Task.Run(() => begun.Wait(over.Token), over.Token);

        Assert.AreEqual(200, (await scene.CallAsync("POST", "groups/spring/promote")).Status);
        Assert.AreEqual(3, await SearchAsync(another.Anonymous));
        await over.CancelAsync();

        foreach (var seen in await Task.WhenAll(readers))
        {
            Assert.AreEqual(0, seen[0], "Before, there was none.");
            CollectionAssert.AreEqual(seen.Order().ToList(), seen, "Nothing goes again.");
        }
    }

    private static async Task<int> SearchAsync(HttpClient http) =>
        (await http.SendAsync("GET", "nuget/acme/nuget/v3/search?q=acme")).Json.GetProperty("totalHits").GetInt32();
}
