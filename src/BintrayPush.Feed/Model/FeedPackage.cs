using BintrayPush.Formats.NuGet;

namespace BintrayPush.Feed.Model;

/// <summary>A version of a package, as a feed shows it.</summary>
/// <param name="Package">What the package says of itself.</param>
public sealed record FeedPackage(NuGetPackage Package)
{
    /// <summary>Where the nupkg is in its repository.</summary>
    public required string Path { get; init; }

    /// <summary>The length of the nupkg in bytes.</summary>
    public long Size { get; init; }

    /// <summary>When it arrived.</summary>
    public DateTimeOffset Published { get; init; }

    /// <summary>Whether searches find it; who names it gets it all the same.</summary>
    public bool Listed { get; init; } = true;

    /// <summary>Why it is not to be used any more; <see langword="null"/> if it is.</summary>
    public Deprecation? Deprecation { get; init; }

    /// <summary>What is known to be wrong with it.</summary>
    public IReadOnlyList<Vulnerability> Vulnerabilities { get; init; } = [];

    /// <summary>How often it was downloaded.</summary>
    public long Downloads { get; init; }

    /// <summary>Whether a search shows it to a client that wants pre-releases or not, and knows SemVer 2.0.0 or does not.</summary>
    public bool IsShownTo(bool prerelease, bool semVer2) =>
        IsShownTo(prerelease, semVer2, Listed, Package.Version.IsPrerelease, Package.IsSemVer2);

    /// <summary>The same, of a version of which only that much is known.</summary>
    public static bool IsShownTo(bool prerelease, bool semVer2, bool listed, bool isPrerelease, bool isSemVer2) =>
        listed && (prerelease || !isPrerelease) && (semVer2 || !isSemVer2);

    /// <summary>The id as addresses have it.</summary>
    public string LowerId => Package.Id.ToLowerInvariant();

    /// <summary>The version as addresses have it.</summary>
    public string LowerVersion => Package.Version.ToNormalizedString().ToLowerInvariant();
}
