using System.Text;
using BintrayPush.Api.Model;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Server.Tests.Clients;

/// <summary>Clients that no package registry has, request by request as they were recorded (protocol reference, section 16).</summary>
[TestClass]
public sealed class ReplayTests
{
    [TestMethod]
    public async Task The_Gradle_plugin_creates_uploads_signs_and_publishes()
    {
        await using var server = await StartAsync();
        await PlayAsync(
            server,
            ("HEAD", "packages/acme/tools/lib", null, "", 404),
            ("POST", "packages/acme/tools", """{"name":"lib","desc":null,"licenses":["Apache-2.0"],"labels":null,"website_url":null,"issue_tracker_url":null,"vcs_url":"https://x.org/a.git","public_download_numbers":false,"github_repo":null,"github_release_notes_file":null}""", "application/json", 201),
            ("POST", "packages/acme/tools/lib/attributes", """[{"name":"gradle-plugin","values":["com.acme:com.acme:lib"]}]""", "application/json", 200),
            ("HEAD", "packages/acme/tools/lib/versions/1.0", null, "", 404),
            ("POST", "packages/acme/tools/lib/versions", """{"name":"1.0","desc":null,"released":null,"vcs_tag":null}""", "application/json", 201),
            ("POST", "packages/acme/tools/lib/versions/1.0/attributes", """[{"name":"n","values":[1]}]""", "application/json", 200),
            ("PUT", "content/acme/tools/lib/1.0/com/acme/lib/1.0/lib-1.0.jar?override=1", "jar", "*/*", 201),
            ("PUT", "content/acme/tools/lib/1.0/./lib-1.0.pom?override=1", "pom", "*/*", 201),
            ("POST", "gpg/acme/tools/lib/versions/1.0", """{"passphrase":"p"}""", "application/json", 200),
            ("POST", "content/acme/tools/lib/1.0/publish", "", "application/json", 200));
        await DownloadsAsync(server, "com/acme/lib/1.0/lib-1.0.jar", "jar");
        await DownloadsAsync(server, "lib-1.0.pom", "pom");
        Assert.AreEqual(200, (await server.SendAsync("GET", "dl/acme/tools/lib-1.0.pom.asc")).Status);
    }

    [TestMethod]
    public async Task The_Java_client_sends_chunks_everywhere_and_no_media_type()
    {
        await using var server = await RunningServer.StartAsync();
        await AddKeyAsync(server, new Secret("p"));
        foreach (var (method, path, body, headers, status) in new[]
        {
            ("HEAD", "/repos/acme/tools", null, "", 404),
            ("POST", "/repos/acme/tools", """{"type":"generic","desc":"d"}""", "Content-Type: application/json\r\n", 201),
            ("POST", "/packages/acme/tools", """{"name":"lib","labels":["a"],"licenses":["MIT"],"vcs_url":"x"}""", "", 201),
            ("POST", "/packages/acme/tools/lib/attributes", """[{"name":"a","values":[true],"type":"Boolean"}]""", "Content-Type: application/json\r\n", 200),
            ("POST", "/packages/acme/tools/lib/versions", """{"name":"1.0"}""", "Content-Type: application/json\r\n", 201),
            ("PUT", "/content/acme/tools/lib/1.0/a%20b%23.txt", "hello", "Content-Type: application/octet-stream\r\nX-Bintray-Override: "
                + "1\r\n", 201),
            ("POST", "/gpg/acme/tools/lib/versions/1.0", "", "X-GPG-PASSPHRASE: p\r\n", 200),
            ("POST", "/content/acme/tools/lib/1.0/publish", """{"publish_wait_for_secs":-1}""", "Content-Type: application/json\r\n", 200),
            ("POST", "/search/attributes/acme/tools/lib/versions", """[{"a":[true]}]""", "Content-Type: application/json\r\n", 200),
            ("POST", "/content/acme/tools/lib/1.0/publish", """{"discard":true}""", "Content-Type: application/json\r\n", 200),
            ("GET", "/users/acme", null, "", 200),
        })
        {
            var chunks = body is null ? "" : "Transfer-Encoding: chunked\r\n";
            var content = string.IsNullOrEmpty(body)
                ? body is null ? "" : "0\r\n\r\n"
                : $"{Encoding.UTF8.GetByteCount(body):x}\r\n{body}\r\n0\r\n\r\n";
            var reply = await server.RawAsync(
                $"{method} {path} HTTP/1.1\r\nHost: x\r\nUser-Agent: "
                    + $"BintrayJavaClient/0.9.2\r\n{server.AuthorizationLine()}{headers}{chunks}Connection: close\r\n\r\n{content}");
            Assert.IsTrue(reply.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), $"{method} {path}: {reply}");
        }

