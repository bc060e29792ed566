using System.Text.RegularExpressions;
using BintrayPush.Server.Users;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Tests.Premium;

/// <summary>Products (protocol reference, sections 2, 12 and 15).</summary>
[TestClass]
public sealed partial class ProductTests
{
    [TestMethod]
    public async Task A_product_is_created_read_changed_and_deleted()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", "packages/acme/tools/lib/versions", """{"name":"1.0"}""");
        (string Method, string Path, string? Body, int Status, string Answer)[] calls =
        [
            ("GET", "products/acme", null, 200, "[]"),
            ("GET", "products/acme/suite", null, 404, """{"message":"Product 'suite' was not found"}"""),
            ("PATCH", "products/acme/suite", "{}", 404, """{"message":"Product 'suite' was not found"}"""),
            ("DELETE", "products/acme/suite", null, 404, """{"message":"Product 'suite' was not found"}"""),
            ("POST", "products//acme", """{"name":"suite","display_name":"The Suite","desc":"d","website_url":"https://w","vcs_url":"https://v","packages":["tools/lib"],"sign_url_expiry":15}""", 201, """{"name":"suite","display_name":"The Suite","desc":"d","website_url":"https://w","vcs_url":"https://v","packages":["tools/lib"],"versions":["1.0"],"sign_url_expiry":15,"created":"*"}"""),
            ("POST", "products/acme", """{"name":"suite"}""", 409, """{"message":"Product 'suite' already exists"}"""),
            ("POST", "products/acme", """{"name":"a b"}""", 400, """{"message":"not a product name: not a repository name: 'a b' may hold only letters, digits, '.', '-' and '_'"}"""),
            ("POST", "products/acme", "{}", 400, """{"message":"a product needs a name"}"""),
            ("POST", "products/acme", """{"name":"other","packages":["tools/none"]}""", 404, """{"message":"Package 'tools/none' was not found"}"""),
            ("POST", "products/acme", """{"name":"other","packages":["lib"]}""", 400, """{"message":"'lib' is not of the form repository/package"}"""),
            ("PATCH", "products/acme/suite", """{"desc":"e","packages":[]}""", 200, """{"message":"success"}"""),
            ("GET", "products/acme/suite", null, 200, """{"name":"suite","display_name":"The Suite","desc":"e","website_url":"https://w","vcs_url":"https://v","packages":[],"versions":[],"sign_url_expiry":15,"created":"*"}"""),
            ("POST", "products/acme/suite/readme", """{"bintray":{"content":"# Hi"}}""", 200, """{"product":"suite","owner":"acme","bintray":{"syntax":"MARKDOWN","content":"# Hi"}}"""),
            ("GET", "products/acme/suite/readme", null, 200, """{"product":"suite","owner":"acme","bintray":{"syntax":"MARKDOWN","content":"# Hi"}}"""),
            ("POST", "products/acme/suite/readme", """{"github":{"github_repo":"a/b"}}""", 400, """{"message":"documents that lie on GitHub are not fetched by this server: send a 'bintray' block with 'syntax' and 'content'"}"""),
            ("DELETE", "products/acme/suite/readme", null, 200, """{"message":"success"}"""),
            ("GET", "products/acme/suite/readme", null, 200, """{"product":"suite","owner":"acme"}"""),
            ("POST", "products/acme/none/readme", """{"bintray":{"content":"x"}}""", 404, """{"message":"Product 'none' was not found"}"""),
            ("GET", "products/acme/none/eulas", null, 404, """{"message":"Product 'none' was not found"}"""),
            ("GET", "products/acme/suite/eulas", null, 200, "[]"),
            ("POST", "products/acme/suite/eulas", "{}", 400, """{"message":"This action is not allowed for none-premium subject acme"}"""),
            ("GET", "products/acme/suite/entitlements", null, 403, """{"message":"This resource is only available for subjects with entitlement management."}"""),
            ("DELETE", "products/acme/suite", null, 200, """{"message":"deleted"}"""),
            ("GET", "products/acme", null, 200, "[]"),
        ];
        foreach (var (method, path, body, status, answer) in calls)
        {
            var reply = await server.SendAsync(method, path, body);
            Assert.AreEqual(status, reply.Status, $"{method} {path}: {reply.Body}");
            Assert.AreEqual(answer, Created().Replace(reply.Body, "\"created\":\"*\""), $"{method} {path}");
        }
    }

    [TestMethod]
    public async Task Others_see_only_those_packages_of_a_product_that_they_may_read()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", "repos/acme/secret", """{"private":true}""");
        await server.SendAsync("POST", "packages/acme/secret", """{"name":"hush"}""");
        await server.SendAsync("POST", "packages/acme/secret/hush/versions", """{"name":"9.9"}""");
        var created = await server.SendAsync("POST", "products/acme", """{"name":"suite","packages":["tools/lib","secret/hush"]}""");
        Assert.AreEqual(201, created.Status);
        using var stranger = server.As("stranger", ("other", Role.Admin));
        using var reader = server.As("reader", ("acme", Role.Read));
        Assert.AreEqual("""["tools/lib"] []""", PackagesOf(await stranger.SendAsync("GET", "products/acme/suite")));
        Assert.AreEqual("""["tools/lib","secret/hush"] ["9.9"]""", PackagesOf(await reader.SendAsync("GET", "products/acme/suite")));
        Assert.AreEqual(401, (await server.Anonymous.SendAsync("GET", "products/acme/suite")).Status);
        foreach (var (method, path) in new[]
        {
            ("POST", "products/acme"), ("PATCH", "products/acme/suite"), ("DELETE", "products/acme/suite"), (
                "POST", "products/acme/suite/readme"),
        })
        {
            Assert.AreEqual(403, (await reader.SendAsync(method, path, """{"name":"x"}""")).Status, path);
        }
    }

    [TestMethod]
    public async Task A_product_outlives_the_server_and_is_readable_by_its_account_alone()
    {
        var data = Directory.CreateTempSubdirectory("bintray-server-").FullName;
        try
        {
            await using (var first = await RunningServer.StartAsync(folder: data))
            {
                Assert.AreEqual(201, (await first.SendAsync("POST", "products/acme", """{"name":"suite","desc":"kept"}""")).Status);
            }

            await using var second = await RunningServer.StartAsync(folder: data);
            Assert.AreEqual("kept", (await second.SendAsync("GET", "products/acme/suite")).Json.GetProperty("desc").GetString());
            var record = Directory.EnumerateFiles(Path.Combine(data, "product"), "*.json", SearchOption.AllDirectories).Single();
            if (!OperatingSystem.IsWindows())
            {
                Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(record));
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [TestMethod]
    public async Task A_backup_holds_products_and_webhooks_and_a_check_finds_nothing_wrong()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(201, (await server.SendAsync("POST", "products/acme", """{"name":"suite"}""")).Status);
        Assert.AreEqual(201, (await server.SendAsync("POST", "webhooks/acme/tools/lib", """{"url":"https://example.com/"}""")).Status);
        var copy = Directory.CreateTempSubdirectory("bintray-copy-").FullName;
        try
        {
            var result = await FolderBackup.RunAsync(
                server.Folder, copy, finding => Assert.Fail(finding.ToString()), CancellationToken.None);
            Assert.AreEqual(0, result.Damage);
            await using var restored = await RunningServer.StartAsync(folder: copy);
            Assert.AreEqual(200, (await restored.SendAsync("GET", "products/acme/suite")).Status);
            StringAssert.Contains((await restored.SendAsync("GET", "webhooks/acme")).Body, "example.com", StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [TestMethod]
    public async Task Of_many_who_create_one_product_at_once_one_succeeds()
    {
        await using var server = await RunningServer.StartAsync();
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => server.SendAsync("POST", "products/acme", """{"name":"suite"}""")));
        Assert.AreEqual(1, replies.Count(reply => reply.Status == 201));
        Assert.AreEqual(19, replies.Count(reply => reply.Status == 409));
    }

    private static string PackagesOf(Reply reply) =>
        $"{reply.Json.GetProperty("packages").GetRawText()} {reply.Json.GetProperty("versions").GetRawText()}";

    [GeneratedRegex("\"created\":\"[^\"]+\"")]
    private static partial Regex Created();
}
