using BintrayPush.Feed.Tests;
using BintrayPush.Formats.NuGet;
using BintrayPush.Packages.Tests;

namespace BintrayPush.Server.Tests.Staging;

/// <summary>What is left when several stage, or move, one version at the same moment.</summary>
[TestClass]
public sealed class SettledRaceTests
{
    private const string Symbols = """<packageTypes><packageType name="SymbolsPackage" /></packageTypes>""";
    private const int Rounds = 12;

    private static readonly Nupkg Lib = Nupkg.Make("Acme.Lib", "1.0.0");

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public async Task Symbols_are_never_left_beside_the_package_of_another_build()
    {
        await using var scene = await StagingScene.StartAsync();
        var (ours, others) = (typeof(NuGetPackage).Assembly.Location, typeof(SettledRaceTests).Assembly.Location);
        var first = TestPackages.Package("", new RawEntry("lib/a.dll", File.ReadAllBytes(ours)));
        var second = TestPackages.Package("", new RawEntry("lib/a.dll", File.ReadAllBytes(others)));
        var symbols = TestPackages.Package(Symbols, new RawEntry("lib/a.pdb", File.ReadAllBytes(Path.ChangeExtension(ours, ".pdb"))));
        for (var round = 0; round < Rounds; round++)
        {
            Assert.AreEqual(201, (await scene.StageAsync(first, "spring")).Status);
            var (withSymbols, again) = (scene.StageAsync(symbols, "spring", kind: "symbols"), scene.StageAsync(second, "spring"));
            await Task.WhenAll(withSymbols, again);

            Assert.AreEqual("package:Acme.Tool/1.2.3:ready", await scene.MembersAsync("spring"), (await withSymbols).Body);
            Assert.IsTrue((await withSymbols).Status is 201 or 400 or 404 or 409, (await withSymbols).Body);
            Assert.AreEqual(201, (await again).Status, (await again).Body);
            Assert.AreEqual(204, (await scene.CallAsync("DELETE", "package/Acme.Tool/1.2.3")).Status);
        }
    }

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public async Task A_package_that_is_staged_into_several_groups_at_once_is_in_one_and_the_others_hear_of_it()
    {
        await using var scene = await StagingScene.StartAsync();
        string[] groups = ["autumn", "spring", "winter"];
        for (var round = 0; round < Rounds; round++)
        {
            var replies = await Task.WhenAll(groups.Select(group => scene.StageAsync(Lib.Bytes, group)));

            var members = await Task.WhenAll(groups.Select(scene.MembersAsync));
            Assert.AreEqual("package:Acme.Lib/1.0.0:ready", string.Join("", members.Where(member => member != "none")));
            Assert.IsTrue(
                replies.All(reply => reply.Status is 200 or 201 or 409), string.Join(' ', replies.Select(reply => reply.Body)));
            Assert.IsTrue(replies.Any(reply => reply.Status != 409));
            Assert.AreEqual(204, (await scene.CallAsync("DELETE", "package/Acme.Lib/1.0.0")).Status);
        }
    }

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public async Task A_package_that_many_move_at_once_is_not_lost_between_groups()
    {
        await using var scene = await StagingScene.StartAsync();
        string[] groups = ["autumn", "spring", "winter"];
        foreach (var group in groups)
        {
            await scene.CallAsync("POST", "groups", $$"""{"id":"{{group}}","name":"x"}""");
        }

        await scene.StagedAsync(Lib);
        for (var round = 0; round < Rounds; round++)
        {
            var replies = await Task.WhenAll(groups.Select(group => scene.CallAsync("PUT", $"groups/{group}/items/Acme.Lib/1.0.0"))
                .Append(scene.CallAsync("DELETE", $"groups/{groups[round % 3]}/items/Acme.Lib/1.0.0")));

            Assert.IsTrue(
                replies.All(reply => reply.Status is 204 or 409),
                string.Join(' ', replies.Select(reply => $"{reply.Status} {reply.Body}")));
            Assert.AreEqual("package:Acme.Lib/1.0.0:ready", StagingScene.ItemsOf(await scene.CallAsync("GET", "package")));
        }
    }

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public async Task What_is_staged_again_while_it_is_promoted_is_public_with_the_first_bytes_or_the_second_and_nothing_is_left_behind()
    {
        await using var scene = await StagingScene.StartAsync();
        await using var another = await scene.Feed.StartAnotherAsync("two");
        for (var round = 0; round < Rounds; round++)
        {
            var id = $"Acme.P{round}";
            var (first, second) = (Nupkg.Make(id, "1.0.0"), Nupkg.Make(id, "1.0.0", "<tags>second</tags>"));
            await scene.StagedAsync(first, $"g{round}");

            var again = StagingScene.StageAsync(another.Anonymous, second.Bytes, round % 3 == 0 ? "other" : $"g{round}", scene.Key);
            var promoted = scene.CallAsync("POST", $"groups/g{round}/promote");
            await Task.WhenAll(again, promoted);

            var (staged, members) = ((await again).Status, await scene.MembersAsync(round % 3 == 0 ? "other" : $"g{round}"));
            var isPublic = await scene.Feed.VersionsAsync(id) == "1.0.0";
            var waits = members.Contains($"{id}/1.0.0:ready", StringComparison.Ordinal);
            Assert.IsTrue(staged is 201 or 409, (await again).Body);
            Assert.IsTrue(isPublic ^ waits, $"{(await again).Body} {(await promoted).Body} {members}");
            var files = await scene.Server.SendAsync("GET", $"packages/acme/nuget/{id}/versions/1.0.0/files?include_unpublished=1");
            Assert.AreEqual(1, files.Json.GetArrayLength(), files.Body);
            var bytes = await scene.Server.SendAsync("GET", $"dl/acme/nuget/{id}.1.0.0.nupkg?unpublished=1");
            Assert.AreEqual(200, bytes.Status);
            Assert.AreEqual(staged == 201 ? second.Sha256 : first.Sha256, files.Json[0].GetProperty("sha256").GetString());
        }
    }

