using Microsoft.AspNetCore.Http;

namespace BintrayPush.Cli.Tests;

/// <summary>What <c>bintray promote --to</c> leaves behind, and says, where it comes to no end.</summary>
[TestClass]
public sealed class RefusedPromotionTests : EveryPlaceTest
{
    private const string All = "desc label readme notes tag site package version";
    private const string Publishing = "/content/acme/releases/lib/1.0/publish";

    private static readonly string[] Readable =
    [
        "packages/acme/releases/lib?attribute_values=1", "packages/acme/releases/lib/versions/1.0?attribute_values=1",
        "packages/acme/releases/lib/attributes", "packages/acme/releases/lib/versions/1.0/attributes",
        "packages/acme/releases/lib/readme", "packages/acme/releases/lib/versions/1.0/release_notes",
    ];

    [TestMethod]
    public async Task A_promotion_whose_publish_is_refused_leaves_no_text_of_a_private_version_readable_and_brings_all_when_it_is_not()
    {
        await OpenPrivateAsync("""{"gpg_sign_files":true}""");

        var said = Promote(Url).Fails("BTP1047");

        Assert.AreEqual("", await SecretsAsync());
        StringAssert.Contains(said.Error, "Nothing of it is public: its files wait in acme/releases/lib/1.0");
        StringAssert.Contains(said.Error, "The same command goes on with it.");

        Assert.AreEqual(200, (await Server.SendAsync("PATCH", "repos/acme/releases", """{"gpg_sign_files":false}""")).Status);
        Promote(Url).Succeeds();
        Assert.AreEqual(All, await SecretsAsync());
    }

    [TestMethod]
    public async Task Who_may_only_stage_makes_no_text_of_a_private_version_readable()
    {
        await OpenPrivateAsync("{}");
        Be("stager", ServerUsers.AddStager(Server.Folder, "stager"));

        var said = Promote(Url).Fails("BTP4039");

        Assert.AreEqual("", await SecretsAsync());
        StringAssert.Contains(said.Error, "Nothing of it is public");
    }

    [TestMethod]
    public async Task Where_the_texts_are_refused_after_the_publish_it_is_said_and_the_same_command_brings_them()
    {
        await OpenPrivateAsync("{}");
        await using var line = await HeldUploads.BeforeAsync(Server.Url, "\n", [], context =>
        {
            var isText = HttpMethods.IsPatch(context.Request.Method);
            context.Response.StatusCode = isText ? 400 : 200;
            return Task.FromResult(isText);
        });

        StringAssert.Contains(Promote(line.Url).Fails("BTP1047").Error, "The files of acme/releases/lib/1.0 are public; what package");

        There("get", "acme/releases/lib/1.0", "--to", "out").Succeeds();
        StringAssert.Contains(Promote(Url).Succeeds().Output, "nothing was to be done");
        Assert.AreEqual(All, await SecretsAsync());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_publish_whose_answer_is_lost_is_looked_after_and_done_again_if_it_did_not_happen(bool hasHappened)
    {
        await OpenPrivateAsync("{}");
        var asked = 0;
        await using var line = await HeldUploads.BeforeAsync(Server.Url, "\n", [], async context =>
        {
            if (!context.Request.Path.Value!.EndsWith(Publishing, StringComparison.Ordinal) || ++asked > 1)
            {
                return false;
            }

            if (hasHappened)
            {
                using var reader = new StreamReader(context.Request.Body);
                Assert.AreEqual(200, (await Server.SendAsync("POST", Publishing[1..], await reader.ReadToEndAsync())).Status);
            }

            context.Abort();
            return true;
        });

        StringAssert.Contains(Promote(line.Url).Succeeds().Output, "2 published, 0 unchanged");

        Assert.AreEqual(hasHappened ? 1 : 2, asked);
        There("get", "acme/releases/lib/1.0", "--to", "out").Succeeds();
    }

    [TestMethod]
    public async Task Two_promotions_into_a_new_package_at_once_both_succeed()
    {
        await OpenPrivateAsync("{}");
        var isMade = false;
        await using var line = await HeldUploads.BeforeAsync(Server.Url, "\n", [], async context =>
        {
            if (HttpMethods.IsPost(context.Request.Method)
                && context.Request.Path.Value!.EndsWith("/packages/acme/releases", StringComparison.Ordinal))
            {
                // The other one is faster.
                isMade = true;
                Assert.AreEqual(201, (await Server.SendAsync("POST", "packages/acme/releases", """{"name":"lib"}""")).Status);
                Assert.AreEqual(201, (await Server.SendAsync("POST", "packages/acme/releases/lib/versions", """{"name":"1.0"}""")).Status);
            }

            return false;
        });

        Promote(line.Url).Succeeds();

        Assert.IsTrue(isMade);
        Assert.AreEqual(All, await SecretsAsync());
    }

    /// <summary>A private version that says much of itself, and an empty repository that everybody may read.</summary>
    private async Task OpenPrivateAsync(string target)
    {
        await OpenAsync(OnServer);
        Assert.AreEqual(201, (await Server.SendAsync("POST", "repos/acme/staging", """{"private":true}""")).Status);
        Assert.AreEqual(201, (await Server.SendAsync("POST", "repos/acme/releases", target)).Status);
        Write("README.md", "secret-readme");
        Write("NOTES.md", "secret-notes");
        Publish(
            "acme/staging/lib/1.0", "a.txt", "a", "--description", "secret-desc", "--label", "secret-label", "--readme", "README.md",
            "--release-notes", "NOTES.md", "--vcs-tag", "secret-tag", "--website-url", "https://secret-site.example");
        Publish("acme/staging/lib/1.0", "b.txt", "b");
        await SayAsync("lib", "secret-package");
        await SayAsync("lib/versions/1.0", "secret-version");
    }

    private async Task SayAsync(string owner, string text)
    {
        var attribute = $$"""[{"name":"said","type":"string","values":["{{text}}"]}]""";
        Assert.AreEqual(200, (await Server.SendAsync("POST", $"packages/acme/staging/{owner}/attributes", attribute)).Status);
    }

    private Said Promote(string url) => Run("promote", "acme/staging/lib/1.0", "--to", "acme/releases", "--url", url);

    /// <summary>Which texts of the private version can be read where it goes, by who may read most there.</summary>
    private async Task<string> SecretsAsync()
    {
        var read = "";
        foreach (var place in Readable)
        {
            using var answer = await Server.Http.GetAsync(new Uri(place, UriKind.Relative));
            read += await answer.Content.ReadAsStringAsync();
        }

        return string.Join(' ', All.Split(' ').Where(text => read.Contains("secret-" + text, StringComparison.Ordinal)));
    }
}
