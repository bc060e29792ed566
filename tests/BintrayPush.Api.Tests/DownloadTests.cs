using BintrayPush.Api.Failures;
using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using static BintrayPush.Api.Tests.ScriptedClient;

namespace BintrayPush.Api.Tests;

/// <summary>How a published file is read, from the service, from a content network or from a plain web server.</summary>
[TestClass]
public sealed class DownloadTests
{
    [TestMethod]
    public async Task Rule_13_a_download_follows_to_the_content_network_but_the_credentials_stay()
    {
        using var network = new ScriptedServer(_ => ScriptedServer.Json(200, "alpha", "X-Checksum-Sha1: ABC\r\n"));
        using var server = new ScriptedServer(request => request.Line.StartsWith("GET /dl/", StringComparison.Ordinal)
            ? ScriptedServer.Json(302, "", $"Location: {network.Url}/a.zip\r\n")
            : ScriptedServer.Json(404, ""));
        using var client = Open(server);

        using var download = await client.DownloadAsync(new FileAddress(Bin, RepositoryPath.Of("a.zip")), false, CancellationToken.None);

        using var reader = new StreamReader(download!.Content);
        Assert.AreEqual("alpha", await reader.ReadToEndAsync());
        Assert.AreEqual("abc", download.File.Sha1);
        Assert.IsNull(download.File.Version, "nobody said it, and nobody was asked");
        Assert.HasCount(1, server.Requests);
        Assert.IsFalse(network.Requests.Single().Head.Contains("Authorization"));
    }

    [TestMethod]
    public async Task What_a_file_is_the_service_says_with_the_redirect_where_a_bucket_does_not_know_it()
    {
        using var bucket = new ScriptedServer(_ => ScriptedServer.Json(200, "alpha", "ETag: \"0\"\r\n"));
        using var server = new ScriptedServer(_ => ScriptedServer.Json(
            302, "", $"Location: {bucket.Url}/content/01?signature=secret\r\nX-Checksum-Sha2: DEF\r\nX-Bintray-Published: 0\r\n"));
        using var client = Open(server);

        using var download = await client.DownloadAsync(new FileAddress(Bin, RepositoryPath.Of("a.zip")), true, CancellationToken.None);

        using var reader = new StreamReader(download!.Content);
        Assert.AreEqual("alpha", await reader.ReadToEndAsync());
        Assert.AreEqual("def", download.File.Sha256);
        Assert.IsFalse(download.Published);
        Assert.IsFalse(bucket.Requests.Single().Head.Contains("Authorization"));
    }

    [TestMethod]
    public async Task An_address_that_needs_no_login_is_in_no_message()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(302, "", "Location: /round/a.zip?signature=secret\r\n"));
        using var client = Open(server);

        var failure = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => client.DownloadAsync(new FileAddress(Bin, RepositoryPath.Of("a.zip")), false, CancellationToken.None));

        Assert.IsFalse(failure.Message.Contains("secret"), failure.Message);
    }

    [TestMethod]
    public async Task What_waits_is_not_there_for_who_asks_for_what_is_public()
    {
        using var server = new ScriptedServer(request => request.Line.StartsWith("GET /file_version/", StringComparison.Ordinal)
            ? ScriptedServer.Json(200, "{\"name\":\"2.0\",\"package\":\"tool\"}")
            : ScriptedServer.Json(200, "alpha", "X-Checksum-Sha1: ABC\r\nX-Bintray-Published: 0\r\n"));
        using var client = Open(server);

        Assert.IsNull(await client.DownloadAsync(new FileAddress(Bin, RepositoryPath.Of("a.zip")), false, CancellationToken.None));
        using var pending = await client.DownloadAsync(new FileAddress(Bin, RepositoryPath.Of("a.zip")), true, CancellationToken.None);
        Assert.IsFalse(pending!.Published);
    }

    [TestMethod]
    [Timeout(60_000)]
    public async Task A_download_that_falls_silent_is_given_up_on()
    {
        using var server = new ScriptedServer(request => request.Line.StartsWith("GET /dl/", StringComparison.Ordinal)
            ? $"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nX-Checksum-Sha1: ABC\r\n\r\nalpha{ScriptedServer.FallsSilent}"
            : ScriptedServer.Json(200, "{\"name\":\"2.0\",\"package\":\"tool\"}"));
        using var client = Open(server, new HttpLimits { Silence = TimeSpan.FromMilliseconds(300) });
        using var download = await client.DownloadAsync(new FileAddress(Bin, RepositoryPath.Of("a.zip")), false, CancellationToken.None);

        var lost = await Assert.ThrowsExactlyAsync<IOException>(() => download!.Content.CopyToAsync(Stream.Null));

        StringAssert.Contains(lost.Message, "was silent");
    }

    [TestMethod]
    public async Task A_download_from_a_plain_web_server_is_its_bytes_and_nothing_else_is_asked()
    {
        using var plain = new ScriptedServer(_ => ScriptedServer.Json(200, "alpha"));
        using var server = new ScriptedServer(_ => ScriptedServer.Json(404, ""));
        Assert.IsTrue(ServiceUrl.TryParse(server.Url, out var url, out _));
        Assert.IsTrue(ServiceUrl.TryParse(plain.Url, out var downloads, out _));
        using var client = BintrayHttpClient.Open(url!, downloads, null, new HttpLimits());

        using var download = await client.DownloadAsync(new FileAddress(Bin, RepositoryPath.Of("a.zip")), false, CancellationToken.None);

        using var reader = new StreamReader(download!.Content);
        Assert.AreEqual("alpha", await reader.ReadToEndAsync());
        Assert.AreEqual(new DownloadedFile(RepositoryPath.Of("a.zip")) { Size = 5 }, download.File);
        Assert.IsTrue(download.Published);
        Assert.IsEmpty(server.Requests);
    }

    [TestMethod]
    public async Task A_server_that_says_the_version_in_headers_is_not_asked_for_it()
    {
        using var server = new ScriptedServer(
            _ => ScriptedServer.Json(200, "alpha", "X-Bintray-Package: %C3%A4%20tool\r\nX-Bintray-Version: 2.0\r\n"));
        using var client = Open(server);

        using var download = await client.DownloadAsync(new FileAddress(Bin, RepositoryPath.Of("a.zip")), false, CancellationToken.None);

        Assert.AreEqual(VersionAddress.Of(PackageAddress.Of(Bin, "\u00e4 tool"), "2.0"), download!.File.Version);
        Assert.HasCount(1, server.Requests);
    }

    [TestMethod]
    [DataRow("X-Bintray-Package: tool\r\n")]
    [DataRow("X-Bintray-Package: \r\nX-Bintray-Version: \r\n")]
    [DataRow("X-Bintray-Package: a%2Fb\r\nX-Bintray-Version: 1\r\n")]
    public async Task A_version_that_cannot_be_one_is_not_known(string headers)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(200, "alpha", headers));
        using var client = Open(server);

        using var download = await client.DownloadAsync(new FileAddress(Bin, RepositoryPath.Of("a.zip")), false, CancellationToken.None);

        Assert.IsNull(download!.File.Version);
    }
}
