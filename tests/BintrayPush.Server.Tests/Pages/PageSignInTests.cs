using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Pages;

/// <summary>Signing in to the web pages with a user name and a key.</summary>
[TestClass]
public sealed class PageSignInTests
{
    [TestMethod]
    public async Task Who_signs_in_sees_what_their_key_may_see_until_they_sign_out()
    {
        await using var server = await SceneAsync();
        using var browser = new PageBrowser(server.Url);
        await browser.SignInAsync("ann", ServerUsers.Add(server.Folder, "ann", ("acme", Role.Read)));

        await browser.GoAsync("ui/browse/acme/secret/hidden/1.0");
        var file = await browser.Http.SendAsync("GET", browser.Page.Link("a.bin"));
        var signedOut = SeenPage.Of(await browser.SendAsync("header form[method=post]"));

        Assert.AreEqual("the bytes", file.Body);
        Assert.AreEqual("sandbox", file.Header("Content-Security-Policy"));
        Assert.DoesNotContain("Signed in", signedOut.Text);
        await browser.GoAsync("ui/browse/acme/secret", 404);
    }

    [TestMethod]
    public async Task The_session_is_read_by_the_pages_alone_and_by_no_script()
    {
        await using var server = await SceneAsync();
        using var browser = new PageBrowser(server.Url);
        await browser.GoAsync("ui/sign-in");

        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = server.Url };
        var form = await http.SendAsync("GET", "ui/sign-in");
        var formCookie = form.Header("Set-Cookie")!.Split(';')[0];
        var token = SeenPage.Of(form).Document.QuerySelector("input[name=token]")!.GetAttribute("value")!;
        var reply = await http.SendAsync(
            "POST",
            "ui/sign-in",
            $"user={ServerUsers.Admin}&key={server.Key}&token={token}",
            ("Cookie", formCookie),
            ("Content-Type", "application/x-www-form-urlencoded"));
        var cookie = reply.Message.Headers.GetValues("Set-Cookie").Single(value => value.Split('=')[0] == "bintray-session");
        var session = cookie.Split(';')[0];

        Assert.AreEqual(303, reply.Status);
        Assert.Contains("; path=/ui; samesite=strict; httponly", cookie);
        Assert.DoesNotContain(server.Key, cookie);
        Assert.AreEqual(200, (await http.SendAsync("GET", "ui/browse/acme/secret", null, ("Cookie", session))).Status);
        Assert.AreEqual(401, (await http.SendAsync("GET", "repos/acme/secret", null, ("Cookie", session))).Status);
        foreach (var other in new[]
        {
            session.Replace(ServerUsers.Admin, "ann", StringComparison.Ordinal), session[..^1] + (session[^1] == '0' ? '1' : '0'),
            "bintray-session=", "bintray-session=~~~~", "bintray-session=joe~default~99999999999999~x~y",
        })
        {
            Assert.AreEqual(404, (await http.SendAsync("GET", "ui/browse/acme/secret", null, ("Cookie", other))).Status, other);
        }

