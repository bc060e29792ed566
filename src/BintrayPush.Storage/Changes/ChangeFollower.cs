using System.Text.Json;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Changes;

/// <summary>
/// Tells an index what has changed since it was told last. Between two calls an index is a state that the repository was in, but for single
/// publishes that have not answered yet: of a release it holds all versions or none (docs/store.md, "Changes").
/// </summary>
internal sealed class ChangeFollower(Objects objects, Lookup lookup)
{
    /// <summary>How often releases may become public while one call looks, each of them between two looks.</summary>
    private const int MostLooks = 1000;

    /// <summary>Follows.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="since">What the last call answered; <see langword="null"/> to be told everything.</param>
    /// <param name="index">Who is told. What it was told counts only once the call has answered.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>To be kept with the index; <paramref name="since"/> itself if nothing has changed.</returns>
    /// <exception cref="BintrayException">503: the store cannot be read.</exception>
    public async Task<string> FollowAsync(
        Stored<RepositoryRecord> repository, string? since, IPublishedVersions index, CancellationToken cancellation)
    {
        var followed = Parse(since, repository.Value.RepositoryId);
        for (var looks = 0; ; looks++)
        {
            var log = (await ChangeLog.ReadAsync(objects, repository.Value.RepositoryId, cancellation).ConfigureAwait(false))?.Value
                ?? new ChangeRecord();
            var news = followed is null ? null : Since(log, followed.Entry);
            var (open, over) = await PartAsync(
                news is null ? [.. log.Open, .. log.Entries] : [.. followed!.Open, .. news], cancellation).ConfigureAwait(false);
            if (followed is not null && news is { Count: 0 } && over.Count == 0)
            {
                return since is not null && looks == 0 ? since : JsonSerializer.Serialize(followed, RecordJson.Default.FollowedChanges);
            }

            if (looks == MostLooks)
            {
                throw StoreRefusal.TooBusy($"repository '{repository.Value.Subject}/{repository.Value.Name}'");
            }

            if (news is null || over.Any(change => change.Versions is null))
            {
                await index.ForgetAllAsync(cancellation).ConfigureAwait(false);
                await TellAllAsync(repository, index, cancellation).ConfigureAwait(false);
            }
            else
            {
                foreach (var version in over.SelectMany(change => change.Versions!).Distinct())
                {
                    await TellAsync(repository, version, index, cancellation).ConfigureAwait(false);
                }
            }

            // Looked at again: a release may have become public between two of its heads.
            var last = log.Entries.Count == 0 ? null : log.Entries[log.Entries.Count - 1].Id;
            followed = new FollowedChanges(repository.Value.RepositoryId, last, open);
        }
    }

    /// <summary>Whether nothing has changed.</summary>
    /// <exception cref="BintrayException">503: the store cannot be read.</exception>
    public async Task<bool> IsCurrentAsync(Stored<RepositoryRecord> repository, string? since, CancellationToken cancellation)
    {
        if (Parse(since, repository.Value.RepositoryId) is not { } followed)
        {
            return false;
        }

        var log = await ChangeLog.ReadAsync(objects, repository.Value.RepositoryId, cancellation).ConfigureAwait(false);
        var (_, over) = await PartAsync(followed.Open, cancellation).ConfigureAwait(false);
        return over.Count == 0 && Since(log?.Value ?? new ChangeRecord(), followed.Entry) is { Count: 0 };
    }

    /// <summary>The repositories that others ask an index for: feeds, and all that searches show. A damaged one is none.</summary>
    public async Task<IReadOnlyList<RepositoryAddress>> ListRepositoriesAsync(CancellationToken cancellation)
    {
        var keys = await objects.Store.ListAsync(Keys.Repositories, cancellation).ConfigureAwait(false);
        var records = await objects.ReadIntactAsync(keys, RecordJson.Default.RepositoryRecord, cancellation).ConfigureAwait(false);
        return [.. records.Where(record => !record.Value.Deleted
                && (record.Value.Details.Type == RepositoryTypes.NuGet || record.Value.Details.Private != true))
            .Select(record => RepositoryAddress.Of(record.Value.Subject, record.Value.Name))];
    }

