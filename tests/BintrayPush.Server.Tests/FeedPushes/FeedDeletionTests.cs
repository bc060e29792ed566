using BintrayPush.Feed.Tests;
using BintrayPush.Server.Tests.Feeds;

namespace BintrayPush.Server.Tests.FeedPushes;

/// <summary>What is left of a version that NuGet's clients have deleted, on a server that deletes.</summary>
[TestClass]
public sealed class FeedDeletionTests
{
    private static readonly Nupkg Lib = Nupkg.Make("Acme.Lib", "1.0.0");

    [TestMethod]
    public async Task A_server_that_is_to_delete_deletes()
    {
        await using var scene = await FeedScene.StartAsync(settings => settings with { FeedDeletes = true });
        await scene.UploadAsync(Lib);

        Assert.AreEqual(204, (await scene.Server.SendAsync("DELETE", "nuget/acme/nuget/v3/package/acme.lib/1.0.0")).Status);

        Assert.AreEqual("", await scene.VersionsAsync("Acme.Lib"));
        Assert.AreEqual(404, (await scene.Server.SendAsync("GET", "dl/acme/nuget/Acme.Lib.1.0.0.nupkg")).Status);
    }

    [TestMethod]
    public async Task What_is_deleted_takes_its_symbols_along_and_no_others()
    {
        await using var scene = await FeedScene.StartAsync(settings => settings with { FeedDeletes = true });
        await scene.UploadAsync(Lib);
        await scene.UploadAsync(Nupkg.Make("Acme.Lib", "2.0.0"));
        // Whose symbols a file of that name has is said by the version that it belongs to.
        foreach (var (version, name) in ((string, string)[])[("1.0.0", "1.0.0"), ("1.0.0", "3.0.0"), ("1.0.0", "2.0.0")])
        {
            await FeedScene.PublishInFolderAsync(scene.Server.Folder, "Acme.Lib", version, $"Acme.Lib.{name}.snupkg", [1, 2, 3]);
        }

        Assert.AreEqual(204, (await scene.Server.SendAsync("DELETE", "nuget/acme/nuget/v3/package/acme.lib/1.0")).Status);
        Assert.AreEqual(204, (await scene.Server.SendAsync("DELETE", "nuget/acme/nuget/v3/package/acme.lib/2.0.0")).Status);

        Assert.AreEqual("", await scene.VersionsAsync("Acme.Lib"));
        Assert.AreEqual(404, (await scene.Server.SendAsync("GET", "dl/acme/nuget/Acme.Lib.1.0.0.snupkg")).Status);
        Assert.AreEqual(200, (await scene.Server.SendAsync("GET", "dl/acme/nuget/Acme.Lib.2.0.0.snupkg")).Status, "Of 1.0.0.");
        Assert.AreEqual(200, (await scene.Server.SendAsync("GET", "dl/acme/nuget/Acme.Lib.3.0.0.snupkg")).Status, "Of another name.");
    }

    [TestMethod]
    public async Task What_is_pushed_again_after_it_was_deleted_begins_anew()
    {
        await using var scene = await FeedScene.StartAsync(settings => settings with { FeedDeletes = true });
        await scene.UploadAsync(Lib);
        var said = await scene.Server.SendAsync(
            "POST",
            "packages/acme/nuget/Acme.Lib/versions/1.0.0/attributes",
            """
            [{"name":"nuget.listed","type":"boolean","values":[false]},{"name":"nuget.deprecated","type":"string","values":["Legacy"]},
            {"name":"own","type":"string","values":["kept"]}]
            """);
        Assert.AreEqual(200, said.Status, said.Body);
        Assert.AreEqual("", await scene.SearchAsync("q=lib"));

        Assert.AreEqual(204, (await scene.Server.SendAsync("DELETE", "nuget/acme/nuget/v3/package/acme.lib/1.0.0")).Status);
        Assert.AreEqual(201, (await scene.PushAsync(Nupkg.Make("Acme.Lib", "1.0.0", "<tags>other</tags>"))).Status);

        Assert.AreEqual("Acme.Lib/1.0.0", await scene.SearchAsync("q=lib"));
        var registration = await scene.Server.SendAsync("GET", "nuget/acme/nuget/v3/registration-semver2/acme.lib/index.json");
        Assert.IsFalse(registration.Body.Contains("Legacy", StringComparison.Ordinal), registration.Body);
        var attributes = await scene.Server.SendAsync("GET", "packages/acme/nuget/Acme.Lib/versions/1.0.0/attributes");
        StringAssert.Contains(attributes.Body, "kept", "What is no word of the feed stays.");
    }

    [TestMethod]
    [DataRow(true, DisplayName = "deleted")]
    [DataRow(false, DisplayName = "unlisted")]
    public async Task A_version_that_is_there_twice_is_gone_as_a_whole(bool deletes)
    {
        await using var scene = await FeedScene.StartAsync(settings => settings with { FeedDeletes = deletes });
        await scene.UploadAsync(Lib);
        await scene.Server.SendAsync("POST", "packages/acme/nuget", """{"name":"other"}""");
        await FeedScene.PublishInFolderAsync(scene.Server.Folder, "other", "7", "twin/Acme.Lib.1.0.0.nupkg", Lib.Bytes);

        Assert.AreEqual(204, (await scene.Server.SendAsync("DELETE", "nuget/acme/nuget/v3/package/acme.lib/1.0.0")).Status);

        Assert.AreEqual("", await scene.SearchAsync("q=lib"));
        Assert.AreEqual(deletes ? "" : "1.0.0", await scene.VersionsAsync("Acme.Lib"));
    }
}
