using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Catalog;

/// <summary>Versions (protocol reference, section 5).</summary>
internal sealed class Versions(Objects objects, Lookup lookup, PublicView view)
{
    public async Task<PackageVersion?> GetAsync(VersionAddress address, CancellationToken cancellation) =>
        await lookup.VersionAsync(address, cancellation).ConfigureAwait(false) is { } place
            ? await ShownAsync(place.In, place.Head, cancellation).ConfigureAwait(false)
            : null;

    public async Task<PackageVersion?> GetLatestAsync(PackageAddress package, CancellationToken cancellation)
    {
        if (await lookup.PackageAsync(package, cancellation).ConfigureAwait(false) is not { } place)
        {
            return null;
        }

        foreach (var head in await NewestFirstAsync(place, cancellation).ConfigureAwait(false))
        {
            var kept = new Stored<VersionHead>(Keys.Version(place.RepositoryId, place.PackageId, head.Name), head, "");
            try
            {
                if (await ShownAsync(place, kept, cancellation).ConfigureAwait(false) is { Published: true } version)
                {
                    return version;
                }
            }
            catch (BintrayException damage) when (DamagedRecord.IsCauseOf(damage))
            {
                // The latest of those that can be read.
            }
        }

        return null;
    }

    public async Task<PackageVersion> CreateAsync(VersionAddress address, VersionDetails details, CancellationToken cancellation)
    {
        var (place, created) = await FindOrCreateAsync(address, details, cancellation).ConfigureAwait(false);
        return created
            ? await ShownAsync(place.In, place.Head, cancellation).ConfigureAwait(false)
            : throw StoreRefusal.Exists("Version", address.Name, place.Head.Value.Name);
    }

    /// <summary>The version; an upload creates a missing one (reference 8.2), and of many at once exactly one does.</summary>
    public async Task<VersionPlace> FindOrCreateAsync(VersionAddress address, CancellationToken cancellation) =>
        (await FindOrCreateAsync(address, new VersionDetails(), cancellation).ConfigureAwait(false)).Place;

    public Task UpdateAsync(VersionAddress address, VersionDetails changes, CancellationToken cancellation) =>
        ChangeAsync(address, head => head with { Details = head.Details.ChangedBy(changes) }, cancellation);

    /// <summary>Changes a version's head, whoever else does so, too.</summary>
    public async Task<VersionHead> ChangeAsync(
        VersionAddress address, Func<VersionHead, VersionHead> change, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"version '{address}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var place = await lookup.RequireAsync(address, cancellation).ConfigureAwait(false);
            var head = change(place.Head.Value) with { Updated = objects.Now };
            await objects.Store.FlushAsync([place.In.Repository.Key, place.In.Package.Key], cancellation).ConfigureAwait(false);
            var note = await view.NoteDetailsAsync(place, cancellation).ConfigureAwait(false);
            if (await objects.TryReplaceAsync(place.Head, head, RecordJson.Default.VersionHead, cancellation)
                .ConfigureAwait(false) is { } written)
            {
                await view.FollowAsync(note, PendingViewUpdate.For(place)).ConfigureAwait(false);
                return written.Value;
            }

            await view.ForgetAsync(note, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The live versions of a package, the one created last first (reference, section 17).</summary>
    public async Task<IReadOnlyList<VersionHead>> NewestFirstAsync(PackagePlace place, CancellationToken cancellation)
    {
        var keys = await objects.Store.ListAsync(Keys.Versions(place.RepositoryId, place.PackageId), cancellation).ConfigureAwait(false);
        var heads = await objects.ReadIntactAsync(keys, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false);
        return [.. heads.Select(head => head.Value)
            .Where(head => !head.Deleted)
            .OrderByDescending(head => head.Ordinal)
            .ThenBy(head => head.Name, StringComparer.Ordinal)];
    }

    /// <summary>A Maven repository takes no snapshots (reference, sections 2 and 5).</summary>
    public static void CheckName(Stored<RepositoryRecord> repository, VersionAddress address)
    {
        if (repository.Value.Details.Type == RepositoryTypes.Maven && address.Name.EndsWith("-SNAPSHOT", StringComparison.Ordinal))
        {
            throw StoreRefusal.BadRequest($"'{address.Name}' is a snapshot; a Maven repository takes releases only");
        }
    }

    private async Task<(VersionPlace Place, bool Created)> FindOrCreateAsync(
        VersionAddress address, VersionDetails details, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"version '{address}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var place = await lookup.RequireAsync(address.Package, cancellation).ConfigureAwait(false);
            CheckName(place.Repository, address);
            var old = await objects.HeadAsync(place.RepositoryId, place.PackageId, address.Name, cancellation).ConfigureAwait(false);
            if (old is { Value.Deleted: false })
            {
                return old.Value.Name == address.Name
                    ? (new VersionPlace(place, old), Created: false)
                    : throw StoreRefusal.Exists("Version", address.Name, old.Value.Name);
            }

            // The ordinal is drawn first: whoever does not win the name after that leaves a gap and no harm.
            var counted = place.Package.Value with { Ordinals = place.Package.Value.Ordinals + 1 };
            if (await objects.TryReplaceAsync(place.Package, counted, RecordJson.Default.PackageRecord, cancellation, flush: false)
                .ConfigureAwait(false) is not { } package)
            {
                continue;
            }

            var now = objects.Now;
            var head = new VersionHead
            {
                Name = address.Name,
                VersionId = objects.NewId(),
                Ordinal = package.Value.Ordinals,
                Created = now,
                Updated = now,
                Details = details,
                PossiblyVisible = old?.Value.PossiblyVisible ?? [],
                ViewOf = old is { Value.PossiblyVisible.Count: > 0 } ? old.Value.ViewOf : place.Repository.Value.ViewId,
            };
            var key = Keys.Version(place.RepositoryId, place.PackageId, address.Name);
            await objects.Store.FlushAsync([place.Repository.Key, package.Key], cancellation).ConfigureAwait(false);
            if (await objects.TryWriteAsync(key, old, head, RecordJson.Default.VersionHead, cancellation)
                .ConfigureAwait(false) is { } created)
            {
                return (new VersionPlace(place with { Package = package }, created), Created: true);
            }
        }
    }

    private async Task<PackageVersion> ShownAsync(PackagePlace place, Stored<VersionHead> head, CancellationToken cancellation)
    {
        var (current, manifest) = await lookup.PublishedAsync(place.RepositoryId, head, cancellation, []).ConfigureAwait(false);
        var record = place.Repository.Value;
        var package = PackageAddress.Of(RepositoryAddress.Of(record.Subject, record.Name), place.Package.Value.Name);
        return new PackageVersion
        {
            Address = VersionAddress.Of(package, current.Value.Name),
            Details = current.Value.Details,
            AttributeNames = [.. current.Value.Attributes.Select(attribute => attribute.Name)],
            Created = current.Value.Created,
            Updated = current.Value.Updated,
            Published = manifest.Count > 0,
            Ordinal = current.Value.Ordinal,
        };
    }
}
