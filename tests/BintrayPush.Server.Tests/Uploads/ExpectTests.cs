using System.Text;

namespace BintrayPush.Server.Tests.Uploads;

/// <summary>
/// Protocol reference 8.1: curl asks before it sends a large file. Who will be refused must not send it: the final answer comes
/// without a 100, although not one byte of the body was sent.
/// </summary>
[TestClass]
public sealed class ExpectTests
{
    [TestMethod]
    [DataRow("/content/acme/tools/none/1.0/a", 404)]
    [DataRow("/content/acme/none/lib/1.0/a", 404)]
    [DataRow("/content/other/tools/lib/1.0/a", 403)]
    [DataRow("/content/acme/tools/lib/1.0/published", 409)]
    [DataRow("/content/acme/tools/lib/2.0/published?override=1", 409)]
    [DataRow("/content/acme/tools/lib/1.0/a/", 400)]
    [DataRow("/content/acme/tools/none/1.0/a?explode=1", 404)]
    [DataRow("/nothing", 404)]
    public async Task A_refused_upload_is_answered_before_its_body(string target, int status)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/published?publish=1", "x");
        await using var connection = await server.ConnectAsync();
        await connection.WriteAsync(Head(server, target, "1000000000"));
        StringAssert.StartsWith(await connection.ReadUntilAsync("\r\n\r\n"), $"HTTP/1.1 {status} ", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Nobody_sends_a_body_without_credentials()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await using var connection = await server.ConnectAsync();
        await connection.WriteAsync(Encoding.ASCII.GetBytes(
            "PUT /content/acme/tools/lib/1.0/a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1000000000\r\n\r\n"));
        var head = await connection.ReadUntilAsync("\r\n\r\n");
        StringAssert.StartsWith(head, "HTTP/1.1 401 ", StringComparison.Ordinal);
        StringAssert.Contains(head, "WWW-Authenticate: Basic realm=\"Bintray API Realm\"\r\n", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_body_larger_than_allowed_is_not_sent()
    {
        await using var server = await RunningServer.StartWithPackageAsync(settings => settings with { MaxUploadBytes = 1000 });
        await using var connection = await server.ConnectAsync();
        await connection.WriteAsync(Head(server, "/content/acme/tools/lib/1.0/a", "1001"));
        StringAssert.StartsWith(await connection.ReadUntilAsync("\r\n\r\n"), "HTTP/1.1 413 ", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task An_upload_that_will_be_taken_is_told_to_continue()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await using var connection = await server.ConnectAsync();
        await connection.WriteAsync(Head(server, "/content/acme/tools/lib/1.0/a", "5"));
        Assert.AreEqual("HTTP/1.1 100 Continue\r\n\r\n", await connection.ReadUntilAsync("\r\n\r\n"));
        await connection.WriteAsync("hello"u8.ToArray());
        StringAssert.StartsWith(await connection.ReadUntilAsync("\r\n\r\n"), "HTTP/1.1 201 ", StringComparison.Ordinal);
    }

    private static byte[] Head(RunningServer server, string target, string length) => Encoding.ASCII.GetBytes(
        $"PUT {target} HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}Expect: 100-continue\r\nContent-Length: {length}\r\n\r\n");
}