        ServerUsers.AddAdmin(server.Folder);
        Assert.AreEqual(404, (await http.SendAsync("GET", "ui/browse/acme/secret", null, ("Cookie", session))).Status, "the key is gone");
    }

    [TestMethod]
    public async Task A_wrong_key_signs_nobody_in_and_many_of_them_have_to_wait()
    {
        await using var server = await SceneAsync();
        using var browser = new PageBrowser(server.Url);
        await browser.GoAsync("ui/sign-in");
        var replies = new List<Reply>();
        for (var i = 0; i < 31; i++)
        {
            replies.Add(await browser.SendAsync("form.form", ("user", ServerUsers.Admin), ("key", $"wrong{i}")));
        }

        Assert.AreEqual(
            "No user has this name and this key.",
            SeenPage.Of(replies[0], 403).Document.QuerySelector("[role=alert]")!.TextContent);
        var waits = SeenPage.Of(replies[^1], 429);
        Assert.Contains("too many wrong API keys", waits.Text);
        Assert.IsNotNull(replies[^1].Header("Retry-After"));
    }

    [TestMethod]
    public async Task A_form_that_was_not_made_for_this_browser_does_nothing()
    {
        await using var server = await SceneAsync();
        using var browser = new PageBrowser(server.Url);
        using var other = new PageBrowser(server.Url);
        await browser.SignInAsync(ServerUsers.Admin, server.Key);
        await other.SignInAsync(ServerUsers.Admin, server.Key);
        var foreign = other.Page.Document.QuerySelector("input[name=token]")!.GetAttribute("value")!;

        foreach (var path in new[]
        {
            "ui/sign-out", "ui/sign-in", "ui/publish/acme/tools/lib/2.0", "ui/discard/acme/tools/lib/2.0",
        })
        {
            SeenPage.Of(await browser.PostAsync(path, ("token", foreign)), 403);
            SeenPage.Of(await browser.PostAsync(path, ("user", ServerUsers.Admin), ("key", server.Key)), 403);
            SeenPage.Of(await browser.Http.SendAsync("POST", path, "{}", ("Content-Type", "text/plain")), 400);
            Assert.IsTrue((await browser.PostAsync(path, ("token", new string('x', 100_000)))).Status is 400 or 413);
        }

        // With a key in each request there is no session, so no form either.
        SeenPage.Of(await server.Http.SendAsync(
            "POST", "ui/publish/acme/tools/lib/2.0", $"token={foreign}", ("Content-Type", "application/x-www-form-urlencoded")), 403);
        Assert.Contains("waiting.bin", (await browser.GoAsync("ui/browse/acme/tools/lib/2.0")).Text);
    }

    [TestMethod]
    public async Task Who_may_publish_sees_what_waits_and_publishes_or_discards_it()
    {
        await using var server = await SceneAsync();
        using var browser = new PageBrowser(server.Url);
        await browser.SignInAsync(ServerUsers.Admin, server.Key);

        await browser.GoAsync("ui/browse/acme/tools/lib/2.0");
        var published = SeenPage.Of(await browser.SendAsync("form[action*=publish]"));
        Assert.Contains("1 file is public now.", published.Text);
        Assert.AreEqual("waits", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/waiting.bin")).Body);

        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/2.0/bad.bin", "bad")).Status);
        await browser.GoAsync("ui/browse/acme/tools/lib/2.0");
        Assert.Contains("bad.bin", browser.Page.Text);
        var discarded = SeenPage.Of(await browser.SendAsync("form[action*=discard]"));
        Assert.Contains("1 file was discarded.", discarded.Text);
        Assert.DoesNotContain("bad.bin", discarded.Text);
    }

    [TestMethod]
    public async Task Who_may_only_bring_files_sees_what_waits_and_has_no_buttons()
    {
        await using var server = await SceneAsync();
        using var browser = new PageBrowser(server.Url);
        await browser.SignInAsync("ben", ServerUsers.Add(server.Folder, "ben", ("acme", Role.Stage)));

        var page = await browser.GoAsync("ui/browse/acme/tools/lib/2.0");
        var token = page.Document.QuerySelector("header input[name=token]")!.GetAttribute("value")!;

        Assert.Contains("waiting.bin", page.Text);
        Assert.IsNull(page.Document.QuerySelector("main form"));
        SeenPage.Of(await browser.PostAsync("ui/publish/acme/tools/lib/2.0", ("token", token)), 403);

        using var reader = new PageBrowser(server.Url);
        await reader.SignInAsync("eve", ServerUsers.Add(server.Folder, "eve", ("acme", Role.Read)));
        Assert.DoesNotContain("waiting.bin", (await reader.GoAsync("ui/browse/acme/tools/lib/2.0")).Text);
    }

    [TestMethod]
    public async Task A_server_that_may_not_write_lets_people_sign_in()
    {
        await using var first = await SceneAsync();
        await using var server = await RunningServer.StartAsync(
            settings => settings with { ReadOnly = true }, first.Folder, ServerUsers.Admin, first.Key);
        using var browser = new PageBrowser(server.Url);

        await browser.SignInAsync(ServerUsers.Admin, first.Key);

        Assert.Contains("hidden", (await browser.GoAsync("ui/browse/acme/secret")).Text);
        Assert.IsNull((await browser.GoAsync("ui/browse/acme/tools/lib/2.0")).Document.QuerySelector("main form"));
    }

    private static async Task<RunningServer> SceneAsync()
    {
        var server = await RunningServer.StartWithPackageAsync();
        foreach (var (method, path, body) in new[]
        {
            ("POST", "repos/acme/secret", """{"private":true}"""),
            ("POST", "packages/acme/secret", """{"name":"hidden"}"""),
            ("PUT", "content/acme/secret/hidden/1.0/a.bin?publish=1", "the bytes"),
            ("PUT", "content/acme/tools/lib/2.0/waiting.bin", "waits"),
        })
        {
            Assert.AreEqual(201, (await server.SendAsync(method, path, body)).Status, path);
        }

        return server;
    }
}
