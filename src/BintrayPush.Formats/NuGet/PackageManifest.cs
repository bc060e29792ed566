using NuGet.Versioning;

namespace BintrayPush.Formats.NuGet;

/// <summary>A manifest (<c>.nuspec</c>) as it stands in a package, before anything of it was checked.</summary>
internal sealed record PackageManifest
{
    public string? Id { get; init; }

    public NuGetVersion? Version { get; init; }

    public NuGetVersion? MinClientVersion { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? Summary { get; init; }

    public string? Authors { get; init; }

    public string? Tags { get; init; }

    public string? ReleaseNotes { get; init; }

    public string? Copyright { get; init; }

    public string? Language { get; init; }

    public string? ProjectUrl { get; init; }

    public string? IconUrl { get; init; }

    public string? LicenseUrl { get; init; }

    public string? RepositoryUrl { get; init; }

    public string? Icon { get; init; }

    public string? Readme { get; init; }

    /// <summary>The licence of a kind that is known; it stands in place of <see cref="LicenseUrl"/>.</summary>
    public ManifestLicense? License { get; init; }

    public bool RequiresLicenseAcceptance { get; init; }

    public bool IsDevelopmentDependency { get; init; }

    public IReadOnlyList<string> PackageTypes { get; init; } = [];

    public IReadOnlyList<ManifestGroup> Groups { get; init; } = [];
}

/// <summary>A licence.</summary>
/// <param name="Kind">What the text is.</param>
/// <param name="Text">The name of an entry, or an expression.</param>
internal sealed record ManifestLicense(ManifestLicenseKind Kind, string? Text);

/// <summary>What the text of a licence is. The numbers are those of NuGet, whose reader takes them in place of the names.</summary>
internal enum ManifestLicenseKind
{
    /// <summary>The name of an entry.</summary>
    File = 0,

    /// <summary>An SPDX expression.</summary>
    Expression = 1,
}

/// <summary>What a package needs on one target framework.</summary>
/// <param name="Framework">The framework's short name; <see langword="null"/> for any.</param>
/// <param name="Dependencies">What it needs.</param>
internal sealed record ManifestGroup(string? Framework, IReadOnlyList<ManifestDependency> Dependencies);

/// <summary>A package that another needs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Range">The versions that will do.</param>
internal sealed record ManifestDependency(string? Id, VersionRange Range);
