using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Users;

/// <summary>
/// Who may stage makes nothing public, changes nothing that is, and deletes nothing; who may promote brings nothing. Both see what waits.
/// </summary>
[TestClass]
public sealed class HalfRightsTests
{
    private const string Leg = """
        {"versions":[{"repo":"tools","package":"lib","version":"1.0","files":[{"path":"waits","size":1,
        "sha256":"50e721e49c013f00c62cf59f2163542a9d8df02464efeb615d31051b0fddc326"}]}]}
        """;

    /// <summary>Method, path, body, then the status for who may stage and who may promote.</summary>
    public static IEnumerable<object[]> Matrix =>
    [
        ["GET", "dl/acme/secret/a", "", 200, 200],
        ["GET", "packages/acme/tools/lib/versions/1.0/files?include_unpublished=1", "", 200, 200],
        ["PUT", "content/acme/tools/lib/1.0/b", "x", 201, 403],
        ["PUT", "content/acme/tools/lib/1.0/a?override=1", "x", 201, 403],
        ["PUT", "content/acme/tools/lib/1.0/b?publish=1", "x", 403, 403],
        ["PUT", "content/acme/tools/lib/1.0/b;publish=1", "x", 403, 403],
        ["PUT", "content/acme/tools/lib/1.0/b;publish=1;override=1", "x", 403, 403],
        ["PUT", "content/acme/tools/lib/1.0/b.zip?explode=1&publish=1", "x", 403, 403],
        ["PUT", "maven/acme/tools/lib/g/a/1/a-1.jar", "x", 201, 403],
        ["PUT", "maven/acme/tools/lib/g/a/1/a-1.jar;publish=1", "x", 403, 403],
        ["PATCH", "content/acme/tools/lib/1.0/b?publish=1", "x", 400, 403],
        ["POST", "content/acme/tools/lib/1.0/publish", "", 403, 200],
        ["POST", "content/acme/tools/lib/1.0/publish", """{"discard":true}""", 403, 200],
        ["DELETE", "content/acme/tools/a", "", 403, 403],
        ["POST", "releases/acme", """{"versions":[{"repo":"tools","package":"lib","version":"1.0"}]}""", 403, 200],
        ["GET", "releases/acme", "", 200, 200],
        ["PUT", "releases/acme/17/legs/win", Leg, 200, 403],
        ["GET", "releases/acme/17/legs/win", "", 404, 404],
        ["POST", "releases/acme/17/seal", """{"legs":["win"]}""", 403, 404],
        ["DELETE", "releases/acme/17", "", 403, 403],
        ["POST", "packages/acme/tools", """{"name":"new"}""", 201, 403],
        ["PATCH", "packages/acme/tools/lib", """{"desc":"other"}""", 403, 403],
        ["DELETE", "packages/acme/tools/lib", "", 403, 403],
        ["POST", "packages/acme/tools/lib/versions", """{"name":"9"}""", 201, 403],
        ["PATCH", "packages/acme/tools/lib/versions/1.0", """{"desc":"other"}""", 403, 403],
        ["POST", "packages/acme/tools/lib/versions/1.0/attributes", "[]", 403, 403],
        ["DELETE", "packages/acme/tools/lib/versions/1.0", "", 403, 403],
        ["POST", "gpg/acme/tools/lib/versions/1.0", "", 403, 403],
        ["POST", "products/acme", """{"name":"suite"}""", 403, 403],
        ["POST", "webhooks/acme/tools/lib", """{"url":"https://example.com/"}""", 403, 403],
        ["POST", "repos/acme/new", "{}", 403, 403],
        ["PUT", "nuget/acme/nuget/v3/package", "x", 403, 403],
        ["DELETE", "nuget/acme/nuget/v3/package/a/1.0.0", "", 403, 403],
    ];

    [TestMethod]
    [DynamicData(nameof(Matrix))]
    public async Task Each_half_may_do_its_part_as_a_role_and_as_the_scope_of_a_key(
        string method, string path, string body, int stager, int promoter)
    {
        foreach (var (half, status) in ((Role, int)[])[(Role.Stage, stager), (Role.Promote, promoter)])
        {
            await using var server = await RunningServer.StartWithPackageAsync();
            await server.SendAsync("POST", "repos/acme/secret", """{"private":true}""");
            await server.SendAsync("POST", "packages/acme/secret", """{"name":"lib"}""");
            Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a?publish=1", "a")).Status);
            Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/secret/lib/1.0/a?publish=1", "a")).Status);
            Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/waits", "w")).Status);
            var scoped = await KeyAsync(server, half);
            var reply = await scoped.SendAsync(method, path, method == "GET" ? null : body);
            Assert.AreEqual(status, reply.Status, $"a key for {half}: {reply.Body}");
            if (status >= 400 || method == "GET")
            {
                reply = await server.As("half", ("acme", half)).SendAsync(method, path, method == "GET" ? null : body);
                Assert.AreEqual(status, reply.Status, $"the role {half}: {reply.Body}");
            }

            var offset = await scoped.SendAsync("HEAD", "content/acme/tools/lib/1.0/none", null, ("Upload-Length", "9000000"));
            Assert.AreEqual(half == Role.Stage && OperatingSystem.IsLinux() ? 204 : 404, offset.Status, "Who does not upload asks for a file.");
            Assert.AreEqual("a", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/a")).Body, "What is public stays.");
            Assert.AreNotEqual(200, (await server.Anonymous.SendAsync("GET", "dl/acme/tools/b")).Status, "What is brought is not public.");
        }
    }

    [TestMethod]
    [DataRow(Role.Admin, Role.Stage, Role.Stage)]
    [DataRow(Role.Publish, Role.Promote, Role.Promote)]
    [DataRow(Role.Publish, Role.Publish, Role.Publish)]
    [DataRow(Role.Stage, Role.Publish, Role.Stage)]
    [DataRow(Role.Stage, Role.Promote, Role.Read)]
    [DataRow(Role.Promote, Role.Stage, Role.Read)]
    [DataRow(Role.Read, Role.Stage, Role.Read)]
    [DataRow(Role.Admin, Role.Read, Role.Read)]
    [DataRow(Role.None, Role.Publish, Role.None)]
    public void A_key_gives_no_more_than_its_user_has_and_no_more_than_its_scope(object role, object scope, object left) =>
        Assert.AreEqual((Role)left, ((Role)role).Within((Role)scope));

    /// <summary>A key of the admin, for that alone.</summary>
    private static async Task<HttpClient> KeyAsync(RunningServer server, Role scope)
    {
        var (code, output, error) = await CommandLine.RunAsync(
            "user", "key", "add", ServerUsers.Admin, "half", "--data", server.Folder, "--scope", scope.Word());
        Assert.AreEqual(0, code, error);
        return ServerUsers.ClientOf(server.Url, ServerUsers.Admin, output.TrimEnd().Split('\n')[^1].Trim());
    }
}
