using System.Security.Cryptography;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.CutUploads;

/// <summary>Uploads that can be resumed, on the wire (docs/server.md).</summary>
[TestClass]
public sealed class ResumableUploadTests
{
    private const int Size = 12 << 20;
    private const int Sent = 9 << 20;

    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(Size);

    [TestMethod]
    public async Task They_are_announced()
    {
        await using var server = await StartAsync();

        StringAssert.Contains((await server.SendAsync("GET", "repos/acme")).Header("X-Bintray-Extensions"), "resumable-uploads");
    }

    [TestMethod]
    public async Task A_server_that_only_reads_announces_none_and_answers_as_it_always_did()
    {
        await using var server = await StartAsync();
        await using var reader = await RunningServer.StartAsync(
            settings => settings with { ReadOnly = true }, server.Folder, ServerUsers.Admin, server.Key);

        var answer = await reader.SendAsync("HEAD", UploadQuestions.Target, null, ("Upload-Length", $"{Size}"));

        Assert.AreEqual(404, answer.Status);
        Assert.IsFalse(answer.Header("X-Bintray-Extensions")!.Contains("resumable-uploads", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task What_came_is_told_and_the_rest_makes_it_whole()
    {
        await using var server = await StartAsync();
        await server.CutAsync(Content, Sent);

        var offset = await server.AskAsync(Size);
        var answer = await server.Http.GoOnAsync(Content, offset);

        Assert.IsGreaterThan(Sent / 2, offset);
        Assert.IsLessThanOrEqualTo(Sent, offset);
        Assert.AreEqual(201, answer.Status, answer.Body);
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(Content)), answer.Header("X-Checksum-Sha2"));
        Assert.AreEqual(0, await server.AskAsync(Size));
        await AssertStoredAsync(server);
    }

    [TestMethod]
    public async Task Nothing_is_kept_for_who_does_not_ask_for_it()
    {
        await using var server = await StartAsync();

        await server.CutAsync(Content, Sent, fields: "");

        Assert.AreEqual(0, await server.AskAsync(Size));
    }

    [TestMethod]
    public async Task Nothing_is_told_of_a_file_of_another_size_or_user()
    {
        await using var server = await StartAsync();
        using var other = server.As("jim", (ServerUsers.Subject, Role.Publish));
        await server.CutAsync(Content, Sent);

        Assert.AreNotEqual(0, await server.AskAsync(Size));
        Assert.AreEqual(0, await server.AskAsync(Size + 1));
        Assert.AreEqual(0, await other.AskAsync(Size));
        Assert.AreEqual(409, (await other.GoOnAsync(Content, await server.AskAsync(Size))).Status);
    }

    [TestMethod]
    public async Task Who_may_not_upload_is_answered_as_at_an_upload()
    {
        await using var server = await StartAsync();
        using var reader = server.As("jim", (ServerUsers.Subject, Role.Read));
        await server.CutAsync(Content, Sent);

        Assert.AreEqual(404, (await reader.SendAsync("HEAD", UploadQuestions.Target, null, ("Upload-Length", $"{Size}"))).Status);
        Assert.AreEqual(403, (await reader.GoOnAsync(Content, Sent)).Status);
        Assert.AreEqual(404, (await server.Anonymous.SendAsync("HEAD", UploadQuestions.Target, null, ("Upload-Length", "1"))).Status);
        Assert.AreEqual(401, (await server.Anonymous.GoOnAsync(Content, Sent)).Status);
    }

    [TestMethod]
    public async Task A_question_without_a_size_is_about_a_download()
    {
        await using var server = await StartAsync();
        Assert.AreEqual(201, (await server.SendAsync("PUT", UploadQuestions.Target + "?publish=1", "12345")).Status);

        var answer = await server.SendAsync("HEAD", "content/acme/large/a.bin?bt_package=lib");

        Assert.AreEqual((200, "5"), (answer.Status, answer.Header("Content-Length")));
    }

    [TestMethod]
    public async Task Bytes_that_are_not_those_of_the_sender_are_thrown_away()
    {
        await using var server = await StartAsync();
        await server.CutAsync(Content, Sent);
        var offset = await server.AskAsync(Size);

        var answer = await server.Http.GoOnAsync(Content, offset, ("X-Checksum-Sha2-Before", new string('0', 64)));

        Assert.AreEqual(409, answer.Status);
        StringAssert.Contains(answer.Body, "send the whole file", StringComparison.Ordinal);
        Assert.AreEqual(0, await server.AskAsync(Size));
    }

    [TestMethod]
    public async Task A_whole_file_that_is_not_the_announced_one_is_thrown_away()
    {
        await using var server = await StartAsync();
        await server.CutAsync(Content, Sent);
        var offset = await server.AskAsync(Size);

        Assert.AreEqual(409, (await server.Http.GoOnAsync(Content, offset, ("X-Checksum-Sha2", new string('0', 64)))).Status);

        Assert.AreEqual(0, await server.AskAsync(Size));
        Assert.AreEqual(404, (await server.SendAsync("GET", "packages/acme/large/lib/versions/1.0/files")).Status);
    }

    [TestMethod]
    public async Task Another_offset_is_refused_and_what_is_kept_stays()
    {
        await using var server = await StartAsync();
        await server.CutAsync(Content, Sent);
        var offset = await server.AskAsync(Size);

        Assert.AreEqual(409, (await server.Http.GoOnAsync(Content, offset - 1)).Status);

        Assert.AreEqual(offset, await server.AskAsync(Size));
    }

    [TestMethod]
    public async Task The_whole_file_can_be_sent_instead()
    {
        await using var server = await StartAsync();
        await server.CutAsync(Content, Sent);
        Assert.AreNotEqual(0, await server.AskAsync(Size));
        using var whole = new HttpRequestMessage(HttpMethod.Put, UploadQuestions.Target) { Content = new ByteArrayContent(Content) };
        whole.Headers.Add("Upload-Complete", "?1");

        Assert.AreEqual(201, (await server.Http.ReplyAsync(whole)).Status);

        Assert.AreEqual(0, await server.AskAsync(Size));
        await AssertStoredAsync(server);
    }

    [TestMethod]
    public async Task An_upload_that_goes_on_keeps_to_the_rules_of_all_uploads()
    {
        await using var server = await StartAsync();
        await server.CutAsync(Content, Sent);
        var offset = await server.AskAsync(Size);
        Assert.AreEqual(201, (await server.SendAsync("PUT", UploadQuestions.Target + "?publish=1", "other")).Status);

        var answer = await server.Http.GoOnAsync(Content, offset);

        Assert.AreEqual(409, answer.Status);
        StringAssert.Contains(answer.Body, "already", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("Upload-Offset", "")]
    [DataRow("Upload-Offset", "0")]
    [DataRow("Upload-Offset", "-1")]
    [DataRow("Upload-Offset", "99999999999999999999")]
    [DataRow("Upload-Length", "")]
    [DataRow("Upload-Length", "12")]
    [DataRow("Upload-Complete", "")]
    [DataRow("Upload-Complete", "?0")]
    [DataRow("X-Checksum-Sha2-Before", "")]
    [DataRow("X-Checksum-Sha2-Before", "12")]
    [DataRow("X-Checksum-Sha1", "da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [DataRow("Content-Type", "application/octet-stream")]
    public async Task Fields_that_make_no_sense_are_refused(string field, string value)
    {
        await using var server = await StartAsync();

        Assert.AreEqual(400, (await server.Http.GoOnAsync(Content, Sent, (field, value))).Status);
    }

    [TestMethod]
    [DataRow("Upload-Complete", "?0")]
    [DataRow("Upload-Offset", "5")]
    public async Task A_part_is_not_taken_for_the_whole(string field, string value)
    {
        await using var server = await StartAsync();

        Assert.AreEqual(400, (await server.SendAsync("PUT", UploadQuestions.Target, "part", (field, value))).Status);
    }

    [TestMethod]
    public async Task The_size_of_the_whole_file_counts_for_the_limit()
    {
        await using var server = await StartAsync(settings => settings with { MaxUploadBytes = Size - 1 });

        Assert.AreEqual(413, (await server.Http.GoOnAsync(Content, Sent)).Status);
    }

    private static async Task<RunningServer> StartAsync(
        Func<BintrayPush.Server.Settings.ServerSettings, BintrayPush.Server.Settings.ServerSettings>? change = null)
    {
        var server = await RunningServer.StartAsync(change);
        Assert.AreEqual(201, (await server.SendAsync("POST", "repos/acme/large", """{"type":"generic"}""")).Status);
        Assert.AreEqual(201, (await server.SendAsync("POST", "packages/acme/large", """{"name":"lib"}""")).Status);
        return server;
    }

    private static async Task AssertStoredAsync(RunningServer server)
    {
        Assert.AreEqual(200, (await server.SendAsync("POST", "content/acme/large/lib/1.0/publish")).Status);
        CollectionAssert.AreEqual(Content, await server.Anonymous.GetByteArrayAsync("dl/acme/large/a.bin"));
    }
}
