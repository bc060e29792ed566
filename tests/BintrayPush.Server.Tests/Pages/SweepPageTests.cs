using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Pages;

/// <summary>The page that looks for what a sweep would clear away.</summary>
[TestClass]
public sealed class SweepPageTests
{
    [TestMethod]
    public async Task An_admin_looks_and_nothing_is_changed()
    {
        await using var server = await SceneAsync();
        using var browser = new PageBrowser(server.Url);
        await browser.SignInAsync(ServerUsers.Admin, server.Key);
        await browser.GoAsync("ui/browse/acme");
        await browser.GoAsync(browser.Page.Link("Sweep"));
        var before = FilesOf(server);

        browser.See(await browser.SendAsync("main form"));

        Assert.Contains("contents that no file refers to 1 11 B", browser.Page.Words);
        CollectionAssert.AreEqual(before, FilesOf(server));
        // One look has ended when the next one begins.
        Assert.Contains("Left over", SeenPage.Of(await browser.SendAsync("main form")).Text);
    }

    [TestMethod]
    public async Task Who_is_not_an_admin_of_all_that_is_in_the_store_learns_nothing_of_it()
    {
        await using var server = await SceneAsync();
        ServerUsers.Add(server.Folder, "quietly", ("quiet", Role.Admin));
        using var browser = new PageBrowser(server.Url);
        await browser.SignInAsync(ServerUsers.Admin, server.Key);
        var token = browser.Page.Document.QuerySelector("input[name=token]")!.GetAttribute("value")!;

        await browser.GoAsync("ui/sweep", 404);
        Assert.AreEqual("Nothing here", SeenPage.Of(await browser.PostAsync("ui/sweep", ("token", token)), 404).Title);
        Assert.DoesNotContain("Sweep", (await browser.GoAsync("ui/browse/acme")).Text);
        foreach (var http in new[] { server.Anonymous, server.As("pat", ("acme", Role.Publish), ("quiet", Role.Admin)) })
        {
            Assert.AreEqual("Nothing here", SeenPage.Of(await http.SendAsync("GET", "ui/sweep"), 404).Title);
        }
    }

    [TestMethod]
    public async Task A_server_that_may_not_write_looks_too()
    {
        await using var first = await SceneAsync();
        await using var server = await RunningServer.StartAsync(
            settings => settings with { ReadOnly = true }, first.Folder, ServerUsers.Admin, first.Key);
        using var browser = new PageBrowser(server.Url);
        await browser.SignInAsync(ServerUsers.Admin, first.Key);
        await browser.GoAsync("ui/sweep");

        Assert.Contains("contents that no file refers to", SeenPage.Of(await browser.SendAsync("main form")).Text);
    }

    private static async Task<RunningServer> SceneAsync()
    {
        var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a.bin", "first bytes")).Status);
        Assert.AreEqual(200, (await server.SendAsync("POST", "content/acme/tools/lib/1.0/publish", """{"discard":true}""")).Status);
        return server;
    }

    private static string[] FilesOf(RunningServer server) =>
    [
        .. Directory.GetFiles(server.Folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("key-use", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];
}
