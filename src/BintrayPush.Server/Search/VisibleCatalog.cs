using BintrayPush.Server.Http;
using BintrayPush.Server.Users;
using BintrayPush.Storage;

namespace BintrayPush.Server.Search;

/// <summary>
/// What searches look through: all public repositories of all subjects that are known, because a user has a role on them or because
/// they have published something. Private repositories are in no search, whoever asks (protocol reference 1.2).
/// </summary>
internal sealed class VisibleCatalog(IServerStore store, UserRecords users, bool anonymousRead)
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

    /// <summary>The names of all packages of a repository.</summary>
    public async Task<IReadOnlyList<string>> PackageNamesAsync(RepositoryAddress repository, CancellationToken cancellation)
    {
        var names = new List<string>();
        while (true)
        {
            var page = await store.Service.ListPackagesAsync(repository, null, names.Count, cancellation);
            names.AddRange(page.Items);
            if (page.Items.Count == 0 || names.Count >= page.Total)
            {
                return names;
            }
        }
    }

    /// <summary>All packages of some repositories whose names fit.</summary>
    public async IAsyncEnumerable<Package> PackagesAsync(
        IEnumerable<Repository> repositories, Func<string, bool>? fits, [
            System.Runtime.CompilerServices.EnumeratorCancellation
        ] CancellationToken cancellation)
    {
        foreach (var repository in repositories)
        {
            foreach (var name in await PackageNamesAsync(repository.Address, cancellation))
            {
                if ((fits is null || fits(name))
                    && await store.Service.GetPackageAsync(PackageAddress.Of(repository.Address, name), cancellation) is { } package)
                {
                    yield return package;
                }
            }
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
