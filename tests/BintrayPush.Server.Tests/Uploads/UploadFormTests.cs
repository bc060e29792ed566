namespace BintrayPush.Server.Tests.Uploads;

/// <summary>Protocol reference 8.1: five forms and their mixtures.</summary>
[TestClass]
public sealed class UploadFormTests
{
    private static readonly (string, string) WithAllFields = ("X-Bintray-Extensions", "both-listings");

    /// <summary>Target, headers, stored path, whether it is published.</summary>
    public static IEnumerable<object[]> Forms =>
    [
        ["content/acme/tools/lib/1.0/x/a.txt", "", "x/a.txt", false],
        ["content/acme/tools/lib/1.0/x/a.txt?publish=1", "", "x/a.txt", true],
        ["content/acme/tools/lib/1.0/x/a.txt?publish=1;override=0", "", "x/a.txt", true],
        ["content/acme/tools/lib/1.0/x/a.txt?publish=1&override=1&explode=0", "", "x/a.txt", true],
        ["content/acme/tools/lib/1.0/x/a.txt?publish=0", "X-Bintray-Publish: 1", "x/a.txt", false],
        ["content/acme/tools/lib/1.0/x/a.txt;publish=1;override=1", "", "x/a.txt", true],
        ["content/acme/tools/lib/1.0/x/a.txt;publish=1?publish=0", "", "x/a.txt", true],
        ["content/acme/tools/lib/1.0/x/a.txt", "X-Bintray-Publish: 1\nX-Bintray-Override: 1", "x/a.txt", true],
        ["content/acme/tools/lib/1.0/x/a.txt;", "", "x/a.txt", false],
        ["content/acme/tools/lib/1.0/x/a.txt;;publish=1;", "", "x/a.txt", true],
        ["content/acme/tools/lib/1.0;publish=1/x/a.txt", "", "x/a.txt", true],
        ["content/acme/tools/lib;k=v/1.0/x;y=z/a.txt;publish=1", "", "x/a.txt", true],
        ["content/acme/tools/lib/1.0/x/a.txt;bt_package=lib", "", "x/a.txt", false],
        ["content/acme/tools/x/a.txt", "X-Bintray-Package: lib\nX-Bintray-Version: 1.0", "x/a.txt", false],
        ["content/acme/tools/x/a.txt;publish=1;override=0", "X-Bintray-Package: lib\nX-Bintray-Version: 1.0", "x/a.txt", true],
        ["content/acme/tools/x/a.txt", "X-Bintray-Package: lib\nX-Bintray-Version: 1.0\nX-Bintray-Publish: 1", "x/a.txt", true],
        ["content/acme/tools/a.txt", "X-Bintray-Package: lib\nX-Bintray-Version: 1.0", "a.txt", false],
        ["content/acme/tools/lib/1.0/a.txt", "X-Bintray-Package: lib\nX-Bintray-Version: 1.0", "lib/1.0/a.txt", false],
        ["content/acme/tools/x/a.txt;bt_package=lib;bt_version=1.0", "", "x/a.txt", false],
        ["content/acme/tools/x/a.txt;bt_package=lib;bt_version=1.0;publish=1", "", "x/a.txt", true],
        ["content/acme/tools/x/a.txt;bt_package=lib", "X-Bintray-Version: 1.0", "x/a.txt", false],
        ["maven/acme/tools/lib/org/acme/lib/1.0/lib-1.0.jar", "", "org/acme/lib/1.0/lib-1.0.jar", false],
        ["maven/acme/tools/lib/org/acme/lib/1.0/lib-1.0.jar;publish=1", "", "org/acme/lib/1.0/lib-1.0.jar", true],
        ["maven/acme/tools/lib/;publish=1/org/acme/lib/1.0/lib-1.0.pom.sha1", "", "org/acme/lib/1.0/lib-1.0.pom.sha1", true],
        ["maven/acme/tools/lib;publish=1;override=1/org/acme/lib/1.0/lib-1.0-sources.jar", "", "org/acme/lib/1.0/lib-1.0-sources.jar", true],
        ["/api/v1/content/acme/tools/lib/1.0/x/a.txt", "", "x/a.txt", false],
        ["//content//acme/tools//lib/1.0///x//a.txt", "", "x/a.txt", false],
        ["/api/v1//content/acme/tools/lib/1.0/x/./a.txt", "", "x/a.txt", false],
        ["content/acme/tools/lib/1.0/a%20b/%3Bc%25.txt", "", "a b/;c%.txt", false],
        ["content/acme/tools/lib/1.0/a+b.txt", "", "a+b.txt", false],
        ["content/acme/tools/lib/1.0/publish", "", "publish", false],
    ];

