using BintrayPush.Messages;
using Microsoft.AspNetCore.Http;

namespace BintrayPush.Server.Tests.SignIn;

/// <summary>What a build is told that cannot sign in. It writes nothing then, and shows no token.</summary>
[TestClass]
public sealed class SignInRefusalTests : SigningInBuild
{
    [TestMethod]
    public async Task Whom_no_policy_trusts_is_told_so_in_the_words_of_the_server()
    {
        await Says(
            Service.GitHubJob,
            "BTP4100",
            "does not take the identity token of GitHub Actions for the user 'acme': the token is refused; the log of the server says why "
                + "(status 401). The log of the service says why.");

        StringAssert.Contains(Server.Log.Text, "no policy for 'acme' trusts the issuer");
        Assert.AreEqual(404, (await Server.SendAsync("GET", "packages/acme/tools/lib/versions/1.0")).Status);
    }

    [TestMethod]
    public async Task A_token_that_another_process_has_used_is_refused_by_the_server()
    {
        await TrustAsync(claim: "project_path=acme/lib");
        var token = Service.GitLabToken(Audience);
        await ExchangeAsync(token);

        await Says(new() { ["BINTRAY_ID_TOKEN"] = token }, "BTP4100", "Each token counts once: another step of the job may have used it");
    }

    [TestMethod]
    public async Task A_token_that_was_given_is_no_other_key_after_an_hour()
    {
        await TrustAsync(claim: "project_path=acme/lib");
        var job = new Dictionary<string, string> { ["BINTRAY_ID_TOKEN"] = Service.GitLabToken(Audience, TimeSpan.FromHours(3)) };
        using var client = Open(job);
        await WriteAsync(client);
        Time.Advance(TimeSpan.FromMinutes(58));
        Assert.AreEqual("1.1", (await WriteAsync(client, "1.1")).Address.Name);
        Time.Advance(TimeSpan.FromMinutes(3));

        await Says(job, "BTP4103", "the key that the identity token in BINTRAY_ID_TOKEN was exchanged for does not count any more");
    }

    [TestMethod]
    public async Task A_token_that_has_expired_is_not_even_sent()
    {
        await TrustAsync(claim: "project_path=acme/lib");
        var token = Service.GitLabToken(Audience, TimeSpan.FromMinutes(10));
        Time.Advance(TimeSpan.FromMinutes(12));

        await Says(new() { ["BINTRAY_ID_TOKEN"] = token }, "BTP4104", "BINTRAY_ID_TOKEN has expired at 2026-11-28 12:10:00 UTC");
        Assert.DoesNotContain("refused", Server.Log.Text);
    }

    [TestMethod]
    [DataRow("not-a-token")]
    [DataRow("two.parts")]
    [DataRow("s3cret.in\r\nsecond.line")]
    [DataRow("s3cret.wïth.umlaut")]
    public async Task What_is_no_token_is_not_repeated(string token)
    {
        var words = await Says(new() { ["BINTRAY_ID_TOKEN"] = token }, "BTP4105", "BINTRAY_ID_TOKEN holds no identity token");

        Assert.DoesNotContain("s3cret", words);
        Assert.DoesNotContain("not-a-token", words);
    }

