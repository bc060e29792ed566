using BintrayPush.Api.Names;

namespace BintrayPush.Api.Model;

/// <summary>A package as the service shows it (protocol reference, section 4).</summary>
public sealed record Package
{
    /// <summary>Its full name.</summary>
    public required PackageAddress Address { get; init; }

    /// <summary>What its owner set.</summary>
    public required PackageDetails Details { get; init; }

    /// <summary>The names of its attributes.</summary>
    public IReadOnlyList<string> AttributeNames { get; init; } = [];

    /// <summary>When it was created.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>When it or one of its versions last changed.</summary>
    public DateTimeOffset Updated { get; init; }

    /// <summary>The names of its versions, newest first (protocol reference, section 17).</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    /// <summary>How often its files were downloaded; <see langword="null"/> where that is not known, or not said.</summary>
    public long? Downloads { get; init; }
}
