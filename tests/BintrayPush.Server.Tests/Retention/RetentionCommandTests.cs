using BintrayPush.Feed.Tests;
using BintrayPush.Server.Tests.Feeds;

namespace BintrayPush.Server.Tests.Retention;

/// <summary>bintray-server retention, beside a server that works on the folder.</summary>
[TestClass]
public sealed class RetentionCommandTests
{
    [TestMethod]
    public async Task What_would_go_is_said_and_nothing_is_changed_until_it_is_applied()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        for (var i = 1; i <= 4; i++)
        {
            await PutAsync(server, $"{i}.0", $"{i}.txt", "hello");
        }

        await PutAsync(server, "1.0", "more.txt", "and more");
        await PutAsync(server, "5.0-rc", "waits.txt", "hello", publish: false);

        var (code, output, error) = await RunAsync(server, "--keep-last", "2");
        Assert.AreEqual(0, code, error);
        StringAssert.Contains(output, "lib 2.0: 1 file (5 B)");
        StringAssert.Contains(output, "lib 1.0: 2 files (13 B)");
        StringAssert.Contains(output, "acme/tools: 2 versions with 3 files (18 B) would be deleted, 2 versions stay");
        StringAssert.Contains(output, "--apply");
        Assert.AreEqual(200, await GetAsync(server, "1.txt"));

        (code, output, error) = await RunAsync(server, "--keep-last", "2", "--apply");
        Assert.AreEqual(0, code, error);
        StringAssert.Contains(output, "2 versions with 3 files (18 B) deleted, 2 versions stay");
        foreach (var (path, status) in new[] { ("1.txt", 404), ("more.txt", 404), ("2.txt", 404), ("3.txt", 200), ("4.txt", 200) })
        {
            Assert.AreEqual(status, await GetAsync(server, path), path);
        }

        var versions = (await server.SendAsync("GET", "packages/acme/tools/lib")).Json.GetProperty("versions").GetRawText();
        Assert.AreEqual("""["5.0-rc","4.0","3.0"]""", versions);
        (code, output, _) = await RunAsync(server, "--keep-last", "2", "--apply", "--json");
        Assert.AreEqual(0, code);
        StringAssert.Contains(output, "\"count\": 0");
        StringAssert.Contains(output, "\"dryRun\": false");
    }

    [TestMethod]
    public async Task A_version_in_which_files_wait_stays_and_so_does_what_is_not_old_enough()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await PutAsync(server, "1.0", "1.txt", "hello");
        await PutAsync(server, "1.0", "waits.txt", "hello", publish: false);
        await PutAsync(server, "2.0", "2.txt", "hello");
        var (code, output, _) = await RunAsync(server, "--keep-last", "0", "--apply");
        Assert.AreEqual(0, code);
        StringAssert.Contains(output, "0 versions with 0 files (0 B) deleted, 2 versions stay");
        (_, output, _) = await RunAsync(server, "--older-than", "1d", "--apply");
        StringAssert.Contains(output, "0 versions");
        Assert.AreEqual(200, await GetAsync(server, "1.txt"));
    }

    [TestMethod]
    public async Task A_feed_has_no_longer_what_went()
    {
        await using var feed = await FeedScene.StartAsync();
        foreach (var version in new[] { "1.0.0", "2.0.0-a", "2.0.0-b", "2.0.0-c" })
        {
            await feed.UploadAsync(Nupkg.Make("Hello", version));
        }

        Assert.AreEqual("1.0.0 2.0.0-a 2.0.0-b 2.0.0-c", await feed.VersionsAsync("Hello"));
        var (code, _, error) = await RunAsync(feed.Server, "--keep-last", "1", "--prerelease-only", "--apply");
        Assert.AreEqual(0, code, error);
        Assert.AreEqual("1.0.0 2.0.0-c", await feed.VersionsAsync("Hello"));
    }

    [TestMethod]
    [DataRow("acme/tools", "Give a rule, --keep-last or --older-than", DisplayName = "no rule")]
    [DataRow("acme/tools --prerelease-only", "Give a rule, --keep-last or --older-than", DisplayName = "no rule but a filter")]
    [DataRow("acme/tools --keep-last -1", "--keep-last is a number of versions", DisplayName = "less than nothing")]
    [DataRow("acme/tools --keep-last 99999999999", "Cannot parse argument '99999999999'", DisplayName = "more than there can be")]
    [DataRow("acme/tools --older-than ninety", "--older-than is 'ninety'", DisplayName = "no interval")]
    [DataRow("acme/none --keep-last 1", "Repo 'none' was not found", DisplayName = "no repository")]
    [DataRow("acme --keep-last 1", "'acme'", DisplayName = "half of a name")]
    public async Task What_is_wrong_is_said(string arguments, string said)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var (code, _, error) = await CommandLine.RunAsync(["retention", .. arguments.Split(' '), "--data", server.Folder]);
        Assert.AreEqual(1, code);
        StringAssert.Contains(error, said);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(RunningServer server, params string[] options)
    {
        var name = (await server.SendAsync("GET", "repos/acme")).Json[0].GetProperty("name").GetString();
        return await CommandLine.RunAsync(["retention", $"acme/{name}", "--data", server.Folder, .. options]);
    }

    private static async Task<int> GetAsync(RunningServer server, string path) =>
        (await server.Anonymous.SendAsync("GET", $"dl/acme/tools/{path}")).Status;

    private static async Task PutAsync(RunningServer server, string version, string path, string text, bool publish = true) =>
        Assert.AreEqual(
            201, (await server.SendAsync("PUT", $"content/acme/tools/lib/{version}/{path}?publish={(publish ? 1 : 0)}", text)).Status);
}
