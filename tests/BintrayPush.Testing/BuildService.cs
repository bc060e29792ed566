using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BintrayPush.Server.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BintrayPush.Testing;

/// <summary>
/// A build service that vouches for its builds: it tells its keys, and gives identity tokens as GitHub Actions, Azure Pipelines and GitLab
/// shape them, the first two to those who ask with what their jobs get.
/// </summary>
internal sealed class BuildService : IAsyncDisposable
{
    /// <summary>What Azure's tokens are always for.</summary>
    public const string AzureAudience = "api://AzureADTokenExchange";

    private readonly WebApplication _app;
    private readonly SignedTokens _tokens = new();
    private readonly ConcurrentQueue<string> _given = new();

    private BuildService(WebApplication app) => _app = app;

    /// <summary>What a job asks with.</summary>
    public string Permit { get; } = "permit-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The name in the tokens, and where the keys are told.</summary>
    public string Issuer => _app.Urls.Single();

    /// <summary>By which clock tokens are made.</summary>
    public Func<DateTimeOffset> Now { get; set; } = () => DateTimeOffset.UtcNow;

    /// <summary>What it answers in place of a token, if that is what it is to do.</summary>
    public Func<HttpRequest, IResult?> InPlaceOfToken { get; set; } = _ => null;

    /// <summary>All tokens that it gave.</summary>
    public IReadOnlyList<string> Given => [.. _given];

    /// <summary>The path and the query of each question for a token.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What a job of GitHub Actions finds in its environment.</summary>
    public Dictionary<string, string> GitHubJob => new()
    {
        ["GITHUB_ACTIONS"] = "true",
        ["ACTIONS_ID_TOKEN_REQUEST_URL"] = $"{Issuer}/github/token?api-version=2.0",
        ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = Permit,
    };

    /// <summary>What a step of Azure Pipelines finds in its environment.</summary>
    public Dictionary<string, string> AzureJob => new()
    {
        ["TF_BUILD"] = "True",
        ["SYSTEM_OIDCREQUESTURI"] = $"{Issuer}/azure/oidctoken",
        ["SYSTEM_ACCESSTOKEN"] = Permit,
        ["BINTRAY_SERVICE_CONNECTION_ID"] = "8f2b7c1e-0000-4000-8000-1234567890ab",
    };

    public static async Task<BuildService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new BuildService(builder.Build());
        service.Map();
        await service._app.StartAsync();
        return service;
    }

    /// <summary>Lets the builds of a repository sign in at a server with this data.</summary>
    /// <param name="data">The data of the server.</param>
    /// <param name="audience">For whom tokens must be.</param>
    /// <param name="claim">What they must say.</param>
    /// <param name="scope">What the keys are for.</param>
    /// <param name="user">Whose keys they are, if not the subject's.</param>
    public async Task TrustAsync(
        string data, string audience, string claim = "repository=acme/lib", string scope = "push", string? user = null)
    {
        using var output = new StringWriter();
        string[] command =
        [
            "policy", "add", ServerUsers.Subject, "--data", data, "--issuer", Issuer, "--audience", audience, "--claim", claim,
            "--scope", scope, .. user is null ? (string[])[] : ["--user", user],
        ];
        var code = await ServerCommand.Create().Parse(command).InvokeAsync(new() { Output = output, Error = output });
        Assert.AreEqual(0, code, output.ToString());
    }

    /// <summary>A token as GitLab gives it to a job by <c>id_tokens</c>.</summary>
    /// <param name="audience">For whom it is.</param>
    /// <param name="lasting">For how long it counts: as long as the job may take.</param>
    public string GitLabToken(string audience, TimeSpan? lasting = null) => Give(audience, lasting ?? TimeSpan.FromHours(1), new()
    {
        ["sub"] = "project_path:acme/lib:ref_type:branch:ref:main",
        ["project_id"] = "22",
        ["project_path"] = "acme/lib",
        ["namespace_id"] = "72",
        ["namespace_path"] = "acme",
        ["pipeline_id"] = "1212",
        ["ref"] = "main",
        ["ref_protected"] = "true",
    });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _tokens.Dispose();
    }

    private void Map()
    {
        _app.MapGet("/.well-known/openid-configuration", () => Results.Text(
            new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = $"{Issuer}/keys" }.ToJsonString(), "application/json"));
        _app.MapGet("/keys", () => Results.Text(_tokens.KeySet, "application/json"));
        _app.MapGet("/github/token", (HttpRequest request) => Answer(request, "value", () => GitHubToken(request.Query["audience"].ToString())));
        _app.MapPost("/azure/oidctoken", (HttpRequest request) => Answer(request, "oidcToken", AzureToken));
        // It is no service that gives keys; a test may have it play a bad one.
        _app.MapPost("/api/v2/token", (HttpRequest request) => InPlaceOfToken(request) ?? Results.NotFound());
    }

    private IResult Answer(HttpRequest request, string field, Func<string> token)
    {
        Asked.Enqueue(request.Path + request.QueryString);
        return InPlaceOfToken(request) ?? (request.Headers.Authorization != $"Bearer {Permit}"
            ? Results.Text("""{"message":"this job may not have a token"}""", "application/json", statusCode: 403)
            : Results.Text(new JsonObject { ["count"] = 1, [field] = token() }.ToJsonString(), "application/json"));
    }

    private string GitHubToken(string audience) => Give(audience, TimeSpan.FromMinutes(5), new()
    {
        ["sub"] = "repo:acme/lib:environment:release",
        ["repository"] = "acme/lib",
        ["repository_id"] = "1001",
        ["repository_owner"] = "acme",
        ["repository_owner_id"] = "7",
        ["workflow_ref"] = "acme/lib/.github/workflows/release.yml@refs/heads/main",
        ["environment"] = "release",
    });

    private string AzureToken() => Give(AzureAudience, TimeSpan.FromMinutes(10), new() { ["sub"] = "sc://acme/lib/bintray" });

    private string Give(string audience, TimeSpan lasting, JsonObject claims)
    {
        claims["iss"] = Issuer;
        claims["aud"] = audience;
        claims["jti"] = Guid.NewGuid().ToString();
        claims["iat"] = Now().ToUnixTimeSeconds();
        claims["nbf"] = Now().ToUnixTimeSeconds();
        claims["exp"] = (Now() + lasting).ToUnixTimeSeconds();
        var token = _tokens.Sign(claims);
        _given.Enqueue(token);
        return token;
    }
}
