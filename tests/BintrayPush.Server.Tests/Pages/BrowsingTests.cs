namespace BintrayPush.Server.Tests.Pages;

/// <summary>What people see who look around.</summary>
[TestClass]
public sealed class BrowsingTests
{
    private static readonly (string, string) Browser = ("Accept", "text/html,application/xhtml+xml;q=0.9");

    [TestMethod]
    public async Task A_browser_is_led_from_the_root_to_the_pages_and_a_program_is_not()
    {
        await using var server = await RunningServer.StartAsync();

        var led = await server.Anonymous.SendAsync("GET", "/", null, Browser);

        SeenPage.Of(led);
        Assert.AreEqual("/ui", led.Message.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.AreEqual("""{"message":"There is nothing at '/'"}""", (await server.Anonymous.SendAsync("GET", "/")).Body);
        Assert.AreEqual(404, (await server.Anonymous.SendAsync("GET", "api/v1", null, Browser)).Status);
    }

    [TestMethod]
    public async Task Somebody_walks_from_the_subjects_to_the_bytes_of_a_file()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await SucceedsAsync(server, "PATCH", "packages/acme/tools/lib", """
            {"desc":"Reads letters","licenses":["MIT"],"labels":["mail"],"website_url":"https://example.com/lib","vcs_url":"javascript:1"}
            """);
        await SucceedsAsync(server, "PUT", "content/acme/tools/lib/1.0/lib-1.0.zip?publish=1", "the bytes");
        await SucceedsAsync(server, "POST", "packages/acme/tools/lib/readme", """
            {"bintray":{"syntax":"markdown","content":"# Lib\n\nSee **this**.\n\n![A picture](https://example.com/p.png)"}}
            """);
        await SucceedsAsync(server, "POST", "packages/acme/tools/lib/versions/1.0/release_notes", """
            {"bintray":{"syntax":"plain_text","content":"The first one.\nIt <b>works</b>."}}
            """);

        var home = await PageAsync(server, "/ui");
        var subject = await PageAsync(server, home.Link("acme"));
        var repository = await PageAsync(server, subject.Link("tools"));
        var package = await PageAsync(server, repository.Link("lib"));
        var version = await PageAsync(server, package.Link("1.0"));
        var file = await server.Anonymous.SendAsync("GET", version.Link("lib-1.0.zip"));

        Assert.AreEqual("Packages", home.Title);
        Assert.Contains("1 repository", home.Text);
        Assert.Contains("1 package", subject.Text);
        Assert.Contains("Reads letters", repository.Text);
        Assert.Contains("MIT", package.Text);
        Assert.AreEqual("https://example.com/lib", package.Link("https://example.com/lib"));
        Assert.IsFalse(package.Document.QuerySelectorAll("a").Any(link => link.TextContent == "javascript:1"));
        Assert.AreEqual("Lib", package.Document.QuerySelector(".prose h3")!.TextContent);
        Assert.AreEqual("this", package.Document.QuerySelector(".prose strong")!.TextContent);
        Assert.AreEqual("https://example.com/p.png", package.Link("A picture"));
        Assert.Contains("It <b>works</b>.", version.Text);
        Assert.Contains("SHA-256", version.Text);
        Assert.Contains($"curl -fL -O '{server.Url}dl/acme/tools/lib-1.0.zip'", version.Text);
        Assert.Contains("9 B", version.Text);
        Assert.AreEqual("the bytes", file.Body);
    }

    [TestMethod]
    public async Task A_long_list_is_shown_in_parts_that_lead_from_one_to_the_next()
    {
        const int Packages = 120;
        await using var server = await RunningServer.StartWithPackageAsync();
        await Task.WhenAll(Enumerable.Range(0, Packages).Select(i =>
            SucceedsAsync(server, "POST", "packages/acme/tools", $$"""{"name":"p{{i:000}}","desc":"common words"}""")));
        await SucceedsAsync(server, "DELETE", "packages/acme/tools/p007", null);

        foreach (var (first, expected) in new[] { ("/ui/browse/acme/tools", Packages), ("/ui/search?q=COMMON", Packages - 1) })
        {
            var names = new List<string>();
            for (var next = first; next is not null;)
            {
                var page = await PageAsync(server, next);
                names.AddRange(page.Document.QuerySelectorAll(".list > li > a").Select(link => link.TextContent));
                Assert.Contains($"of {expected} packages", page.Text);
                next = page.Document.QuerySelector("a[rel=next]")?.GetAttribute("href");
            }

            Assert.HasCount(expected, names);
            CollectionAssert.AllItemsAreUnique(names);
            CollectionAssert.DoesNotContain(names, "p007");
        }

        Assert.Contains("None of 120 packages", (await PageAsync(server, "/ui/browse/acme/tools?start_pos=99999")).Text);
    }