    [TestMethod]
    public async Task A_package_that_was_deleted_while_it_was_staged_can_be_staged_again()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib, "spring");
        Assert.AreEqual(200, (await scene.Server.SendAsync("DELETE", "packages/acme/nuget/Acme.Lib")).Status);

        var again = await scene.StageAsync(Lib.Bytes);

        Assert.IsTrue(again.Status is 200 or 201, again.Body);
        Assert.AreEqual("package:Acme.Lib/1.0.0:ready", await scene.MembersAsync("spring"));
    }

    [TestMethod]
    public async Task A_package_promoted_again_is_a_success_without_effect()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib);

        Assert.AreEqual("""{"files":1}""", (await scene.CallAsync("POST", "package/Acme.Lib/1.0.0/promote")).Body);
        Assert.AreEqual("""{"files":0}""", (await scene.CallAsync("POST", "package/Acme.Lib/1.0/promote")).Body);
        Assert.AreEqual(404, (await scene.CallAsync("POST", "package/Acme.Lib/2.0.0/promote")).Status);
    }

    [TestMethod]
    public async Task What_a_machine_has_staged_is_found_by_its_version_however_it_is_written()
    {
        await using var scene = await StagingScene.StartAsync();
        Assert.AreEqual(201, (await scene.Server.SendAsync("POST", "packages/acme/nuget", """{"name":"Acme.Lib"}""")).Status);
        using var content = new ByteArrayContent(Lib.Bytes);
        using var upload = await scene.Server.Http.PutAsync("content/acme/nuget/Acme.Lib/1.0/Acme.Lib.1.0.nupkg", content);
        Assert.AreEqual(201, (int)upload.StatusCode);
        var leg = $$"""
            {"versions":[{"repo":"nuget","package":"Acme.Lib","version":"1.0",
            "files":[{"path":"Acme.Lib.1.0.nupkg","sha256":"{{Lib.Sha256}}","size":{{Lib.Bytes.Length}}}]}]}
            """;
        var staged = await scene.Server.SendAsync("PUT", "releases/acme/spring/legs/linux", leg);
        Assert.AreEqual(200, staged.Status, staged.Body);

        Assert.AreEqual(200, (await scene.CallAsync("GET", "package/Acme.Lib/1.0.0")).Status);
        Assert.AreEqual(200, (await scene.CallAsync("GET", "package/acme.lib/1.0")).Status);
    }

    [TestMethod]
    public async Task What_is_in_no_group_is_not_published_as_a_whole()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib);

        Assert.AreEqual(400, (await scene.Server.SendAsync("POST", "releases/acme/-/seal", """{"legs":["packages"]}""")).Status);
        Assert.AreEqual("", await scene.Feed.VersionsAsync("Acme.Lib"));
    }
}
