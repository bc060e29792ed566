using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace BintrayPush.Server.Tests.Limits;

/// <summary>What is no request for Kestrel is answered in JSON all the same, once, and the connection ends.</summary>
[TestClass]
public sealed class RejectedRequestTests
{
    [TestMethod]
    [DataRow("GARBAGE\r\n\r\n", 400)]
    [DataRow("GET / HTTP/1.1\r\n\r\n", 400)]
    [DataRow("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [DataRow("GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [DataRow("GET / HTTP/3.7\r\nHost: x\r\n\r\n", 505)]
    [DataRow("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505)]
    [DataRow("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400)]
    [DataRow("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400)]
    [DataRow("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n", 400)]
    [DataRow("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS client on the wrong port \r\n\r\n", 400)]
    public async Task It_is_answered_in_JSON(string request, int status)
    {
        await using var server = await RunningServer.StartAsync();
        AssertRejected(status, await server.RawAsync(request));
        Assert.AreEqual(200, (await server.Anonymous.SendAsync("GET", "healthz/live")).Status);
    }

    [TestMethod]
    public async Task Headers_and_lines_beyond_their_limits_are_answered_in_JSON()
    {
        await using var server = await RunningServer.StartAsync();
        AssertRejected(431, await server.RawAsync($"GET / HTTP/1.1\r\nHost: x\r\nX-Big: {new string('x', 50_000)}\r\n\r\n"));
        AssertRejected(
            431,
            await server.RawAsync(
                $"GET / HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: 1\r\n"))}\r\n"));
        AssertRejected(414, await server.RawAsync($"GET /{new string('x', 9_000)} HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    [TestMethod]
    public async Task The_answers_to_good_requests_before_it_on_the_connection_stay_whole()
    {
        await using var server = await RunningServer.StartAsync();
        var replies = await server.RawAsync(
            "GET /healthz/live HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz/live HTTP/1.1\r\nHost: x\r\n\r\nGARBAGE\r\n\r\nGET /healthz/live "
                + "HTTP/1.1\r\nHost: x\r\n\r\n");
        var third = replies.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal);
        Assert.AreEqual(2, replies[..third].Split("""{"message":"live"}""").Length - 1, replies);
        AssertRejected(400, replies[third..]);
    }

    [TestMethod]
    [Timeout(60_000)]
    public async Task Two_lengths_are_refused_and_end_the_connection()
    {
        await using var server = await RunningServer.StartAsync();
        var reply = await server.RawAsync(
            $"POST /repos/acme/a HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}Content-Length: 7\r\nTransfer-Encoding: "
                + $"chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\nPOST /repos/acme/b HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}\r\n");
        AssertRejected(400, reply);
        Assert.AreEqual("[]", (await server.SendAsync("GET", "repos/acme")).Body);
    }

    [TestMethod]
    [Timeout(60_000)]
    [DataRow("+2")]
    [DataRow("-0")]
    [DataRow("2,")]
    [DataRow("\"2\"")]
    [DataRow("00000000000000000000000000000000000000000000000000000000000002")]
    public async Task A_length_that_is_not_only_digits_is_refused_and_ends_the_connection(string length)
    {
        await using var server = await RunningServer.StartAsync();
        var reply = await server.RawAsync(
            $"POST /repos/acme/a HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}Content-Length: {length}\r\n\r\n{{}}GET /healthz/live "
                + "HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        AssertRejected(400, reply);
        Assert.AreEqual("[]", (await server.SendAsync("GET", "repos/acme")).Body);
    }

    [TestMethod]
    [Timeout(60_000)]
    [DataRow("GET /healthz/live HTTP/1.1\nHost: x\n\n")]
    [DataRow("GET /healthz/live HTTP/1.1\nHost: x\r\n\r\n")]
    [DataRow("GET /healthz/live HTTP/1.1\r\nHost: x\n\r\n")]
    [DataRow("GET /healthz/live HTTP/1.1\r\nHost: x\r\nX-A: b\nX-C: d\r\n\r\n")]
    public async Task Lines_that_end_in_a_line_feed_alone_are_refused(string request)
    {
        await using var server = await RunningServer.StartAsync();
        AssertRejected(400, await server.RawAsync(request));
        Assert.AreEqual(200, (await server.Anonymous.SendAsync("GET", "healthz/live")).Status);
    }

    [TestMethod]
    public async Task HEAD_gets_no_body()
    {
        await using var server = await RunningServer.StartAsync();
        var reply = await server.RawAsync("HEAD / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n");
        StringAssert.StartsWith(reply, "HTTP/1.1 400 ", StringComparison.Ordinal);
        StringAssert.EndsWith(reply, "\r\n\r\n", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task It_is_answered_in_JSON_inside_of_TLS_too()
    {
        var folder = Directory.CreateTempSubdirectory("bintray-tls-").FullName;
        var certificate = Path.Combine(folder, "server.pfx");
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
            using var own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            await File.WriteAllBytesAsync(certificate, own.Export(X509ContentType.Pfx));
        }

        var configuration = Path.Combine(folder, "tls.json");
        await File.WriteAllTextAsync(configuration, JsonSerializer.Serialize(new
        {
            Kestrel = new { Endpoints = new { Https = new { Url = "https://127.0.0.1:0", Certificate = new { Path = certificate } } } },
        }));
        await using (var server = await RunningServer.StartAsync(settings => settings with { ConfigurationFile = configuration }))
        {
            foreach (var (
                request,
                status) in new[] { ("GARBAGE\r\n\r\n", 400), (
                    "GET /healthz/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 200) })
            {
                await using var connection = await server.ConnectAsync();
#pragma warning disable CA5359 // A certificate made for this test.
                await using var tls = new SslStream(connection, leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
                await tls.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = SslProtocols.None });
                await tls.WriteAsync(Encoding.ASCII.GetBytes(request));
                using var reader = new StreamReader(tls);
                AssertRejected(status, await reader.ReadToEndAsync());
            }

            // HTTP/2 goes through the same connections and is left alone.
#pragma warning disable CA5359 // As above.
            using var http = new HttpClient(
                new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
#pragma warning restore CA5359
            using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "healthz/live"))
            {
                Version = new(2, 0),
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            using var answer = await http.SendAsync(question);
            Assert.AreEqual("""{"message":"live"}""", await answer.Content.ReadAsStringAsync());
            Assert.AreEqual(new(2, 0), answer.Version);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void AssertRejected(int status, string reply)
    {
        StringAssert.StartsWith(reply, $"HTTP/1.1 {status} ", StringComparison.Ordinal);
        var (head, body) = reply.Split("\r\n\r\n") is [var first, var second] ? (first, second) : throw new AssertFailedException(reply);
        StringAssert.Contains(head, "\r\nContent-Type: application/json", StringComparison.Ordinal);
        StringAssert.Contains(head, "\r\nConnection: close", StringComparison.Ordinal);
        Assert.AreNotEqual("", JsonDocument.Parse(body).RootElement.GetProperty("message").GetString());
    }
}
