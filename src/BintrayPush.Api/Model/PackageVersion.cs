using BintrayPush.Api.Names;

namespace BintrayPush.Api.Model;

/// <summary>A version as the service shows it (protocol reference, section 5).</summary>
public sealed record PackageVersion
{
    /// <summary>Its full name.</summary>
    public required VersionAddress Address { get; init; }

    /// <summary>What its owner set.</summary>
    public required VersionDetails Details { get; init; }

    /// <summary>The names of its attributes.</summary>
    public IReadOnlyList<string> AttributeNames { get; init; } = [];

    /// <summary>When it was created.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset Updated { get; init; }

    /// <summary>Whether at least one of its files is published.</summary>
    public bool Published { get; init; }

    /// <summary>Its place in the order of creation within the package, from 1.</summary>
    public int Ordinal { get; init; }
}
