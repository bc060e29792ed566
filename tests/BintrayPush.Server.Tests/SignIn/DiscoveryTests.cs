using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace BintrayPush.Server.Tests.SignIn;

/// <summary>The keys of an issuer are asked for at the issuer, and again when it has others.</summary>
[TestClass]
public sealed class DiscoveryTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly TestIssuer _later = new();

    public TestContext TestContext { get; set; } = null!;

    public void Dispose()
    {
        _issuer.Dispose();
        _later.Dispose();
    }

    [TestMethod]
    public async Task Keys_that_an_issuer_changes_are_found_and_the_old_ones_count_no_more()
    {
        var told = _issuer.KeySet();
        await using var place = await ServeAsync(() => told);
        await using var server = await RunningServer.StartAsync();
        await AddAsync(server, place.Urls.Single());

        Assert.AreEqual(200, await ExchangeAsync(server, _issuer.Sign(Claims(place))));

        told = _later.KeySet("three", "four");
        Assert.AreEqual(200, await ExchangeAsync(server, _later.Sign(Claims(place), kid: "three")));
        Assert.AreEqual(401, await ExchangeAsync(server, _issuer.Sign(Claims(place))), "Its key is gone.");
    }

    [TestMethod]
    [DataRow("""{"keys":[]}""")]
    [DataRow("""{"keys":[{"kty":"oct","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA","kid":"one","alg":"HS256"}]}""")]
    [DataRow("no JSON")]
    public async Task An_issuer_that_tells_no_usable_keys_is_not_trusted(string keys)
    {
        await using var place = await ServeAsync(() => keys);
        await using var server = await RunningServer.StartAsync();
        await AddAsync(server, place.Urls.Single());

        Assert.AreEqual(401, await ExchangeAsync(server, _issuer.Sign(Claims(place))));
        StringAssert.Contains(server.Log.Text, "An identity token for 'acme' was refused");
    }

    [TestMethod]
    public async Task An_issuer_that_cannot_be_reached_is_not_trusted_and_the_log_says_so()
    {
        await using var place = await ServeAsync(() => "");
        var address = place.Urls.Single();
        var token = _issuer.Sign(Claims(place));
        await place.StopAsync(TestContext.CancellationToken);
        await using var server = await RunningServer.StartAsync();
        await AddAsync(server, address);

        Assert.AreEqual(401, await ExchangeAsync(server, token));
        StringAssert.Contains(server.Log.Text, "the keys of the issuer cannot be had");
    }

    private static JsonObject Claims(WebApplication place)
    {
        var claims = TestIssuer.Claims(DateTimeOffset.UtcNow);
        claims["iss"] = place.Urls.Single();
        return claims;
    }

    private static async Task<WebApplication> ServeAsync(Func<string> keys)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var place = builder.Build();
        place.MapGet("/.well-known/openid-configuration", (HttpContext http) =>
            Results.Text($$"""{"issuer":"{{http.Request.Host}}","jwks_uri":"http://{{http.Request.Host}}/keys"}""", "application/json"));
        place.MapGet("/keys", () => Results.Text(keys(), "application/json"));
        await place.StartAsync();
        return place;
    }

    private static async Task AddAsync(RunningServer server, string issuer)
    {
        var (code, _, error) = await CommandLine.RunAsync(
            "policy", "add", "acme", "--data", server.Folder, "--issuer", issuer, "--audience", "https://packages.example.com",
            "--claim", "repository=acme/lib", "--scope", "push");
        Assert.AreEqual(0, code, error);
    }

    private async Task<int> ExchangeAsync(RunningServer server, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v2/token");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new StringContent("""{"username":"acme"}""", Encoding.UTF8, "application/json");
        using var answer = await server.Anonymous.SendAsync(request, TestContext.CancellationToken);
        return (int)answer.StatusCode;
    }
}
