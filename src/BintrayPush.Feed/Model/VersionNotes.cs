using NuGet.Versioning;

namespace BintrayPush.Feed.Model;

/// <summary>
/// What a publisher says of a version beside its package, as attributes of the version: so every client of Bintray's protocol can say it.
/// </summary>
public static class VersionNotes
{
    /// <summary>A boolean; <c>false</c> hides the version from searches.</summary>
    public const string Listed = "nuget.listed";

    /// <summary>Texts: the reasons of a deprecation.</summary>
    public const string Deprecated = "nuget.deprecated";

    /// <summary>A text: what users of a deprecated version are told.</summary>
    public const string DeprecationMessage = "nuget.deprecation.message";

    /// <summary>A text: <c>id</c> or <c>id/range</c> of the package to be used in place of a deprecated version.</summary>
    public const string DeprecationAlternative = "nuget.deprecation.alternative";

    /// <summary>The names of all of them.</summary>
    public static IReadOnlyCollection<string> All { get; } = [Listed, Deprecated, DeprecationMessage, DeprecationAlternative];

    /// <summary>Whether searches find the version.</summary>
    public static bool IsListed(IReadOnlyList<AttributeValues> attributes) => First(attributes, Listed) != "false";

    /// <summary>The deprecation, if the version is deprecated.</summary>
    public static Deprecation? DeprecationOf(IReadOnlyList<AttributeValues> attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        if (attributes.FirstOrDefault(attribute => attribute.Name == Deprecated) is not { Values.Count: > 0 } deprecated)
        {
            return null;
        }

        // Clients know three reasons, and fail at others.
        var known = Deprecation.AllReasons.Where(reason => deprecated.Values.Contains(reason, StringComparer.OrdinalIgnoreCase)).ToArray();
        var alternative = First(attributes, DeprecationAlternative)?.Split('/', 2);
        return new Deprecation(
            known.Length > 0 ? known : ["Other"],
            First(attributes, DeprecationMessage),
            alternative?[0],
            alternative is [_, var range] && VersionRange.TryParse(range, out var parsed)
                ? parsed.ToNormalizedString()
                : null);
    }

    private static string? First(IReadOnlyList<AttributeValues> attributes, string name) =>
        attributes.FirstOrDefault(attribute => attribute.Name == name) is { Values.Count: > 0 } found ? found.Values[0] : null;
}
