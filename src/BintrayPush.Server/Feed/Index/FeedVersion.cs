using BintrayPush.Feed.Model;
using NuGet.Versioning;

namespace BintrayPush.Server.Feed.Index;

/// <summary>A version of an id, as far as it is known without looking at what its package says.</summary>
/// <param name="Row">The row of its file.</param>
/// <param name="Number">The version.</param>
/// <param name="Listed">Whether searches find it.</param>
/// <param name="IsSemVer2">Whether only clients that know SemVer 2.0.0 understand it.</param>
/// <param name="Package">The name of the package that has published it.</param>
internal sealed record FeedVersion(long Row, NuGetVersion Number, bool Listed, bool IsSemVer2, string Package)
{
    /// <summary>The version as addresses have it.</summary>
    public string Lower => Number.ToNormalizedString().ToLowerInvariant();

    /// <inheritdoc cref="FeedPackage.IsShownTo(bool, bool)"/>
    public bool IsShownTo(bool prerelease, bool semVer2) =>
        FeedPackage.IsShownTo(prerelease, semVer2, Listed, Number.IsPrerelease, IsSemVer2);
}

/// <summary>A version that searches find, as the row of its id has it.</summary>
internal sealed record ListedVersion(string Full, bool IsPrerelease, bool IsSemVer2)
{
    public FoundVersion ToFound() => new(Full, Full.Split('+')[0].ToLowerInvariant(), Downloads: 0);
}
