using System.Security.Cryptography;
using BintrayPush.Api.Names;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Downloads;

/// <summary>Protocol reference, section 13.</summary>
[TestClass]
public sealed class DownloadTests
{
    private const string Sha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    [TestMethod]
    [DataRow("dl/acme/tools/x/a.txt")]
    [DataRow("acme/tools/x/a.txt")]
    [DataRow("api/v1/acme/tools/x/a.txt")]
    [DataRow("dl//acme/tools//x/a.txt")]
    public async Task A_published_file_is_read_by_anybody_with_its_checksums(string path)
    {
        await using var server = await StartAsync();
        foreach (var method in new[] { "GET", "HEAD" })
        {
            var reply = await server.Anonymous.SendAsync(method, path);
            Assert.AreEqual(200, reply.Status);
            Assert.AreEqual(method == "GET" ? "hello" : "", reply.Body);
            Assert.AreEqual("5", reply.Header("Content-Length"));
            Assert.AreEqual("aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d", reply.Header("X-Checksum-Sha1"));
            Assert.AreEqual("5d41402abc4b2a76b9719d911017c592", reply.Header("X-Checksum-Md5"));
            Assert.AreEqual(Sha256, reply.Header("X-Checksum-Sha2"));
            Assert.AreEqual(Sha256, reply.Header("X-Checksum-Sha256"));
            Assert.AreEqual($"\"{Sha256}\"", reply.Header("ETag"));
            Assert.AreEqual("bytes", reply.Header("Accept-Ranges"));
        }
    }

    [TestMethod]
    [DataRow("bytes=1-2", 206, "el", "bytes 1-2/5")]
    [DataRow("bytes=3-", 206, "lo", "bytes 3-4/5")]
    [DataRow("bytes=-2", 206, "lo", "bytes 3-4/5")]
    [DataRow("bytes=0-99", 206, "hello", "bytes 0-4/5")]
    [DataRow("bytes=9-", 416, "the file holds nothing in the range that is asked for", "bytes */5")]
    [DataRow("pages=1", 200, "hello", null)]
    public async Task Ranges_are_obeyed(string range, int status, string body, string? contentRange)
    {
        await using var server = await StartAsync();
        var reply = await server.Anonymous.SendAsync("GET", "dl/acme/tools/x/a.txt", null, ("Range", range));
        Assert.AreEqual(status, reply.Status);
        Assert.AreEqual(body, reply.Body);
        Assert.AreEqual(contentRange, reply.Header("Content-Range"));
    }

