using BintrayPush.Feed.Model;
using BintrayPush.Feed.Queries;

namespace BintrayPush.Server.Staging;

/// <summary>Searches among staged packages. They are few: each is looked at.</summary>
internal static class StagedSearch
{
    /// <summary>Finds packages.</summary>
    /// <param name="packages">All of them.</param>
    /// <param name="owner">Whose they are.</param>
    /// <param name="request">What is searched for.</param>
    /// <returns>How many there are, and those of the page that was asked for.</returns>
    public static (long Total, IReadOnlyList<FoundPackage> Page) Find(
        IReadOnlyList<FeedPackage> packages, string owner, SearchRequest request)
    {
        var found = packages.Where(package => package.IsShownTo(request.Prerelease, request.SemVer2))
            .GroupBy(package => package.LowerId)
            .Select(versions => versions.OrderBy(version => version.Package.Version).ToList())
            .Where(versions => IsWanted(versions, owner, request))
            .OrderBy(versions => versions[0].LowerId, StringComparer.Ordinal)
            .ToList();
        return (found.Count, [.. found.Skip(request.Skip).Take(request.Take).Select(Shown)]);
    }

    private static FoundPackage Shown(List<FeedPackage> versions) => new(
        versions[^1],
        [.. versions.Select(version => new FoundVersion(version.Package.Version.ToFullString(), version.LowerVersion, Downloads: 0))],
        Downloads: 0);

    private static bool IsWanted(List<FeedPackage> versions, string owner, SearchRequest request)
    {
        var types = versions[^1].Package.PackageTypes.DefaultIfEmpty("Dependency");
        return (request.PackageType is not { } type || types.Contains(type, StringComparer.OrdinalIgnoreCase))
            && request.Terms.All(term => Fits(versions, owner, term));
    }

    private static bool Fits(List<FeedPackage> versions, string owner, SearchTerm term)
    {
        var package = versions[^1].Package;
        return term.Field switch
        {
            SearchField.PackageId => Is(package.Id),
            SearchField.Owner => Is(owner),
            SearchField.Version => versions.Any(version => Is(version.LowerVersion)),
            SearchField.Id => Has(package.Id),
            SearchField.Title => Has(package.Title),
            SearchField.Description => Has(package.Description) || Has(package.Summary),
            SearchField.Tags => package.Tags.Any(Has),
            SearchField.Authors => Has(package.Authors),
            _ => new[] { package.Id, package.Title, package.Description, package.Summary, package.Authors }.Any(Has)
                || package.Tags.Any(Has),
        };

        bool Is(string text) => text.Equals(term.Text, StringComparison.OrdinalIgnoreCase);

        bool Has(string? text) => text?.Contains(term.Text, StringComparison.OrdinalIgnoreCase) == true;
    }
}
