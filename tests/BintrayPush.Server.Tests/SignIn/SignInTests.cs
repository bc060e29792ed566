using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Names;
using Microsoft.AspNetCore.Http;

namespace BintrayPush.Server.Tests.SignIn;

/// <summary>A build without a key signs in by what its build service says of it.</summary>
[TestClass]
public sealed class SignInTests : SigningInBuild
{
    [TestMethod]
    public async Task A_job_of_GitHub_asks_for_a_token_for_the_server_and_writes_with_the_key_for_it()
    {
        await TrustAsync();
        using var client = Open(Service.GitHubJob);

        Assert.AreEqual("1.0", (await WriteAsync(client)).Address.Name);

        CollectionAssert.AreEqual(
            new[] { $"/github/token?api-version=2.0&audience={Uri.EscapeDataString(Audience)}" }, Service.Asked.ToArray());
    }

    [TestMethod]
    public async Task A_job_of_GitLab_writes_with_the_key_for_the_token_that_it_was_given()
    {
        await TrustAsync(claim: "project_path=acme/lib");
        using var client = Open(new() { ["GITLAB_CI"] = "true", ["BINTRAY_ID_TOKEN"] = Service.GitLabToken(Audience) + "\n" });

        Assert.AreEqual("1.0", (await WriteAsync(client)).Address.Name);
    }

    [TestMethod]
    public async Task A_step_of_Azure_names_its_service_connection_and_writes_with_the_key_for_the_token_of_that()
    {
        await TrustAsync(BuildService.AzureAudience, "sub=sc://acme/lib/bintray");
        using var client = Open(Service.AzureJob);

        Assert.AreEqual("1.0", (await WriteAsync(client)).Address.Name);

        CollectionAssert.AreEqual(
            new[] { "/azure/oidctoken?api-version=7.1&serviceConnectionId=8f2b7c1e-0000-4000-8000-1234567890ab" }, Service.Asked.ToArray());
    }

    [TestMethod]
    public async Task Whom_the_token_is_for_can_be_said()
    {
        await TrustAsync("packages of acme");
        var job = Service.GitHubJob;
        job["BINTRAY_ID_TOKEN_AUDIENCE"] = "packages of acme";
        using var client = Open(job);

        Assert.AreEqual("1.0", (await WriteAsync(client)).Address.Name);
    }

    [TestMethod]
    public async Task A_token_that_was_given_counts_before_one_that_could_be_asked_for()
    {
        await TrustAsync(claim: "project_path=acme/lib");
        var job = Service.GitHubJob;
        job["BINTRAY_ID_TOKEN"] = Service.GitLabToken(Audience);
        using var client = Open(job);

        Assert.AreEqual("1.0", (await WriteAsync(client)).Address.Name);
        Assert.IsEmpty(Service.Asked);
    }

    [TestMethod]
    public async Task What_everybody_may_read_is_read_without_signing_in_and_what_only_some_may_with_it()
    {
        await TrustAsync();
        using var client = Open(Service.GitHubJob);

        Assert.IsNotNull(await client.GetPackageAsync(Version.Package, TestContext.CancellationToken));
        Assert.IsEmpty(Service.Asked, "It was too early.");

        await Server.SendAsync("PATCH", "repos/acme/tools", """{"private":true}""");
        Assert.IsNotNull(await client.GetPackageAsync(Version.Package, TestContext.CancellationToken));
        Assert.HasCount(1, Service.Asked);
    }

    [TestMethod]
    public async Task A_private_file_is_downloaded_with_the_key()
    {
        await TrustAsync();
        await Server.SendAsync("PATCH", "repos/acme/tools", """{"private":true}""");
        await Server.SendAsync("PUT", "content/acme/tools/lib/1.0/a.txt?publish=1", "bytes");
        using var client = Open(Service.GitHubJob);

        using var file = await client.DownloadAsync(
            new FileAddress(Version.Repository, RepositoryPath.Of("a.txt")), includeUnpublished: false, TestContext.CancellationToken);

        Assert.IsNotNull(file);
        using var text = new StreamReader(file.Content);
        Assert.AreEqual("bytes", await text.ReadToEndAsync(TestContext.CancellationToken));
    }

