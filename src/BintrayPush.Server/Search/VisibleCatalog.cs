using BintrayPush.Server.Feed.Index;
using BintrayPush.Server.Http;
using BintrayPush.Server.Users;
using BintrayPush.Storage;

namespace BintrayPush.Server.Search;

/// <summary>
/// What searches look through: all public repositories of all subjects that are known, because a user has a role on them or because
/// they have published something. Private repositories are in no search, whoever asks (protocol reference 1.2).
/// </summary>
internal sealed class VisibleCatalog(IServerStore store, FeedIndex index, UserRecords users, bool anonymousRead)
{
    /// <summary>The public repositories, in order; of one subject, or of all.</summary>
    public async Task<IReadOnlyList<Repository>> RepositoriesAsync(Call call, string? subject, string? name)
    {
        if (call.Caller.IsAnonymous && !anonymousRead)
        {
            throw Refusal.Unauthenticated();
        }

        var found = new List<Repository>();
        foreach (var owner in subject is null ? await SubjectsAsync(call.Cancellation) : [RepositoryAddress.SubjectOf(subject)])
        {
            var repositories = await store.Service.ListRepositoriesAsync(owner, call.Cancellation);
            found.AddRange(
                repositories.Where(repository => repository.Details.Private != true && (name is null || repository.Address.Name == name)));
        }

        return found;
    }

    /// <summary>
    /// All repositories that a caller may read, private ones too, by subject and in order, without the number of their packages.
    /// </summary>
    /// <param name="mayRead">Whether the caller may read one.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<IReadOnlyList<Repository>> ReadableAsync(Func<Repository, bool> mayRead, CancellationToken cancellation)
    {
        var found = new List<Repository>();
        foreach (var owner in await SubjectsAsync(cancellation))
        {
            found.AddRange((await store.ListUncountedRepositoriesAsync(owner, cancellation)).Where(mayRead));
        }

        return found;
    }

    /// <summary>The names of all packages of a repository.</summary>
    public async Task<IReadOnlyList<string>> PackageNamesAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        [.. (await store.ListAllPackagesAsync(repository, cancellation)).Select(package => package.Name)];

    /// <summary>The packages of some repositories that fit, by what was set for them.</summary>
    public async Task<IReadOnlyList<PackageAddress>> FindPackagesAsync(
        IEnumerable<Repository> repositories, Func<string, PackageDetails, bool> fits, CancellationToken cancellation)
    {
        var found = new List<PackageAddress>();
        foreach (var repository in repositories)
        {
            var packages = await ListPackagesAsync(repository.Address, cancellation);
            found.AddRange(packages.Where(package => fits(package.Name, package.Details))
                .Select(package => PackageAddress.Of(repository.Address, package.Name)));
        }

        return found;
    }

    /// <summary>
    /// The names of those packages of a repository that can have published files like these, in order. The index says which; if there is
    /// none just now, all can.
    /// </summary>
    public async Task<IReadOnlyList<string>> PackagesWithAsync(
        Repository repository, WantedFiles wanted, CancellationToken cancellation)
    {
        try
        {
            var known = await index.AskAsync(repository.Address, feed => feed.PackagesWith(wanted), cancellation);
            return [.. known.Order(StringComparer.Ordinal)];
        }
        catch (BintrayException failed) when (failed.Status == BintrayException.Unavailable)
        {
            // An index that cannot be made costs time, and no answer.
        }
        catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
        {
            return [];
        }

        return [.. (await ListPackagesAsync(repository.Address, cancellation)).Select(package => package.Name)];
    }

    /// <summary>The packages of a repository; none if it has just gone: a search is about what is there.</summary>
    private async Task<IReadOnlyList<(string Name, PackageDetails Details)>> ListPackagesAsync(
        RepositoryAddress repository, CancellationToken cancellation)
    {
        try
        {
            return await store.ListAllPackagesAsync(repository, cancellation);
        }
        catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
        {
            return [];
        }
    }

    /// <summary>What a package publishes; nothing if it has just gone.</summary>
    public async Task<IReadOnlyList<RepositoryFile>> PublishedFilesAsync(PackageAddress package, CancellationToken cancellation)
    {
        try
        {
            return (await store.Service.ListFilesAsync(package, includeUnpublished: false, cancellation)).Published;
        }
        catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
        {
            return [];
        }
    }

    /// <summary>The subjects that are known.</summary>
    private async Task<IEnumerable<string>> SubjectsAsync(CancellationToken cancellation)
    {
        var all = await users.ListAsync(cancellation);
        var publishing = await store.ListPublicSubjectsAsync(cancellation);
        return all.Select(user => user.Name).Concat(all.SelectMany(user => user.Roles.Keys)).Concat(publishing)
            .Where(name => RepositoryAddress.FaultInSubject(name) is null)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
    }
}
