using System.Text.Json.Nodes;
using BintrayPush.Server.Tests.Operations;
using BintrayPush.Server.Tests.Pages;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.SignIn;

/// <summary>Signing in to the web pages by a provider of identities (docs/pages.md).</summary>
[TestClass]
public sealed class ProviderSignInTests
{
    private readonly ManualTime _time = new();

    [TestMethod]
    public async Task Who_is_vouched_for_sees_what_they_may_see_until_the_token_ends()
    {
        await using var provider = await StartProviderAsync();
        await using var server = await StartAsync(provider);
        using var browser = new PageBrowser(server.Url);
        await browser.GoAsync("ui/browse/acme/secret", 404);
        await browser.GoAsync("ui/sign-in");

        var reply = await browser.Http.SendAsync("GET", browser.Page.Link("Sign in with 127.0.0.1"));

        Assert.AreEqual("Signed in", SeenPage.Of(reply).Title);
        Assert.AreEqual("0; url=/ui", reply.Header("Refresh"));
        var session = reply.Message.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("bintray-session=", StringComparison.Ordinal));
        Assert.Contains("; path=/ui; samesite=strict; httponly", session);
        Assert.Contains("Signed in as ann", (await browser.GoAsync("ui/browse/acme/secret")).Text);
        _time.Advance(TimeSpan.FromMinutes(59));
        await browser.GoAsync("ui/browse/acme/secret");
        _time.Advance(TimeSpan.FromMinutes(1));
        await browser.GoAsync("ui/browse/acme/secret", 404);
        Assert.DoesNotContain(TestProvider.ClientSecret, server.Log.Text);
    }

    [TestMethod]
    public async Task A_session_ends_with_its_user_and_where_the_provider_is_trusted_no_more()
    {
        await using var provider = await StartProviderAsync();
        await using var server = await StartAsync(provider);
        using var browser = new PageBrowser(server.Url);
        var reply = await browser.Http.SendAsync("GET", "ui/sign-in/provider");
        var session = reply.Message.Headers.GetValues("Set-Cookie")
            .Single(cookie => cookie.StartsWith("bintray-session=", StringComparison.Ordinal)).Split(';')[0];
        await using var other = await RunningServer.StartAsync(
            settings => settings with { Time = _time }, server.Folder, ServerUsers.Admin, server.Key);

        Assert.AreEqual(200, (await server.Anonymous.SendAsync("GET", "ui/browse/acme/secret", null, ("Cookie", session))).Status);
        Assert.AreEqual(404, (await other.Anonymous.SendAsync("GET", "ui/browse/acme/secret", null, ("Cookie", session))).Status);
        Assert.AreEqual(0, (await CommandLine.RunAsync("user", "remove", "ann", "--data", server.Folder)).Code);
        Assert.AreEqual(404, (await server.Anonymous.SendAsync("GET", "ui/browse/acme/secret", null, ("Cookie", session))).Status);
        ServerUsers.Add(server.Folder, "ann", ("acme", Role.Read));
        Assert.AreEqual(404, (await server.Anonymous.SendAsync("GET", "ui/browse/acme/secret", null, ("Cookie", session))).Status);
    }

    [TestMethod]
    [DataRow("aud", "somebody else")]
    [DataRow("iss", "https://other.example")]
    [DataRow("nonce", "0000")]
    [DataRow("azp", "somebody else")]
    [DataRow("preferred_username", "nobody")]
    [DataRow("preferred_username", "../ann")]
    [DataRow("preferred_username", null)]
    [DataRow("exp", "past")]
    [DataRow("exp", null)]
    public async Task A_token_that_is_not_what_it_should_be_signs_nobody_in(string claim, string? value)
    {
        await using var provider = await StartProviderAsync();
        await using var server = await StartAsync(provider);
        provider.Change = claims =>
        {
            claims.Remove(claim);
            if (value is not null)
            {
                claims[claim] = value == "past" ? (JsonNode)(_time.GetUtcNow() - TimeSpan.FromMinutes(5)).ToUnixTimeSeconds() : value;
            }
        };

        await AssertRefusedAsync(server, "ui/sign-in/provider");
    }

    [TestMethod]
    public async Task A_token_of_another_key_signs_nobody_in()
    {
        await using var provider = await StartProviderAsync();
        await using var server = await StartAsync(provider);
        using var other = new SignedTokens();
        provider.OtherKey = other;

        await AssertRefusedAsync(server, "ui/sign-in/provider");
    }

    [TestMethod]
    [DataRow("ui/sign-in/provider/callback?code=1&state=2")]
    [DataRow("ui/sign-in/provider/callback?code=1")]
    [DataRow("ui/sign-in/provider/callback?error=access_denied&return=https://evil.example")]
    public async Task An_answer_that_belongs_to_no_attempt_of_the_browser_is_refused_before_the_provider_is_asked(string address)
    {
        await using var provider = await StartProviderAsync();
        await using var server = await StartAsync(provider);

        await AssertRefusedAsync(server, address);

        Assert.AreEqual(0, provider.Redeemed);
    }

    [TestMethod]
    public async Task An_attempt_is_that_of_one_browser_and_counts_for_ten_minutes_and_once()
    {
        await using var provider = await StartProviderAsync();
        await using var server = await StartAsync(provider);
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = server.Url };
        var (cookie, callback) = await BeginAsync(http);
        var (_, ofOther) = await BeginAsync(http);

        Assert.AreEqual(403, (await http.SendAsync("GET", ofOther, null, ("Cookie", cookie))).Status, "of another attempt");
        var changed = callback.Replace("&iss=", "&iss=https://evil.example/", StringComparison.Ordinal);
        Assert.AreEqual(403, (await http.SendAsync("GET", changed, null, ("Cookie", cookie))).Status, "of another issuer");
        Assert.AreEqual(0, provider.Redeemed);
        Assert.AreEqual(200, (await http.SendAsync("GET", callback, null, ("Cookie", cookie))).Status);
        Assert.AreEqual(403, (await http.SendAsync("GET", callback, null, ("Cookie", cookie))).Status, "once more");
        var (late, address) = await BeginAsync(http);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.AreEqual(403, (await http.SendAsync("GET", address, null, ("Cookie", late))).Status, "too late");
    }

    [TestMethod]
    public async Task Without_a_provider_there_is_no_such_page_and_no_link()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = new PageBrowser(server.Url);

        Assert.DoesNotContain("Sign in with", (await browser.GoAsync("ui/sign-in")).Text);
        await browser.GoAsync("ui/sign-in/provider", 404);
    }

    [TestMethod]
    [DataRow("--oidc-issuer", "https://id.example.com", "--oidc-issuer needs --oidc-client")]
    [DataRow("--oidc-issuer", "http://id.example.com", "--oidc-issuer has to be an https address")]
    public void Settings_that_are_not_safe_are_refused(string option, string value, string fault)
    {
        using var scene = new SettingsScene();

        StringAssert.Contains(scene.FaultsOf("--data", "d", option, value), $"--oidc-issuer: error BTP4106: {fault}");
    }

    private async Task<TestProvider> StartProviderAsync()
    {
        var provider = await TestProvider.StartAsync();
        provider.Now = _time.GetUtcNow;
        return provider;
    }

    private async Task<RunningServer> StartAsync(TestProvider provider)
    {
        _time.Advance(TimeSpan.FromDays(20_000));
        var server = await RunningServer.StartAsync(settings => provider.TrustedBy(settings) with { Time = _time });
        Assert.AreEqual(201, (await server.SendAsync("POST", "repos/acme/secret", """{"private":true}""")).Status);
        ServerUsers.Add(server.Folder, "ann", ("acme", Role.Read));
        return server;
    }

    /// <summary>Goes to the provider, and gives what leads back.</summary>
    private static async Task<(string Cookie, string Callback)> BeginAsync(HttpClient http)
    {
        var begun = await http.SendAsync("GET", "ui/sign-in/provider");
        Assert.AreEqual(303, begun.Status);
        Assert.Contains("; samesite=lax; httponly", begun.Header("Set-Cookie")!);
        var back = await http.SendAsync("GET", begun.Header("Location")!);
        return (begun.Header("Set-Cookie")!.Split(';')[0], back.Header("Location")!);
    }

    private static async Task AssertRefusedAsync(RunningServer server, string address)
    {
        using var browser = new PageBrowser(server.Url);
        var page = await browser.GoAsync(address, 403);
        Assert.AreEqual("Not signed in", page.Title);
        Assert.Contains("Signing in to the pages by the provider was refused: ", server.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Signed in as", (await browser.GoAsync("ui")).Text);
    }
}
