using BintrayPush.Storage.Changes;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Statistics;

namespace BintrayPush.Storage.Catalog;

/// <summary>
/// Searches for packages by what was set for them (protocol reference, section 4). Their versions and downloads are read only of those that
/// are shown.
/// </summary>
internal sealed class PackageSearches(ChangeFollower changes, Lookup lookup, Packages packages, IDownloadCounts downloads)
{
    /// <summary>A page of those that fit, by repository and name.</summary>
    public async Task<Page<Package>> FindAsync(PackageSearch search, int start, CancellationToken cancellation)
    {
        if (search.Name is null && search.Description is null)
        {
            throw StoreRefusal.BadRequest("'name' or 'desc' is expected");
        }

        var all = await changes.ListRepositoriesAsync(cancellation).ConfigureAwait(false);
        var found = new List<PackageAddress>();
        foreach (var repository in all
            .Where(one => (search.Subject is null || one.Subject == search.Subject)
                && (search.Repository is null || one.Name == search.Repository))
            .OrderBy(one => one.ToString(), StringComparer.Ordinal))
        {
            found.AddRange(await FindAsync(repository, search, cancellation).ConfigureAwait(false));
        }

        var first = Math.Max(start, 0);
        var shown = new List<Package>();
        foreach (var address in found.Skip(first).Take(Packages.PageSize))
        {
            if (await ShownAsync(address, cancellation).ConfigureAwait(false) is { } package)
            {
                shown.Add(package);
            }
        }

        return new Page<Package>(shown, first, found.Count);
    }

    private async Task<Package?> ShownAsync(PackageAddress address, CancellationToken cancellation)
    {
        try
        {
            var counted = await downloads.ReadAsync(address, cancellation).ConfigureAwait(false);
            return await packages.GetAsync(address, cancellation).ConfigureAwait(false) is { } package
                ? package with { Downloads = counted.Total } : null;
        }
        catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
        {
            return null;
        }
    }

    /// <summary>None of a repository that is private, or has just gone: a search is about what is there for everybody.</summary>
    private async Task<IEnumerable<PackageAddress>> FindAsync(
        RepositoryAddress repository, PackageSearch search, CancellationToken cancellation)
    {
        if (await lookup.RepositoryAsync(repository, cancellation).ConfigureAwait(false) is not { Value.Details.Private: not true })
        {
            return [];
        }

        return (await packages.ListAllAsync(repository, cancellation).ConfigureAwait(false))
            .Where(package => (search.Name is null || NamePattern.IsIn(search.Name, package.Name))
                && (search.Description is null || NamePattern.IsIn(search.Description, package.Details.Description)))
            .Select(package => PackageAddress.Of(repository, package.Name));
    }
}
