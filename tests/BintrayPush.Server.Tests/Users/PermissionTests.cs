using BintrayPush.Server.Users;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Server.Tests.Users;

/// <summary>Who may do what (protocol reference 1.2).</summary>
[TestClass]
public sealed class PermissionTests
{
    /// <summary>The published file a.</summary>
    private const string Leg = """
        {"versions":[{"repo":"tools","package":"lib","version":"1.0","files":[{"path":"a","size":1,
        "sha256":"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"}]}]}
        """;

    /// <summary>Method, path, body, then the status for: nobody, a stranger, a reader, a publisher, an admin.</summary>
    public static IEnumerable<object[]> Matrix =>
    [
        ["GET", "repos/acme/tools", "", 200, 200, 200, 200, 200],
        ["GET", "repos/acme/secret", "", 401, 404, 200, 200, 200],
        ["HEAD", "repos/acme/secret", "", 404, 404, 200, 200, 200],
        ["HEAD", "repos/acme/a%20b", "", 404, 404, 404, 404, 404],
        ["GET", "packages/acme/tools/lib", "", 200, 200, 200, 200, 200],
        ["GET", "packages/acme/secret/lib", "", 401, 404, 200, 200, 200],
        ["GET", "packages/acme/secret/lib/versions/1.0", "", 401, 404, 200, 200, 200],
        ["GET", "packages/acme/secret/lib/files", "", 401, 404, 200, 200, 200],
        ["GET", "packages/acme/tools/lib/versions/1.0/files", "", 200, 200, 200, 200, 200],
        ["GET", "packages/acme/tools/lib/versions/1.0/files?include_unpublished=1", "", 401, 403, 403, 200, 200],
        ["GET", "dl/acme/tools/a", "", 200, 200, 200, 200, 200],
        ["GET", "dl/acme/secret/a", "", 401, 404, 200, 200, 200],
        ["GET", "acme/secret/a", "", 401, 404, 200, 200, 200],
        ["GET", "file_version/acme/secret/a", "", 401, 404, 200, 200, 200],
        ["GET", "licenses/oss_licenses", "", 200, 200, 200, 200, 200],
        ["GET", "users/acme", "", 401, 200, 200, 200, 200],
        ["GET", "orgs/acme", "", 401, 200, 200, 200, 200],
        ["POST", "repos/acme/new", "{}", 401, 403, 403, 403, 201],
        ["PATCH", "repos/acme/tools", "{}", 401, 403, 403, 403, 200],
        ["DELETE", "repos/acme/tools", "", 401, 403, 403, 403, 200],
        ["POST", "packages/acme/tools", """{"name":"new"}""", 401, 403, 403, 201, 201],
        ["POST", "packages/acme/none", """{"name":"new"}""", 401, 403, 403, 404, 404],
        ["PATCH", "packages/acme/tools/lib", "{}", 401, 403, 403, 200, 200],
        ["DELETE", "packages/acme/tools/lib", "", 401, 403, 403, 200, 200],
        ["POST", "packages/acme/tools/lib/versions", """{"name":"9"}""", 401, 403, 403, 201, 201],
        ["POST", "packages/acme/tools/lib/attributes", "[]", 401, 403, 403, 200, 200],
        ["POST", "packages/acme/tools/lib/readme", """{"bintray":{"content":"x"}}""", 401, 403, 403, 200, 200],
        ["PUT", "content/acme/tools/lib/1.0/b", "x", 401, 403, 403, 201, 201],
        ["PUT", "maven/acme/tools/lib/g/a/1/a-1.jar", "x", 401, 403, 403, 201, 201],
        ["POST", "content/acme/tools/lib/1.0/publish", "", 401, 403, 403, 200, 200],
        ["DELETE", "content/acme/tools/a", "", 401, 403, 403, 200, 200],
        ["POST", "gpg/acme/tools/lib/versions/1.0", "", 401, 403, 403, 200, 200],
        ["PUT", "file_metadata/acme/tools/a", """{"list_in_downloads":true}""", 401, 403, 403, 200, 200],
        ["POST", "search/attributes/acme/secret", "[]", 401, 404, 200, 200, 200],
        ["GET", "products/acme", "", 401, 200, 200, 200, 200],
        ["POST", "products/acme", """{"name":"suite"}""", 401, 403, 403, 201, 201],
        ["GET", "releases/acme", "", 401, 403, 403, 200, 200],
        ["GET", "releases/acme/17", "", 401, 403, 403, 404, 404],
        ["GET", "releases/acme/17/legs/win", "", 401, 403, 403, 404, 404],
        ["PUT", "releases/acme/17/legs/win", Leg, 401, 403, 403, 200, 200],
        ["POST", "releases/acme/17/seal", """{"legs":["win"]}""", 401, 403, 403, 404, 404],
        ["DELETE", "releases/acme/17", "", 401, 403, 403, 404, 404],
        ["DELETE", "releases/acme/17/legs/win", "", 401, 403, 403, 404, 404],
        ["GET", "webhooks/acme", "", 401, 403, 403, 200, 200],
        ["POST", "webhooks/acme/tools/lib", """{"url":"https://example.com/"}""", 401, 403, 403, 201, 201],
        ["GET", "dl/acme/tools/", "", 200, 200, 200, 200, 200],
        ["GET", "dl/acme/secret/", "", 401, 404, 200, 200, 200],
        ["GET", "packages/acme/secret/lib/images/download.svg", "", 401, 404, 200, 200, 200],
        ["GET", "content/acme/secret/a?bt_package=lib", "", 401, 404, 200, 200, 200],
        ["POST", "signed_url/acme/tools/a", "", 401, 403, 403, 403, 403],
        ["PUT", "repository/acme/tools/links/a/b/c", "", 401, 403, 403, 403, 403],
        ["POST", "maven_central_sync/acme/tools/lib/versions/1.0", "", 401, 403, 403, 403, 403],
        ["GET", "packages/acme/tools/lib/logs", "", 401, 403, 403, 200, 200],
        ["GET", "repos/acme/tools/ip_restrictions", "", 401, 403, 403, 200, 200],
        ["GET", "repos/acme/tools/entitlements", "", 401, 403, 403, 403, 403],
        ["POST", "packages/acme/tools/lib/stats/total_downloads", "{}", 401, 403, 403, 200, 200],
        ["GET", "packages/acme/secret/lib/stats/file_downloads", "", 401, 403, 403, 200, 200],
        ["POST", "packages/acme/tools/lib/stats/country_downloads", "{}", 401, 403, 403, 403, 403],
    ];

