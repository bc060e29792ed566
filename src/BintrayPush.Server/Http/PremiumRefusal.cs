namespace BintrayPush.Server.Http;

/// <summary>
/// How the original service refused a free account what needed a plan. Clients' own tests compare these sentences and their statuses
/// (protocol reference, section 15). A caller without any role on the subject gets "forbidden" (<see cref="Needs.Member"/>) before
/// it comes to these.
/// </summary>
internal static class PremiumRefusal
{
    /// <summary>The one sentence that came with 400.</summary>
    public static BintrayException Of(string subject) =>
        Refusal.BadRequest($"This action is not allowed for none-premium subject {subject}");

    public static BintrayException Entitlements() => Forbidden("This resource is only available for subjects with entitlement management.");

    /// <summary>With a capital letter, unlike other refusals.</summary>
    public static BintrayException EntitlementsOfOthers() => Forbidden("Forbidden");

    public static BintrayException SignedAddresses(string subject, string repository) =>
        Forbidden($"Repository '/{subject}/{repository}' must be premium");

    public static BintrayException Countries() => Forbidden(
        "Account Plan is not suitable for repo geo restriction. Your current plan does not support geo restrictions.");

    public static BintrayException Statistics() => Forbidden("This resource is only available for premium packages.");

    public static BintrayException UsageOfSubject() => Forbidden("This resource is only available for Premium users");

    public static BintrayException UsageOfRepository() => Forbidden("This resource is only available for Premium repositories");

    public static BintrayException UsageOfBusinessUnit() => Forbidden("This resource is only available for Enterprise users");

    public static BintrayException Thresholds() =>
        Forbidden("Usage thresholds are only available for organizations on an Enterprise plan.");

    public static BintrayException Stream() => Forbidden("Forbidden");

    private static BintrayException Forbidden(string message) => new(BintrayException.Forbidden, message);
}
