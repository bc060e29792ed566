namespace BintrayPush.Server.Tests.Premium;

/// <summary>What needed a plan (protocol reference, section 15) is refused as a free account was refused it.</summary>
[TestClass]
public sealed class PremiumTextTests
{
    private const string NotPremium = "This action is not allowed for none-premium subject acme";
    private const string Entitlements = "This resource is only available for subjects with entitlement management.";
    private const string Statistics = "This resource is only available for premium packages.";
    private const string Thresholds = "Usage thresholds are only available for organizations on an Enterprise plan.";

    [TestMethod]
    [DataRow("POST", "subjects/acme/keypair", 403, NotPremium)]
    [DataRow("POST", "signed_url/acme/tools/a.zip?encrypt=false", 403, NotPremium)]
    [DataRow("GET", "file_eula/acme/tools/a.zip", 403, NotPremium)]
    [DataRow("POST", "usage/acme", 403, NotPremium)]
    [DataRow("POST", "usage/package_usage/acme/tools/lib", 403, NotPremium)]
    [DataRow("POST", "usage/business_unit_usage/acme/unit", 403, NotPremium)]
    [DataRow("GET", "repos/acme/tools/permissions", 403, NotPremium)]
    [DataRow("PUT", "repos/acme/tools/permissions/team", 403, NotPremium)]
    [DataRow("GET", "repos/acme/tools/geo_restrictions", 403, NotPremium)]
    [DataRow("GET", "users/acme/teams", 403, NotPremium)]
    [DataRow("PATCH", "orgs/acme/teams/team", 403, NotPremium)]
    [DataRow("GET", "orgs/acme/licenses", 403, NotPremium)]
    [DataRow("DELETE", "users/acme/licenses/mine", 403, NotPremium)]
    [DataRow("GET", "users/acme/access_keys", 403, Entitlements)]
    [DataRow("DELETE", "orgs/acme/access_keys/key", 403, Entitlements)]
    [DataRow("GET", "search/entitlements?access_key=k", 403, Entitlements)]
    [DataRow("GET", "repos/acme/tools/entitlements", 403, Entitlements)]
    [DataRow("POST", "packages/acme/tools/lib/entitlements", 403, Entitlements)]
    [DataRow("GET", "packages/acme/tools/lib/versions/1.0/entitlements/e", 403, Entitlements)]
    [DataRow("POST", "packages/acme/tools/lib/stats/total_downloads", 403, Statistics)]
    [DataRow("POST", "packages/acme/tools/lib/versions/1.0/stats/country_downloads", 403, Statistics)]
    [DataRow("GET", "usage_threshold/organization/acme", 403, Thresholds)]
    [DataRow("GET", "usage_threshold/repo/acme/tools", 403, Thresholds)]
    [DataRow("GET", "usage_threshold/business_unit/acme/unit", 404, "BusinessUnit 'unit' was not found")]
    [DataRow("GET", "stream/acme", 403, "Forbidden")]
    public async Task What_needed_a_plan_is_refused_in_the_words_that_clients_compare(
        string method, string path, int status, string message)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var reply = await server.SendAsync(method, path, method == "GET" ? null : "{}");
        Assert.AreEqual(status, reply.Status, reply.Body);
        Assert.AreEqual($$"""{"message":"{{message}}"}""", reply.Body);
        Assert.AreEqual(401, (await server.Anonymous.SendAsync(method, path)).Status, "nobody is told anything without a login");
    }
}
