using System.Text.RegularExpressions;

namespace BintrayPush.Server.Tests.Downloads;

/// <summary>
/// Downloads by way of a signed, short-lived address (protocol reference, section 13): JFrog CLI 1.x stores large files only so.
/// </summary>
[TestClass]
public sealed partial class RedirectTests
{
    [TestMethod]
    [DataRow("dl/acme/tools/x/a%20b.txt", "/dl/acme/tools/x/a%20b.txt?")]
    [DataRow("//dl//acme/tools/x/a%20b.txt", "/dl/acme/tools/x/a%20b.txt?")]
    [DataRow("api/v1/dl/acme/tools/x/a%20b.txt?expiry=1&signature=00", "/dl/acme/tools/x/a%20b.txt?")]
    [DataRow("acme/tools/x/a%20b.txt", "/acme/tools/x/a%20b.txt?")]
    public async Task A_download_is_redirected_to_an_address_that_needs_no_login(string path, string address)
    {
        await using var server = await StartAsync();
        using var direct = Direct(server);

        var redirect = await direct.SendAsync("GET", new Uri(server.Url, "/").AbsoluteUri.TrimEnd('/') + "/" + path);
        var location = redirect.Header("Location")!;

        Assert.AreEqual(302, redirect.Status);
        Assert.AreEqual("", redirect.Body);
        Assert.AreEqual("no-store", redirect.Header("Cache-Control"));
        StringAssert.StartsWith(location, address, StringComparison.Ordinal);
        StringAssert.Matches(location[address.Length..], Query());
        var file = await direct.SendAsync("GET", location);
        Assert.AreEqual(200, file.Status);
        Assert.AreEqual("hello", file.Body);
        Assert.AreEqual("aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d", file.Header("X-Checksum-Sha1"));
        Assert.AreEqual("el", (await direct.SendAsync("GET", location, null, ("Range", "bytes=1-2"))).Body);
        Assert.AreEqual("5", (await direct.SendAsync("HEAD", location)).Header("Content-Length"));
    }

    [TestMethod]
    public async Task What_needs_rights_needs_them_before_the_redirect_and_not_after_it()
    {
        await using var server = await StartAsync();
        using var direct = Direct(server);
        using var publisher = Direct(server, asAdmin: true);
        foreach (var (
            path,
            pending) in new[] { ("dl/acme/secret/a", "published"), ("dl/acme/tools/new", "pending"), (
                "dl/acme/tools/x/a%20b.txt?include_unpublished=1", "changed") })
        {
            Assert.AreEqual(401, (await direct.SendAsync("GET", path)).Status, path);
            var redirect = await publisher.SendAsync("GET", path);
            Assert.AreEqual(302, redirect.Status, path);
            Assert.AreEqual(pending, (await direct.SendAsync("GET", redirect.Header("Location")!)).Body, path);
        }
    }

    [TestMethod]
    public async Task The_address_holds_for_its_file_alone_and_for_a_while()
    {
        var time = new Clock();
        await using var server = await StartAsync(time);
        using var direct = Direct(server);
        using var publisher = Direct(server, asAdmin: true);
        var location = (await publisher.SendAsync("GET", "dl/acme/secret/a")).Header("Location")!;
        var (signature, expiry) = (Query().Match(location).Groups["signature"].Value, Query().Match(location).Groups["expiry"].Value);
        Assert.AreEqual(200, (await direct.SendAsync("GET", location)).Status);
        Assert.AreEqual(200, (await direct.SendAsync("GET", location.Replace("/dl/", "/", StringComparison.Ordinal))).Status);
        foreach (var (part, instead) in new[]
        {
            ("/a?", "/b?"), ("/secret/", "/other/"), ("/a?", "/a?include_unpublished=1&"),
            (expiry, expiry + "0"), (signature, new string('0', 64)), (signature, signature[..63]), (
                signature, signature.ToUpperInvariant()),
            ("/dl/acme/secret/", "/packages/acme/secret/"), ("/dl/acme/secret/a", "/maven/acme/secret/lib/a"),
            ("/dl/acme/secret/a", "/files/acme/secret/a/attributes"),
        })
        {
            var other = location.Replace(part, instead, StringComparison.Ordinal);
            Assert.AreEqual(401, (await direct.SendAsync("GET", other)).Status, other);
        }

        time.Now += TimeSpan.FromMinutes(5);
        Assert.AreEqual(200, (await direct.SendAsync("GET", location)).Status);
        time.Now += TimeSpan.FromSeconds(1);
        Assert.AreEqual(401, (await direct.SendAsync("GET", location)).Status);
    }

