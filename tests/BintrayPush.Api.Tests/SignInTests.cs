using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.SignIn;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using static BintrayPush.Api.Tests.ScriptedClient;

namespace BintrayPush.Api.Tests;

/// <summary>Signing in, call by call, over the HTTP of each runtime. One server plays build service and service.</summary>
[TestClass]
public sealed class SignInTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private readonly string _permit = "permit-" + Guid.NewGuid().ToString("N");
    private int _given;

    [TestMethod]
    public async Task Token_and_key_are_got_before_the_first_call_that_writes_and_each_goes_where_it_belongs()
    {
        using var server = new ScriptedServer(request => Answer(request, _ => ScriptedServer.Json(201, "{}")));
        using var client = Open(server);

        await client.CreateVersionAsync(Tool2, new VersionDetails(), CancellationToken.None);
        await client.CreateVersionAsync(Tool2, new VersionDetails(), CancellationToken.None);

        CollectionAssert.AreEqual(
            new[]
            {
                $"GET /ask?api-version=2.0&audience={Uri.EscapeDataString(server.Url)}",
                "POST /api/v2/token",
                "POST /packages/acme/bin/tool/versions",
                "POST /packages/acme/bin/tool/versions",
            },
            server.Requests.Select(request => request.Line).ToArray());
        StringAssert.Contains(server.Requests[0].Head, $"Authorization: Bearer {_permit}");
        StringAssert.Contains(server.Requests[1].Head, "Authorization: Bearer header.token1.signature");
        Assert.AreEqual("{\"username\":\"acme\",\"tokenType\":\"ApiKey\"}", server.Requests[1].Text);
        StringAssert.Contains(server.Requests[2].Head, BasicOf("key1"));
        StringAssert.Contains(server.Requests[3].Head, BasicOf("key1"));
    }

    [TestMethod]
    public async Task A_question_is_asked_again_with_a_key_if_it_was_refused_without_one()
    {
        using var server = new ScriptedServer(request => Answer(request, key => key is null
            ? ScriptedServer.Json(401, "{\"message\":\"who are you\"}")
            : ScriptedServer.Json(200, "{\"name\":\"tool\"}")));
        using var client = Open(server);

        Assert.IsNotNull(await client.GetPackageAsync(Tool, CancellationToken.None));

        Assert.HasCount(4, server.Requests);
        Assert.DoesNotContain("Authorization", server.Requests[0].Head);
        StringAssert.Contains(server.Requests[3].Head, BasicOf("key1"));
    }

    [TestMethod]
    public async Task A_change_that_is_refused_with_a_key_is_made_again_with_another_one_and_no_third_is_asked_for()
    {
        using var server = new ScriptedServer(request => Answer(request, _ => ScriptedServer.Json(401, "{\"message\":\"not any more\"}")));
        using var client = Open(server);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => client.CreateVersionAsync(Tool2, new VersionDetails { Description = "text" }, CancellationToken.None));

        Assert.AreEqual((401, "not any more"), (refusal.Status, refusal.Message));
        Assert.AreEqual("the user 'acme' with the key that the identity token of GitHub Actions was exchanged for", refusal.Caller);
        var calls = server.Requests.Where(request => request.Line.Contains("/versions")).ToList();
        Assert.HasCount(2, calls);
        StringAssert.Contains(calls[0].Head, BasicOf("key1"));
        StringAssert.Contains(calls[1].Head, BasicOf("key2"));
        Assert.AreEqual(calls[0].Text, calls[1].Text);
    }

    [TestMethod]
    public async Task A_file_that_was_sent_with_a_key_that_had_run_out_is_for_its_sender_to_send_again()
    {
        using var server = new ScriptedServer(request => Answer(
            request, key => key == "key1" ? ScriptedServer.Json(401, "{}") : ScriptedServer.Json(201, "{\"message\":\"success\"}")));
        using var client = Open(server);

        var lost = await Assert.ThrowsExactlyAsync<BintrayException>(() => UploadAsync(client, "alpha"));
        Assert.AreEqual(BintrayException.NoAnswer, lost.Status);
        Assert.IsFalse(lost.IsPermanent);
        await UploadAsync(client, "alpha");

        Assert.AreEqual("alpha", server.Requests[server.Requests.Count - 1].Text);
        StringAssert.Contains(server.Requests[server.Requests.Count - 1].Head, BasicOf("key2"));
    }

    [TestMethod]
    [DataRow("2026-11-28T13:00:00Z", 54, 56)]
    [DataRow("2026-11-28T12:12:00Z", 10, 12)]
    [DataRow("2026-11-28T10:00:00Z", 54, 56, DisplayName = "The clock here is hours before that of the service.")]
    [DataRow("2026-11-30T10:00:00Z", 54, 56, DisplayName = "The clock here is days behind that of the service.")]
    [DataRow("soon", 54, 56)]
    public async Task Another_key_is_got_shortly_before_the_first_one_ends(string expires, int kept, int renewed)
    {
        var now = Noon;
        using var server = new ScriptedServer(request => Answer(request, _ => ScriptedServer.Json(201, "{}"), expires));
        using var client = Open(server, () => now);
        await client.CreateVersionAsync(Tool2, new VersionDetails(), CancellationToken.None);

        now = Noon.AddMinutes(kept);
        await client.CreateVersionAsync(Tool2, new VersionDetails(), CancellationToken.None);
        Assert.AreEqual(1, _given);

        now = Noon.AddMinutes(renewed);
        await client.CreateVersionAsync(Tool2, new VersionDetails(), CancellationToken.None);
        Assert.AreEqual(2, _given);
    }

    [TestMethod]
    [DataRow("https://bintray.example/", "https://bintray.example/api/v2/token", "https://bintray.example")]
    [DataRow("https://bintray.example:8443/api/v1", "https://bintray.example:8443/api/v2/token", "https://bintray.example:8443")]
    [DataRow("https://example.org/bintray/api/v1/", "https://example.org/bintray/api/v2/token", "https://example.org")]
    public void Keys_are_asked_for_beside_the_API(string url, string exchange, string origin)
    {
        Assert.IsTrue(ServiceUrl.TryParse(url, out var service, out _));

        Assert.AreEqual(exchange, service!.TokenService.AbsoluteUri);
        Assert.AreEqual(origin, service.Origin);
    }

    private BintrayHttpClient Open(ScriptedServer server, Func<DateTimeOffset>? now = null)
    {
        Assert.IsTrue(ServiceUrl.TryParse(server.Url, out var service, out _));
        string? Variable(string name) => name switch
        {
            "ACTIONS_ID_TOKEN_REQUEST_URL" => $"{server.Url}/ask?api-version=2.0",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN" => _permit,
            _ => null,
        };
        var signIn = BuildSignIn.Find(service!, "acme", Variable, new HttpLimits(), now ?? (() => Noon));
        return BintrayHttpClient.Open(service!, null, null, new HttpLimits(), signIn);
    }

    /// <summary>Tokens and keys that are counted, and the rest by the key that it was asked with.</summary>
    private string Answer(Received request, Func<string?, string> rest, string expires = "2026-11-28T13:00:00Z")
    {
        if (request.Line.StartsWith("GET /ask?", StringComparison.Ordinal))
        {
            return ScriptedServer.Json(200, $"{{\"value\":\"header.token{++_given}.signature\"}}");
        }

        return request.Line.StartsWith("POST /api/v2/token", StringComparison.Ordinal)
            ? ScriptedServer.Json(200, $"{{\"apiKey\":\"key{_given}\",\"expires\":\"{expires}\"}}")
            : rest(Enumerable.Range(1, 9).Select(i => $"key{i}").FirstOrDefault(key => request.Head.Contains(BasicOf(key))));
    }

    private static string BasicOf(string key) =>
        "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"acme:{key}"));
}
