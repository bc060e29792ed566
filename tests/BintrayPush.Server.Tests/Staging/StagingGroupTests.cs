using System.Text.Json;
using BintrayPush.Feed.Tests;

namespace BintrayPush.Server.Tests.Staging;

/// <summary>Groups of staged packages: what is in them, how it gets there, and what becomes public with them.</summary>
[TestClass]
public sealed class StagingGroupTests
{
    private static readonly Nupkg Lib = Nupkg.Make("Acme.Lib", "1.0.0");
    private static readonly Nupkg App = Nupkg.Make("Acme.App", "2.0.0-rc.1");

    [TestMethod]
    public async Task A_group_can_be_made_named_and_deleted_with_all_that_is_in_it()
    {
        await using var scene = await StagingScene.StartAsync();

        Assert.AreEqual(201, (await scene.CallAsync("POST", "groups", """{"id":"spring","name":"Spring release"}""")).Status);
        Assert.AreEqual(409, (await scene.CallAsync("POST", "groups", """{"id":"Spring","name":"again"}""")).Status);
        Assert.AreEqual("Spring release", await NameAsync());
        Assert.AreEqual("", await scene.MembersAsync("spring"));
        Assert.AreEqual(409, (await scene.CallAsync("POST", "groups/spring/promote")).Status, "There is nothing in it.");
        await scene.StagedAsync(Lib, "spring");
        Assert.AreEqual("Spring release", await NameAsync());
        Assert.AreEqual(204, (await scene.CallAsync("PATCH", "groups/spring", """{"name":"Spring, at last"}""")).Status);
        Assert.AreEqual("Spring, at last", await NameAsync());

        Assert.AreEqual(204, (await scene.CallAsync("DELETE", "groups/spring")).Status);

        Assert.AreEqual("none", await scene.MembersAsync("spring"));
        Assert.AreEqual(404, (await scene.CallAsync("DELETE", "groups/spring")).Status);
        Assert.AreEqual(404, (await scene.CallAsync("GET", "package/Acme.Lib/1.0.0")).Status);
        Assert.AreEqual(404, (await scene.Server.SendAsync("GET", "dl/acme/nuget/Acme.Lib.1.0.0.nupkg?unpublished=1")).Status);
        foreach (var wrong in (string[])
            ["{}", """{"id":"a b","name":"x"}""", """{"id":"-","name":"x"}""", """{"id":"a","name":"  "}""", """{"id":"a"}""", "x"])
        {
            Assert.AreEqual(400, (await scene.CallAsync("POST", "groups", wrong)).Status, wrong);
        }

        async Task<string?> NameAsync() =>
            (await scene.CallAsync("GET", "groups/spring")).Json.GetProperty("group").GetProperty("name").GetString();
    }