    [TestMethod]
    public async Task All_servers_on_a_folder_know_the_address_and_so_does_the_next_one()
    {
        await using var server = await StartAsync();
        using var publisher = Direct(server, asAdmin: true);
        var location = (await publisher.SendAsync("GET", "dl/acme/secret/a")).Header("Location")!;
        foreach (var readOnly in new[] { false, true })
        {
            await using var other = await RunningServer.StartAsync(
                settings => settings with { RedirectDownloads = true, ReadOnly = readOnly }, server.Folder);
            Assert.AreEqual("published", (await other.Anonymous.SendAsync("GET", location)).Body);
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(server.Folder, "user", "address.key")));
        }
    }

    [TestMethod]
    public async Task HEAD_and_what_is_not_there_are_answered_at_once()
    {
        await using var server = await StartAsync();
        using var direct = Direct(server);
        var head = await direct.SendAsync("HEAD", "dl/acme/tools/x/a%20b.txt");
        Assert.AreEqual(200, head.Status);
        Assert.AreEqual("5", head.Header("Content-Length"));
        Assert.AreEqual(404, (await direct.SendAsync("GET", "dl/acme/tools/none")).Status);
        Assert.AreEqual(401, (await direct.SendAsync("GET", "dl/acme/secret/none")).Status);
    }

    [TestMethod]
    public async Task Our_own_client_follows()
    {
        await using var server = await StartAsync();
        using var client = server.OpenClient();
        using var download = await client.DownloadAsync(
            new BintrayPush.Api.Names.FileAddress(
                BintrayPush.Api.Names.RepositoryAddress.Of("acme", "secret"),
                BintrayPush.Api.Names.RepositoryPath.Of("a")), includeUnpublished: false, CancellationToken.None);
        using var reader = new StreamReader(download!.Content);
        Assert.AreEqual("published", await reader.ReadToEndAsync());
        Assert.IsTrue(download.Published);
    }

    [TestMethod]
    public async Task Without_the_option_a_signature_opens_nothing()
    {
        await using var server = await StartAsync();
        using var publisher = Direct(server, asAdmin: true);
        var location = (await publisher.SendAsync("GET", "dl/acme/secret/a")).Header("Location")!;
        await using var other = await RunningServer.StartAsync(folder: server.Folder);
        Assert.AreEqual(401, (await other.Anonymous.SendAsync("GET", location)).Status);
        Assert.AreEqual(200, (await other.Anonymous.SendAsync("GET", "dl/acme/tools/x/a%20b.txt")).Status);
    }

    [GeneratedRegex("^(?:.*[?])?(?:include_unpublished=1&)?expiry=(?<expiry>[0-9]{13})&signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Query();

    private static async Task<RunningServer> StartAsync(Clock? time = null)
    {
        var server = await RunningServer.StartWithPackageAsync(
            settings => settings with { RedirectDownloads = true, Time = time ?? TimeProvider.System });
        foreach (var (method, path, body) in new[]
        {
            ("POST", "repos/acme/secret", """{"private":true}"""), ("POST", "packages/acme/secret", """{"name":"lib"}"""),
            ("PUT", "content/acme/secret/lib/1.0/a?publish=1", "published"), ("PUT", "content/acme/secret/lib/1.0/b?publish=1", "other"),
            ("PUT", "content/acme/tools/lib/1.0/x/a%20b.txt?publish=1", "hello"), (
                "PUT", "content/acme/tools/lib/1.0/x/a%20b.txt?override=1", "changed"),
            ("PUT", "content/acme/tools/lib/1.0/new", "pending"),
        })
        {
            Assert.AreEqual(201, (await server.SendAsync(method, path, body)).Status, path);
        }

        return server;
    }

    private static HttpClient Direct(RunningServer server, bool asAdmin = false)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Url };
        http.DefaultRequestHeaders.Authorization = asAdmin ? ServerUsers.BasicOf(ServerUsers.Admin, server.Key) : null;
        return http;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
