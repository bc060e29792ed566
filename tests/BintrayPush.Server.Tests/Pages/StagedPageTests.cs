using System.Text.Json;
using BintrayPush.Feed.Tests;
using BintrayPush.Server.Tests.Staging;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Pages;

/// <summary>The pages of what is staged for a NuGet feed, and their buttons.</summary>
[TestClass]
public sealed class StagedPageTests
{
    private const string List = "ui/staged/acme/nuget";
    private const string Group = List + "/spring";

    private static readonly Nupkg Lib = Nupkg.Make("Acme.Lib", "1.0.0");
    private static readonly Nupkg App = Nupkg.Make("Acme.App", "2.0.0-rc.1");

    [TestMethod]
    public async Task Somebody_looks_at_a_group_and_promotes_it()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib, "spring");
        await scene.StagedAsync(App);
        using var browser = await BrowserAsync(scene);

        await browser.GoAsync("ui/browse/acme/nuget");
        await browser.GoAsync(browser.Page.Link("Staged packages"));
        Assert.Contains("spring staged 1 package", browser.Page.Words);
        Assert.Contains("Acme.App 2.0.0-rc.1 ready", browser.Page.Words);
        await browser.GoAsync(browser.Page.Link("spring"));
        Assert.Contains("Acme.Lib 1.0.0 ready", browser.Page.Words);

        var promoted = SeenPage.Of(await browser.SendAsync("form[action$=promote]"));

        Assert.Contains("1 file is public now.", promoted.Text);
        Assert.Contains("There are none that wait.", promoted.Text);
        Assert.AreEqual(404, (await scene.CallAsync("GET", "groups/spring")).Status);
    }

    [TestMethod]
    public async Task Somebody_drops_a_group()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib, "spring");
        using var browser = await BrowserAsync(scene);
        await browser.GoAsync(Group);

        var dropped = SeenPage.Of(await browser.SendAsync("form[action$=drop]"));

        Assert.Contains("1 file was dropped.", dropped.Text);
        await browser.GoAsync(Group, 404);
        Assert.AreEqual(404, (await scene.CallAsync("GET", "package/Acme.Lib/1.0.0")).Status);
    }

    [TestMethod]
    public async Task What_keeps_a_group_from_being_promoted_is_said_and_there_is_no_button()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib, "spring");
        Assert.AreEqual(201, (await scene.Server.SendAsync("PUT", "content/acme/nuget/Acme.Lib/1.0.0/stranger.bin", "x")).Status);
        using var browser = await BrowserAsync(scene);

        var page = await browser.GoAsync(Group);

        Assert.AreEqual("What keeps it from being promoted", page.Document.GetElementById("blockers")!.TextContent);
        Assert.Contains("waits what was not staged: 'stranger.bin' (BTP4055)", page.Words);
        Assert.Contains("held up", page.Words);
        Assert.IsNull(page.Document.QuerySelector("form[action$=promote]"));
        Assert.IsNotNull(page.Document.QuerySelector("form[action$=drop]"));
    }

    [TestMethod]
    public async Task What_came_into_a_group_since_it_was_looked_at_is_not_promoted_unseen()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib, "spring");
        using var browser = await BrowserAsync(scene);
        await browser.GoAsync(Group);
        await scene.StagedAsync(App, "spring");

        foreach (var form in new[] { "form[action$=promote]", "form[action$=drop]" })
        {
            Assert.Contains("was changed since you have looked at it", SeenPage.Of(await browser.SendAsync(form), 409).Text);
        }

        Assert.Contains("Acme.App", await scene.MembersAsync("spring"));
    }

    [TestMethod]
    public async Task Everybody_has_the_buttons_that_the_calls_would_let_them_make()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib, "spring");
        foreach (var (role, promote, drop) in new[]
        {
            (Role.Stage, false, true), (Role.Promote, true, false), (Role.Publish, true, true),
        })
        {
            using var browser = new PageBrowser(scene.Server.Url);
            await browser.SignInAsync($"u-{role}", ServerUsers.Add(scene.Server.Folder, $"u-{role}", ("acme", role)));

            var page = await browser.GoAsync(Group);

            Assert.AreEqual(promote, page.Document.QuerySelector("form[action$=promote]") is not null, $"{role}");
            Assert.AreEqual(drop, page.Document.QuerySelector("form[action$=drop]") is not null, $"{role}");
            var token = page.Document.QuerySelector("header input[name=token]")!.GetAttribute("value")!;
            SeenPage.Of(await browser.PostAsync($"{Group}/promote", ("token", promote ? "x" : token)), 403);
            SeenPage.Of(await browser.PostAsync($"{Group}/drop", ("token", drop ? "x" : token)), 403);
        }

        Assert.Contains("ready", await scene.MembersAsync("spring"));
    }

    [TestMethod]
    public async Task For_who_may_neither_stage_nor_promote_nothing_is_staged()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib, "spring");
        var server = scene.Server;
        foreach (var http in new[]
        {
            server.Anonymous, server.As("reader", ("acme", Role.Read)), server.As("stranger", ("other", Role.Admin)),
        })
        {
            var absent = await http.SendAsync("GET", "ui/staged/nobody/none/none");
            foreach (var path in new[] { List, Group, "ui/staged/acme/none", $"{List}/none" })
            {
                Assert.AreEqual(absent.Body, SeenPage.BodyOf(await http.SendAsync("GET", path), 404), path);
            }

            Assert.DoesNotContain("Staged", SeenPage.Of(await http.SendAsync("GET", "ui/browse/acme/nuget")).Text);
        }
    }

    [TestMethod]
    public async Task Names_of_groups_that_want_more_than_to_be_read_are_shown_and_do_nothing()
    {
        await using var scene = await StagingScene.StartAsync();
        var made = 0;
        foreach (var (_, text) in HostileTexts.All)
        {
            var name = text[..Math.Min(text.Length, 250)];
            var reply = await scene.CallAsync("POST", "groups", JsonSerializer.Serialize(new { id = $"g{made}", name }));
            made += reply.Status == 201 ? 1 : 0;
        }

        Assert.IsGreaterThan(50, made);
        foreach (var path in new[] { List, $"{List}?start_pos=50", "ui/releases/acme", "ui/releases/acme?start_pos=50" }
            .Concat(Enumerable.Range(0, made).SelectMany(i => new[] { $"{List}/g{i}", $"ui/releases/acme/g{i}" })))
        {
            SeenPage.Of(await scene.Server.SendAsync("GET", path)).TurnsNothing();
        }
    }

    private static async Task<PageBrowser> BrowserAsync(StagingScene scene)
    {
        var browser = new PageBrowser(scene.Server.Url);
        await browser.SignInAsync(ServerUsers.Admin, scene.Server.Key);
        return browser;
    }
}
