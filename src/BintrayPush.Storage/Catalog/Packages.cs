using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Catalog;

/// <summary>Packages (protocol reference, section 4). Licences and a source address are recommended here, not demanded.</summary>
internal sealed class Packages(Objects objects, Lookup lookup, Versions versions)
{
    /// <summary>The page size of the original service (reference 1.3).</summary>
    public const int PageSize = 50;

    /// <summary>All packages of a repository by name, with what was set for each.</summary>
    public async Task<IReadOnlyList<(string Name, PackageDetails Details)>> ListAllAsync(
        RepositoryAddress repository, CancellationToken cancellation)
    {
        var found = await lookup.RequireAsync(repository, cancellation).ConfigureAwait(false);
        var keys = await objects.Store.ListAsync(Keys.Packages(found.Value.RepositoryId), cancellation).ConfigureAwait(false);
        var records = await objects.ReadIntactAsync(keys, RecordJson.Default.PackageRecord, cancellation).ConfigureAwait(false);
        return [.. records.Where(record => !record.Value.Deleted)
            .Select(record => (record.Value.Name, record.Value.Details))
            .OrderBy(package => package.Name, StringComparer.Ordinal)];
    }

    public async Task<Page<string>> ListAsync(RepositoryAddress repository, string? startName, int start, CancellationToken cancellation)
    {
        var all = await ListAllAsync(repository, cancellation).ConfigureAwait(false);
        var names = all.Select(package => package.Name)
            .Where(name => startName is null || name.StartsWith(startName, StringComparison.Ordinal))
            .ToList();
        var first = Math.Max(start, 0);
        return new Page<string>([.. names.Skip(first).Take(PageSize)], first, names.Count);
    }

    /// <summary>A part of the packages, in the order of their folded names. Only what is in it is read.</summary>
    public async Task<Page<(string Name, PackageDetails Details)>> ListPartAsync(
        RepositoryAddress repository, int start, int count, CancellationToken cancellation)
    {
        var found = await lookup.RequireAsync(repository, cancellation).ConfigureAwait(false);
        var keys = await PackageKeys.ListAsync(objects, found.Value.RepositoryId, cancellation).ConfigureAwait(false);
        var part = keys.OrderBy(key => key, StringComparer.Ordinal).Skip(start).Take(count);
        var records = await objects.ReadIntactAsync(part, RecordJson.Default.PackageRecord, cancellation).ConfigureAwait(false);
        return new Page<(string, PackageDetails)>(
            [.. records.Where(record => !record.Value.Deleted).Select(record => (record.Value.Name, record.Value.Details))],
            start,
            keys.Count);
    }

    public async Task<Package?> GetAsync(PackageAddress address, CancellationToken cancellation) =>
        await lookup.PackageAsync(address, cancellation).ConfigureAwait(false) is { } place
            ? Shown(address, place.Package.Value, await versions.NewestFirstAsync(place, cancellation).ConfigureAwait(false))
            : null;

    public async Task<Package> CreateAsync(PackageAddress address, PackageDetails details, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"package '{address}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var repository = await lookup.RequireAsync(address.Repository, cancellation).ConfigureAwait(false);
            var old = await objects.PackageAsync(repository.Value.RepositoryId, address.Name, cancellation).ConfigureAwait(false);
            if (old is { Value.Deleted: false })
            {
                throw StoreRefusal.Exists("Package", address.Name, old.Value.Name);
            }

            var now = objects.Now;
            var record = new PackageRecord
            {
                Name = address.Name,
                PackageId = objects.NewId(),
                Created = now,
                Updated = now,
                Details = details,
            };
            var key = Keys.Package(repository.Value.RepositoryId, address.Name);
            await objects.Store.FlushAsync([repository.Key], cancellation).ConfigureAwait(false);
            if (await objects.TryWriteAsync(key, old, record, RecordJson.Default.PackageRecord, cancellation)
                .ConfigureAwait(false) is { } created)
            {
                return Shown(address, created.Value, []);
            }
        }
    }

    public Task UpdateAsync(PackageAddress address, PackageDetails changes, CancellationToken cancellation) =>
        ChangeAsync(address, record => record with { Details = record.Details.ChangedBy(changes) }, cancellation);

    /// <summary>Changes a package's record, whoever else does so, too.</summary>
    public async Task<PackageRecord> ChangeAsync(
        PackageAddress address, Func<PackageRecord, PackageRecord> change, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"package '{address}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var place = await lookup.RequireAsync(address, cancellation).ConfigureAwait(false);
            var record = change(place.Package.Value) with { Updated = objects.Now };
            await objects.Store.FlushAsync([place.Repository.Key], cancellation).ConfigureAwait(false);
            if (await objects.TryReplaceAsync(place.Package, record, RecordJson.Default.PackageRecord, cancellation)
                .ConfigureAwait(false) is { } written)
            {
                return written.Value;
            }
        }
    }

    private static Package Shown(PackageAddress address, PackageRecord record, IReadOnlyList<VersionHead> newestFirst) => new()
    {
        Address = address,
        Details = record.Details,
        AttributeNames = [.. record.Attributes.Select(attribute => attribute.Name)],
        Created = record.Created,
        Updated = newestFirst.Select(head => head.Updated).Append(record.Updated).Max(),
        Versions = [.. newestFirst.Select(head => head.Name)],
    };
}
