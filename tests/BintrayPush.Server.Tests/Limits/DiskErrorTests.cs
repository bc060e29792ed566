using System.Text;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Server.Http;
using Microsoft.AspNetCore.Http;

namespace BintrayPush.Server.Tests.Limits;

/// <summary>
/// What goes wrong on the server's disk is the server's fault, is worth another try, and tells nobody where its files are.
/// </summary>
[TestClass]
public sealed class DiskErrorTests
{
    [TestMethod]
    [DataRow("PUT", "content/acme/tools/lib/1.0/b.txt", "text")]
    [DataRow("PUT", "content/acme/tools/lib/1.0/folder?explode=1", "PK\u0003\u0004 no zip, which only a look into it would show")]
    [DataRow("POST", "packages/acme/tools", """{"name":"more"}""")]
    public async Task A_disk_that_cannot_be_written_is_a_503_without_a_path_and_the_log_has_it_all(string method, string path, string body)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var temporary = Path.Combine(server.Folder, "tmp");
        Directory.Delete(temporary, recursive: true);
        await File.WriteAllTextAsync(temporary, "");

        var failed = server.Log.WaitForAsync($"Error {method} ");
        var refused = await server.SendAsync(method, path, body);
        Assert.AreEqual(503, refused.Status, refused.Body);
        var message = refused.Json.GetProperty("message").GetString()!;
        Assert.IsFalse(message.Contains(server.Folder, StringComparison.Ordinal) || message.Contains('/'), message);
        StringAssert.StartsWith(message, "The server failed; its log says why, at request ", StringComparison.Ordinal);
        var entry = await failed;
        StringAssert.Contains(entry, message[(message.LastIndexOf(' ') + 1)..], StringComparison.Ordinal);
        StringAssert.Contains(entry, temporary, StringComparison.Ordinal);

        File.Delete(temporary);
        Directory.CreateDirectory(temporary);
        Assert.IsTrue((await server.SendAsync(method, path, body)).Status is 201 or 400);
    }

    public static IEnumerable<object[]> OwnFailures =>
    [
        [new IOException("No space left on device : '/srv/data/tmp/1'"), 503],
        [new UnauthorizedAccessException("AccessRules to the path '/srv/data/user/joe.json' is denied."), 503],
        [new FileNotFoundException("Could not find file 'C:\\data\\r\\1'."), 503],
        [new BintrayException(503, "the store's folder could not be used: x", new IOException("/srv/data")), 503],
        [new BintrayException(507, "the file '/srv/data/x' is damaged"), 507],
        [new InvalidOperationException("/srv/data"), 500],
    ];

    [TestMethod]
    [DynamicData(nameof(OwnFailures))]
    public void What_the_server_cannot_do_is_its_own_failure_and_shows_no_path(Exception failure, int status)
    {
        var (found, message) = Failures.Of(failure, new DefaultHttpContext { TraceIdentifier = "R1" });
        Assert.AreEqual(status, found);
        Assert.AreEqual("The server failed; its log says why, at request R1", message);
    }

    [TestMethod]
    public void What_a_sender_does_wrong_is_the_senders()
    {
        var http = new DefaultHttpContext();
        Assert.AreEqual((400, "the body could not be read to its end"), Failures.Of(new ContentReadException(new IOException("/x")), http));
        Assert.AreEqual((408, "too slow"), Failures.Of(new ContentReadException(new BadHttpRequestException("too slow", 408)), http));
        Assert.AreEqual((408, "too slow"), Failures.Of(new BadHttpRequestException("too slow", 408), http));
        Assert.AreEqual(
            (503, "path 'a/b' is being changed by so many others; try again"),
            Failures.Of(new BintrayException(503, "path 'a/b' is being changed by so many others; try again"), http));
    }

    [TestMethod]
    [DataRow("content/acme/tools/lib/1.0/b.txt")]
    [DataRow("content/acme/tools/lib/1.0/folder?explode=1")]
    public async Task An_envelope_that_ends_too_early_is_the_senders_fault(string path)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var body = "--e\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n" + new string('x', 10_000);
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=e");
        var refused = await server.Http.ReplyAsync(request);
        Assert.AreEqual(400, refused.Status, refused.Body);
    }
}