    [TestMethod]
    public async Task A_file_larger_than_every_buffer_comes_back_as_it_was_sent()
    {
        await using var server = await StartAsync();
        var content = new byte[3_000_001];
        new Random(1).NextBytes(content);
        using var request = new HttpRequestMessage(HttpMethod.Put, "content/acme/tools/lib/1.0/x/large.bin?publish=1")
        {
            Content = new ByteArrayContent(content),
        };
        var sent = await server.Http.ReplyAsync(request);
        Assert.AreEqual(201, sent.Status);
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(content)), sent.Header("X-Checksum-Sha2"));

        using var answer = await server.Anonymous.GetAsync("dl/acme/tools/x/large.bin");
        Assert.AreEqual(content.Length, answer.Content.Headers.ContentLength);
        Assert.AreEqual("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
        CollectionAssert.AreEqual(content, await answer.Content.ReadAsByteArrayAsync());
#pragma warning disable CA5351 // What download clients compare.
        Assert.AreEqual(Convert.ToHexStringLower(MD5.HashData(content)), answer.Headers.GetValues("X-Checksum-Md5").Single());
#pragma warning restore CA5351
    }

    [TestMethod]
    public async Task Conditions_are_obeyed()
    {
        await using var server = await StartAsync();
        const string Path = "dl/acme/tools/x/a.txt";
        var modified = (await server.Anonymous.SendAsync("GET", Path)).Header("Last-Modified")!;
        Assert.AreEqual(304, (await server.Anonymous.SendAsync("GET", Path, null, ("If-None-Match", $"\"{Sha256}\""))).Status);
        Assert.AreEqual(200, (await server.Anonymous.SendAsync("GET", Path, null, ("If-None-Match", "\"other\""))).Status);
        Assert.AreEqual(304, (await server.Anonymous.SendAsync("GET", Path, null, ("If-Modified-Since", modified))).Status);
        var refused = await server.Anonymous.SendAsync("GET", Path, null, ("If-Match", "\"other\""));
        Assert.AreEqual(412, refused.Status);
        Assert.AreEqual("the file is not the one that the condition asks for", refused.Body);
        Assert.AreEqual(
            206, (await server.Anonymous.SendAsync("GET", Path, null, ("Range", "bytes=1-"), ("If-Range", $"\"{Sha256}\""))).Status);
        Assert.AreEqual(
            200, (await server.Anonymous.SendAsync("GET", Path, null, ("Range", "bytes=1-"), ("If-Range", "\"other\""))).Status);
    }

    [TestMethod]
    public async Task An_unpublished_file_asks_the_anonymous_to_log_in_and_opens_for_publishers_who_ask()
    {
        await using var server = await StartAsync();
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/new", "new");
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/x/a.txt?override=1", "changed");
        var reader = server.As("reader", ("acme", Role.Read));

        Assert.AreEqual(401, (await server.Anonymous.SendAsync("GET", "dl/acme/tools/new")).Status);
        Assert.AreEqual(404, (await server.Anonymous.SendAsync("GET", "dl/acme/tools/none")).Status);
        Assert.AreEqual(404, (await reader.SendAsync("GET", "dl/acme/tools/new")).Status);
        Assert.AreEqual(403, (await reader.SendAsync("GET", "dl/acme/tools/new?include_unpublished=1")).Status);
        Assert.AreEqual("hello", (await server.SendAsync("GET", "dl/acme/tools/x/a.txt")).Body);
        var pending = await server.SendAsync("GET", "dl/acme/tools/x/a.txt?include_unpublished=1");
        Assert.AreEqual("changed", pending.Body);
        Assert.AreEqual("0", pending.Header("X-Bintray-Published"));
        Assert.AreEqual("1", (await server.SendAsync("GET", "dl/acme/tools/x/a.txt")).Header("X-Bintray-Published"));
    }

    [TestMethod]
    [DataRow("dl/acme/tools/new")]
    [DataRow("acme/tools/new")]
    [DataRow("api/v1/acme/tools/new")]
    public async Task Where_nothing_is_published_a_publisher_gets_what_waits_without_asking_for_it(string path)
    {
        await using var server = await StartAsync();
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/new", "hello");
        using var publisher = server.As("publisher", ("acme", Role.Publish));
        foreach (var method in new[] { "GET", "HEAD" })
        {
            var pending = await publisher.SendAsync(method, path);
            Assert.AreEqual(200, pending.Status);
            Assert.AreEqual(method == "GET" ? "hello" : "", pending.Body);
            Assert.AreEqual("5", pending.Header("Content-Length"));
            Assert.AreEqual(Sha256, pending.Header("X-Checksum-Sha2"));
            Assert.AreEqual("0", pending.Header("X-Bintray-Published"));
            Assert.AreEqual("no-store", pending.Header("Cache-Control"));
            Assert.AreEqual(401, (await server.Anonymous.SendAsync(method, path)).Status);
            Assert.AreEqual(404, (await server.As("reader", ("acme", Role.Read)).SendAsync(method, path)).Status);
            Assert.AreEqual(404, (await server.As("stranger", ("other", Role.Admin)).SendAsync(method, path)).Status);
        }

        Assert.AreEqual("el", (await publisher.SendAsync("GET", path, null, ("Range", "bytes=1-2"))).Body);
        Assert.AreEqual(404, (await publisher.SendAsync("GET", path + "er")).Status);
    }

    [TestMethod]
    public async Task Our_own_clients_do_not_take_what_waits_for_public()
    {
        await using var server = await StartAsync();
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/new", "hello");
        using var client = server.OpenClient();
        var file = new FileAddress(RepositoryAddress.Of("acme", "tools"), RepositoryPath.Of("new"));

        Assert.IsNull(await client.DownloadAsync(file, includeUnpublished: false, CancellationToken.None));
        Assert.AreEqual(
            404, (await server.SendAsync("GET", "dl/acme/tools/new", null, ("User-Agent", "BintrayPush/0.9.0"))).Status, "An earlier one.");
        using var pending = await client.DownloadAsync(file, includeUnpublished: true, CancellationToken.None);
        Assert.IsFalse(pending!.Published);
    }

    [TestMethod]
    public async Task An_empty_user_with_an_empty_key_is_nobody()
    {
        await using var server = await StartAsync();
        await server.SendAsync("POST", "repos/acme/secret", """{"private":true}""");
        const string Empty = "Basic Og==";

        Assert.AreEqual("hello", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/x/a.txt", null, ("Authorization", Empty))).Body);
        Assert.AreEqual(200, (await server.Anonymous.SendAsync("GET", "licenses/oss_licenses", null, ("Authorization", Empty))).Status);
        Assert.AreEqual(401, (await server.Anonymous.SendAsync("GET", "repos/acme/secret", null, ("Authorization", Empty))).Status);
        Assert.AreEqual(
            401, (await server.Anonymous.SendAsync("PUT", "content/acme/tools/lib/1.0/b", "x", ("Authorization", Empty))).Status);
    }

    [TestMethod]
    [DataRow("dl/acme/tools/none", null, 404, "text/plain; charset=utf-8", "File 'none' was not found")]
    [DataRow("dl/acme/tools/none", "text/html, */*", 404, "text/plain; charset=utf-8", "File 'none' was not found")]
    [DataRow("api/v1/dl//acme/tools/none", null, 404, "text/plain; charset=utf-8", "File 'none' was not found")]
    [DataRow("dl/acme/tools/none/", null, 404, "text/plain; charset=utf-8", "File 'none/' was not found")]
    [DataRow("dl/acme/secret/a", null, 401, "text/plain; charset=utf-8", "This resource requires authentication")]
    [DataRow("dl/acme/tools/none", "application/json", 404, "application/json", """{"message":"File 'none' was not found"}""")]
    [DataRow("acme/tools/none", null, 404, "application/json", """{"message":"File 'none' was not found"}""")]
    public async Task On_the_download_address_a_failure_is_told_as_text(string path, string? accept, int status, string type, string body)
    {
        await using var server = await StartAsync();

        var reply = await (
            accept is null ? server.Anonymous.SendAsync("GET", path) : server.Anonymous.SendAsync("GET", path, null, ("Accept", accept)));

        Assert.AreEqual(status, reply.Status);
        Assert.AreEqual(type, reply.Header("Content-Type"));
        Assert.AreEqual(body, reply.Body);
    }

    [TestMethod]
    public async Task Wrong_credentials_are_refused_even_where_none_are_needed()
    {
        const string Words = "This resource requires authentication";
        await using var server = await StartAsync();
        foreach (
            var header in new[] { "Basic am9lOndyb25n", "Basic Ong=", "Basic eDo=", "Basic !!!", "Basic", "Bearer x", ServerUsers.BasicOf(
                "nobody", server.Key).ToString() })
        {
            foreach (var path in new[] { "dl/acme/tools/x/a.txt", "licenses/oss_licenses", "search/file?name=a.txt", "repos/acme/tools" })
            {
                var reply = await server.Anonymous.SendAsync("GET", path, null, ("Authorization", header));
                Assert.AreEqual(401, reply.Status, header);
                Assert.AreEqual(path.StartsWith("dl/", StringComparison.Ordinal) ? Words : $$"""{"message":"{{Words}}"}""", reply.Body);
                Assert.AreEqual("Basic realm=\"Bintray API Realm\"", reply.Header("WWW-Authenticate"));
            }
        }
    }

    [TestMethod]
    public async Task A_maven_address_serves_the_file_and_the_list_of_versions()
    {
        await using var server = await StartAsync();
        foreach (var version in new[] { "1.0", "1.1" })
        {
            await server.SendAsync("PUT", $"maven/acme/tools/lib/org/acme/lib/{version}/lib-{version}.jar;publish=1", "jar");
        }

        Assert.AreEqual(
            201, (await server.SendAsync("PUT", "maven/acme/tools/lib/;publish=1/org/acme/lib/maven-metadata.xml", "<metadata/>")).Status);
        Assert.AreEqual("jar", (await server.Anonymous.SendAsync("GET", "maven/acme/tools/lib/org/acme/lib/1.0/lib-1.0.jar")).Body);
        var list = await server.Anonymous.SendAsync("GET", "maven/acme/tools/lib/org/acme/lib/maven-metadata.xml");
        StringAssert.Contains(list.Body, "<version>1.0</version>", StringComparison.Ordinal);
        StringAssert.Contains(list.Body, "<release>1.1</release>", StringComparison.Ordinal);
#pragma warning disable CA5350 // What Maven asks for.
        var sha1 = Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(System.Text.Encoding.UTF8.GetBytes(list.Body)));
#pragma warning restore CA5350
        Assert.AreEqual(sha1, (await server.Anonymous.SendAsync("GET", "maven/acme/tools/lib/org/acme/lib/maven-metadata.xml.sha1")).Body);
        Assert.AreEqual(404, (await server.Anonymous.SendAsync("GET", "maven/acme/tools/lib/org/none/maven-metadata.xml")).Status);
    }

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/x/a.txt?publish=1", "hello")).Status);
        return server;
    }
}
