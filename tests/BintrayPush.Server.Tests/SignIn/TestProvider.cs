using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BintrayPush.Server.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BintrayPush.Server.Tests.SignIn;

/// <summary>A provider of identities that knows one person, who is always signed in there: OpenID Connect, the code flow with PKCE.</summary>
internal sealed class TestProvider : IAsyncDisposable
{
    public const string Client = "packages";
    public const string ClientSecret = "s3cr3t of the client";

    private readonly WebApplication _app;
    private readonly SignedTokens _tokens = new();
    private readonly ConcurrentDictionary<string, (string Return, string Nonce, string Challenge)> _codes = new();

    private TestProvider(WebApplication app) => _app = app;

    public string Issuer => _app.Urls.Single();

    /// <summary>The name in its tokens.</summary>
    public string Person { get; set; } = "ann";

    public Func<DateTimeOffset> Now { get; set; } = () => DateTimeOffset.UtcNow;

    /// <summary>What is different about its tokens.</summary>
    public Action<JsonObject> Change { get; set; } = _ => { };

    /// <summary>Another key signs, which nobody is told of.</summary>
    public SignedTokens? OtherKey { get; set; }

    /// <summary>How often somebody has come with a code.</summary>
    public int Redeemed { get; private set; }

    public static async Task<TestProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new TestProvider(builder.Build());
        provider.Map();
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>The settings of a server that trusts it.</summary>
    public ServerSettings TrustedBy(ServerSettings settings)
    {
        var secret = settings.Data.TrimEnd('/') + ".installation.key.client";
        File.WriteAllText(secret, ClientSecret + "\n");
        return settings with { PageSignIn = new PageSignIn(new Uri(Issuer), Client) { SecretFile = secret } };
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _tokens.Dispose();
    }

    private void Map()
    {
        _app.MapGet("/.well-known/openid-configuration", () => Results.Text(
            new JsonObject
            {
                ["issuer"] = Issuer,
                ["authorization_endpoint"] = $"{Issuer}/authorize",
                ["token_endpoint"] = $"{Issuer}/token",
                ["jwks_uri"] = $"{Issuer}/keys",
            }.ToJsonString(),
            "application/json"));
        _app.MapGet("/keys", () => Results.Text(_tokens.KeySet, "application/json"));
        _app.MapGet("/authorize", (HttpRequest request) =>
        {
            var query = request.Query;
            Assert.AreEqual("code S256 packages", $"{query["response_type"]} {query["code_challenge_method"]} {query["client_id"]}");
            var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
            _codes[code] = (query["redirect_uri"]!, query["nonce"]!, query["code_challenge"]!);
            return Results.Redirect($"{query["redirect_uri"]}?code={code}&state={query["state"]}&iss={Uri.EscapeDataString(Issuer)}");
        });
        _app.MapPost("/token", async (HttpRequest request) => Redeem(request, await request.ReadFormAsync()));
    }

    private IResult Redeem(HttpRequest request, IFormCollection form)
    {
        Redeemed++;
        var login = Encoding.UTF8.GetString(Convert.FromBase64String(request.Headers.Authorization.ToString().Split(' ')[1]));
        var proof = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (login != $"{Client}:{Uri.EscapeDataString(ClientSecret)}" || !_codes.TryRemove(form["code"]!, out var asked)
            || asked.Challenge != proof || asked.Return != form["redirect_uri"])
        {
            return Results.Text("""{"error":"invalid_grant"}""", "application/json", statusCode: 400);
        }

        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = Client,
            ["sub"] = "17",
            ["nonce"] = asked.Nonce,
            ["preferred_username"] = Person,
            ["iat"] = Now().ToUnixTimeSeconds(),
            ["exp"] = (Now() + TimeSpan.FromHours(1)).ToUnixTimeSeconds(),
        };
        Change(claims);
        var token = (OtherKey ?? _tokens).Sign(claims);
        return Results.Text(new JsonObject { ["token_type"] = "Bearer", ["id_token"] = token }.ToJsonString(), "application/json");
    }
}
