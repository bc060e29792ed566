using System.Net.Sockets;
using System.Text;

namespace BintrayPush.Server.Tests.Uploads;

/// <summary>
/// RFC 9110, 10.1.1: who asked with <c>Expect: 100-continue</c> and was refused may send the body or another request, as Apache's client
/// does, which Ivy and sbt use. An answer that did not read its body ends the connection, or reads a small rest past.
/// </summary>
[TestClass]
public sealed class ConnectionInStepTests
{
    private const string Next = "GET /healthz/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    [TestMethod]
    [DataRow("PUT /content/acme/tools/lib/1.0/a", false, "Content-Length: 1000000", 401)]
    [DataRow("PUT /content/acme/tools/lib/1.0/a", false, "Content-Length: 5", 401)]
    [DataRow("PUT /content/acme/tools/lib/1.0/a", false, "Transfer-Encoding: chunked", 401)]
    [DataRow("POST /repos/acme/other", false, "Content-Length: 2", 401)]
    [DataRow("PUT /content/other/tools/lib/1.0/a", true, "Content-Length: 5", 403)]
    [DataRow("PUT /content/acme/tools/none/1.0/a", true, "Content-Length: 5", 404)]
    [DataRow("PUT /nothing", true, "Content-Length: 5", 404)]
    [DataRow("PUT /content/acme/tools/lib/1.0/a/", true, "Content-Length: 5", 400)]
    [DataRow("PUT /content/acme/tools/lib/1.0/published", true, "Content-Length: 5", 409)]
    [DataRow("PUT /content/acme/tools/lib/1.0/a", true, "Content-Length: 1001", 413)]
    [DataRow("POST /content/acme/tools/lib/1.0/a", true, "Content-Length: 5", 405)]
    [DataRow("POST /stream/acme", true, "Content-Length: 5", 403)]
    [DataRow("GET /dl/acme/tools/published", true, "Content-Length: 5", 200)]
    [DataRow("GET /healthz/live", false, "Content-Length: 5", 200)]
    public async Task An_answer_that_leaves_an_asked_body_unread_ends_the_connection(
        string request, bool isKnown, string length, int status)
    {
        await using var server = await RunningServer.StartWithPackageAsync(settings => settings with { MaxUploadBytes = 1000 });
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/published?publish=1", "x");
        await using var connection = await server.ConnectAsync();

        await SendAsync(
            connection,
            $"{request} HTTP/1.1\r\nHost: x\r\n{(isKnown ? server.AuthorizationLine() : "")}Expect: 100-continue\r\n{length}\r\n\r\n");
        var head = await connection.ReadUntilAsync("\r\n\r\n");
        await SendAsync(connection, Next);

        StringAssert.StartsWith(head, $"HTTP/1.1 {status} ", StringComparison.Ordinal);
        StringAssert.Contains(head, "Connection: close\r\n", StringComparison.Ordinal);
        Assert.DoesNotContain(
            "HTTP/1.1", await connection.ReadToEndAsync(), "No other answer comes: the server does not guess what the bytes are.");
    }

    [TestMethod]
    [DataRow("PUT /content/acme/tools/lib/1.0/a", false, 401)]
    [DataRow("PUT /content/other/tools/lib/1.0/a", true, 403)]
    [DataRow("PUT /content/acme/tools/none/1.0/a", true, 404)]
    [DataRow("PUT /content/acme/tools/lib/1.0/published", true, 409)]
    public async Task A_small_body_that_was_sent_unasked_is_read_past_and_the_connection_goes_on(string request, bool isKnown, int status)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/published?publish=1", "x");
        await using var connection = await server.ConnectAsync();

        await SendAsync(
            connection,
            $"{request} HTTP/1.1\r\nHost: x\r\n{(isKnown ? server.AuthorizationLine() : "")}Content-Length: 5\r\n\r\nhello{Next}");
        var answers = await connection.ReadToEndAsync();

        StringAssert.StartsWith(answers, $"HTTP/1.1 {status} ", StringComparison.Ordinal);
        StringAssert.EndsWith(answers, """{"message":"live"}""", StringComparison.Ordinal);
        Assert.HasCount(3, answers.Split("HTTP/1.1 "), answers);
    }

    [TestMethod]
    public async Task A_large_body_that_was_sent_unasked_does_not_cost_its_sender_the_answer()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await using var connection = await server.ConnectAsync();

        await SendAsync(
            connection,
            "PUT /content/acme/tools/lib/1.0/a HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n" + new string('x', 8_000_000));
        var answer = await connection.ReadToEndAsync();

        StringAssert.StartsWith(answer, "HTTP/1.1 401 ", StringComparison.Ordinal);
        StringAssert.Contains(answer, "Connection: close\r\n", StringComparison.Ordinal);
        StringAssert.EndsWith(answer, """{"message":"This resource requires authentication"}""", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task An_upload_that_was_taken_leaves_its_connection_open()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await using var connection = await server.ConnectAsync();

        await SendAsync(
            connection,
            $"PUT /content/acme/tools/lib/1.0/a HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}Expect: "
                + "100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
        Assert.AreEqual("HTTP/1.1 100 Continue\r\n\r\n", await connection.ReadUntilAsync("\r\n\r\n"));
        await SendAsync(connection, $"5\r\nhello\r\n0\r\n\r\n{Next}");
        var answers = await connection.ReadToEndAsync();

        StringAssert.StartsWith(answers, "HTTP/1.1 201 ", StringComparison.Ordinal);
        StringAssert.EndsWith(answers, """{"message":"live"}""", StringComparison.Ordinal);
    }

    private static ValueTask SendAsync(NetworkStream connection, string text) => connection.WriteAsync(Encoding.Latin1.GetBytes(text));
}
