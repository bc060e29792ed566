using BintrayPush.Api.Failures;
using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Tests;

/// <summary>What a service can do beyond the protocol is learned from its headers, and from nothing else.</summary>
[TestClass]
public sealed class ExtensionsTests
{
    private const string All = "X-Bintray-Extensions: expected-publish, both-listings, sha256, document-delete\r\n";
    private static readonly PackageAddress Package = PackageAddress.Of(RepositoryAddress.Of("acme", "bin"), "tool");
    private static readonly VersionAddress Version = VersionAddress.Of(Package, "2.0");

    [TestMethod]
    public async Task A_service_that_announced_nothing_is_not_told_what_a_publish_expects_and_is_not_believed_to_have_done_it()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(200, "{\"files\":2}"));
        using var client = Open(server.Url);
        Assert.IsNull(await client.GetDocumentAsync(Package, DocumentKind.Readme, CancellationToken.None));

        var answer = await PublishAsync(client);

        Assert.AreEqual(2, answer.Files);
        Assert.IsFalse(answer.IsDone);
        Assert.IsFalse(client.Capabilities.Sha256InListings);
        var request = server.Requests[1];
        Assert.AreEqual("POST /content/acme/bin/tool/2.0/publish", request.Line);
        Assert.AreEqual("{\"publish_wait_for_secs\":30}", request.Text);
        StringAssert.Contains(request.Head, "X-GPG-PASSPHRASE: open");
    }

    [TestMethod]
    [DataRow(200)]
    [DataRow(401)]
    [DataRow(404)]
    [DataRow(503)]
    public async Task One_announcement_on_any_answer_is_enough(int status)
    {
        var answers = 0;
        using var server = new ScriptedServer(
            _ => ++answers == 1 ? ScriptedServer.Json(status, "{\"files\":0}", All) : ScriptedServer.Json(200, "{\"files\":2}"));
        using var client = Open(server.Url);
        try
        {
            await client.GetPackageAsync(Package, CancellationToken.None);
        }
        catch (BintrayException refusal)
        {
            Assert.AreEqual(status, refusal.Status);
        }

        var answer = await PublishAsync(client);

        Assert.IsTrue(answer.IsDone);
        Assert.IsTrue(client.Capabilities.Sha256InListings);
        Assert.AreEqual("{\"publish_wait_for_secs\":30,\"expected\":[{\"path\":\"a.zip\",\"sha256\":\"00\"}]}", server.Requests[1].Text);
    }

    [TestMethod]
    public async Task What_somebody_else_announces_is_not_the_services_word()
    {
        using var network = new ScriptedServer(_ => ScriptedServer.Json(200, "alpha", "X-Checksum-Sha1: ABC\r\n" + All));
        using var server = new ScriptedServer(request => request.Line.StartsWith("GET /dl/", StringComparison.Ordinal)
            ? ScriptedServer.Json(302, "", $"Location: {network.Url}/a.zip\r\n")
            : ScriptedServer.Json(200, "{\"name\":\"2.0\",\"package\":\"tool\"}"));
        using var client = Open(server.Url);

        using var download = await client.DownloadAsync(
            new FileAddress(Package.Repository, RepositoryPath.Of("a.zip")), false, CancellationToken.None);

        Assert.IsNotNull(download);
        Assert.IsFalse(client.Capabilities.Sha256InListings);
    }

    [TestMethod]
    [DataRow("", "{\"message\":\"success\",\"warn\":\"hm\"}", "hm")]
    [DataRow("X-Bintray-Warning: nothing was signed\r\n", "{\"message\":\"success\"}", "nothing was signed")]
    [DataRow("X-Bintray-Warning: 100%25%20of%20\u00FC\r\n", "{\"message\":\"success\"}", "100% of \u00FC")]
    [DataRow("", "{\"message\":\"success\"}", null)]
    public async Task A_warning_may_stand_in_the_body_or_beside_it(string header, string body, string? warning)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(200, body, header.Replace("\u00FC", "%C3%BC")));
        using var client = Open(server.Url);

        Assert.AreEqual(warning, (await client.SignVersionAsync(Version, null, CancellationToken.None)).Warning);
    }

    [TestMethod]
    [DataRow("nothing was signed: no key is stored here", "nothing was signed: no key is stored here")]
    [DataRow("a\r\nSet-Cookie: x=\u00FC", "a%0D%0ASet-Cookie%3A%20x%3D%C3%BC")]
    [DataRow("100% of it", "100%25%20of%20it")]
    public void A_warning_in_a_header_stays_on_its_line_and_is_read_as_it_was(string text, string value)
    {
        Assert.AreEqual(value, WarningHeader.Format(text));
        Assert.AreEqual(text, WarningHeader.Parse(value));
    }

    [TestMethod]
    public async Task The_wait_of_a_publish_is_shorter_than_what_counts_as_silence()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(200, "{\"files\":2}"));
        using var client = Open(server.Url, new HttpLimits { Silence = TimeSpan.FromSeconds(9) });

        await PublishAsync(client);

        Assert.AreEqual("{\"publish_wait_for_secs\":4}", server.Requests.Single().Text);
    }

    [TestMethod]
    public async Task Documents_that_the_protocol_does_not_know_are_refused_without_a_call()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(200, "{\"message\":\"success\"}"));
        using var client = Open(server.Url);

        await RefusedAsync("cannot have a readme", () => client.GetDocumentAsync(Version, DocumentKind.Readme, CancellationToken.None));
        await RefusedAsync(
            "no way to delete", () => client.DeleteDocumentAsync(Version, DocumentKind.ReleaseNotes, CancellationToken.None));
        await RefusedAsync("no way to delete", () => client.DeleteDocumentAsync(Package, DocumentKind.Readme, CancellationToken.None));
        Assert.IsEmpty(server.Requests);

        await client.DeleteDocumentAsync(Package, DocumentKind.ReleaseNotes, CancellationToken.None);
        Assert.AreEqual("DELETE /packages/acme/bin/tool/release_notes", server.Requests.Single().Line);
    }

    [TestMethod]
    [DataRow("sha256", Extensions.Sha256)]
    [DataRow("SHA256 ,, from-next-year,expected-publish", Extensions.Sha256 | Extensions.ExpectedPublish)]
    [DataRow("", Extensions.None)]
    public void Words_that_are_not_known_are_passed_over(string value, Extensions announced) =>
        Assert.AreEqual(announced, ExtensionsHeader.Parse([value]));

    [TestMethod]
    public void What_is_written_is_read() => Assert.AreEqual(
        Extensions.ExpectedPublish | Extensions.DocumentDelete, ExtensionsHeader.Parse(
            [ExtensionsHeader.Format(Extensions.ExpectedPublish | Extensions.DocumentDelete)]));

    private static async Task RefusedAsync(string words, Func<Task> call)
    {
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(call);
        Assert.AreEqual(BintrayException.BadRequest, refusal.Status);
        StringAssert.Contains(refusal.Message, words);
    }

    private static Task<PublishAnswer> PublishAsync(BintrayHttpClient client) => client.PublishAsync(
        Version, new PublishRequest
        {
            Expected = [
            new ExpectedFile(RepositoryPath.Of("a.zip"), "00")
        ],
            Passphrase = new Secret("open")
        }, CancellationToken.None);

    private static BintrayHttpClient Open(string url, HttpLimits? limits = null)
    {
        Assert.IsTrue(ServiceUrl.TryParse(url, out var service, out _));
        return BintrayHttpClient.Open(service!, null, new Credentials("me", new Secret("secret")), limits ?? new HttpLimits());
    }
}