    [TestMethod]
    public async Task The_style_sheet_is_kept_by_browsers_under_its_own_address()
    {
        await using var server = await RunningServer.StartAsync();
        var address = (await PageAsync(server, "/ui")).Document.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;

        var sheet = await server.Anonymous.SendAsync("GET", address);
        var again = await server.Anonymous.SendAsync("GET", "/ui/style.css", null, ("If-None-Match", sheet.Header("ETag")!));

        Assert.AreEqual("text/css; charset=utf-8", sheet.Header("Content-Type"));
        Assert.AreEqual("public, max-age=31536000, immutable", sheet.Header("Cache-Control"));
        Assert.Contains("prefers-color-scheme: dark", sheet.Body);
        Assert.AreEqual(304, again.Status);
        Assert.AreEqual("no-cache", again.Header("Cache-Control"));
    }

    [TestMethod]
    public async Task A_server_without_pages_has_none()
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { Pages = false });

        foreach (var path in new[] { "/", "/ui" })
        {
            var reply = await server.Anonymous.SendAsync("GET", path, null, Browser);
            Assert.AreEqual(404, reply.Status, path);
            Assert.AreEqual("application/json", reply.Header("Content-Type"), path);
        }
    }

    [TestMethod]
    public async Task A_server_that_shows_nothing_without_a_key_leads_to_the_place_to_sign_in()
    {
        await using var server = await RunningServer.StartWithPackageAsync(settings => settings with { AnonymousRead = false });

        foreach (var path in new[] { "/ui", "/ui/search?q=lib", "/ui/browse/acme", "/ui/browse/acme/tools/lib", "/ui/browse/acme/none" })
        {
            var reply = await server.Anonymous.SendAsync("GET", path);
            Assert.AreEqual("Sign in", SeenPage.Of(reply).Title, path);
            Assert.AreEqual("/ui/sign-in", reply.Message.RequestMessage!.RequestUri!.AbsolutePath);
        }

        Assert.Contains("lib", SeenPage.Of(await server.As("ann").SendAsync("GET", "ui/browse/acme/tools")).Text);
    }

    [TestMethod]
    public async Task Behind_a_proxy_the_pages_link_to_each_other_below_its_path()
    {
        await using var server = await RunningServer.StartWithPackageAsync(
            settings => settings with { PublicUrl = new Uri("https://example.com/packages/") });
        await SucceedsAsync(server, "PUT", "content/acme/tools/lib/1.0/a.zip?publish=1", "a");

        var page = await PageAsync(server, "/ui/browse/acme/tools/lib/1.0");

        Assert.AreEqual("/packages/dl/acme/tools/a.zip", page.Link("a.zip"));
        Assert.AreEqual("/packages/ui", page.Link("Subjects"));
        Assert.Contains("curl -fL -O 'https://example.com/packages/dl/acme/tools/a.zip'", page.Text);

        // As a whole: a proxy puts its path before the addresses of the API, and would do that here once more.
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url) { Headers = { { "Accept", "text/html" } } };
        using var led = await http.SendAsync(request);
        Assert.AreEqual("https://example.com/packages/ui", led.Headers.Location?.OriginalString);
    }

    private static async Task<SeenPage> PageAsync(RunningServer server, string path) =>
        SeenPage.Of(await server.Anonymous.SendAsync("GET", path));

    private static async Task SucceedsAsync(RunningServer server, string method, string path, string? body)
    {
        var reply = await server.SendAsync(method, path, body);
        Assert.IsTrue(reply.Status is 200 or 201, reply.Body);
    }
}
