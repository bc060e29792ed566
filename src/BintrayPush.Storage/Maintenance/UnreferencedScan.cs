using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Maintenance;

/// <summary>What one look found.</summary>
/// <param name="Keys">The objects that nothing refers to.</param>
/// <param name="LiveRepositories">The ids of the repositories that are not deleted.</param>
internal sealed record Unreferenced(HashSet<string> Keys, HashSet<string> LiveRepositories);

/// <summary>
/// One look over a store for what nothing refers to. It writes nothing. Where a record is damaged, or is missing although something hangs
/// on it, it fails: what such a record refers to would look like garbage.
/// </summary>
internal sealed class UnreferencedScan(Objects objects)
{
    private readonly ReleaseRecords _releases = new(objects);
    private readonly StagedReleaseRecords _staged = new(objects);

    /// <summary>
    /// What is there and not referred to. What is there is listed first, so nothing younger than the look is in danger; path records
    /// are read before heads, because a publish takes references from those to these.
    /// </summary>
    public async Task<Unreferenced> LookAsync(CancellationToken cancellation)
    {
        var there = new HashSet<string>(await objects.Store.ListAsync(Keys.Contents, cancellation).ConfigureAwait(false));
        there.UnionWith(await objects.Store.ListAsync(Keys.PendingViewUpdate, cancellation).ConfigureAwait(false));
        await AddLegsAsync(there, cancellation).ConfigureAwait(false);
        var inRepositories = (await objects.Store.ListAsync(Keys.RepositoryContents, cancellation).ConfigureAwait(false))
            .ToLookup(key => key.Split('/')[1]);
        var repositories = await objects.ReadAllAsync(
            await objects.Store.ListAsync(Keys.Repositories, cancellation)
                .ConfigureAwait(false), RecordJson.Default.RepositoryRecord, cancellation)
            .ConfigureAwait(false);
        // After the records: a writer that replaces one notes in dead/ first which id has none from then on.
        var dead = await objects.Store.ListAsync(Keys.DeadRepositories, cancellation).ConfigureAwait(false);
        var known = new HashSet<string>(
            repositories.Select(repository => repository.Value.RepositoryId).Concat(dead.Select(Keys.LastPart)));
        var live = new HashSet<string>(
            repositories.Where(repository => !repository.Value.Deleted).Select(repository => repository.Value.RepositoryId));
        foreach (var repository in inRepositories)
        {
            if (!known.Contains(repository.Key))
            {
                throw StoreRefusal.LostRecord($"{Keys.RepositoryContents}{repository.Key}/", "repository", Keys.Dead(repository.Key));
            }

            there.UnionWith(repository);
            if (live.Contains(repository.Key))
            {
                await SpareAsync(repository.Key, [.. repository], there, cancellation).ConfigureAwait(false);
            }
        }

        return new Unreferenced(there, live);
    }

    /// <summary>Adds the lists of files that no release names. A release that nobody seals is kept however old it is.</summary>
    private async Task AddLegsAsync(HashSet<string> there, CancellationToken cancellation)
    {
        var legs = await objects.Store.ListAsync(Keys.Legs, cancellation).ConfigureAwait(false);
        there.UnionWith(legs.Except(await _staged.ListsInUseAsync(cancellation).ConfigureAwait(false)));
    }

