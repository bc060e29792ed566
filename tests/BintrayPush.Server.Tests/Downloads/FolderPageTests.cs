using System.Text.RegularExpressions;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Downloads;

/// <summary>Folder pages below <c>/dl</c> (protocol reference, section 13), read as scripts read them.</summary>
[TestClass]
public sealed partial class FolderPageTests
{
    [TestMethod]
    public async Task A_folder_lists_its_files_and_folders_one_a_line()
    {
        await using var server = await StartAsync("b/1.0/b-1.0.zip", "a.txt", "b/2.0/b-2.0.zip", "b/index");
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/b/hidden", "not yet")).Status);
        var root = await server.Anonymous.SendAsync("GET", "dl/acme/tools/");
        Assert.AreEqual(200, root.Status);
        Assert.AreEqual("text/html; charset=utf-8", root.Header("Content-Type"));
        CollectionAssert.AreEqual(
            new[]
            {
                """<pre><a onclick="navi(event)" href=":a.txt" rel="nofollow">a.txt</a></pre>""",
                """<pre><a onclick="navi(event)" href=":b/" rel="nofollow">b/</a></pre>""",
            },
            LinesOf(root));
        CollectionAssert.AreEqual(new[] { "1.0/", "2.0/", "index" }, NamesOf(await server.Anonymous.SendAsync("GET", "dl/acme/tools/b/")));
        CollectionAssert.AreEqual(new[] { "b-1.0.zip" }, NamesOf(await server.Anonymous.SendAsync("GET", "dl/acme/tools/b/1.0/")));
        var head = await server.Anonymous.SendAsync("HEAD", "dl/acme/tools/b/");
        Assert.AreEqual((200, ""), (head.Status, head.Body));
    }

    [TestMethod]
    [DataRow("dl/acme/tools", "./tools/")]
    [DataRow("dl/acme/tools/b", "./b/")]
    [DataRow("dl/acme/tools/b/a%20c", "./a%20c/")]
    [DataRow("dl/acme/tools/http:evil.example", "./http:evil.example/")]
    public async Task A_folder_without_its_slash_leads_to_the_one_with_it(string path, string location)
    {
        await using var server = await StartAsync("b/a%20c/x", "http:evil.example/x");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Url };
        var reply = await http.SendAsync("GET", path);
        Assert.AreEqual((302, location), (reply.Status, reply.Header("Location")));
        Assert.AreEqual(200, (await server.Anonymous.SendAsync("GET", path)).Status);
    }

    [TestMethod]
    [DataRow("dl/acme/tools/none/")]
    [DataRow("dl/acme/tools/none")]
    [DataRow("dl/acme/tools/a.txt/")]
    [DataRow("dl/acme/none/")]
    public async Task What_is_no_folder_has_no_page(string path)
    {
        await using var server = await StartAsync("a.txt");
        Assert.AreEqual(404, (await server.SendAsync("GET", path)).Status);
    }

    [TestMethod]
    public async Task Names_cannot_become_markup_or_script()
    {
        string[] names = ["<script>alert(1)<script>", "\"onload=x", "a&b", "javascript:alert(1)", "it's", "é", "1.0+x@y"];
        await using var server = await StartAsync([.. names.Select(Uri.EscapeDataString)]);
        var page = await server.Anonymous.SendAsync("GET", "dl/acme/tools/");
        var lines = LinesOf(page);
        Assert.HasCount(names.Length, lines);
        foreach (var line in lines)
        {
            StringAssert.Matches(line, Line());
            // Every link leads back to its file.
            var link = Line().Match(line).Groups["link"].Value;
            Assert.AreEqual(200, (await server.Anonymous.SendAsync("GET", "dl/acme/tools/" + link)).Status, line);
        }

        StringAssert.Contains(page.Body, """href=":1.0+x@y" rel="nofollow">1.0+x@y</a>""", StringComparison.Ordinal);
        StringAssert.StartsWith(
            page.Header("Content-Security-Policy"), "default-src 'none'; script-src 'unsafe-hashes' 'sha256-", StringComparison.Ordinal);
        Assert.AreEqual("nosniff", page.Header("X-Content-Type-Options"));
    }

    [TestMethod]
    public async Task A_private_repository_has_pages_only_for_those_who_may_read_it()
    {
        await using var server = await StartAsync("seen");
        await server.SendAsync("POST", "repos/acme/secret", """{"private":true}""");
        await server.SendAsync("POST", "packages/acme/secret", """{"name":"lib"}""");
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/secret/lib/1.0/x/a.txt?publish=1", "a")).Status);
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/secret/lib/1.0/x/b.txt", "not yet")).Status);
        foreach (var path in new[] { "dl/acme/secret/", "dl/acme/secret/x/", "dl/acme/secret/x", "dl/acme/none/" })
        {
            Assert.AreEqual(401, (await server.Anonymous.SendAsync("GET", path)).Status, path);
            Assert.AreEqual(404, (await server.As("stranger", ("other", Role.Admin)).SendAsync("GET", path)).Status, path);
        }

        using var reader = server.As("reader", ("acme", Role.Read));
        CollectionAssert.AreEqual(new[] { "x/" }, NamesOf(await reader.SendAsync("GET", "dl/acme/secret/")));
        CollectionAssert.AreEqual(new[] { "a.txt" }, NamesOf(await reader.SendAsync("GET", "dl/acme/secret/x/")));
        await server.SendAsync("PATCH", "repos/acme/tools", """{"private":true}""");
        Assert.AreEqual(401, (await server.Anonymous.SendAsync("GET", "dl/acme/tools/")).Status);
    }

    [TestMethod]
    public async Task Without_anonymous_reading_a_page_asks_for_a_login()
    {
        await using var server = await RunningServer.StartWithPackageAsync(settings => settings with { AnonymousRead = false });
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a?publish=1", "a")).Status);
        Assert.AreEqual(401, (await server.Anonymous.SendAsync("GET", "dl/acme/tools/")).Status);
        CollectionAssert.AreEqual(new[] { "a" }, NamesOf(await server.SendAsync("GET", "dl/acme/tools/")));
    }

    private static async Task<RunningServer> StartAsync(params string[] paths)
    {
        var server = await RunningServer.StartWithPackageAsync();
        foreach (var path in paths)
        {
            var reply = await server.SendAsync("PUT", $"content/acme/tools/lib/1.0/{path}?publish=1", path);
            Assert.AreEqual(201, reply.Status, reply.Body);
        }

        return server;
    }

    private static string[] LinesOf(Reply page) =>
        [.. page.Body.Split('\n').Where(line => line.StartsWith("<pre>", StringComparison.Ordinal))];

    /// <summary>As shell scripts do: off with what stands before the name, off with what stands behind it.</summary>
    private static string[] NamesOf(Reply page) =>
        [.. LinesOf(page).Select(
            line => line.Replace("""<pre><a onclick="navi(event)" href=":""", "", StringComparison.Ordinal).Split('"')[0])];

    [GeneratedRegex("""^<pre><a onclick="navi\(event\)" href=":(?<link>[^"<>&' ]+)" rel="nofollow">[^<>"']+</a></pre>$""")]
    private static partial Regex Line();
}
