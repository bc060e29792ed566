using BintrayPush.Server.Http;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Calls of the original service that this server does not offer: never a wrong success, always a clear no (protocol reference,
/// sections 11, 13, 15, 17). What needed a plan is refused in the words that a free account was told, because clients compare them.
/// As there, a caller without a role on the subject is refused first, and learns nothing of its plan; but a name that nothing has is
/// not found by anybody.
/// </summary>
internal static class NotOffered
{
    private const string OfVersion = "packages/{subject}/{repo}/{package}/versions/{version}/";
    private const string OfPackage = "packages/{subject}/{repo}/{package}/";
    private const string OfRepository = "repos/{subject}/{repo}/";

    public static IEnumerable<CallRoute> Routes { get; } =
    [
        new("PUT", "repository/{subject}/{repo}/links/{from}/{path*}", Needs.Member, RefuseLink),
        // There is no link that could be taken away.
        new("DELETE", "repository/{subject}/{repo}/links/{path*}", Needs.Member, _ => throw NotFound("Not Found")),
        .. Refuse(_ => Refusal.NotOffered("linking packages"), "repository/{subject}/{path*}"),
        .. Refuse(_ => NotInJCenter(), "maven_central_sync/{subject}/{path*}"),
        .. Refuse(_ => Refusal.NotOffered("download logs"), OfPackage + "logs/{path*}"),
        .. Refuse(call => PremiumRefusal.SignedAddresses(call.Subject, call["repo"]), "signed_url/{subject}/{repo}/{path*}"),
        .. Refuse(NotPremium, "subjects/{subject}/keypair", "file_eula/{subject}/{path*}", OfRepository + "permissions/{path*}"),
        .. Refuse(_ => PremiumRefusal.Countries(), OfRepository + "geo_restrictions"),
        .. Refuse(_ => PremiumRefusal.UsageOfRepository(), "usage/package_usage/{subject}/{path*}"),
        .. Refuse(_ => PremiumRefusal.UsageOfBusinessUnit(), "usage/business_unit_usage/{subject}/{path*}"),
        .. Refuse(_ => PremiumRefusal.UsageOfSubject(), "usage/{subject}"),
        .. Refuse(_ => PremiumRefusal.UsageOfRepository(), "usage/{subject}/{repo}/{path*}"),
        new("*", "usage_threshold/business_unit/{subject}/{unit}", Needs.User, call => throw NotFound("BusinessUnit", call["unit"])),
        .. Refuse(_ => PremiumRefusal.Thresholds(), "usage_threshold/{kind}/{subject}/{path*}"),
        .. Refuse(_ => PremiumRefusal.Statistics(), OfPackage + "stats/{path*}", OfVersion + "stats/{path*}"),
        .. Refuse(
            _ => PremiumRefusal.Entitlements(),
            OfRepository + "entitlements/{path*}",
            OfPackage + "entitlements/{path*}",
            OfVersion + "entitlements/{path*}"),
        new("*", "search/entitlements", Needs.User, SearchEntitlements),
        new("*", "stream/{path*}", Needs.User, _ => throw PremiumRefusal.Stream()),
        .. OfAccounts("users"),
        .. OfAccounts("orgs"),
    ];

    private static IEnumerable<CallRoute> OfAccounts(string kind) =>
    [
        .. Refuse(_ => PremiumRefusal.Entitlements(), kind + "/{subject}/access_keys/{path*}"),
        .. Refuse(NotPremium, kind + "/{subject}/teams", kind + "/{subject}/licenses/{path*}"),
        new("*", kind + "/{subject}/teams/{team}", Needs.User, call => throw NotFound("Team", call["team"])),
    ];

    private static Task RefuseLink(Call call)
    {
        var refusal = Refusal.NotOffered("linking packages");
        throw call["from"] != call.Subject
            ? refusal
            : new BintrayException(
                BintrayException.Forbidden,
                $"unable to create link for package {call.Rest.LastOrDefault()}. can't create link between two owned repositories")
            {
                Hint = refusal.Message,
            };
    }

    /// <summary>The scope begins with the subject.</summary>
    private static Task SearchEntitlements(Call call) =>
        throw (call.Query["scope"] is { } scope && call.Caller.RoleOn(scope.Split('/')[0]) == Role.None
            ? PremiumRefusal.EntitlementsOfOthers()
            : PremiumRefusal.Entitlements());

    private static BintrayException NotInJCenter() => new(
        BintrayException.Forbidden, "In order to sync to Maven Central your package must be included in the JCenter repository")
    {
        Hint = "syncing with Maven Central is not offered by this server",
    };

    private static BintrayException NotPremium(Call call) => PremiumRefusal.Of(call.Subject);

    private static BintrayException NotFound(string kind, string name) => NotFound($"{kind} '{name}' was not found");

    private static BintrayException NotFound(string message) => new(BintrayException.NotFound, message);

    private static IEnumerable<CallRoute> Refuse(Func<Call, BintrayException> refusal, params string[] patterns) =>
        patterns.Select(pattern => new CallRoute("*", pattern, Needs.Member, call => throw refusal(call)));
}