    [TestMethod]
    public async Task Many_pushes_of_one_process_that_begin_at_once_sign_in_once()
    {
        await TrustAsync(claim: "project_path=acme/lib");
        var job = new Dictionary<string, string> { ["BINTRAY_ID_TOKEN"] = Service.GitLabToken(Audience) };

        await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            using var client = Open(job);
            await WriteAsync(client, $"1.{i}");
        }));

        // The server takes each token once.
        Assert.DoesNotContain("was refused", Server.Log.Text);
    }

    [TestMethod]
    public async Task The_next_build_in_the_same_process_does_not_get_the_key_of_this_one()
    {
        await TrustAsync(claim: "project_path=acme/lib");
        using var first = Open(new() { ["BINTRAY_ID_TOKEN"] = Service.GitLabToken(Audience) });
        await WriteAsync(first);

        using var second = Open(new() { ["BINTRAY_ID_TOKEN"] = Service.GitLabToken("somebody else") });

        await Assert.ThrowsExactlyAsync<BintrayException>(() => WriteAsync(second, "2.0"));
    }

    [TestMethod]
    public async Task A_push_of_ninety_minutes_gets_another_key_before_the_first_one_runs_out()
    {
        await TrustAsync();
        var begun = Time.GetUtcNow();
        using var client = Open(Service.GitHubJob, change: signIn => new SlowLine(signIn, () => Time.Advance(TimeSpan.FromMinutes(3))));

        var receipt = await PushAsync(client, files: 40, size: 300_000);

        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
        Assert.HasCount(40, receipt.Files);
        Assert.IsGreaterThan(TimeSpan.FromMinutes(90), Time.GetUtcNow() - begun);
        Assert.IsGreaterThan(1, Service.Asked.Count);
        Assert.AreEqual(
            (int)Math.Ceiling((Time.GetUtcNow() - begun) / TimeSpan.FromMinutes(55)), Service.Asked.Count, "It asked too often, or too late.");
        Assert.DoesNotContain("[Status, 401]", Server.Log.Text);
    }

    [TestMethod]
    public async Task A_key_that_the_server_does_not_take_any_more_is_replaced_once_and_the_push_goes_on()
    {
        await TrustAsync();
        var here = Time.GetUtcNow();
        using var client = Open(Service.GitHubJob, () => here);
        await WriteAsync(client, "0.9");
        Time.Advance(TimeSpan.FromMinutes(61));

        var receipt = await PushAsync(client, files: 3, size: 300_000);

        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
        Assert.HasCount(2, Service.Asked);
    }

    [TestMethod]
    public async Task While_no_other_key_is_to_be_had_the_old_one_is_used_to_its_end()
    {
        await TrustAsync();
        using var client = Open(Service.GitHubJob);
        await WriteAsync(client);
        Service.InPlaceOfToken = _ => Results.StatusCode(503);

        Time.Advance(TimeSpan.FromMinutes(57));
        Assert.AreEqual("1.1", (await WriteAsync(client, "1.1")).Address.Name);
        Assert.AreEqual("1.2", (await WriteAsync(client, "1.2")).Address.Name);
        Assert.HasCount(2, Service.Asked, "Once in half a minute is enough.");

        Service.InPlaceOfToken = _ => null;
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.AreEqual("1.3", (await WriteAsync(client, "1.3")).Address.Name);
        Time.Advance(TimeSpan.FromMinutes(10));
        Assert.AreEqual("1.4", (await WriteAsync(client, "1.4")).Address.Name);
        Assert.HasCount(3, Service.Asked);
    }

    /// <summary>Every call that has a key takes time.</summary>
    private sealed class SlowLine(ISignIn inner, Action pass) : ISignIn
    {
        public Credentials? Current => inner.Current;

        public async Task<Credentials> GetAsync(CancellationToken cancellation)
        {
            pass();
            return await inner.GetAsync(cancellation);
        }

        public Task<Credentials> ReplaceAsync(Credentials? refused, CancellationToken cancellation) =>
            inner.ReplaceAsync(refused, cancellation);
    }
}
