namespace BintrayPush.Server;

/// <summary>
/// Calls of the original service that this server does not offer: never a wrong success, always a clear no (protocol reference,
/// sections 11, 13, 15; 403 as section 17 advises).
/// </summary>
internal static class NotOffered
{
    public static IEnumerable<Route> Routes { get; } =
    [
        .. Refuse("linking packages", "repository/{path*}"),
        .. Refuse("syncing with Maven Central", "maven_central_sync/{path*}"),
        .. Refuse("signing URLs", "signed_url/{path*}", "subjects/{subject}/keypair"),
        .. Refuse("webhooks", "webhooks/{path*}"),
        .. Refuse("products", "products/{path*}"),
        .. Refuse("EULAs", "file_eula/{path*}"),
        .. Refuse("the event stream", "stream/{path*}"),
        .. Refuse("usage reports", "usage/{path*}", "usage_threshold/{path*}"),
        .. Refuse("searching entitlements", "search/entitlements"),
        .. Refuse("entitlements", "repos/{subject}/{repo}/entitlements/{path*}", "packages/{subject}/{repo}/{package}/entitlements/{path*}"),
        .. Refuse("entitlements", "packages/{subject}/{repo}/{package}/versions/{version}/entitlements/{path*}"),
        .. Refuse("statistics", "packages/{subject}/{repo}/{package}/stats/{path*}", "packages/{subject}/{repo}/{package}/versions/{version}/stats/{path*}"),
        .. Refuse("download logs", "packages/{subject}/{repo}/{package}/logs/{path*}"),
        .. Refuse("badges", "packages/{subject}/{repo}/{package}/images/{path*}"),
        .. Refuse("team permissions", "repos/{subject}/{repo}/permissions/{path*}"),
        .. Refuse("restrictions", "repos/{subject}/{repo}/geo_restrictions"),
        .. OfAccounts("users"),
        .. OfAccounts("orgs"),
    ];

    private static IEnumerable<Route> OfAccounts(string kind) =>
    [
        .. Refuse("access keys", kind + "/{user}/access_keys/{path*}"),
        .. Refuse("teams", kind + "/{user}/teams/{path*}"),
        .. Refuse("licenses of one's own", kind + "/{user}/licenses/{path*}"),
    ];

    private static IEnumerable<Route> Refuse(string what, params string[] patterns) =>
        patterns.Select(pattern => new Route("*", pattern, Needs.User, _ => throw Refusal.NotOffered(what)));
}