    [TestMethod]
    public async Task A_package_moves_into_a_group_and_out_of_it_and_is_in_one_at_most()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib);
        await scene.StagedAsync(App, "autumn");
        await scene.CallAsync("POST", "groups", """{"id":"spring","name":"s"}""");

        Assert.AreEqual(404, (await scene.CallAsync("PUT", "groups/none/items/Acme.Lib/1.0.0")).Status);
        Assert.AreEqual(404, (await scene.CallAsync("PUT", "groups/spring/items/Acme.None/1.0.0")).Status);
        Assert.AreEqual(204, (await scene.CallAsync("PUT", "groups/spring/items/acme.lib/1.0")).Status);
        Assert.AreEqual(204, (await scene.CallAsync("PUT", "groups/spring/items/Acme.App/2.0.0-RC.1")).Status);
        Assert.AreEqual("package:Acme.App/2.0.0-rc.1:ready package:Acme.Lib/1.0.0:ready", await scene.MembersAsync("spring"));
        Assert.AreEqual("", await scene.MembersAsync("autumn"), "A group without packages stays.");
        Assert.AreEqual(200, (await scene.StageAsync(Lib.Bytes, "autumn")).Status, "Staged again elsewhere, it moves.");
        Assert.AreEqual("package:Acme.Lib/1.0.0:ready", await scene.MembersAsync("autumn"));

        Assert.AreEqual(204, (await scene.CallAsync("DELETE", "groups/spring/items/Acme.App/2.0.0-rc.1")).Status);

        var single = await scene.CallAsync("GET", "package/Acme.App/2.0.0-rc.1");
        Assert.AreEqual(JsonValueKind.Null, single.Json.GetProperty("group").ValueKind, single.Body);
        Assert.AreEqual(204, (await scene.CallAsync("DELETE", "package/Acme.App/2.0.0-rc.1")).Status);
        Assert.AreEqual(204, (await scene.CallAsync("DELETE", "package/Acme.App/2.0.0-rc.1")).Status, "The desired end state is reached.");
        Assert.AreEqual(404, (await scene.CallAsync("GET", "package/Acme.App/2.0.0-rc.1")).Status);
    }

    [TestMethod]
    public async Task What_no_group_has_is_promoted_by_itself()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib);
        await scene.StagedAsync(App, "spring");

        Assert.AreEqual(409, (await scene.CallAsync("POST", "package/Acme.App/2.0.0-rc.1/promote")).Status, "Its group is promoted.");
        Assert.AreEqual(200, (await scene.CallAsync("POST", "package/Acme.Lib/1.0.0/promote")).Status);

        Assert.AreEqual("1.0.0", await scene.Feed.VersionsAsync("Acme.Lib"));
        Assert.AreEqual("", await scene.Feed.VersionsAsync("Acme.App"));
        Assert.AreEqual(404, (await scene.CallAsync("GET", "package/Acme.Lib/1.0.0")).Status);
    }

    [TestMethod]
    public async Task A_promoted_group_is_gone_and_promoted_again_without_effect()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib, "spring");
        await scene.StagedAsync(App, "spring");

        var promoted = await scene.CallAsync("POST", "groups/spring/promote");
        var again = await scene.CallAsync("POST", "groups/spring/promote");

        Assert.AreEqual("""{"files":2,"was_sealed":false}""", promoted.Body);
        Assert.AreEqual("""{"files":0,"was_sealed":true}""", again.Body);
        Assert.AreEqual("none", await scene.MembersAsync("spring"));
        Assert.AreEqual(0, (await scene.CallAsync("GET", "groups")).Json.GetProperty("totalCount").GetInt32());
        Assert.AreEqual("1.0.0", await scene.Feed.VersionsAsync("Acme.Lib"));
        Assert.AreEqual("2.0.0-rc.1", await scene.Feed.VersionsAsync("Acme.App"));
        var late = await scene.StageAsync(Nupkg.Make("Acme.Late", "1.0.0").Bytes, "spring");
        Assert.AreEqual((409, "BTP4056"), (late.Status, StagingScene.CodeOf(late)));
        Assert.AreEqual(404, (await scene.CallAsync("GET", "package/Acme.Late/1.0.0")).Status, "Nothing of it waits anywhere.");
    }

    [TestMethod]
    public async Task What_is_in_the_way_of_a_promotion_is_seen_before_it()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib, "spring");
        Assert.AreEqual(201, (await scene.Server.SendAsync("PUT", "content/acme/nuget/Acme.Lib/1.0.0/notes.txt", "x")).Status);

        var stranger = (await scene.CallAsync("GET", "groups/spring")).Json.GetProperty("group");
        var refused = await scene.CallAsync("POST", "groups/spring/promote");
        await scene.Server.SendAsync("POST", "content/acme/nuget/Acme.Lib/1.0.0/publish", """{"discard":true}""");
        var lost = (await scene.CallAsync("GET", "package/Acme.Lib/1.0.0")).Json;

        Assert.IsFalse(stranger.GetProperty("canPromote").GetBoolean());
        Assert.AreEqual("BTP4055", stranger.GetProperty("blockers")[0].GetProperty("code").GetString());
        Assert.AreEqual((409, "BTP4055"), (refused.Status, StagingScene.CodeOf(refused)));
        Assert.AreEqual("promotionFailed", lost.GetProperty("status").GetString());
        Assert.AreEqual("BTP4053", lost.GetProperty("blockers")[0].GetProperty("code").GetString());
        Assert.AreEqual(200, (await scene.StageAsync(Lib.Bytes, "spring")).Status);
        Assert.AreEqual("package:Acme.Lib/1.0.0:ready", await scene.MembersAsync("spring"), "Staged again, it waits again.");
    }
}