    /// <summary>What another version of this program has kept may make no sense: then everything is told.</summary>
    private static FollowedChanges? Parse(string? since, string repositoryId)
    {
        try
        {
            return since is not null
                && JsonSerializer.Deserialize(since, RecordJson.Default.FollowedChanges) is { } followed
                && followed.RepositoryId == repositoryId ? followed : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>What came after an entry; <see langword="null"/> if it is too long ago, or from another history of the store.</returns>
    private static List<ChangeEntry>? Since(ChangeRecord log, string? entry)
    {
        var at = log.Entries.Count - 1;
        while (at >= 0 && log.Entries[at].Id != entry)
        {
            at--;
        }

        return at < 0 && (entry is not null || log.Entries.Count > 0) ? null : [.. log.Entries.Skip(at + 1)];
    }

    private async Task<(IReadOnlyList<ChangeEntry> Open, IReadOnlyList<ChangeEntry> Over)> PartAsync(
        IReadOnlyList<ChangeEntry> changes, CancellationToken cancellation)
    {
        var (open, over) = (new List<ChangeEntry>(), new List<ChangeEntry>());
        foreach (var change in changes)
        {
            (await ChangeLog.IsOpenAsync(objects, change, cancellation).ConfigureAwait(false) ? open : over).Add(change);
        }

        return (open, over);
    }

    private async Task TellAllAsync(Stored<RepositoryRecord> repository, IPublishedVersions index, CancellationToken cancellation)
    {
        var keys = await objects.Store.ListAsync(Keys.Packages(repository.Value.RepositoryId), cancellation).ConfigureAwait(false);
        foreach (var package in await objects.ReadIntactAsync(keys, RecordJson.Default.PackageRecord, cancellation).ConfigureAwait(false))
        {
            if (!package.Value.Deleted)
            {
                await TellPackageAsync(repository, package.Value, index, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task TellPackageAsync(
        Stored<RepositoryRecord> repository, PackageRecord package, IPublishedVersions index, CancellationToken cancellation)
    {
        var heads = Keys.Versions(repository.Value.RepositoryId, package.PackageId);
        foreach (var head in await objects.Store.ListAsync(heads, cancellation).ConfigureAwait(false))
        {
            await TellAsync(repository, package, head, index, cancellation).ConfigureAwait(false);
        }
    }

    private async Task TellAsync(
        Stored<RepositoryRecord> repository, ChangedVersion changed, IPublishedVersions index, CancellationToken cancellation)
    {
        var repositoryId = repository.Value.RepositoryId;
        var package = await objects.PackageAsync(repositoryId, changed.Package, cancellation).ConfigureAwait(false);
        var live = package is { Value.Deleted: false } ? package.Value : null;
        if (changed.Head is not { } head)
        {
            await index.ForgetPackageAsync(changed.Package, cancellation).ConfigureAwait(false);
            if (live is not null)
            {
                await TellPackageAsync(repository, live, index, cancellation).ConfigureAwait(false);
            }
        }
        else if (live is not null && head.StartsWith(Keys.Versions(repositoryId, live.PackageId), StringComparison.Ordinal))
        {
            await TellAsync(repository, live, head, index, cancellation).ConfigureAwait(false);
        }
        else
        {
            await index.ForgetAsync(head, cancellation).ConfigureAwait(false);
        }
    }

    private async Task TellAsync(
        Stored<RepositoryRecord> repository, PackageRecord package, string key, IPublishedVersions index, CancellationToken cancellation)
    {
        var address = PackageAddress.Of(RepositoryAddress.Of(repository.Value.Subject, repository.Value.Name), package.Name);
        if (await FindAsync(repository.Value.RepositoryId, address, key, cancellation).ConfigureAwait(false) is { } version)
        {
            await index.SetAsync(version, cancellation).ConfigureAwait(false);
        }
        else
        {
            await index.ForgetAsync(key, cancellation).ConfigureAwait(false);
        }
    }

    /// <returns>The version; <see langword="null"/> if it publishes nothing, or its record is damaged: that costs only itself.</returns>
    private async Task<PublishedVersion?> FindAsync(
        string repositoryId, PackageAddress package, string key, CancellationToken cancellation)
    {
        try
        {
            if (await objects.ReadAsync(key, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false) is not { } head
                || head.Value.Deleted)
            {
                return null;
            }

            var (current, manifest) = await lookup.PublishedAsync(repositoryId, head, cancellation).ConfigureAwait(false);
            if (current.Value.Deleted || manifest.Count == 0)
            {
                return null;
            }

            var version = VersionAddress.Of(package, current.Value.Name);
            return new PublishedVersion(
                key, version, current.Value.Attributes, [.. manifest.Files.Select(file => file.Value.Shown(version, file.Key))]);
        }
        catch (BintrayException damage) when (DamagedRecord.IsCauseOf(damage))
        {
            return null;
        }
    }
}
