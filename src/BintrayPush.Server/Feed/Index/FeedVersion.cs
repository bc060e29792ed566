using BintrayPush.Feed.Model;
using NuGet.Versioning;

namespace BintrayPush.Server.Feed.Index;

/// <summary>A version of an id, as far as it is known without looking at what its package says.</summary>
/// <param name="Row">The row of its file.</param>
/// <param name="Number">The version.</param>
/// <param name="Listed">Whether searches find it.</param>
/// <param name="IsSemVer2">Whether only clients that know SemVer 2.0.0 understand it.</param>
/// <param name="Package">The name of the package that has published it.</param>
/// <param name="Path">Where its nupkg is.</param>
internal sealed record FeedVersion(long Row, NuGetVersion Number, bool Listed, bool IsSemVer2, string Package, string Path)
{
    /// <summary>The version as addresses have it.</summary>
    public string Lower => Number.ToNormalizedString().ToLowerInvariant();

    /// <inheritdoc cref="FeedPackage.IsShownTo(bool, bool)"/>
    public bool IsShownTo(bool prerelease, bool semVer2) =>
        FeedPackage.IsShownTo(prerelease, semVer2, Listed, Number.IsPrerelease, IsSemVer2);
}

/// <summary>A version that searches find, as the row of its id has it.</summary>
/// <param name="Full">The version, with its metadata.</param>
/// <param name="IsPrerelease">Whether it is a pre-release.</param>
/// <param name="IsSemVer2">Whether only clients that know SemVer 2.0.0 understand it.</param>
/// <param name="Package">The name of the package that has published it.</param>
/// <param name="Path">Where its nupkg is.</param>
internal sealed record ListedVersion(string Full, bool IsPrerelease, bool IsSemVer2, string Package, string Path)
{
    public FoundVersion ToFound(long downloads) => new(Full, Full.Split('+')[0].ToLowerInvariant(), downloads);
}

/// <summary>An id that a search has found, before anybody has looked how often it was downloaded.</summary>
/// <param name="Latest">The latest of the versions that were asked for.</param>
/// <param name="Shown">All of these, the lowest first.</param>
/// <param name="Listed">All versions that any search finds.</param>
internal sealed record IndexedPackage(
    FeedPackage Latest, IReadOnlyList<ListedVersion> Shown, IReadOnlyList<ListedVersion> Listed)
{
    /// <summary>As the answer has it.</summary>
    /// <param name="downloads">How often the nupkg of a version was downloaded.</param>
    public FoundPackage ToFound(Func<ListedVersion, long> downloads) => new(
        Latest, [.. Shown.Select(version => version.ToFound(downloads(version)))], Listed.Sum(downloads));
}
