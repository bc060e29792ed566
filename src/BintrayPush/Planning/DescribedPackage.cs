using BintrayPush.Versions;

namespace BintrayPush.Planning;

/// <summary>
/// What one package of a push, and its version, are to say of themselves; <see langword="null"/> for what is said of all.
/// </summary>
/// <param name="Details">The metadata of the package.</param>
public sealed record DescribedPackage(PackageDetails Details)
{
    /// <summary>The metadata of the version.</summary>
    public VersionDetails? Version { get; init; }

    /// <summary>Attributes of the package.</summary>
    public IReadOnlyList<AttributeValues>? PackageAttributes { get; init; }

    /// <summary>Attributes of the version.</summary>
    public IReadOnlyList<AttributeValues>? VersionAttributes { get; init; }

    /// <summary>The version's release notes.</summary>
    public ReleaseNotes? ReleaseNotes { get; init; }

    /// <summary>The package's readme in Markdown.</summary>
    public string? Readme { get; init; }
}
