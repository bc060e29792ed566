using NuGet.Versioning;

namespace BintrayPush.Formats.NuGet;

/// <summary>
/// What a NuGet package says of itself (its <c>.nuspec</c>), checked. Owners are none of it: who owns a package, its feed says.
/// </summary>
public sealed record NuGetPackage
{
    /// <summary>The id as the package spells it; letter case does not count.</summary>
    public required string Id { get; init; }

    /// <summary>The version; its normalised form names it.</summary>
    public required NuGetVersion Version { get; init; }

    /// <summary>The title, or <see langword="null"/>.</summary>
    public string? Title { get; init; }

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>A short description, or <see langword="null"/>.</summary>
    public string? Summary { get; init; }

    /// <summary>The authors, parted by commas.</summary>
    public string Authors { get; init; } = "";

    /// <summary>The tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What is new, or <see langword="null"/>.</summary>
    public string? ReleaseNotes { get; init; }

    /// <summary>The copyright notice, or <see langword="null"/>.</summary>
    public string? Copyright { get; init; }

    /// <summary>The language, or <see langword="null"/>.</summary>
    public string? Language { get; init; }

    /// <summary>The oldest client that understands it, or <see langword="null"/>.</summary>
    public string? MinClientVersion { get; init; }

    /// <summary>The project's page (http or https), or <see langword="null"/>.</summary>
    public string? ProjectUrl { get; init; }

    /// <summary>Where the icon is, if it is not in the package, or <see langword="null"/>.</summary>
    public string? IconUrl { get; init; }

    /// <summary>Where the licence is, if it is neither in the package nor an expression, or <see langword="null"/>.</summary>
    public string? LicenseUrl { get; init; }

    /// <summary>The licence as an SPDX expression, or <see langword="null"/>.</summary>
    public string? LicenseExpression { get; init; }

    /// <summary>Whether the licence must be accepted before it is used.</summary>
    public bool RequiresLicenseAcceptance { get; init; }

    /// <summary>Whether it is a dependency of development only.</summary>
    public bool IsDevelopmentDependency { get; init; }

    /// <summary>The address of its source code, or <see langword="null"/>.</summary>
    public string? RepositoryUrl { get; init; }

    /// <summary>What it is for a client, as <c>Dependency</c>, <c>DotnetTool</c>; empty for a dependency.</summary>
    public IReadOnlyList<string> PackageTypes { get; init; } = [];

    /// <summary>What it needs, by target framework.</summary>
    public IReadOnlyList<NuGetDependencyGroup> Dependencies { get; init; } = [];

    /// <summary>The entry that is its icon, or <see langword="null"/>.</summary>
    public string? IconEntry { get; init; }

    /// <summary>The entry that is its licence, or <see langword="null"/>.</summary>
    public string? LicenseEntry { get; init; }

    /// <summary>The entry that is its README, or <see langword="null"/>.</summary>
    public string? ReadmeEntry { get; init; }

    /// <summary>
    /// Whether only clients that know SemVer 2.0.0 understand it: its version, or the range of a dependency, has a dotted pre-release or
    /// metadata.
    /// </summary>
    public bool IsSemVer2 { get; init; }
}
