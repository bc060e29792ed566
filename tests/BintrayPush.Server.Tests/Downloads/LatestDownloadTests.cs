using System.Xml.Linq;

namespace BintrayPush.Server.Tests.Downloads;

/// <summary>Dynamic downloads and badges (protocol reference 1.1, 13).</summary>
[TestClass]
public sealed class LatestDownloadTests
{
    [TestMethod]
    [DataRow("content/acme/tools/$latest/app-$latest.zip?bt_package=lib", "/dl/acme/tools/2.0/app-2.0.zip", "two")]
    [DataRow("content/acme/tools/%24latest/app-%24latest.zip;bt_package=lib", "/dl/acme/tools/2.0/app-2.0.zip", "two")]
    [DataRow("api/v1/content/acme/tools/$latest/app-$latest.tar?bt_package=lib", "/dl/acme/tools/1.0/app-1.0.tar", "old")]
    [DataRow("content/acme/tools/1.0/app-1.0.zip?bt_package=lib", "/dl/acme/tools/1.0/app-1.0.zip", "one")]
    public async Task A_dynamic_address_leads_to_the_newest_published_file(string path, string location, string content)
    {
        await using var server = await StartAsync();
        using var http = NoRedirects(server);
        var reply = await http.SendAsync("GET", path);
        Assert.AreEqual((302, location), (reply.Status, reply.Header("Location")), reply.Body);
        Assert.AreEqual(content, (await server.Anonymous.SendAsync("GET", path)).Body);
    }

    [TestMethod]
    public async Task The_package_may_stand_in_a_header_and_must_stand_somewhere()
    {
        await using var server = await StartAsync();
        var named = await server.Anonymous.SendAsync(
            "GET", "content/acme/tools/$latest/app-$latest.zip", null, ("X-Bintray-Package", "lib"));
        Assert.AreEqual("two", named.Body);
        foreach (var (path, status, message) in new[]
        {
            ("content/acme/tools/$latest/app-$latest.zip", 400,
                "'$latest' needs the package: say it as 'bt_package' or in the header X-Bintray-Package"),
            ("content/acme/tools/$latest/none?bt_package=lib", 404, "File '$latest/none' was not found"),
            ("content/acme/tools/$latest/app-$latest.zip?bt_package=none", 404, "Package 'none' was not found"),
            ("content/acme/tools/none?bt_package=lib", 404, "File 'none' was not found"),
        })
        {
            var reply = await server.Anonymous.SendAsync("GET", path);
            Assert.AreEqual((status, $$"""{"message":"{{message}}"}"""), (reply.Status, reply.Body), path);
        }
    }

    [TestMethod]
    public async Task A_dynamic_download_from_a_private_repository_needs_a_login()
    {
        await using var server = await StartAsync();
        await server.SendAsync("PATCH", "repos/acme/tools", """{"private":true}""");
        Assert.AreEqual(401, (await server.Anonymous.SendAsync("GET", "content/acme/tools/$latest/app-$latest.zip?bt_package=lib")).Status);
        Assert.AreEqual("two", (await server.SendAsync("GET", "content/acme/tools/$latest/app-$latest.zip?bt_package=lib")).Body);
        Assert.AreEqual(401, (await server.Anonymous.SendAsync("GET", "packages/acme/tools/lib/images/download.svg")).Status);
    }

    [TestMethod]
    [DataRow("", "download: 2.0")]
    [DataRow("?version=1.0", "download: 1.0")]
    [DataRow("?version=_latest", "download: 2.0")]
    public async Task A_badge_is_an_image_that_names_the_version(string query, string title)
    {
        await using var server = await StartAsync();
        var badge = await server.Anonymous.SendAsync("GET", "packages/acme/tools/lib/images/download.svg" + query);
        Assert.AreEqual((200, "image/svg+xml"), (badge.Status, badge.Header("Content-Type")));
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.AreEqual(title, XDocument.Parse(badge.Body).Root!.Element(svg + "title")!.Value);
    }

    [TestMethod]
    public async Task A_badge_shows_a_name_as_text_and_none_before_the_first_publish()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var first = await server.Anonymous.SendAsync("GET", "packages/acme/tools/lib/images/download.svg");
        StringAssert.Contains(first.Body, "<title>download: none</title>", StringComparison.Ordinal);
        Assert.AreEqual(201, (await server.SendAsync("POST", "packages/acme/tools/lib/versions", """{"name":"<b>&\"'"}""")).Status);
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/%3Cb%3E%26%22'/a?publish=1", "a")).Status);
        var badge = await server.Anonymous.SendAsync("GET", "packages/acme/tools/lib/images/download.svg");
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.AreEqual("download: <b>&\"'", XDocument.Parse(badge.Body).Root!.Element(svg + "title")!.Value);
        foreach (var (path, message) in new[]
        {
            ("none/images/download.svg", "Package 'none'"), ("lib/images/download.svg?version=9", "Version '9'"),
        })
        {
            var reply = await server.Anonymous.SendAsync("GET", "packages/acme/tools/" + path);
            Assert.AreEqual((404, $$"""{"message":"{{message}} was not found"}"""), (reply.Status, reply.Body));
        }
    }

    private static HttpClient NoRedirects(RunningServer server) =>
        new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Url };

    /// <summary>Version 2.0 has no tar; a third version is not published.</summary>
    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartWithPackageAsync();
        foreach (var (path, content) in new[]
        {
            ("1.0/1.0/app-1.0.zip?publish=1", "one"), ("1.0/1.0/app-1.0.tar?publish=1", "old"),
            ("2.0/2.0/app-2.0.zip?publish=1", "two"), ("3.0/3.0/app-3.0.zip", "three"),
        })
        {
            Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/" + path, content)).Status);
        }

        return server;
    }
}