    [TestMethod]
    [DynamicData(nameof(Forms))]
    public async Task Every_form_stores_its_file_and_obeys_its_flags(string target, string headers, string path, bool published)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var pairs = headers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (line.Split(": ")[0], line.Split(": ")[1]))
            .ToArray();

        var reply = await server.PutRawAsync(target.StartsWith('/') ? target : "/" + target, "hello", pairs);

        StringAssert.StartsWith(reply, "HTTP/1.1 201 ", StringComparison.Ordinal);
        StringAssert.EndsWith(reply, "\r\n\r\n{\"message\":\"success\"}", StringComparison.Ordinal);
        var file = (
            await server.SendAsync(
                "GET",
                "packages/acme/tools/lib/versions/1.0/files?include_unpublished=1",
                null,
                WithAllFields)).Json.EnumerateArray().Single();
        Assert.AreEqual(path, file.GetProperty("path").GetString());
        Assert.AreEqual(published, file.GetProperty("published").GetBoolean());
        Assert.AreEqual(5, file.GetProperty("size").GetInt64());
    }

    [TestMethod]
    [DataRow("/content/acme/tools/a.txt", "", "cannot be resolved")]
    [DataRow("/content/acme/tools/lib/1.0/", "", "path is empty")]
    [DataRow("/content/acme/tools/lib/1.0/folder/", "", "slash")]
    [DataRow("/content/acme/tools/lib/1.0/a.txt;bt_package=other", "", "other")]
    [DataRow("/content/acme/tools/lib/_latest/a.txt", "", "reserved")]
    [DataRow("/maven/acme/tools/lib/lib-1.0.jar", "", "does not comply with Maven's convention")]
    [DataRow("/content/acme/tools/lib/1.0/a.txt", "X-Checksum-Sha2: abc", "SHA-256")]
    public async Task A_target_that_makes_no_sense_is_refused_in_words(string target, string header, string words)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var reply = await server.PutRawAsync(target, "x", header.Length == 0 ? [] : [(header.Split(": ")[0], header.Split(": ")[1])]);
        StringAssert.StartsWith(reply, "HTTP/1.1 400 ", StringComparison.Ordinal);
        StringAssert.Contains(reply, words, StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("application/x-www-form-urlencoded")]
    [DataRow("*/*")]
    [DataRow("application/json")]
    [DataRow("multipart/form-data")]
    [DataRow("nonsense")]
    [DataRow("")]
    public async Task The_media_type_of_an_upload_does_not_matter(string type)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var reply = await server.PutRawAsync(
            "/content/acme/tools/lib/1.0/a.txt?publish=1", "a=b&c", type.Length == 0 ? [] : [("Content-Type", type)]);
        StringAssert.StartsWith(reply, "HTTP/1.1 201 ", StringComparison.Ordinal);
        Assert.AreEqual("a=b&c", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/a.txt")).Body);
    }

    [TestMethod]
    public async Task Chunked_and_empty_bodies_are_stored()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var chunked = await server.RawAsync(
            $"PUT /content/acme/tools/lib/1.0/chunked?publish=1 HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}Transfer-Encoding: "
                + "chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n3\r\n, w\r\n0\r\n\r\n");
        StringAssert.StartsWith(chunked, "HTTP/1.1 201 ", StringComparison.Ordinal);
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/empty?publish=1", "")).Status);

        Assert.AreEqual("hello, w", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/chunked")).Body);
        Assert.AreEqual("0", (await server.Anonymous.SendAsync("HEAD", "dl/acme/tools/empty")).Header("Content-Length"));
    }

    [TestMethod]
    public async Task Announced_checksums_are_held_and_the_answer_says_what_was_stored()
    {
        const string Sha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        await using var server = await RunningServer.StartWithPackageAsync();
        foreach (var (name, right) in new[]
        {
            ("X-Checksum-Sha2", Sha256), ("X-Checksum-Sha256", Sha256.ToUpperInvariant()),
            ("X-Checksum-Sha1", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"), ("X-Checksum-Md5", "5d41402abc4b2a76b9719d911017c592"),
        })
        {
            var wrong = await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "jello", (name, right));
            Assert.AreEqual(409, wrong.Status, name);
            StringAssert.Contains(wrong.Body, "checksum", StringComparison.Ordinal);
            var good = await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "hello", (name, right));
            Assert.AreEqual(201, good.Status, name);
            Assert.AreEqual(Sha256, good.Header("X-Checksum-Sha2"));
            Assert.AreEqual(Sha256, good.Header("X-Checksum-Sha256"));
        }
    }

    [TestMethod]
    public async Task A_slash_in_a_coordinate_that_is_not_encoded_does_not_become_a_folder()
    {
        await using var server = await RunningServer.StartWithPackageAsync();

        var cut = await server.PutRawAsync("/content/acme/tools/lib/1.0/pool/a.deb;deb_distribution=stable/updates;deb_component=main", "x");

        StringAssert.StartsWith(cut, "HTTP/1.1 400 ", StringComparison.Ordinal);
        StringAssert.Contains(cut, "'deb_distribution' stands within the path", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(";deb_distribution=bookworm,sid;deb_component=main;deb_architecture=amd64", "")]
    [DataRow(";deb_distribution=bookworm;deb_distribution=sid;deb_component=main;deb_architecture=amd64", "")]
    [DataRow("?deb_distribution=bookworm,sid&deb_component=main&deb_architecture=amd64", "")]
    [DataRow("", "X-Bintray-Debian-Distribution: bookworm,sid\nX-Bintray-Debian-Component: main\nX-Bintray-Debian-Architecture: amd64")]
    public async Task Debian_coordinates_arrive_by_header_and_by_matrix_also_in_a_generic_repository(string tail, string headers)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var pairs = headers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (line.Split(": ")[0], line.Split(": ")[1]))
            .ToArray();
        StringAssert.StartsWith(
            await server.PutRawAsync("/content/acme/tools/lib/1.0/pool/a.deb" + tail, "x", pairs),
            "HTTP/1.1 201 ",
            StringComparison.Ordinal);
        var file = (await server.SendAsync("GET", "packages/acme/tools/lib/files?include_unpublished=1", null, WithAllFields)).Json[0];
        Assert.AreEqual("bookworm,sid", file.GetProperty("deb_distribution").GetString());
        Assert.AreEqual("main", file.GetProperty("deb_component").GetString());
        Assert.AreEqual("amd64", file.GetProperty("deb_architecture").GetString());
    }

    [TestMethod]
    public async Task Sixty_four_uploads_at_once_to_a_version_that_is_not_there_make_one_version()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(i => server.SendAsync("PUT", $"content/acme/tools/lib/1.0/f{i}", $"content {i}")));
        Assert.IsTrue(replies.All(reply => reply.Status == 201), string.Join(' ', replies.Select(reply => reply.Status)));
        Assert.AreEqual(
            """["1.0"]""", (await server.SendAsync("GET", "packages/acme/tools/lib")).Json.GetProperty("versions").GetRawText());
        Assert.AreEqual("""{"files":64}""", (await server.SendAsync("POST", "content/acme/tools/lib/1.0/publish")).Body);
    }
}
