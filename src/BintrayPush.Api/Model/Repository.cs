using BintrayPush.Api.Names;

namespace BintrayPush.Api.Model;

/// <summary>A repository as the service shows it (protocol reference, section 3).</summary>
public sealed record Repository
{
    /// <summary>Its full name.</summary>
    public required RepositoryAddress Address { get; init; }

    /// <summary>What its owner set.</summary>
    public required RepositoryDetails Details { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>How many packages it holds.</summary>
    public int PackageCount { get; init; }
}