    [TestMethod]
    [DynamicData(nameof(Matrix))]
    public async Task Each_role_may_do_its_part_and_no_more(
        string method, string path, string body, int nobody, int stranger, int reader, int publisher, int admin)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.Keys.AddAsync(
            "acme", KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null), null, replace: false, CancellationToken.None);
        await server.SendAsync("POST", "repos/acme/secret", """{"private":true}""");
        await server.SendAsync("POST", "packages/acme/secret", """{"name":"lib"}""");
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a?publish=1", "a")).Status);
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/secret/lib/1.0/a?publish=1", "a")).Status);
        (string Who, HttpClient Http, int Status)[] callers =
        [
            ("nobody", server.Anonymous, nobody),
            ("stranger", server.As("stranger", ("other", Role.Admin)), stranger),
            ("reader", server.As("reader", ("acme", Role.Read)), reader),
            ("publisher", server.As("publisher", ("acme", Role.Publish)), publisher),
            ("admin", server.Http, admin),
        ];
        // Who may not comes first, so that who may still finds it all in place; of those who may, only one may change things.
        var changed = false;
        foreach (var (who, http, status) in callers)
        {
            var mayChange = status < 300 && method is not ("GET" or "HEAD");
            if (mayChange && changed)
            {
                continue;
            }

            changed |= mayChange;
            var reply = await http.SendAsync(method, path, body.Length == 0 && method is "GET" or "HEAD" ? null : body);
            Assert.AreEqual(status, reply.Status, $"{who}: {reply.Body}");
            Assert.AreEqual(status == 401, reply.Header("WWW-Authenticate") is not null, who);
        }
    }

    [TestMethod]
    public async Task Private_repositories_are_in_no_list_and_no_search()
    {
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync("POST", "repos/acme/secret", """{"private":"true"}""");
        await server.SendAsync("POST", "packages/acme/secret", """{"name":"hush"}""");
        await server.SendAsync("PUT", "content/acme/secret/hush/1.0/hush.txt?publish=1", "x");
        Assert.AreEqual("[]", (await server.Anonymous.SendAsync("GET", "repos/acme")).Body);
        Assert.AreEqual("""[{"name":"secret","owner":"acme"}]""", (await server.SendAsync("GET", "repos/acme")).Body);
        foreach (var search in new[] { "search/file?name=hush.txt", "search/packages?name=hush", "search/repos?name=secret" })
        {
            Assert.AreEqual("[]", (await server.SendAsync("GET", search)).Body, search);
        }

        Assert.IsFalse(Directory.Exists(Path.Combine(server.Folder, "dl", "acme", "secret")));
    }

    [TestMethod]
    public async Task Without_anonymous_reading_everything_asks_for_a_login()
    {
        await using var server = await RunningServer.StartWithPackageAsync(settings => settings with { AnonymousRead = false });
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a?publish=1", "a");
        foreach (
            var path in new[] { "repos/acme/tools", "packages/acme/tools/lib", "dl/acme/tools/a", "search/file?name=a", "repos/acme/tools/packages" })
        {
            Assert.AreEqual(401, (await server.Anonymous.SendAsync("GET", path)).Status, path);
            Assert.AreEqual(200, (await server.As("stranger", ("other", Role.Read)).SendAsync("GET", path)).Status, path);
        }

        Assert.AreEqual("[]", (await server.Anonymous.SendAsync("GET", "repos/acme")).Body);
    }

    [TestMethod]
    public async Task Open_source_metadata_is_demanded_only_when_asked_for()
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { RequireOssMetadata = true });
        await server.SendAsync("POST", "repos/acme/tools", "{}");
        await server.SendAsync("POST", "repos/acme/secret", """{"private":true}""");
        foreach (var (body, words) in new[]
        {
            ("""{"name":"lib"}""", "license"), (
                """{"name":"lib","licenses":["Nonsense-1.0"],"vcs_url":"https://x.org/a"}""",
                "Nonsense-1.0"), ("""{"name":"lib","licenses":["MIT"]}""", "VCS"),
        })
        {
            var reply = await server.SendAsync("POST", "packages/acme/tools", body);
            Assert.AreEqual(400, reply.Status);
            StringAssert.Contains(reply.Body, words, StringComparison.Ordinal);
        }

        Assert.AreEqual(
            201,
            (await server.SendAsync(
                "POST", "packages/acme/tools", """{"name":"lib","licenses":["MIT"],"vcs_url":"https://x.org/a.git"}""")).Status);
        Assert.AreEqual(201, (await server.SendAsync("POST", "packages/acme/secret", """{"name":"lib"}""")).Status);
    }

    [TestMethod]
    public async Task After_the_change_window_a_published_version_stays_as_it_is()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", "repos/acme/old", """{"version_update_max_days":0}""");
        await server.SendAsync("POST", "packages/acme/old", """{"name":"lib"}""");
        var publisher = server.As("publisher", ("acme", Role.Publish));
        Assert.AreEqual(201, (await publisher.SendAsync("PUT", "content/acme/old/lib/1.0/a?publish=1", "a")).Status);
        foreach (var (
            method,
            path) in new[] { ("PUT", "content/acme/old/lib/1.0/b"), (
                "PUT",
                "content/acme/old/lib/1.0/a?override=1"), ("DELETE", "content/acme/old/a"), (
                    "POST", "content/acme/old/lib/1.0/publish") })
        {
            Assert.AreEqual(403, (await publisher.SendAsync(method, path, "x")).Status, path);
        }

        Assert.AreEqual(201, (await publisher.SendAsync("PUT", "content/acme/old/lib/2.0/b", "x")).Status);
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/old/lib/1.0/c", "x")).Status);
    }

    [TestMethod]
    [DataRow(int.MaxValue)]
    [DataRow(36_500)]
    public async Task A_change_window_beyond_all_dates_is_open_for_ever(int days)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", "repos/acme/old", $$"""{"version_update_max_days":{{days}}}""");
        await server.SendAsync("POST", "packages/acme/old", """{"name":"lib"}""");
        var publisher = server.As("publisher", ("acme", Role.Publish));
        Assert.AreEqual(201, (await publisher.SendAsync("PUT", "content/acme/old/lib/1.0/a?publish=1", "a")).Status);
        Assert.AreEqual(201, (await publisher.SendAsync("PUT", "content/acme/old/lib/1.0/b", "b")).Status);
    }

    [TestMethod]
    public async Task A_repository_made_private_is_private_for_the_very_next_request_also_to_another_server()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a?publish=1", "public");
        await using var other = await RunningServer.StartAsync(folder: server.Folder);
        var stranger = server.As("eve");
        Assert.AreEqual("public", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/a")).Body);

        var plain = Path.Combine(server.Folder, "dl", "acme", "tools", "a");
        Assert.IsTrue(File.Exists(plain));
        Assert.AreEqual(200, (await other.SendAsync("PATCH", "repos/acme/tools", """{"private":true}""")).Status);
        Assert.IsFalse(File.Exists(plain));
        foreach (var path in new[] { "dl/acme/tools/a", "repos/acme/tools", "packages/acme/tools/lib" })
        {
            Assert.AreEqual(401, (await server.Anonymous.SendAsync("GET", path)).Status, path);
            Assert.AreEqual(404, (await stranger.SendAsync("GET", path)).Status, path);
        }

        Assert.AreEqual(200, (await server.As("bob", ("acme", Role.Read)).SendAsync("GET", "repos/acme/tools")).Status);
        Assert.AreEqual(200, (await other.SendAsync("PATCH", "repos/acme/tools", """{"private":"false"}""")).Status);
        Assert.AreEqual("public", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/a")).Body);
        Assert.IsTrue(File.Exists(plain));
    }

    [TestMethod]
    public async Task Rate_headers_come_only_when_set_and_only_to_strangers()
    {
        await using var server = await RunningServer.StartWithPackageAsync(settings => settings with { RateLimit = 300 });
        Assert.AreEqual("299", (await server.Anonymous.SendAsync("GET", "packages/acme/tools/lib")).Header("X-RateLimit-Remaining"));
        var second = await server.Anonymous.SendAsync("GET", "packages/acme/tools/lib");
        Assert.AreEqual("300 298", $"{second.Header("X-RateLimit-Limit")} {second.Header("X-RateLimit-Remaining")}");
        Assert.IsNull((await server.SendAsync("GET", "packages/acme/tools/lib")).Header("X-RateLimit-Limit"));
    }
}
