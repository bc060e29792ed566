using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Premium;

/// <summary>
/// What needed a plan (protocol reference, section 15) is refused as a free account was refused it, and a caller without a role on the
/// account as a stranger was. The answers are those that the tests of bintray-python compare.
/// </summary>
[TestClass]
public sealed class PremiumTextTests
{
    private const string NotPremium = """{"message":"This action is not allowed for none-premium subject acme"}""";

    private const string Entitlements = """{"message":"This resource is only available for subjects with entitlement management."}""";

    private const string Statistics = """{"message":"This resource is only available for premium packages."}""";

    private const string Thresholds = """{"message":"Usage thresholds are only available for organizations on an Enterprise plan."}""";

    private const string UsageOfRepository = """{"message":"This resource is only available for Premium repositories"}""";

    private const string Countries =
        """{"message":"Account Plan is not suitable for repo geo restriction. Your current plan does not support geo restrictions."}""";

    private const string SignedAddresses = """{"message":"Repository '/acme/tools' must be premium"}""";

    private const string Addresses = """{"message":"Your repo commercial type does not support IP restrictions."}""";

    private const string NotInJCenter =
        """{"message":"In order to sync to Maven Central your package must be included in the JCenter repository","warn":"syncing with Maven Central is not offered by this server"}""";

    private const string OwnLink =
        """{"message":"unable to create link for package lib. can't create link between two owned repositories","warn":"linking packages is not offered by this server"}""";

    private const string Capital = """{"message":"Forbidden"}""";
    private const string NoTeam = """{"message":"Team 'crew' was not found"}""";
    private const string NoUnit = """{"message":"BusinessUnit 'unit' was not found"}""";
    private const string NoEulas = "[]";

    /// <summary>Method, path, status and answer for an admin of acme.</summary>
    private static readonly (string Method, string Path, int Status, string Answer)[] OfMembers =
    [
        ("GET", "users/acme/licenses", 400, NotPremium),
        ("POST", "users/acme/licenses", 400, NotPremium),
        ("PATCH", "orgs/acme/licenses/mine", 400, NotPremium),
        ("DELETE", "orgs/acme/licenses/mine", 400, NotPremium),
        ("GET", "users/acme/teams", 400, NotPremium),
        ("POST", "orgs/acme/teams", 400, NotPremium),
        ("GET", "users/acme/teams/crew", 404, NoTeam),
        ("PATCH", "orgs/acme/teams/crew", 404, NoTeam),
        ("DELETE", "users/acme/teams/crew", 404, NoTeam),
        ("GET", "repos/acme/tools/permissions", 400, NotPremium),
        ("GET", "repos/acme/tools/permissions/crew", 400, NotPremium),
        ("PUT", "repos/acme/tools/permissions/crew", 400, NotPremium),
        ("DELETE", "repos/acme/tools/permissions/crew", 400, NotPremium),
        ("POST", "subjects/acme/keypair", 400, NotPremium),
        ("GET", "file_eula/acme/tools/a.zip", 400, NotPremium),
        ("POST", "signed_url/acme/tools/a.zip?encrypt=false", 403, SignedAddresses),
        ("GET", "repos/acme/tools/geo_restrictions", 403, Countries),
        ("PUT", "repos/acme/tools/geo_restrictions", 403, Countries),
        ("DELETE", "repos/acme/tools/geo_restrictions", 403, Countries),
        ("PUT", "repos/acme/tools/ip_restrictions", 403, Addresses),
        ("PATCH", "repos/acme/tools/ip_restrictions", 403, Addresses),
        ("DELETE", "repos/acme/tools/ip_restrictions", 403, Addresses),
        ("POST", "usage/acme", 403, """{"message":"This resource is only available for Premium users"}"""),
        ("POST", "usage/acme/tools", 403, UsageOfRepository),
        ("POST", "usage/package_usage/acme/tools", 403, UsageOfRepository),
        ("POST", "usage/package_usage/acme/tools/lib?start_pos=50", 403, UsageOfRepository),
        ("POST", "usage/business_unit_usage/acme", 403, """{"message":"This resource is only available for Enterprise users"}"""),
        ("POST", "usage/business_unit_usage/acme/unit", 403, """{"message":"This resource is only available for Enterprise users"}"""),
        ("GET", "usage_threshold/organization/acme", 403, Thresholds),
        ("POST", "usage_threshold/repo/acme/tools", 403, Thresholds),
        ("GET", "usage_threshold/business_unit/acme/unit", 404, NoUnit),
        ("PATCH", "usage_threshold/business_unit/acme/unit", 404, NoUnit),
        ("GET", "users/acme/access_keys", 403, Entitlements),
        ("POST", "orgs/acme/access_keys", 403, Entitlements),
        ("DELETE", "orgs/acme/access_keys/key", 403, Entitlements),
        ("GET", "repos/acme/tools/entitlements", 403, Entitlements),
        ("POST", "packages/acme/tools/lib/entitlements", 403, Entitlements),
        ("PATCH", "packages/acme/tools/lib/versions/1.0/entitlements/e", 403, Entitlements),
        ("GET", "search/entitlements?access_key=k&scope=acme/tools", 403, Entitlements),
        ("GET", "search/entitlements?access_key=k", 403, Entitlements),
        ("GET", "search/entitlements?tag=t&scope=jfrog/test-repo", 403, Capital),
        ("GET", "stream/acme", 403, Capital),
        ("POST", "packages/acme/tools/lib/stats/country_downloads", 403, Statistics),
        ("POST", "packages/acme/tools/lib/versions/1.0/stats/country_downloads", 403, Statistics),
        ("GET", "products/acme/suite/eulas", 200, NoEulas),
        ("POST", "products/acme/suite/eulas", 400, NotPremium),
        ("DELETE", "products/acme/none/eulas/e", 404, """{"message":"Product 'none' was not found"}"""),
        ("GET", "products/acme/suite/signed_eulas", 400, NotPremium),
        ("GET", "products/acme/_all/signed_eulas", 400, NotPremium),
        ("POST", "products/acme/suite/entitlements", 403, Entitlements),
        ("POST", "maven_central_sync/acme/tools/lib/versions/1.0", 403, NotInJCenter),
        ("PUT", "repository/acme/tools/links/acme/other/lib", 403, OwnLink),
        ("PUT", "repository/acme/tools/links/jfrog/jars/lib", 403, """{"message":"linking packages is not offered by this server"}"""),
        ("DELETE", "repository/acme/tools/links/acme/other/lib", 404, """{"message":"Not Found"}"""),
    ];