    [TestMethod]
    public async Task A_job_that_may_have_no_token_is_told_what_to_allow_it()
    {
        await TrustAsync();
        var job = Service.GitHubJob;
        job["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "another-permit";

        var words = await Says(
            job, "BTP4102", "GitHub Actions gave no identity token: this job may not have a token (status 403).");

        StringAssert.Contains(words, "id-token: write");
    }

    [TestMethod]
    [DataRow("ACTIONS_ID_TOKEN_REQUEST_URL", "http://tokens.acme.example/?a=b", "by plain http")]
    [DataRow("ACTIONS_ID_TOKEN_REQUEST_URL", "ftp://tokens.acme.example/", "no http or https URL")]
    [DataRow("ACTIONS_ID_TOKEN_REQUEST_URL", "https://joe:s3cret@tokens.acme.example/", "no http or https URL")]
    [DataRow("ACTIONS_ID_TOKEN_REQUEST_URL", "tokens", "no http or https URL")]
    [DataRow("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "s3cret\nsecond line", "holds no token")]
    public async Task Nobody_on_the_way_gets_what_a_job_asks_with(string variable, string value, string expected)
    {
        var job = Service.GitHubJob;
        job[variable] = value;

        var words = await Says(job, "BTP4105", expected);

        StringAssert.Contains(words, variable);
        Assert.DoesNotContain("s3cret", words);
        Assert.IsEmpty(Service.Asked);
    }

    [TestMethod]
    [DataRow("""{"count":0}""", "has no token")]
    [DataRow("""{"value":"two words"}""", "has no token")]
    [DataRow("no JSON", "is not JSON")]
    public async Task An_answer_without_a_token_is_told(string answer, string expected)
    {
        Service.InPlaceOfToken = _ => Results.Text(answer, "application/json");

        await Says(Service.GitHubJob, "BTP4102", expected);
    }

    [TestMethod]
    public async Task A_build_service_that_repeats_what_it_was_asked_with_does_not_get_it_into_a_log()
    {
        Service.InPlaceOfToken = request => Results.Text($"headers: {request.Headers.Authorization}", statusCode: 400);

        await Says(Service.GitHubJob, "BTP4102", "gave no identity token: headers: Bearer (secret) (status 400)");
    }

    [TestMethod]
    [DataRow(400, "BTP4100")]
    [DataRow(503, "BTP4043")]
    public async Task A_service_that_repeats_a_long_token_does_not_get_it_into_a_log_nor_a_part_of_it(int status, string code)
    {
        await using var other = await BuildService.StartAsync();
        other.InPlaceOfToken = request => Results.Text($"headers: {request.Headers.Authorization}", statusCode: status);
        var job = new Dictionary<string, string> { ["BINTRAY_ID_TOKEN"] = Service.GitLabToken(Audience + "/" + new string('x', 2000)) };

        var words = await Says(job, code, "headers: Bearer (secret)", new Uri(other.Issuer + "/"));

        Assert.DoesNotContain(Service.Given[0][..20], words);
    }

    [TestMethod]
    public async Task A_service_that_knows_no_tokens_is_told_from_one_that_refuses_them()
    {
        await using var plain = await PlainBintray.StartAsync();

        await Says(Service.GitHubJob, "BTP4101", "gives no keys for identity tokens", new Uri(plain.Url + "/"));

        CollectionAssert.AreEqual(new[] { "/api/v2/token" }, plain.Requests.Select(request => request.Path).ToArray(), "It was asked more.");
    }

    [TestMethod]
    public async Task A_build_service_that_fails_is_asked_again_by_a_push()
    {
        await TrustAsync();
        Service.InPlaceOfToken = _ => Service.Asked.Count == 1 ? Results.StatusCode(503) : null;
        using var client = Open(Service.GitHubJob);

        var receipt = await PushAsync(client, files: 1, size: 10);

        Assert.IsTrue(receipt.Complete);
        Assert.HasCount(2, Service.Asked);
    }

    private async Task ExchangeAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v2/token");
        request.Headers.Authorization = new("Bearer", token);
        request.Content = new StringContent("""{"username":"acme"}""");
        using var answer = await Server.Anonymous.SendAsync(request, TestContext.CancellationToken);
        Assert.AreEqual(200, (int)answer.StatusCode);
    }

    private async Task<string> Says(Dictionary<string, string> job, string code, string expected, Uri? url = null)
    {
        var refusal = await RefusalAsync(job, url);
        var failure = ServiceFailure.Of(refusal)!;
        var words = $"{failure.Happened} {failure.Cure}";
        Assert.AreEqual(code, failure.Code, words);
        StringAssert.Contains(words, expected);
        foreach (var secret in Service.Given.Append(Service.Permit))
        {
            Assert.DoesNotContain(secret, refusal.ToString());
            Assert.DoesNotContain(secret, Server.Log.Text);
        }

        return words;
    }
}
