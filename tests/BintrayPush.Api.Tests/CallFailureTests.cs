using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Connection;
using static BintrayPush.Api.Tests.ScriptedClient;

namespace BintrayPush.Api.Tests;

/// <summary>A call that has no answer of the service itself says what happened to it.</summary>
[TestClass]
public sealed class CallFailureTests
{
    private const string Page = "<!DOCTYPE html>\n<html><head><title> 502 Bad\n Gateway </title></head><body>" + "long words of a page</body></html>";

    [TestMethod]
    [DataRow(502, CallFailure.Intermediary)]
    [DataRow(413, CallFailure.Intermediary)]
    [DataRow(403, CallFailure.Intermediary)]
    [DataRow(404, CallFailure.NotAnApi)]
    public async Task A_page_of_a_machine_in_between_is_told_by_its_title(int status, CallFailure failure)
    {
        var refusal = await RefusedAsync(_ => ScriptedServer.Json(status, Page, "Server: nginx/1.2\r\n"));

        Assert.AreEqual((status, failure), (refusal.Status, refusal.Failure));
        Assert.AreEqual("the answer is a web page, '502 Bad Gateway', of nginx/1.2", refusal.Message);
    }

    [TestMethod]
    public async Task A_page_in_place_of_an_answer_is_no_api()
    {
        var refusal = await RefusedAsync(_ => ScriptedServer.Json(200, Page));

        Assert.AreEqual((BintrayException.NoAnswer, CallFailure.NotAnApi), (refusal.Status, refusal.Failure));
        Assert.AreEqual("the answer is a web page, '502 Bad Gateway'", refusal.Message);
        Assert.IsTrue(refusal.IsPermanent);
    }

    [TestMethod]
    [DataRow("", DisplayName = "nothing")]
    [DataRow("404 page not found\n", DisplayName = "a text")]
    [DataRow("""{"error":"no handler"}""", DisplayName = "JSON of something else")]
    [DataRow("""{"message":"Repo 'repos' was not found"}""", DisplayName = "the service, of a part of the URL")]
    public async Task A_repository_that_is_missing_in_words_of_no_api_is_looked_for_at_a_wrong_address(string body)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(404, body));
        using var client = Open(server);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetRepositoryAsync(Bin, CancellationToken.None));

        Assert.AreEqual((404, CallFailure.NotAnApi), (refusal.Status, refusal.Failure));
    }

    [TestMethod]
    [DataRow("Repo 'bin' was not found")]
    [DataRow("Repo 'acme/BIN' was not found")]
    [DataRow("no such repository")]
    public async Task A_repository_that_is_missing_in_the_words_of_an_api_is_missing(string words)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(404, $$"""{"message":"{{words}}"}"""));
        using var client = Open(server);

        Assert.IsNull(await client.GetRepositoryAsync(Bin, CancellationToken.None));
    }

    [TestMethod]
    public async Task An_answer_that_was_cut_may_come_whole_the_next_time()
    {
        var refusal = await RefusedAsync(_ => ScriptedServer.Json(200, "{\"name\":\"to"));

        Assert.AreEqual((BintrayException.NoAnswer, CallFailure.Unreadable), (refusal.Status, refusal.Failure));
        Assert.IsFalse(refusal.IsPermanent);
    }

    [TestMethod]
    [DataRow("Client sent an HTTP request to an HTTPS server.\n")]
    [DataRow("<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>")]
    public async Task A_server_that_says_it_speaks_tls_on_this_port_is_believed(string body) =>
        Assert.AreEqual(CallFailure.PlainToTlsPort, (await RefusedAsync(_ => ScriptedServer.Json(400, body))).Failure);

    [TestMethod]
    public async Task A_refusal_of_the_service_itself_has_no_other_cause_and_names_who_called()
    {
        var refusal = await RefusedAsync(_ => ScriptedServer.Json(401, """{"message":"who?"}"""));

        Assert.AreEqual(CallFailure.None, refusal.Failure);
        Assert.AreEqual("the user 'me'", refusal.Caller);
    }

    [TestMethod]
    public async Task A_port_where_nobody_listens_is_unreachable()
    {
        string url;
        using (var server = new ScriptedServer(_ => null))
        {
            url = server.Url;
        }

        Assert.AreEqual(CallFailure.Unreachable, (await RefusedAsync(url)).Failure);
    }

    [TestMethod]
    public async Task A_host_without_an_address_is_unknown()
    {
        var refusal = await RefusedAsync("http://no-such-host.invalid");

        Assert.AreEqual(CallFailure.UnknownHost, refusal.Failure);
        StringAssert.StartsWith(refusal.Message, "the host no-such-host.invalid is not known here: ");
    }

    [TestMethod]
    public async Task A_silent_service_and_one_that_breaks_off_are_told_apart()
    {
        using var silent = new ScriptedServer(_ => null);
        using var client = Open(silent, new HttpLimits { Silence = TimeSpan.FromMilliseconds(300) });
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Tool, CancellationToken.None));

        Assert.AreEqual(CallFailure.Silent, refusal.Failure);
        Assert.AreEqual(CallFailure.BrokenOff, (await RefusedAsync(_ => "")).Failure);
    }

    [TestMethod]
    public async Task An_answer_with_a_byte_order_mark_or_packed_by_a_machine_in_between_is_read()
    {
        using var marked = new ScriptedServer(_ => ScriptedServer.Json(200, "\uFEFF{\"name\":\"tool\",\"desc\":\"marked\"}"));
        using var client = Open(marked);

        Assert.AreEqual("marked", (await client.GetPackageAsync(Tool, CancellationToken.None))?.Details.Description);

        using var packing = new PackingServer("{\"name\":\"tool\",\"desc\":\"packed\"}");
        using var other = Open(packing.Url, new HttpLimits());
        Assert.AreEqual("packed", (await other.GetPackageAsync(Tool, CancellationToken.None))?.Details.Description);
    }

    private static async Task<BintrayException> RefusedAsync(Func<Received, string?> answer)
    {
        using var server = new ScriptedServer(answer);
        return await RefusedAsync(server.Url);
    }

    private static async Task<BintrayException> RefusedAsync(string url)
    {
        using var client = Open(url, new HttpLimits());
        return await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Tool, CancellationToken.None));
    }
}
