using System.Text.Json;
using BintrayPush.Api.Names;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Pages;

/// <summary>The pages of staged releases, and their buttons.</summary>
[TestClass]
public sealed class ReleasePageTests
{
    private const string Page = "ui/releases/acme/17";

    /// <summary>Of the text "a".</summary>
    private const string Sha256 = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    [TestMethod]
    public async Task Somebody_looks_at_a_release_and_seals_it()
    {
        await using var server = await SceneAsync("win", "mac");
        using var browser = new PageBrowser(server.Url);
        await browser.SignInAsync(ServerUsers.Admin, server.Key);

        await browser.GoAsync("ui/browse/acme");
        await browser.GoAsync(browser.Page.Link("Releases"));
        Assert.Contains("17 staged 2 legs, 2 files", browser.Page.Words);
        await browser.GoAsync(browser.Page.Link("17"));
        Assert.Contains("win", browser.Page.Document.QuerySelectorAll("h3").Select(leg => leg.TextContent));
        Assert.Contains("lib win in tools, 1 file", browser.Page.Words);
        Assert.Contains("lib-win.bin", browser.Page.Text);

        var published = SeenPage.Of(await browser.SendAsync("form[action$=seal]"));

        Assert.Contains("2 files are public now.", published.Text);
        Assert.IsNull(published.Document.QuerySelector("main form"));
        Assert.AreEqual("a", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/lib-win.bin")).Body);
        // The button pressed twice.
        Assert.Contains("public", SeenPage.Of(await browser.SendAsync("form[action$=seal]")).Text);
    }

    [TestMethod]
    public async Task Somebody_drops_a_release()
    {
        await using var server = await SceneAsync("win");
        using var browser = new PageBrowser(server.Url);
        await browser.SignInAsync(ServerUsers.Admin, server.Key);
        await browser.GoAsync(Page);

        var dropped = SeenPage.Of(await browser.SendAsync("form[action$=discard]"));

        Assert.Contains("1 file was discarded.", dropped.Text);
        Assert.Contains("None is staged", dropped.Text);
        await browser.GoAsync(Page, 404);
    }

    [TestMethod]
    public async Task What_was_staged_since_it_was_looked_at_is_not_published_unseen()
    {
        await using var server = await SceneAsync("win");
        using var browser = new PageBrowser(server.Url);
        await browser.SignInAsync(ServerUsers.Admin, server.Key);
        await browser.GoAsync(Page);
        await StageAsync(server, "mac");

        foreach (var form in new[] { "form[action$=seal]", "form[action$=discard]" })
        {
            Assert.Contains("was changed since you have looked at it", SeenPage.Of(await browser.SendAsync(form), 409).Text);
        }

        Assert.Contains("\"open\"", (await server.SendAsync("GET", "releases/acme/17")).Body);
    }

    [TestMethod]
    public async Task Everybody_has_the_buttons_that_the_calls_would_let_them_make()
    {
        await using var server = await SceneAsync("win");
        foreach (var (role, seal, discard) in new[]
        {
            (Role.Stage, false, false), (Role.Promote, true, false), (Role.Publish, true, true), (Role.Admin, true, true),
        })
        {
            using var browser = new PageBrowser(server.Url);
            await browser.SignInAsync($"u-{role}", ServerUsers.Add(server.Folder, $"u-{role}", ("acme", role)));

            var page = await browser.GoAsync(Page);

            Assert.AreEqual(seal, page.Document.QuerySelector("form[action$=seal]") is not null, $"{role}");
            Assert.AreEqual(discard, page.Document.QuerySelector("form[action$=discard]") is not null, $"{role}");
            var token = page.Document.QuerySelector("header input[name=token]")!.GetAttribute("value")!;
            SeenPage.Of(await browser.PostAsync($"{Page}/seal", ("token", seal ? "x" : token)), 403);
            SeenPage.Of(await browser.PostAsync($"{Page}/discard", ("token", discard ? "x" : token)), 403);
        }

        Assert.Contains("\"open\"", (await server.SendAsync("GET", "releases/acme/17")).Body);
    }

    [TestMethod]
    public async Task For_who_may_neither_stage_nor_promote_there_is_no_release()
    {
        await using var server = await SceneAsync("win");
        foreach (var http in new[]
        {
            server.Anonymous, server.As("reader", ("acme", Role.Read)), server.As("stranger", ("other", Role.Admin)),
        })
        {
            var absent = await http.SendAsync("GET", "ui/releases/nobody/none");
            foreach (var path in new[] { "ui/releases/acme", Page, "ui/releases/nobody" })
            {
                Assert.AreEqual(absent.Body, SeenPage.BodyOf(await http.SendAsync("GET", path), 404), path);
            }

            Assert.DoesNotContain("Releases", SeenPage.Of(await http.SendAsync("GET", "ui/browse/acme")).Text);
        }
    }

    [TestMethod]
    public async Task Names_and_paths_that_want_more_than_to_be_read_are_shown_and_do_nothing()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var number = 0;
        foreach (var name in HostileTexts.All.Select(one => $"{one.Text} {++number}")
            .Where(name => PackageAddress.FaultInName(name) is null))
        {
            var file = $"h{number}/<b onclick=alert(1)>\u202Egnp";
            var package = await server.SendAsync("POST", "packages/acme/tools", JsonSerializer.Serialize(new { name }));
            Assert.AreEqual(201, package.Status, package.Body);
            var path = string.Join('/', file.Split('/').Select(Uri.EscapeDataString));
            var put = await server.SendAsync("PUT", $"content/acme/tools/{Uri.EscapeDataString(name)}/1.0/{path}", "a");
            Assert.AreEqual(201, put.Status, put.Body);
            await StageAsync(server, $"leg{number}", name, "1.0", file);
        }

        var page = SeenPage.Of(await server.SendAsync("GET", Page));

        Assert.IsGreaterThan(5, page.Document.QuerySelectorAll("h3").Length);
        page.TurnsNothing();
    }

    private static async Task<RunningServer> SceneAsync(params string[] legs)
    {
        var server = await RunningServer.StartWithPackageAsync();
        foreach (var leg in legs)
        {
            await StageAsync(server, leg);
        }

        return server;
    }

    private static async Task StageAsync(RunningServer server, string leg)
    {
        Assert.AreEqual(201, (await server.SendAsync("PUT", $"content/acme/tools/lib/{leg}/lib-{leg}.bin", "a")).Status);
        await StageAsync(server, leg, "lib", leg, $"lib-{leg}.bin");
    }

    private static async Task StageAsync(RunningServer server, string leg, string package, string version, string path)
    {
        var body = JsonSerializer.Serialize(new
        {
            versions = new[] { new { repo = "tools", package, version, files = new[] { new { path, sha256 = Sha256, size = 1 } } } },
        });
        var reply = await server.SendAsync("PUT", $"releases/acme/17/legs/{leg}", body);
        Assert.AreEqual(200, reply.Status, reply.Body);
    }
}
