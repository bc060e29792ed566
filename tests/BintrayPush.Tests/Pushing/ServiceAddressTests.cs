using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Names;
using BintrayPush.Messages;
using BintrayPush.Places;

namespace BintrayPush.Tests.Pushing;

/// <summary>
/// The way to a service: a URL that leads into it, and credentials that cannot be right, are refused before the first call.
/// </summary>
[TestClass]
public sealed class ServiceAddressTests
{
    [TestMethod]
    [DataRow("https://a.example/content", "https://a.example/")]
    [DataRow("https://a.example/api/v1/content/acme/bin", "https://a.example/api/v1")]
    [DataRow("https://a.example/dl", "https://a.example/")]
    [DataRow("https://a.example/dl/acme/bin", "https://a.example/")]
    [DataRow("https://a.example/acme/bin", "https://a.example/")]
    [DataRow("https://a.example/team/acme/bin/", "https://a.example/team")]
    [DataRow("https://a.example/packages/acme/bin", "https://a.example/")]
    [DataRow("https://a.example/nuget/acme/bin/v3/index.json", "https://a.example/")]
    public void A_url_that_leads_into_the_service_names_the_one_that_is_probably_meant(string url, string meant)
    {
        var problems = Read(url, "acme/bin", []).Problems;

        Assert.AreEqual("BTP1092", problems.Single().Code);
        StringAssert.EndsWith(problems[0].Text, $"which is probably {meant}.");
    }

    [TestMethod]
    [DataRow("https://a.example")]
    [DataRow("https://a.example/api/v1/")]
    [DataRow("https://a.example/packages")]
    [DataRow("https://a.example/other/bin")]
    public void A_base_url_is_none_of_them(string url) => Assert.IsEmpty(Read(url, "acme/bin", []).Problems);

    [TestMethod]
    public void White_space_around_a_key_is_left_out_and_said()
    {
        var (credentials, problems) = Read(
            "https://a.example", "acme/bin", new() { ["BINTRAY_API_KEY"] = "key\r\n", ["BINTRAY_USER"] = " joe " });

        Assert.IsEmpty(problems);
        Assert.AreEqual(("joe", "key"), (credentials!.User, credentials.Key.Reveal()));
        Assert.AreEqual("from BINTRAY_API_KEY (without the white space around it)", credentials.Source);
    }

    [TestMethod]
    public void A_user_that_was_taken_from_the_repository_is_said_to_be()
    {
        var (credentials, problems) = Read("https://a.example", "acme/bin", new() { ["BINTRAY_API_KEY"] = "key" });

        Assert.IsEmpty(problems);
        Assert.AreEqual("acme", credentials!.User);
        var source = new Problem("BTP4007", Severity.Error, credentials.Source!);
        Assert.AreEqual("from BINTRAY_API_KEY (BINTRAY_USER is not set: the user is the subject of BintrayRepo)", source.Text);
        Assert.AreEqual(
            "from BINTRAY_API_KEY (BINTRAY_USER is not set: the user is the subject of --repo)", source.OnCommandLine().Text);
    }

    [TestMethod]
    [DataRow("joe:8f3a", "8f3a", "BTP1090")]
    [DataRow("joe", "8f\n3a", "BTP1091")]
    public void A_user_with_a_colon_and_a_key_of_two_lines_are_refused_and_not_repeated(string user, string key, string code)
    {
        var (credentials, problems) = Read("https://a.example", "acme/bin", new() { ["BINTRAY_API_KEY"] = key, ["BINTRAY_USER"] = user });

        Assert.IsNull(credentials);
        Assert.AreEqual(code, problems.Single().Code);
        Assert.DoesNotContain(key, problems[0].Text);
    }

    private static (Credentials? Credentials, IReadOnlyList<Problem> Problems) Read(
        string url, string repo, Dictionary<string, string> environment)
    {
        Assert.IsTrue(ServiceUrl.TryParse(url, out var service, out _));
        var reader = new PlaceReader();
        environment["BINTRAY_HOME"] = Path.Combine(Path.GetTempPath(), "no-such-home");
        var credentials = ServiceDestination.FindCredentials(
            service, repo, name => environment.TryGetValue(name, out var value) ? value : null, reader);
        return (credentials, reader.Problems);
    }
}
