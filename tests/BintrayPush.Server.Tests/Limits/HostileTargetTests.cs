namespace BintrayPush.Server.Tests.Limits;

/// <summary>Nothing leaves the place it was sent to, whatever the encoding; every refusal has words.</summary>
[TestClass]
public sealed class HostileTargetTests
{
    [TestMethod]
    [DataRow("../../evil")]
    [DataRow("a/../../../evil")]
    [DataRow("%2e%2e/%2e%2e/evil")]
    [DataRow("%2E./evil")]
    [DataRow("..%2f..%2fevil")]
    [DataRow("a%2Fb")]
    [DataRow("a%5Cb")]
    [DataRow("a\\..\\b")]
    [DataRow("..;x=y/evil")]
    [DataRow("%c0%ae%c0%ae/evil")]
    [DataRow("a%0Ab")]
    [DataRow("a%0d%0aX-Evil:%201")]
    [DataRow("%")]
    [DataRow("a%zz")]
    [DataRow("%ff%fe")]
    [DataRow("%ED%A0%80")]
    [DataRow("a%E2%80%A8b")]
    public async Task A_path_that_is_none_is_refused_everywhere(string path)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var before = Directory.GetFileSystemEntries(Path.GetDirectoryName(server.Folder)!, "evil*");
        foreach (var place in new[] { "/content/acme/tools/lib/1.0/", "/maven/acme/tools/lib/g/a/1.0/" })
        {
            var reply = await server.PutRawAsync(place + path, "x");
            StringAssert.Matches(reply, new(@"^HTTP/1\.1 4\d\d "), reply);
            StringAssert.Contains(reply, "\"message\":\"", StringComparison.Ordinal);
        }

        foreach (var place in new[] { "/dl/acme/tools/", "/acme/tools/", "/packages/acme/tools/", "/repos/acme/", "/users/" })
        {
            var reply = await server.RawAsync(
                $"GET {place}{path} HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}Connection: close\r\n\r\n");
            StringAssert.Matches(reply, new(@"^HTTP/1\.1 4\d\d "), place);
            // What people read on the download address is text; what is no request at all is told in JSON everywhere.
            StringAssert.Matches(
                reply,
                new(place.StartsWith("/dl/", StringComparison.Ordinal) ? "text/plain; charset=utf-8\r\n|\"message\":\"" : "\"message\":\""),
                place);
            Assert.IsFalse(reply.Contains("\nX-Evil", StringComparison.Ordinal));
        }

        CollectionAssert.AreEqual(before, Directory.GetFileSystemEntries(Path.GetDirectoryName(server.Folder)!, "evil*"));
    }

    [TestMethod]
    [DataRow("GET / HTTP/1.1\r\n\r\n")]
    [DataRow("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")]
    [DataRow("PUT /content/a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!")]
    [DataRow("GARBAGE\r\n\r\n")]
    [DataRow("GET /dl/acme/tools/a%00b HTTP/1.1\r\nHost: x\r\n\r\n")]
    [DataRow("GET  / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [DataRow("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n")]
    [DataRow("POST /repos/acme/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n")]
    public async Task A_request_that_is_none_is_refused_and_the_server_goes_on(string request)
    {
        await using var server = await RunningServer.StartAsync();
        StringAssert.Matches(await server.RawAsync(request), new(@"^HTTP/1\.1 4\d\d "));
        Assert.AreEqual(200, (await server.Anonymous.SendAsync("GET", "healthz/live")).Status);
    }

    [TestMethod]
    public async Task Headers_beyond_all_measure_are_refused()
    {
        await using var server = await RunningServer.StartAsync();
        StringAssert.StartsWith(
            await server.RawAsync($"GET / HTTP/1.1\r\nHost: x\r\nX-Big: {new string('x', 50_000)}\r\n\r\n"),
            "HTTP/1.1 431 ",
            StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_whole_URL_as_target_is_read_like_its_path()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var reply = await server.RawAsync(
            $"GET http://elsewhere/api/v1/repos/acme/tools HTTP/1.1\r\nHost: elsewhere\r\nConnection: close\r\n\r\n");
        StringAssert.StartsWith(reply, "HTTP/1.1 200 ", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("POST", "nuget/acme/tools/v3/index.json", "GET, HEAD")]
    [DataRow("PUT", "nuget/acme/tools/v3/search", "GET, HEAD")]
    [DataRow("PATCH", "nuget/acme/tools/v3/package/a/1.0.0", "DELETE, POST")]
    [DataRow("PUT", "repos/acme/tools", "GET, HEAD, POST, PATCH, DELETE")]
    public async Task What_is_asked_in_the_wrong_way_says_the_right_ones(string method, string path, string methods)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await server.Http.SendAsync(request);

        Assert.AreEqual(405, (int)answer.StatusCode);
        CollectionAssert.AreEquivalent(methods.Split(", "), answer.Content.Headers.Allow.ToArray());
    }

    [TestMethod]
    [DataRow("GET", "nothing", 404)]
    [DataRow("GET", "", 404)]
    [DataRow("POST", "nothing/of/the/kind", 405)]
    [DataRow("PUT", "repos/acme/tools", 405)]
    [DataRow("OPTIONS", "repos/acme/tools", 405)]
    [DataRow("GET", "packages/acme/tools/lib/versions/1.0/nothing", 404)]
    [DataRow("GET", "acme/tools/none", 404)]
    public async Task What_is_not_there_is_said_in_JSON(string method, string path, int status)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var reply = await server.SendAsync(method, path);
        Assert.AreEqual(status, reply.Status);
        Assert.AreEqual("application/json", reply.Header("Content-Type"));
        Assert.AreNotEqual("", reply.Json.GetProperty("message").GetString());
    }
}
