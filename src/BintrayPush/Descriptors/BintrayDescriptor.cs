using BintrayPush.Selection;

namespace BintrayPush.Descriptors;

/// <summary>
/// What a descriptor says: where to, what package and version say of themselves, for which files, and what happens at the end.
/// </summary>
public sealed record BintrayDescriptor
{
    /// <summary>Subject, repository, package and version.</summary>
    public required VersionAddress Target { get; init; }

    /// <summary>How a missing repository is made; <see langword="null"/> if it must be there.</summary>
    public RepositoryClause? Repository { get; init; }

    /// <summary>The package's metadata.</summary>
    public PackageDetails Package { get; init; } = new();

    /// <summary>The version's metadata.</summary>
    public VersionDetails Version { get; init; } = new();

    /// <summary>Attributes for the package.</summary>
    public IReadOnlyList<AttributeValues> PackageAttributes { get; init; } = [];

    /// <summary>Attributes for the version.</summary>
    public IReadOnlyList<AttributeValues> VersionAttributes { get; init; } = [];

    /// <summary>Whether the version is signed; <see langword="null"/> is no (semantics reference, section 6).</summary>
    public bool? GpgSign { get; init; }

    /// <summary>Which files it is for.</summary>
    public SelectionRules Selection { get; init; } = SelectionRules.None;

    /// <summary>Whether the files become public at the end; <see langword="null"/> is no (semantics reference 6.5).</summary>
    public bool? Publish { get; init; }
}
