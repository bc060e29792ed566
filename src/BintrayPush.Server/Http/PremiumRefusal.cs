using BintrayPush.Api.Failures;

namespace BintrayPush.Server.Http;

/// <summary>How the original service refused a free account what needed a plan. Clients' own tests compare these sentences.</summary>
internal static class PremiumRefusal
{
    public static BintrayException Of(string subject) => Forbidden($"This action is not allowed for none-premium subject {subject}");

    public static BintrayException Entitlements() => Forbidden("This resource is only available for subjects with entitlement management.");

    public static BintrayException Statistics() => Forbidden("This resource is only available for premium packages.");

    public static BintrayException Thresholds() =>
        Forbidden("Usage thresholds are only available for organizations on an Enterprise plan.");

    public static BintrayException Stream() => Forbidden("Forbidden");

    /// <summary>There are none: 404, as for every name that is not there.</summary>
    public static BintrayException NoBusinessUnit(string name) =>
        new(BintrayException.NotFound, $"BusinessUnit '{name}' was not found");

    private static BintrayException Forbidden(string message) => new(BintrayException.Forbidden, message);
}