        await DownloadsAsync(server, "a%20b%23.txt", "hello");
    }

    [TestMethod]
    public async Task Travis_dpl_labels_bytes_as_a_form_and_lists_downloads()
    {
        await using var server = await StartAsync();
        await PlayAsync(
            server,
            ("HEAD", "packages/acme/tools/lib", null, "", 404),
            ("POST", "packages/acme/tools", """{"name":"lib","licenses":["MIT"],"public_stats":false}""", "application/json", 201),
            ("POST", "packages/acme/tools/lib/attributes", """[{"name":"a","values":["v1","v2"],"type":"string"}]""", "application/json", 200),
            ("HEAD", "packages/acme/tools/lib/versions/1.0", null, "", 404),
            ("POST", "packages/acme/tools/lib/versions", """{"name":"1.0","released":"2016-02-20","attributes":[{"name":"a","values":[5.1],"type":"number"}]}""", "application/json", 201),
            ("POST", "packages/acme/tools/lib/versions/1.0/attributes", """[{"name":"a","values":[5.1],"type":"number"}]""", "application/json", 200),
            ("PUT", "content/acme/tools/lib/1.0/dir/one.txt;override=1;publish=0", "\u0001=&%binary", "application/x-www-form-urlencoded", 201),
            ("POST", "gpg/acme/tools/lib/versions/1.0", "{}", "application/json", 200),
            ("PUT", "file_metadata/acme/tools/dir/one.txt", """{"list_in_downloads":true}""", "application/json", 400),
            ("POST", "content/acme/tools/lib/1.0/publish", "", "application/json", 200),
            ("PUT", "file_metadata/acme/tools/dir/one.txt", """{"list_in_downloads":true}""", "application/json", 200));
        await DownloadsAsync(server, "dir/one.txt", "\u0001=&%binary");
    }

    [TestMethod]
    public async Task The_JFrog_CLI_asks_for_the_wrong_package_and_uploads_with_a_matrix()
    {
        await using var server = await StartAsync();
        await PlayAsync(
            server,
            ("HEAD", "api/v1/repos/acme/tools", null, "", 200),
            ("HEAD", "api/v1/packages/acme/tools/tools", null, "", 404),
            ("POST", "api/v1/packages/acme/tools", """{"name":"lib","vcs_url":"x","licenses":["MIT"]}""", "", 201),
            ("HEAD", "api/v1/packages/acme/tools/lib/versions/1.0", null, "", 404),
            ("POST", "api/v1/packages/acme/tools/lib/versions", """{"name":"1.0"}""", "", 201),
            ("PUT", "api/v1/content/acme/tools/lib/1.0/a.txt;publish=1;override=1", "cli", "", 201),
            ("PUT", "api/v1/file_metadata/acme/tools/a.txt", """{"list_in_downloads":true}""", "", 200),
            ("PATCH", "api/v1/packages/acme/tools/lib", """{"name":"lib","desc":"new"}""", "", 200),
            ("POST", "api/v1/gpg/acme/tools/a.txt", """{ "passphrase": "p" }""", "", 200),
            ("GET", "api/v1/packages/acme/tools/lib/versions/1.0/files", null, "", 200),
            ("HEAD", "dl/acme/tools/a.txt", null, "", 200),
            ("POST", "api/v1/signed_url/acme/tools/a.txt", "{}", "", 403),
            ("POST", "api/v1/maven_central_sync/acme/tools/lib/versions/1.0", """{"close":"1"}""", "", 403));
        await DownloadsAsync(server, "a.txt", "cli");
    }

    [TestMethod]
    public async Task The_npm_clients_send_odd_bodies()
    {
        await using var server = await StartAsync();
        await PlayAsync(
            server,
            ("POST", "packages/acme/tools", "\"gulped\"", "application/json", 201),
            ("POST", "packages/acme/tools/gulped/versions", """{"name":"1.0","release_notes":"","release_url":"","released":""}""", "application/json", 201),
            ("PUT", "content/acme/tools/gulped/1.0/a.txt;", "gulp", "", 201),
            ("POST", "content/acme/tools/gulped/1.0/publish", """{"discard":false}""", "application/json", 200),
            ("GET", "repos/acme/tools/packages", null, "", 200),
            ("GET", "packages/acme/tools/gulped/files", null, "", 200),
            ("POST", "gpg/acme/tools/gulped/versions/1.0?passphrase=p", "", "", 200));
        await DownloadsAsync(server, "a.txt", "gulp");
    }

    [TestMethod]
    public async Task Scripts_of_PowerShell_bash_and_python_are_understood()
    {
        await using var server = await StartAsync();
        await PlayAsync(
            server,
            ("POST", "repos/acme/ps", """{"type":"nuget","private":"false","desc":"x"}""", "application/json", 201),
            ("POST", "packages/acme/tools/", """{"name":"lib","description":"ignored","desc_url":"auto"}""", "application/x-www-form-urlencoded", 201),
            ("PUT", "content/acme/tools/lib/1.0/a.txt?publish=0&override=0&explode=0", "py", "", 201),
            ("POST", "content/acme/tools/lib/1.0/publish", """{"discard":"false","publish_wait_for_secs":-1}""", "application/json", 200),
            ("PUT", "content/acme/tools/lib/1.0/b.txt?publish=1;override=0", "sh", "application/x-www-form-urlencoded", 201),
            ("GET", "packages/acme/tools/lib/versions/_latest", null, "", 200),
            ("GET", "file_package/acme/tools/a.txt", null, "", 200),
            ("GET", "file_version/acme/tools/a.txt", null, "", 200));
        await DownloadsAsync(server, "b.txt", "sh");
    }

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync();
        await server.SendAsync("POST", "repos/acme/tools", "{}");
        await AddKeyAsync(server, null);
        return server;
    }

    private static async Task PlayAsync(
        RunningServer server, params (string Method, string Path, string? Body, string Type, int Status)[] requests)
    {
        foreach (var (method, path, body, type, status) in requests)
        {
            var reply = await server.SendAsync(method, path, body, type.Length == 0 ? [] : [("Content-Type", type)]);
            Assert.AreEqual(status, reply.Status, $"{method} {path}: {reply.Body}");
        }
    }

    private static async Task DownloadsAsync(RunningServer server, string path, string content) =>
        Assert.AreEqual(content, (await server.Anonymous.SendAsync("GET", "dl/acme/tools/" + path)).Body);

    private static Task AddKeyAsync(RunningServer server, Secret? passphrase) => server.Keys.AddAsync(
        "acme", KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null), passphrase, replace: false, CancellationToken.None);
}