    /// <summary>Method, path, status and answer for a user who has no role on acme, where it is not that he may not.</summary>
    private static readonly (string Method, string Path, int Status, string Answer)[] OfStrangers =
    [
        ("GET", "users/acme/teams/crew", 404, NoTeam),
        ("PATCH", "orgs/acme/teams/crew", 404, NoTeam),
        ("DELETE", "users/acme/teams/crew", 404, NoTeam),
        ("GET", "usage_threshold/business_unit/acme/unit", 404, NoUnit),
        ("PATCH", "usage_threshold/business_unit/acme/unit", 404, NoUnit),
        ("GET", "search/entitlements?access_key=k&scope=acme/tools", 403, Capital),
        ("GET", "search/entitlements?access_key=k", 403, Entitlements),
        ("GET", "search/entitlements?tag=t&scope=jfrog/test-repo", 403, Capital),
        ("GET", "stream/acme", 403, Capital),
        ("GET", "products/acme/suite/eulas", 200, NoEulas),
    ];

    [TestMethod]
    public async Task What_needed_a_plan_is_refused_in_the_words_that_clients_compare()
    {
        await using var server = await StartAsync();
        foreach (var (method, path, status, answer) in OfMembers)
        {
            await ExpectAsync(server.Http, method, path, status, answer);
        }
    }

    [TestMethod]
    public async Task Who_has_no_role_on_an_account_is_refused_before_its_plan_is_looked_at()
    {
        await using var server = await StartAsync();
        using var stranger = server.As("stranger", ("other", Role.Admin));
        foreach (var (method, path, status, answer) in OfStrangers)
        {
            await ExpectAsync(stranger, method, path, status, answer);
        }

        foreach (var (method, path) in OfMembers.Select(CallOf).Except(OfStrangers.Select(CallOf)))
        {
            await ExpectAsync(stranger, method, path, 403, """{"message":"forbidden"}""");
        }
    }

    [TestMethod]
    public async Task Nobody_is_told_anything_without_a_login()
    {
        await using var server = await StartAsync();
        foreach (var (method, path, _, _) in OfMembers)
        {
            await ExpectAsync(server.Anonymous, method, path, 401, """{"message":"This resource requires authentication"}""");
        }
    }

    [TestMethod]
    [DataRow("POST", "packages/acme/tools", "stage")]
    [DataRow("PATCH", "packages/acme/tools/lib", "publish")]
    [DataRow("POST", "packages/acme/tools/lib/versions", "stage")]
    [DataRow("PUT", "content/acme/tools/lib/1.0/a", "stage")]
    [DataRow("POST", "content/acme/tools/lib/1.0/publish", "promote")]
    [DataRow("PATCH", "products/acme/suite", "publish")]
    [DataRow("DELETE", "products/acme/suite", "publish")]
    [DataRow("POST", "products/acme/suite/readme", "publish")]
    [DataRow("DELETE", "products/acme/suite/readme", "publish")]
    [DataRow("POST", "repos/acme/new", "admin")]
    [DataRow("DELETE", "repos/acme/tools", "admin")]
    public async Task A_caller_with_too_low_a_role_reads_forbidden_and_beside_it_which_role_is_needed(
        string method, string path, string role)
    {
        await using var server = await StartAsync();
        var answer = $$"""{"message":"forbidden","warn":"this needs {{role}} rights on 'acme'"}""";
        await ExpectAsync(server.As("stranger", ("other", Role.Admin)), method, path, 403, answer);
        await ExpectAsync(server.As("reader", ("acme", Role.Read)), method, path, 403, answer);
    }

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(201, (await server.SendAsync("POST", "products/acme", """{"name":"suite"}""")).Status);
        return server;
    }

    private static (string Method, string Path) CallOf((string Method, string Path, int Status, string Answer) row) =>
        (row.Method, row.Path);

    private static async Task ExpectAsync(HttpClient http, string method, string path, int status, string answer)
    {
        var reply = await http.SendAsync(method, path, method == "GET" ? null : "{}");
        Assert.AreEqual($"{status} {answer}", $"{reply.Status} {reply.Body}", $"{method} {path}");
    }
}
