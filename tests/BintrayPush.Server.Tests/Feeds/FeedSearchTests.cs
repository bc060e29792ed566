using System.Text.Json;
using BintrayPush.Feed.Tests;

namespace BintrayPush.Server.Tests.Feeds;

/// <summary>What the page of a search holds: whatever a client is not to see is not counted either.</summary>
[TestClass]
public sealed class FeedSearchTests
{
    private static readonly string[] Versions = ["1.0.0", "1.10.0", "1.9.0", "2.0.0-rc", "2.0.0-rc.1", "2.0.0+built.here"];

    [TestMethod]
    [DataRow("", "1.10.0", "1.0.0 1.9.0 1.10.0")]
    [DataRow("&prerelease=true", "2.0.0-rc", "1.0.0 1.9.0 1.10.0 2.0.0-rc")]
    [DataRow("&semVerLevel=2.0.0", "2.0.0+built.here", "1.0.0 1.9.0 1.10.0 2.0.0+built.here")]
    [DataRow(
        "&prerelease=true&semVerLevel=2.0.0", "2.0.0+built.here", "1.0.0 1.9.0 1.10.0 2.0.0-rc 2.0.0-rc.1 2.0.0+built.here")]
    public async Task A_found_package_has_the_versions_that_its_client_understands(string client, string latest, string versions)
    {
        await using var scene = await FeedScene.StartAsync();
        foreach (var version in Versions)
        {
            Assert.AreEqual(201, (await scene.PushAsync(Nupkg.Make("Acme.Lib", version))).Status);
        }

        Assert.AreEqual(201, (await scene.PushAsync(Nupkg.Make("Acme.Lib", "1.5.0"))).Status);
        var hidden = await scene.Server.SendAsync(
            "DELETE", "nuget/acme/nuget/v3/package/Acme.Lib/1.5.0", null, ("X-NuGet-ApiKey", $"{ServerUsers.Admin}:{scene.Server.Key}"));
        Assert.AreEqual(204, hidden.Status);

        var (total, found) = await SearchAsync(scene, $"q=acme{client}");

        Assert.AreEqual(1, total);
        Assert.AreEqual(latest, found[0].GetProperty("version").GetString());
        var shown = found[0].GetProperty("versions").EnumerateArray().ToArray();
        Assert.AreEqual(versions, string.Join(' ', shown.Select(version => version.GetProperty("version").GetString())));
        foreach (var version in shown)
        {
            var lower = version.GetProperty("version").GetString()!.Split('+')[0];
            StringAssert.EndsWith(version.GetProperty("@id").GetString(), $"/acme.lib/{lower}.json");
        }
    }

    [TestMethod]
    [DataRow("q=")]
    [DataRow("q=acme")]
    public async Task Pages_hold_every_package_once_and_each_says_how_many_there_are(string query)
    {
        const int Packages = 25;
        await using var scene = await FeedScene.StartAsync();
        var ids = Enumerable.Range(0, Packages).Select(number => $"Acme.Lib{number:d2}").ToArray();
        foreach (var id in ids)
        {
            await scene.UploadAsync(Nupkg.Make(id, "1.0.0"));
        }

        var pages = new List<string?>();
        foreach (var skip in (int[])[0, 10, 20, 30])
        {
            var (total, page) = await SearchAsync(scene, $"{query}&take=10&skip={skip}");
            Assert.AreEqual(Packages, total, $"skip={skip}");
            pages.AddRange(page.Select(found => found.GetProperty("id").GetString()));
        }

        CollectionAssert.AreEquivalent(ids, pages);
        Assert.AreEqual(Packages, (await SearchAsync(scene, $"{query}&take=0")).Total);
    }

    private static async Task<(long Total, JsonElement[] Found)> SearchAsync(FeedScene scene, string query)
    {
        var answer = await scene.Server.Anonymous.SendAsync("GET", $"nuget/acme/nuget/v3/search?{query}");
        Assert.AreEqual(200, answer.Status, answer.Body);
        var json = JsonDocument.Parse(answer.Body).RootElement;
        return (json.GetProperty("totalHits").GetInt64(), [.. json.GetProperty("data").EnumerateArray()]);
    }
}
