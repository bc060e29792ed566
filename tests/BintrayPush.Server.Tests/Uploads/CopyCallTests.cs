using System.Security.Cryptography;
using System.Text;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Uploads;

/// <summary>Files of contents that the server has: who may have them made, and of what.</summary>
[TestClass]
public sealed class CopyCallTests
{
    private const string Target = "content/other/tools/lib/1/copy";

    private RunningServer _server = null!;
    private HttpClient _other = null!;

    [TestInitialize]
    public async Task Start()
    {
        _server = await RunningServer.StartAsync();
        _other = ServerUsers.ClientOf(_server.Url, "oth", ServerUsers.Add(_server.Folder, "oth", ("other", Role.Admin)));
        foreach (var (http, repo, details) in new[]
        {
            (_server.Http, "acme/open", "{}"), (_server.Http, "acme/secret", """{"private":true}"""), (_other, "other/tools", "{}"),
        })
        {
            Assert.AreEqual(201, (await http.SendAsync("POST", $"repos/{repo}", details)).Status);
            Assert.AreEqual(201, (await http.SendAsync("POST", $"packages/{repo}", """{"name":"lib"}""")).Status);
        }

        foreach (var (repo, content) in new[] { ("open", "public bytes"), ("secret", "private bytes") })
        {
            Assert.AreEqual(201, (await _server.Http.SendAsync("PUT", $"content/acme/{repo}/lib/1/a.txt?publish=1", content)).Status);
        }
    }

    [TestCleanup]
    public async Task Stop()
    {
        _other.Dispose();
        await _server.DisposeAsync();
    }

    [TestMethod]
    public async Task A_public_file_of_another_subject_becomes_a_file_that_waits()
    {
        Assert.AreEqual(201, (await CopyAsync(_other, "open", "public bytes")).Status);

        Assert.AreNotEqual(200, (await _server.Anonymous.SendAsync("GET", "dl/other/tools/b.txt")).Status);
        Assert.AreEqual(200, (await _other.SendAsync("POST", "content/other/tools/lib/1/publish", "{}")).Status);
        Assert.AreEqual("public bytes", (await _server.Anonymous.SendAsync("GET", "dl/other/tools/b.txt")).Body);
    }

    [TestMethod]
    public async Task A_private_repository_is_not_there_for_who_may_not_read_it()
    {
        var secret = await CopyAsync(_other, "secret", "private bytes");
        var missing = await CopyAsync(_other, "missing", "private bytes");

        Assert.AreEqual((404, 404), (secret.Status, missing.Status));
        Assert.AreEqual(missing.Body.Replace("missing", "secret", StringComparison.Ordinal), secret.Body);
        Assert.AreEqual(403, (await CopyAsync(_server.Http, "secret", "private bytes")).Status, "Nor may who reads it upload there.");
        Assert.AreEqual("[]", (await _other.SendAsync("GET", "packages/other/tools/lib/files?include_unpublished=1")).Body);
    }

    [TestMethod]
    public async Task Other_bytes_a_file_that_is_not_public_and_a_senseless_call_are_refused()
    {
        Assert.AreEqual(201, (await _server.Http.SendAsync("PUT", "content/acme/open/lib/1/waits.txt", "waits")).Status);

        Assert.AreEqual(409, (await CopyAsync(_other, "open", "other bytes")).Status);
        Assert.AreEqual(404, (await CopyAsync(_other, "open", "waits", "waits.txt")).Status);
        Assert.AreEqual(400, (await CopyAsync(_other, "open", "public bytes", "../a.txt")).Status);
        Assert.AreEqual(400, (await _other.SendAsync("POST", Target, "{}")).Status);
        Assert.AreEqual(401, (await CopyAsync(_server.Anonymous, "open", "public bytes")).Status);
    }

    private static Task<Reply> CopyAsync(HttpClient http, string repo, string content, string path = "a.txt")
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        var from = $$"""{"subject":"acme","repo":"{{repo}}","path":"{{path}}"}""";
        return http.SendAsync("POST", Target, $$"""{"path":"b.txt","sha256":"{{sha256}}","from":{{from}} }""");
    }
}
