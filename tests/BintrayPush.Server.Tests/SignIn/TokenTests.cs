using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace BintrayPush.Server.Tests.SignIn;

/// <summary>A key for an hour in exchange for an identity token, and whom nobody gives one.</summary>
[TestClass]
public sealed class TokenTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private readonly TestIssuer _issuer = new();
    private readonly TestIssuer _stranger = new();
    private readonly ManualTime _time = new();
    private RunningServer _server = null!;

    public TestContext TestContext { get; set; } = null!;

    [TestInitialize]
    public async Task StartAsync()
    {
        _time.Advance(Now - _time.GetUtcNow());
        _server = await RunningServer.StartWithPackageAsync(settings => settings with { Time = _time });
    }

    [TestCleanup]
    public async Task StopAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _issuer.Dispose();
        _stranger.Dispose();
    }

    [TestMethod]
    [DataRow("RS256", "one")]
    [DataRow("PS256", "one")]
    [DataRow("ES256", "two")]
    [DataRow("RS256", null)]
    public async Task A_token_that_a_policy_trusts_is_a_key_for_an_hour(string algorithm, string? kid)
    {
        await AddAsync();
        var (status, body) = await ExchangeAsync(_issuer.Sign(TestIssuer.Claims(Now), algorithm, kid));
        Assert.AreEqual(200, status, body);
        var key = JsonNode.Parse(body)!["apiKey"]!.GetValue<string>();
        using var build = ServerUsers.ClientOf(_server.Url, "acme", key);

        Assert.AreEqual(201, (await build.SendAsync("PUT", "content/acme/tools/lib/1.0/a?publish=1", "a")).Status);
        Assert.AreEqual(403, (await build.SendAsync("POST", "repos/acme/new", "{}")).Status, "A push makes no repository.");
        Assert.AreEqual(403, (await build.SendAsync("POST", "packages/other/tools", """{"name":"x"}""")).Status, "Of another subject.");

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.AreEqual(200, (await build.SendAsync("GET", "packages/acme/tools/lib")).Status);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.AreEqual(401, (await build.SendAsync("GET", "packages/acme/tools/lib")).Status);
    }

    [TestMethod]
    public async Task A_key_for_staging_stages_and_publishes_nothing()
    {
        await AddAsync("--scope", "stage");
        using var build = ServerUsers.ClientOf(_server.Url, "acme", await KeyAsync(TestIssuer.Claims(Now)));

        Assert.AreEqual(201, (await build.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "a")).Status);
        Assert.AreEqual(403, (await build.SendAsync("POST", "content/acme/tools/lib/1.0/publish", "{}")).Status);
        Assert.AreEqual(403, (await build.SendAsync("PUT", "content/acme/tools/lib/1.0/b?publish=1", "b")).Status);
    }

    [TestMethod]
    public async Task One_token_is_one_key_also_if_many_ask_at_once()
    {
        await AddAsync();
        var token = _issuer.Sign(TestIssuer.Claims(Now));

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ExchangeAsync(token)));

        Assert.AreEqual(1, answers.Count(answer => answer.Status == 200));
        Assert.AreEqual(11, answers.Count(answer => answer.Status == 401));
        StringAssert.Contains(_server.Log.Text, "it was used already");
    }

    [TestMethod]
    public async Task A_token_without_an_id_counts_once_too()
    {
        await AddAsync();
        var claims = TestIssuer.Claims(Now);
        claims.Remove("jti");
        var token = _issuer.Sign(claims);

        Assert.AreEqual(200, (await ExchangeAsync(token)).Status);
        Assert.AreEqual(401, (await ExchangeAsync(token)).Status);
    }

    [TestMethod]
    public async Task What_was_renamed_is_still_trusted_and_who_took_its_name_is_not()
    {
        await AddAsync();
        Assert.AreEqual(200, (await ExchangeAsync(_issuer.Sign(TestIssuer.Claims(Now)))).Status);

        var renamed = TestIssuer.Claims(Now);
        (renamed["repository"], renamed["repository_owner"]) = ("acme-inc/library", "acme-inc");
        Assert.AreEqual(200, (await ExchangeAsync(_issuer.Sign(renamed))).Status, "The ids say that it is the same.");

        var taken = TestIssuer.Claims(Now);
        taken["repository_id"] = "2002";
        Assert.AreEqual(401, (await ExchangeAsync(_issuer.Sign(taken))).Status);
        StringAssert.Contains(_server.Log.Text, "its repository_id is another one than that of the first token, which is 1001");
        var list = (await CommandLine.RunAsync("policy", "list", "--data", _server.Folder)).Output;
        StringAssert.Contains(list, "locked to repository_id=1001 repository_owner_id=7");
    }

    [TestMethod]
    public async Task A_policy_for_a_user_gives_no_more_than_the_user_has()
    {
        ServerUsers.Add(_server.Folder, "robot", ("acme", BintrayPush.Server.Users.Role.Read));
        await AddAsync("--user", "robot");
        using var build = ServerUsers.ClientOf(_server.Url, "robot", await KeyAsync(TestIssuer.Claims(Now), "robot"));
        Assert.AreEqual(403, (await build.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "a")).Status);

        Assert.AreEqual(0, (await CommandLine.RunAsync("user", "role", "robot", "acme=publish", "--data", _server.Folder)).Code);
        Assert.AreEqual(201, (await build.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "a")).Status);

        Assert.AreEqual(0, (await CommandLine.RunAsync("user", "remove", "robot", "--data", _server.Folder)).Code);
        Assert.AreEqual(401, (await build.SendAsync("GET", "packages/acme/tools/lib")).Status);
    }

    [TestMethod]
    public async Task Another_name_does_not_go_with_a_key()
    {
        await AddAsync();
        var key = await KeyAsync(TestIssuer.Claims(Now));
        using var other = ServerUsers.ClientOf(_server.Url, ServerUsers.Admin, key);
        Assert.AreEqual(401, (await other.SendAsync("GET", "packages/acme/tools/lib")).Status);
    }

    public static IEnumerable<object[]> Forged =>
    [
        Row("nothing", "it is no signed JSON Web Token", (_, _, _) => ""),
        Row("a word", "it is no signed JSON Web Token", (_, _, _) => "token"),
        Row("two parts", "it is no signed JSON Web Token", (issuer, _, claims) => Cut(issuer.Sign(claims), 2)),
        Row("four parts", "it is no signed JSON Web Token", (issuer, _, claims) => issuer.Sign(claims) + ".x"),
        Row("five parts", "it is no signed JSON Web Token", (issuer, _, claims) => issuer.Sign(claims) + ".x.y"),
        Row("no JSON", "it is no signed JSON Web Token", (_, _, _) => $"{TestIssuer.Encode("x")}.{TestIssuer.Encode("y")}.eg"),
        Row("much too long", "it is no signed JSON Web Token", (issuer, _, claims) => Signed(issuer, claims, "more", new string('x', 20_000))),
        Row("alg none without a signature", "", (issuer, _, claims) => Cut(issuer.Sign(claims, "none"), 2) + "."),
        Row("alg none with a signature", "", (issuer, _, claims) => issuer.Sign(claims, change: header => header["alg"] = "none")),
        Row("alg None", "", (issuer, _, claims) => Cut(issuer.Sign(claims, "None"), 2) + "."),
        Row("alg missing", "", (issuer, _, claims) => issuer.Sign(claims, change: header => header.Remove("alg"))),
        Row("alg empty", "", (issuer, _, claims) => issuer.Sign(claims, change: header => header["alg"] = "")),
        Row("HS256 with the public key", "", (issuer, _, claims) => issuer.Sign(claims, "HS256")),
        Row("HS256 with the public key, no kid", "", (issuer, _, claims) => issuer.Sign(claims, "HS256", kid: null)),
        Row("another algorithm than that of the key", "", (issuer, _, claims) => issuer.Sign(claims, change: header => header["alg"] = "ES256")),
        Row("SHA-512 said and SHA-256 meant", "", (issuer, _, claims) => issuer.Sign(claims, change: header => header["alg"] = "RS512")),
        Row("a stranger's key", "its signature is not", (_, stranger, claims) => stranger.Sign(claims)),
        Row("a stranger's key, no kid", "", (_, stranger, claims) => stranger.Sign(claims, kid: null)),
        Row("a kid that nobody has", "", (issuer, _, claims) => issuer.Sign(claims, kid: "three")),
        Row("the kid of another key", "", (issuer, _, claims) => issuer.Sign(claims, kid: "two")),
        Row("a kid that is a path", "", (issuer, _, claims) => issuer.Sign(claims, kid: "../../dev/null")),
        Row("a key of its own in the header", "", (_, stranger, claims) => stranger.Sign(
            claims, kid: "x", change: header => header["jwk"] = JsonNode.Parse(stranger.KeySet())!["keys"]![0]!.DeepClone())),
        Row("an address of keys in the header", "", (_, stranger, claims) => stranger.Sign(
            claims, kid: "x", change: header => header["jku"] = "https://evil.example/keys")),
        Row("claims changed after signing", "its signature is not", (issuer, _, claims) => Changed(issuer.Sign(claims))),
        Row("a signature of nothing", "", (issuer, _, claims) => Cut(issuer.Sign(claims), 2) + "."),
        Row("a header that must be understood", "(crit)", (issuer, _, claims) => issuer.Sign(
            claims, change: header => header["crit"] = new JsonArray("b64"))),
        Row("a token of a log-out", "its type is", (issuer, _, claims) => issuer.Sign(claims, change: header => header["typ"] = "logout+jwt")),
        Row("expired", "it has expired", (issuer, _, claims) => Signed(issuer, claims, "exp", Now.AddMinutes(-2).ToUnixTimeSeconds())),
        Row("expired long ago", "it has expired", (issuer, _, claims) => Signed(issuer, claims, "exp", 0)),
        Row("without an end", "it has no end", (issuer, _, claims) => Signed(issuer, claims, "exp", null)),
        Row("an end that is a text", "", (issuer, _, claims) => Signed(issuer, claims, "exp", "never")),
        Row("an end that is no time", "", (issuer, _, claims) => Signed(issuer, claims, "exp", long.MaxValue)),
        Row("good for a year", "it does not expire before", (issuer, _, claims) => Signed(
            issuer, claims, "exp", Now.AddDays(365).ToUnixTimeSeconds())),
        Row("not good yet", "(nbf)", (issuer, _, claims) => Signed(issuer, claims, "nbf", Now.AddMinutes(5).ToUnixTimeSeconds())),
        Row("made in the future", "(iat)", (issuer, _, claims) => Signed(issuer, claims, "iat", Now.AddMinutes(5).ToUnixTimeSeconds())),
        Row("another audience", "and not for", (issuer, _, claims) => Signed(issuer, claims, "aud", "https://other.example")),
        Row("no audience", "", (issuer, _, claims) => Signed(issuer, claims, "aud", null)),
        Row("the audience with more behind it", "and not for", (issuer, _, claims) => Signed(
            issuer, claims, "aud", "https://packages.example.com.evil.example")),
        Row("another issuer", "trusts the issuer", (issuer, _, claims) => Signed(issuer, claims, "iss", "https://evil.example")),
        Row("the issuer in other letters", "trusts the issuer", (issuer, _, claims) => Signed(issuer, claims, "iss", "https://ISSUER.example")),
        Row("the issuer with a slash", "trusts the issuer", (issuer, _, claims) => Signed(issuer, claims, "iss", TestIssuer.Name + "/")),
        Row("no issuer", "trusts the issuer", (issuer, _, claims) => Signed(issuer, claims, "iss", null)),
        Row("another repository", "its repository is 'evil/lib'", (issuer, _, claims) => Signed(issuer, claims, "repository", "evil/lib")),
        Row("a repository in other letters", "its repository is 'Acme/lib'", (issuer, _, claims) => Signed(issuer, claims, "repository", "Acme/lib")),
        Row("no repository", "it has no claim repository", (issuer, _, claims) => Signed(issuer, claims, "repository", null)),
        Row("another workflow", "its workflow_ref is", (issuer, _, claims) => Signed(
            issuer, claims, "workflow_ref", "acme/lib/.github/workflows/pull.yml@refs/heads/main")),
        Row("a line break in a claim", "its repository is", (issuer, _, claims) => Signed(
            issuer, claims, "repository", "x\n2026-11-28 forged line of a log")),
    ];

    [TestMethod]
    [DynamicData(nameof(Forged))]
    public async Task What_is_forged_expired_or_for_others_is_refused_with_a_reason_in_the_log_alone(
        string what, string reason, object forge)
    {
        await AddAsync();
        var token = ((Func<TestIssuer, TestIssuer, JsonObject, string>)forge)(_issuer, _stranger, TestIssuer.Claims(Now));
        var before = _server.Log.Lines.Count();

        var (status, body) = await ExchangeAsync(token);

        Assert.AreEqual(401, status, $"{what}: {body}");
        Assert.IsTrue(
            body is """{"error":"the token is refused; the log of the server says why"}"""
                or """{"error":"an identity token is expected: Authorization: Bearer <token>"}""",
            body);
        var said = _server.Log.Lines.Skip(before).Where(line => line.Contains("was refused", StringComparison.Ordinal)).ToList();
        TestContext.WriteLine(string.Join('\n', said));
        if (token.Length > 0)
        {
            Assert.HasCount(1, said);
            StringAssert.Contains(said[0], reason, what);
            Assert.IsFalse(said[0].Contains('\n', StringComparison.Ordinal));
            Assert.IsFalse(token.Length > 20 && _server.Log.Text.Contains(token[..20], StringComparison.Ordinal), "No token is in the log.");
        }

        // The right one still counts.
        Assert.AreEqual(200, (await ExchangeAsync(_issuer.Sign(TestIssuer.Claims(Now)))).Status);
    }

    [TestMethod]
    [DataRow("""{"tokenType":"ApiKey"}""", 400)]
    [DataRow("""{"username":"acme","tokenType":"Cookie"}""", 400)]
    [DataRow("""{"username":"nobody"}""", 401)]
    [DataRow("[1", 400)]
    public async Task A_question_that_makes_no_sense_is_refused(string body, int status)
    {
        await AddAsync();
        Assert.AreEqual(status, (await ExchangeAsync(_issuer.Sign(TestIssuer.Claims(Now)), body)).Status);
    }

    [TestMethod]
    [DataRow("--claim is 'repository'", "--claim", "repository")]
    [DataRow("--claim is 'repository=*'", "--claim", "repository=*")]
    [DataRow("says nothing of who pushes", "--claim", "aud=x")]
    [DataRow("is given twice", "--claim", "repository=b")]
    [DataRow("--scope is 'admin'. Valid values: stage, push, promote", "--scope", "admin")]
    [DataRow("there is no user 'nobody'", "--user", "nobody")]
    [DataRow("--issuer is 'issuer'", "--issuer", "issuer")]
    public async Task A_policy_that_trusts_too_much_or_makes_no_sense_is_refused(string words, params string[] more)
    {
        var (code, _, error) = await CommandLine.RunAsync(Arguments(more));

        Assert.AreEqual(1, code);
        StringAssert.Contains(error, words);
        Assert.AreEqual("", (await CommandLine.RunAsync("policy", "list", "--data", _server.Folder)).Output);
    }

    [TestMethod]
    public async Task A_policy_that_is_removed_trusts_nobody()
    {
        var id = await AddAsync();
        Assert.AreEqual(0, (await CommandLine.RunAsync("policy", "remove", id, "--data", _server.Folder)).Code);
        Assert.AreEqual(401, (await ExchangeAsync(_issuer.Sign(TestIssuer.Claims(Now)))).Status);
        Assert.AreEqual(1, (await CommandLine.RunAsync("policy", "remove", id, "--data", _server.Folder)).Code);
    }

    private static object[] Row(string what, string reason, Func<TestIssuer, TestIssuer, JsonObject, string> forge) => [what, reason, forge];

    private static string Signed(TestIssuer issuer, JsonObject claims, string claim, JsonNode? value)
    {
        claims.Remove(claim);
        if (value is not null)
        {
            claims[claim] = value;
        }

        return issuer.Sign(claims);
    }

    private static string Cut(string token, int parts) => string.Join('.', token.Split('.').Take(parts));

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        var claims = JsonNode.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(parts[1]))!;
        claims["environment"] = "other";
        return $"{parts[0]}.{TestIssuer.Encode(claims.ToJsonString())}.{parts[2]}";
    }

    private async Task<string> KeyAsync(JsonObject claims, string user = "acme")
    {
        var (status, body) = await ExchangeAsync(_issuer.Sign(claims), $$"""{"username":"{{user}}","tokenType":"ApiKey"}""");
        Assert.AreEqual(200, status, body);
        return JsonNode.Parse(body)!["apiKey"]!.GetValue<string>();
    }

    private async Task<(int Status, string Body)> ExchangeAsync(string token, string body = """{"username":"acme","tokenType":"ApiKey"}""")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v2/token");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await _server.Anonymous.SendAsync(request, TestContext.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.CancellationToken));
    }

    private async Task<string> AddAsync(params string[] more)
    {
        var (code, output, error) = await CommandLine.RunAsync(Arguments(more));
        Assert.AreEqual(0, code, error);
        return output.TrimEnd().Split('\n')[^1].Trim();
    }

    private string[] Arguments(string[] more)
    {
        var keys = Path.Combine(_server.Folder, "issuer.json");
        File.WriteAllText(keys, _issuer.KeySet());
        List<string> all =
        [
            "policy", "add", "acme", "--data", _server.Folder, "--jwks", keys, "--audience", "https://packages.example.com",
        ];
        all.AddRange(more.Contains("--issuer") ? [] : ["--issuer", TestIssuer.Name]);
        all.AddRange(more.Contains("--scope") ? [] : ["--scope", "push"]);
        all.AddRange(["--claim", "repository=acme/lib", "--claim", "workflow_ref=acme/lib/.github/workflows/release.yml@*"]);
        return [.. all, .. more];
    }
}
