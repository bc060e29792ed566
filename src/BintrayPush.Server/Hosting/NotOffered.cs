using BintrayPush.Api.Failures;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Calls of the original service that this server does not offer: never a wrong success, always a clear no (protocol reference,
/// sections 11, 13, 15; 403 as section 17 advises). What needed a plan is refused in the words that a free account was told, because
/// clients compare them.
/// </summary>
internal static class NotOffered
{
    public static IEnumerable<CallRoute> Routes { get; } =
    [
        .. Refuse("linking packages", "repository/{path*}"),
        .. Refuse("syncing with Maven Central", "maven_central_sync/{path*}"),
        .. Refuse("download logs", "packages/{subject}/{repo}/{package}/logs/{path*}"),
        .. Refuse(NotPremium, "signed_url/{subject}/{path*}", "subjects/{subject}/keypair", "file_eula/{subject}/{path*}"),
        .. Refuse(NotPremium, "usage/package_usage/{subject}/{path*}", "usage/business_unit_usage/{subject}/{path*}"),
        .. Refuse(NotPremium, "usage/{subject}/{path*}"),
        .. Refuse(NotPremium, "repos/{subject}/{repo}/permissions/{path*}", "repos/{subject}/{repo}/geo_restrictions"),
        .. Refuse(_ => PremiumRefusal.Stream(), "stream/{path*}"),
        .. Refuse(call => PremiumRefusal.NoBusinessUnit(call["unit"]), "usage_threshold/business_unit/{subject}/{unit}"),
        .. Refuse(_ => PremiumRefusal.Thresholds(), "usage_threshold/{path*}"),
        .. Refuse(
            _ => PremiumRefusal.Entitlements(),
            "search/entitlements",
            "repos/{subject}/{repo}/entitlements/{path*}",
            "packages/{subject}/{repo}/{package}/entitlements/{path*}",
            "packages/{subject}/{repo}/{package}/versions/{version}/entitlements/{path*}"),
        .. Refuse(
            _ => PremiumRefusal.Statistics(),
            "packages/{subject}/{repo}/{package}/stats/{path*}",
            "packages/{subject}/{repo}/{package}/versions/{version}/stats/{path*}"),
        .. OfAccounts("users"),
        .. OfAccounts("orgs"),
    ];

    private static IEnumerable<CallRoute> OfAccounts(string kind) =>
    [
        .. Refuse(_ => PremiumRefusal.Entitlements(), kind + "/{subject}/access_keys/{path*}"),
        .. Refuse(NotPremium, kind + "/{subject}/teams/{path*}", kind + "/{subject}/licenses/{path*}"),
    ];

    private static BintrayException NotPremium(Call call) => PremiumRefusal.Of(call.Subject);

    private static IEnumerable<CallRoute> Refuse(string what, params string[] patterns) => Refuse(_ => Refusal.NotOffered(what), patterns);

    private static IEnumerable<CallRoute> Refuse(Func<Call, BintrayException> refusal, params string[] patterns) =>
        patterns.Select(pattern => new CallRoute("*", pattern, Needs.User, call => throw refusal(call)));
}