    /// <summary>Takes out of <paramref name="there"/> what a live repository refers to.</summary>
    private async Task SpareAsync(string repositoryId, IReadOnlyList<string> keys, HashSet<string> there, CancellationToken cancellation)
    {
        var pathKeys = keys.Where(Below(Keys.Paths(repositoryId))).ToList();
        var packageKeys = keys.Where(Below(Keys.Packages(repositoryId))).ToList();
        var headKeys = keys.Where(Below(Keys.AllVersions(repositoryId))).ToList();
        // Records of paths and packages have keys that are used again: they stay, alive or not.
        there.ExceptWith(pathKeys);
        there.ExceptWith(packageKeys);
        there.Remove(Keys.Changes(repositoryId));
        var indexKeys = keys.Where(Below(Keys.Distributions(repositoryId))).ToList();
        there.ExceptWith(indexKeys);
        var indexes = await objects.ReadAllAsync(indexKeys, RecordJson.Default.DistributionRecord, cancellation).ConfigureAwait(false);
        there.ExceptWith(indexes.SelectMany(index => index.Value.All).Select(file => Keys.Content(file.Content)));

        var paths = await objects.ReadAllAsync(pathKeys, RecordJson.Default.PathRecord, cancellation).ConfigureAwait(false);
        var packages = await objects.ReadAllAsync(packageKeys, RecordJson.Default.PackageRecord, cancellation).ConfigureAwait(false);
        var puids = packages.ToDictionary(package => package.Key, package => package.Value.PackageId);
        var versions = new HashSet<string>(headKeys.Select(PackageOf));
        await RequirePackagesAsync(repositoryId, versions.Except(puids.Values), cancellation).ConfigureAwait(false);
        // The marker of an earlier package is what tells its versions from those whose package's record was lost: it goes after them.
        there.ExceptWith(keys.Where(Below(Keys.RemovedPackages(repositoryId)))
            .Where(key => Keys.GoneFrom(repositoryId, key) is var (package, packageId)
            && (versions.Contains(packageId) || (puids.TryGetValue(package, out var current) && current == packageId))));
        var livePackages = new HashSet<string>(
            packages.Where(package => !package.Value.Deleted).Select(package => package.Value.PackageId));
        // Of a package that is gone, nobody asks for its downloads any more.
        there.ExceptWith(livePackages.Select(packageId => Keys.Downloads(repositoryId, packageId)));
        var published = new Dictionary<string, Manifest>();
        foreach (var stored in await objects.ReadAllAsync(headKeys, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false))
        {
            var head = await _releases.WithoutLeftoverAsync(stored, cancellation).ConfigureAwait(false);
            var alive = livePackages.Contains(PackageOf(head.Key));
            var mayBeShown = head.Value.InView.Any();
            foreach (var commit in mayBeShown ? head.Value.Manifests : [])
            {
                there.ExceptWith(await objects.Manifests.KeysAsync(repositoryId, commit, cancellation).ConfigureAwait(false) ?? []);
            }

            if (alive || mayBeShown)
            {
                there.Remove(head.Key);
            }

            if (alive && !head.Value.Deleted)
            {
                published[head.Value.VersionId] = await SpareManifestAsync(repositoryId, head, there, cancellation).ConfigureAwait(false);
                if (head.Value.Next is { } prepared)
                {
                    await SpareAsync(repositoryId, prepared.Manifest, there, cancellation).ConfigureAwait(false);
                }
            }
        }

        foreach (var path in paths)
        {
            if (path.Value.Pending is { } pending && published.TryGetValue(path.Value.Owner.VersionId, out var manifest))
            {
                there.Remove(Keys.Content(pending.File.Content));
                if (manifest.At(path.Value.Path)?.Upload != pending.File.Upload)
                {
                    there.Remove(PendingFiles.MarkerKey(repositoryId, path.Value.Owner.VersionId, path.Value.Path, pending.File.Upload));
                }
            }
        }
    }

    private static string PackageOf(string headKey) => headKey.Split('/')[3];

    /// <summary>Versions of a package that has no record: either it is gone, and a marker says so, or its record was lost.</summary>
    private async Task RequirePackagesAsync(string repositoryId, IEnumerable<string> withoutRecord, CancellationToken cancellation)
    {
        var missing = withoutRecord.ToList();
        if (missing.Count == 0)
        {
            return;
        }

        // Asked for now: the marker is older than the record that replaced the old one.
        var gone = (await objects.Store.ListAsync(Keys.RemovedPackages(repositoryId), cancellation).ConfigureAwait(false))
            .Select(key => Keys.GoneFrom(repositoryId, key).PackageId);
        if (missing.Except(gone).FirstOrDefault() is { } lost)
        {
            throw StoreRefusal.LostRecord(Keys.Versions(repositoryId, lost), "package", Keys.Gone(repositoryId, "name", lost));
        }
    }

    /// <summary>A head that moved on while it was looked at is followed: its last manifest counts.</summary>
    private async Task<Manifest> SpareManifestAsync(
        string repositoryId, Stored<VersionHead> head, HashSet<string> there, CancellationToken cancellation)
    {
        for (var current = head; ;)
        {
            if (await SpareAsync(repositoryId, current.Value.Manifest, there, cancellation).ConfigureAwait(false) is { } manifest)
            {
                return manifest;
            }

            var again = await objects.ReadAsync(head.Key, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false);
            current = again is not null && again.Value.Manifest != current.Value.Manifest
                ? again
                : throw StoreRefusal.Damaged(Keys.Manifest(repositoryId, current.Value.Manifest ?? ""));
        }
    }

    /// <returns><see langword="null"/> if the manifest is gone.</returns>
    private async Task<Manifest?> SpareAsync(
        string repositoryId, string? commit, HashSet<string> there, CancellationToken cancellation)
    {
        if (commit is not null)
        {
            there.ExceptWith(await objects.Manifests.KeysAsync(repositoryId, commit, cancellation).ConfigureAwait(false) ?? []);
        }

        var manifest = await objects.ManifestAsync(repositoryId, commit, cancellation).ConfigureAwait(false);
        foreach (var file in manifest?.Files.Values ?? [])
        {
            there.Remove(Keys.Content(file.Content));
        }

        return manifest;
    }

    private static Func<string, bool> Below(string prefix) => key => key.StartsWith(prefix, StringComparison.Ordinal);
}
