using System.Text;
using BintrayPush.Api.Http;

namespace BintrayPush.Api.Tests;

/// <summary>How the client behaves towards servers that are not ours, or not well.</summary>
[TestClass]
public sealed class BintrayHttpClientTests
{
    private static readonly RepositoryAddress Repository = RepositoryAddress.Of("acme", "bin");
    private static readonly PackageAddress Package = PackageAddress.Of(Repository, "tool");
    private static readonly VersionAddress Version = VersionAddress.Of(Package, "2.0");

    [TestMethod]
    public async Task A_call_carries_the_credentials_before_it_is_asked_for_them()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(404, "{\"message\":\"Package 'tool' was not found\"}"));
        using var client = Open(server);

        Assert.IsNull(await client.GetPackageAsync(Package, CancellationToken.None));

        var request = server.Requests.Single();
        Assert.AreEqual("GET /packages/acme/bin/tool", request.Line);
        StringAssert.Contains(request.Head, "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("me:secret")));
    }

    [TestMethod]
    [DataRow(403, "{\"message\":\"forbidden\"}", "forbidden")]
    [DataRow(403, "Forbidden!", "Forbidden!")]
    [DataRow(405, "<html>\r\n<head><title>405 Not Allowed</title></head>\r\n</html>", "<html> <head><title>405 Not Allowed</title></head> </html>")]
    [DataRow(413, "", "Some Reason")]
    public async Task Rule_1_5_the_services_own_words_are_kept_whatever_they_are_written_in(int status, string body, string message)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(status, body));
        using var client = Open(server);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Package, CancellationToken.None));

        Assert.AreEqual(status, refusal.Status);
        Assert.AreEqual(message, refusal.Message);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"name\":")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"name\":x")]
    [DataRow("this is not HTTP\r\n\r\n")]
    public async Task An_answer_that_is_missing_cut_short_or_broken_is_no_answer(string answer)
    {
        using var server = new ScriptedServer(_ => answer);
        using var client = Open(server);

        var lost = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Package, CancellationToken.None));

        Assert.AreEqual(BintrayException.NoAnswer, lost.Status);
    }

    [TestMethod]
    [DataRow("<html>Welcome to this hotel</html>", true)]
    [DataRow("{\"message\":\"succ", true)]
    [DataRow("", false)]
    public async Task A_success_that_makes_no_sense_is_no_answer_either(string body, bool lost)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(201, body));
        using var client = Open(server);

        if (lost)
        {
            var failure = await Assert.ThrowsExactlyAsync<BintrayException>(() => UploadAsync(client, "alpha"));
            Assert.AreEqual(BintrayException.NoAnswer, failure.Status);
        }
        else
        {
            await UploadAsync(client, "alpha");
        }
    }

    [TestMethod]
    public async Task A_silent_service_is_given_up_on()
    {
        using var server = new ScriptedServer(_ => null);
        using var client = Open(server, new HttpLimits { Silence = TimeSpan.FromMilliseconds(300) });

        var lost = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Package, CancellationToken.None));

        StringAssert.Contains(lost.Message, "was silent");
    }

    [TestMethod]
    public async Task A_service_that_is_not_there_is_named()
    {
        string url;
        using (var server = new ScriptedServer(_ => null))
        {
            url = server.Url;
        }

        using var client = Open(url, new HttpLimits());
        var lost = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Package, CancellationToken.None));

        Assert.AreEqual(BintrayException.NoAnswer, lost.Status);
        StringAssert.StartsWith(lost.Message, url.Substring("http://".Length) + " cannot be reached");
    }

    [TestMethod]
    [DataRow("Retry-After: 7\r\n", 7)]
    [DataRow("Retry-After: 86400\r\n", 60)]
    [DataRow("Retry-After: Wed, 21 Oct 2015 07:28:09 GMT\r\nDate: Wed, 21 Oct 2015 07:28:00 GMT\r\n", 9)]
    [DataRow("Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\nDate: Wed, 21 Oct 2015 07:28:09 GMT\r\n", 0)]
    [DataRow("Retry-After: Mon, 21 Oct 2115 07:28:09 GMT\r\nDate: Mon, 21 Oct 2115 07:28:00 GMT\r\n", 9)]
    [DataRow("Retry-After: Wed, 21 Oct 2015 07:28:09 GMT\r\n", null)]
    [DataRow("Retry-After: Mon, 21 Oct 2115 07:28:09 GMT\r\n", null)]
    [DataRow("Retry-After: soon\r\n", null)]
    [DataRow("", null)]
    public async Task When_to_ask_again_is_read_by_the_services_own_clock_and_bounded(string headers, int? seconds)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(429, "{\"message\":\"slow down\"}", headers));
        using var client = Open(server);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Package, CancellationToken.None));

        Assert.AreEqual(seconds, (int?)refusal.RetryAfter?.TotalSeconds);
        Assert.IsFalse(refusal.IsUntrusted);
    }

    [TestMethod]
    public async Task A_cancelled_call_is_cancelled_and_not_lost()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new ScriptedServer(_ =>
        {
            cancel.Cancel();
            return null;
        });
        using var client = Open(server);

        await Assert.ThrowsAsync<OperationCanceledException>(() => client.GetPackageAsync(Package, cancel.Token));
    }

    [TestMethod]
    public async Task Neither_credentials_nor_content_follow_a_redirect_of_an_api_call()
    {
        using var elsewhere = new ScriptedServer(_ => ScriptedServer.Json(201, "{\"message\":\"success\"}"));
        using var server = new ScriptedServer(_ => ScriptedServer.Json(307, "", $"Location: {elsewhere.Url}/content\r\n"));
        using var client = Open(server);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => UploadAsync(client, "alpha"));

        Assert.AreEqual(307, refusal.Status);
        Assert.IsEmpty(elsewhere.Requests);
    }

    [TestMethod]
    public async Task Rule_13_a_download_follows_to_the_content_network_but_the_credentials_stay()
    {
        using var network = new ScriptedServer(_ => ScriptedServer.Json(200, "alpha", "X-Checksum-Sha1: ABC\r\n"));
        using var server = new ScriptedServer(request => request.Line.StartsWith("GET /dl/", StringComparison.Ordinal)
            ? ScriptedServer.Json(302, "", $"Location: {network.Url}/a.zip\r\n")
            : ScriptedServer.Json(200, "{\"name\":\"2.0\",\"package\":\"tool\"}"));
        using var client = Open(server);

        using var download = await client.DownloadAsync(new FileAddress(Repository, RepositoryPath.Of("a.zip")), false, CancellationToken.None);

        using var reader = new StreamReader(download!.Content);
        Assert.AreEqual("alpha", await reader.ReadToEndAsync());
        Assert.AreEqual("abc", download.File.Sha1);
        Assert.AreEqual(Version, download.File.Version);
        Assert.IsFalse(network.Requests.Single().Head.Contains("Authorization"));
    }

    [TestMethod]
    [Timeout(60_000)]
    public async Task A_download_that_falls_silent_is_given_up_on()
    {
        using var server = new ScriptedServer(request => request.Line.StartsWith("GET /dl/", StringComparison.Ordinal)
            ? $"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nX-Checksum-Sha1: ABC\r\n\r\nalpha{ScriptedServer.FallsSilent}"
            : ScriptedServer.Json(200, "{\"name\":\"2.0\",\"package\":\"tool\"}"));
        using var client = Open(server, new HttpLimits { Silence = TimeSpan.FromMilliseconds(300) });
        using var download = await client.DownloadAsync(new FileAddress(Repository, RepositoryPath.Of("a.zip")), false, CancellationToken.None);

        var lost = await Assert.ThrowsExactlyAsync<IOException>(() => download!.Content.CopyToAsync(Stream.Null));

        StringAssert.Contains(lost.Message, "was silent");
    }

    [TestMethod]
    public async Task A_download_from_a_plain_web_server_is_described_by_the_service()
    {
        using var plain = new ScriptedServer(_ => ScriptedServer.Json(200, "alpha"));
        using var server = new ScriptedServer(request =>
            request.Line.StartsWith("GET /file_version/", StringComparison.Ordinal) ? ScriptedServer.Json(200, """{"name":"2.0","package":"tool"}""")
            : request.Line.Contains("/files") ? ScriptedServer.Json(200, """[{"name":"a.zip","path":"a.zip","repo":"bin","package":"tool","version":"2.0","owner":"acme","size":5,"sha1":"abc"}]""")
            : ScriptedServer.Json(200, """{"name":"2.0","package":"tool","repo":"bin","owner":"acme"}"""));
        Assert.IsTrue(ServiceUrl.TryParse(server.Url, out var url, out _));
        Assert.IsTrue(ServiceUrl.TryParse(plain.Url, out var downloads, out _));
        using var client = BintrayHttpClient.Open(url!, downloads, null, new HttpLimits());

        using var download = await client.DownloadAsync(new FileAddress(Repository, RepositoryPath.Of("a.zip")), false, CancellationToken.None);

        using var reader = new StreamReader(download!.Content);
        Assert.AreEqual("alpha", await reader.ReadToEndAsync());
        Assert.AreEqual("abc", download.File.Sha1);
        Assert.AreEqual(Version, download.File.Version);
        Assert.IsTrue(download.Published);
    }

    [TestMethod]
    [DataRow(1 << 20, false)]
    [DataRow((1 << 20) + 1, true)]
    public async Task A_large_upload_asks_before_it_sends_its_body_and_a_small_one_does_not(int size, bool asks)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(201, "{\"message\":\"success\"}"));
        using var client = Open(server);

        await client.UploadAsync(
            new UploadRequest { Version = Version, Path = RepositoryPath.Of("a.zip"), Size = size }, new MemoryStream(new byte[size]), CancellationToken.None);

        var request = server.Requests.Single();
        Assert.AreEqual(asks, request.Head.Contains("Expect: 100-continue"));
        Assert.HasCount(size, request.Body);
    }

    [TestMethod]
    public async Task A_large_upload_that_is_refused_is_never_sent()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(403, "{\"message\":\"forbidden\"}"));
        using var client = Open(server);
        const int Size = 1 << 24;

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.UploadAsync(
            new UploadRequest { Version = Version, Path = RepositoryPath.Of("a.zip"), Size = Size }, new MemoryStream(new byte[Size]), CancellationToken.None));

        Assert.AreEqual("forbidden", refusal.Message);
        Assert.IsEmpty(server.Requests.Single().Body);
    }

    [TestMethod]
    public async Task Rule_8_1_an_upload_names_its_place_in_the_path_and_its_flags_in_the_query()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(201, "{\"message\":\"success\",\"warn\":\"hm\"}"));
        using var client = Open(server);
        var package = PackageAddress.Of(Repository, "Catch:bincrafters");

        var answer = await client.UploadAsync(
            new UploadRequest
            {
                Version = VersionAddress.Of(package, "1.0+b"),
                Path = RepositoryPath.Of("d r/a;b.zip"),
                Override = true,
                Size = 5,
                Sha256 = "00ff",
                Debian = new DebianCoordinates("bookworm", "main", "amd64,arm64"),
            },
            Content("alpha"),
            CancellationToken.None);

        Assert.AreEqual("hm", answer.Warning);
        var request = server.Requests.Single();
        Assert.AreEqual("PUT /content/acme/bin/Catch%3Abincrafters/1.0%2Bb/d%20r/a%3Bb.zip?override=1", request.Line);
        Assert.AreEqual("alpha", request.Text);
        StringAssert.Contains(request.Head, "Content-Length: 5");
        StringAssert.Contains(request.Head, "X-Checksum-Sha2: 00ff");
        StringAssert.Contains(request.Head, "X-Bintray-Debian-Architecture: amd64,arm64");
        Assert.IsFalse(request.Head.Contains("Expect:"));
    }

    [TestMethod]
    public async Task Content_that_cannot_be_read_is_the_senders_fault()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(201, "{\"message\":\"success\"}"));
        using var client = Open(server);

        await Assert.ThrowsExactlyAsync<ContentReadException>(() => client.UploadAsync(
            new UploadRequest { Version = Version, Path = RepositoryPath.Of("a.zip"), Size = 5 }, new HashingStream(new Unreadable()), CancellationToken.None));
    }

    [TestMethod]
    public async Task Another_server_is_asked_for_both_views_and_the_difference_is_unpublished()
    {
        using var server = new ScriptedServer(request => ScriptedServer.Json(200, request.Line.EndsWith("include_unpublished=1", StringComparison.Ordinal)
            ? $"[{File("a.zip", "1")},{File("b.zip", "2")},{File("c.zip", "4")}]"
            : $"[{File("a.zip", "1")},{File("c.zip", "3")}]"));
        using var client = Open(server);

        var listing = await client.ListFilesAsync(Version, true, CancellationToken.None);

        CollectionAssert.AreEqual(new[] { "a.zip 1", "c.zip 3" }, Shown(listing.Published));
        CollectionAssert.AreEqual(new[] { "b.zip 2", "c.zip 4" }, Shown(listing.Unpublished));
    }

    [TestMethod]
    public async Task A_server_that_announces_both_listings_is_asked_once()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(200, $"[{File("a.zip", "1", ",\"published\":true")},{File("b.zip", "2", ",\"published\":false")}]", "X-Bintray-Extensions: both-listings\r\n"));
        using var client = Open(server);

        var listing = await client.ListFilesAsync(Version, true, CancellationToken.None);

        CollectionAssert.AreEqual(new[] { "a.zip 1" }, Shown(listing.Published));
        CollectionAssert.AreEqual(new[] { "b.zip 2" }, Shown(listing.Unpublished));
        Assert.HasCount(1, server.Requests);
    }

    [TestMethod]
    [DataRow("../../etc/passwd")]
    [DataRow("a\\\\..\\\\b")]
    public async Task A_listing_cannot_make_us_believe_in_a_path_outside(string path)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(200, $"[{File(path, "1")}]"));
        using var client = Open(server);

        await Assert.ThrowsExactlyAsync<BintrayException>(() => client.ListFilesAsync(Version, true, CancellationToken.None));
    }

    [TestMethod]
    public async Task A_package_is_created_with_what_is_given_and_nothing_else()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(201, "{\"name\":\"tool\",\"desc\":null,\"versions\":[]}"));
        using var client = Open(server);

        await client.CreatePackageAsync(Package, new PackageDetails { Licenses = ["MIT"], Description = "" }, CancellationToken.None);

        var request = server.Requests.Single();
        Assert.AreEqual("POST /packages/acme/bin", request.Line);
        Assert.AreEqual("{\"name\":\"tool\",\"desc\":\"\",\"licenses\":[\"MIT\"]}", request.Text);
    }

    [TestMethod]
    public async Task Attributes_travel_as_the_json_their_type_says()
    {
        using var server = new ScriptedServer(request => ScriptedServer.Json(200, request.Text));
        using var client = Open(server);

        var stored = await client.ReplaceAttributesAsync(
            Version,
            [new("n", AttributeType.Number, ["1.50"]), new("b", AttributeType.Boolean, ["true"]), new("s", AttributeType.String, ["true"])],
            CancellationToken.None);

        Assert.AreEqual(
            "[{\"name\":\"n\",\"values\":[1.50],\"type\":\"number\"},{\"name\":\"b\",\"values\":[true],\"type\":\"boolean\"},{\"name\":\"s\",\"values\":[\"true\"],\"type\":\"string\"}]",
            server.Requests.Single().Text);
        CollectionAssert.AreEqual(new[] { "1.50", "true", "true" }, stored.SelectMany(attribute => attribute.Values).ToArray());
    }

    private static string File(string path, string sha1, string more = "") =>
        $"{{\"name\":\"x\",\"path\":\"{path}\",\"repo\":\"bin\",\"package\":\"tool\",\"version\":\"2.0\",\"owner\":\"acme\",\"created\":\"2018-02-01T08:59:10.000Z\",\"size\":5,\"sha1\":\"{sha1}\"{more}}}";

    private static string[] Shown(IReadOnlyList<RepositoryFile> files) => [.. files.Select(file => $"{file.Path} {file.Sha1}")];

    private static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));

    private static Task<UploadAnswer> UploadAsync(BintrayHttpClient client, string text) => client.UploadAsync(
        new UploadRequest { Version = Version, Path = RepositoryPath.Of("a.zip"), Size = text.Length }, Content(text), CancellationToken.None);

    private static BintrayHttpClient Open(ScriptedServer server, HttpLimits? limits = null) => Open(server.Url, limits ?? new HttpLimits());

    private static BintrayHttpClient Open(string url, HttpLimits limits)
    {
        Assert.IsTrue(ServiceUrl.TryParse(url, out var service, out _));
        return BintrayHttpClient.Open(service!, null, new Credentials("me", new Secret("secret")), limits);
    }

    private sealed class Unreadable : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("The disk is on fire.");

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            throw new IOException("The disk is on fire.");

#if NET
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The disk is on fire.");
#endif
    }
}
