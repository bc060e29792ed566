using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using BintrayPush.Storage.Formats.Debian;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Maintenance;

/// <summary>Reads every record back, and sees whether what it refers to is there.</summary>
internal sealed class RecordCheck(
    Objects objects, CheckReport report, VersionCheck versions, IndexCheck indexes, DamageFound damagedContents)
{
    private const string Restore = "restore this file from a backup";
    private const int PathFolders = 256;

    private readonly HashSet<string> _reported = [];

    /// <summary>Checks everything.</summary>
    /// <param name="ids">The ids below <c>r/</c> that there are.</param>
    public async Task RunAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var known = new HashSet<string>();
        var unreadable = false;
        foreach (var key in await objects.Store.ListAsync(Keys.Repositories, cancellation).ConfigureAwait(false))
        {
            if (await ReadAsync(key, RecordJson.Default.RepositoryRecord, Restore, cancellation)
                .ConfigureAwait(false) is not { } repository)
            {
                unreadable = true;
                continue;
            }

            known.Add(repository.Value.RepositoryId);
            var address = RepositoryAddress.Of(repository.Value.Subject, repository.Value.Name);
            if (Keys.Repository(address) != key)
            {
                report.RecordDamage(key, $"it says that it is the record of repository '{address}'", Restore);
            }
            else if (!repository.Value.Deleted)
            {
                await CheckAsync(repository, address, cancellation).ConfigureAwait(false);
            }
        }

        known.UnionWith((await objects.Store.ListAsync(Keys.DeadRepositories, cancellation).ConfigureAwait(false)).Select(Keys.LastPart));
        foreach (var id in ids.Where(id => !known.Contains(id)))
        {
            report.RecordDamage(
                $"{Keys.RepositoryContents}{id}/",
                unreadable ? "no repository record that can be read names it" : "no repository record names it",
                $"restore its record in '{Keys.Repositories}' from a backup; if the repository was deleted for good, create the empty file "
                    + $"'{Keys.Dead(id)}'");
        }
    }

    private async Task CheckAsync(Stored<RepositoryRecord> repository, RepositoryAddress address, CancellationToken cancellation)
    {
        var repositoryId = repository.Value.RepositoryId;
        var packages = new Dictionary<string, Stored<PackageRecord>>();
        foreach (var key in await objects.Store.ListAsync(Keys.Packages(repositoryId), cancellation).ConfigureAwait(false))
        {
            var cure = $"{Restore}; without one, the repository '{address}' can only be deleted and pushed to again";
            if (await ReadAsync(key, RecordJson.Default.PackageRecord, cure, cancellation).ConfigureAwait(false) is { } package)
            {
                packages[package.Value.PackageId] = package;
                if (Keys.Package(repositoryId, package.Value.Name) != key)
                {
                    report.RecordDamage(key, $"it says that it is the record of package '{package.Value.Name}'", cure);
                }
            }
        }

        var heads = await objects.Store.ListAsync(Keys.AllVersions(repositoryId), cancellation).ConfigureAwait(false);
        var gone = new HashSet<string>(
            (await objects.Store.ListAsync(Keys.RemovedPackages(repositoryId), cancellation).ConfigureAwait(false))
                .Select(key => Keys.GoneFrom(repositoryId, key).PackageId));
        var waiting = new Dictionary<string, (VersionAddress Version, Stored<VersionHead> Head)>();
        foreach (var key in heads)
        {
            const int PackageId = 3;
            var packageId = key.Split('/')[PackageId];
            if (!packages.TryGetValue(packageId, out var package))
            {
                if (!gone.Contains(packageId))
                {
                    report.RecordDamage(
                        key,
                        "the package of this version has no record that can be read",
                        $"restore it in '{Keys.Packages(repositoryId)}' from a backup");
                }

                continue;
            }

            var cure = $"{Restore}; without one, the package '{package.Value.Name}' of '{address}' can only be deleted and pushed again";
            if (package.Value.Deleted
                || await ReadAsync(key, RecordJson.Default.VersionHead, cure, cancellation)
                    .ConfigureAwait(false) is not { Value.Deleted: false } head)
            {
                continue;
            }

            if (Keys.Version(repositoryId, packageId, head.Value.Name) != key)
            {
                report.RecordDamage(key, $"it says that it is the record of version '{head.Value.Name}'", cure);
                continue;
            }

            waiting[head.Value.VersionId] = (VersionAddress.Of(PackageAddress.Of(address, package.Value.Name), head.Value.Name), head);
            var place = new VersionPlace(new PackagePlace(repository, package), head);
            _reported.UnionWith(await versions.CheckAsync(place, damagedContents, cancellation).ConfigureAwait(false));
        }

        if (DebianIndexes.Has(repository.Value))
        {
            await indexes.RunAsync(repository, damagedContents, cancellation).ConfigureAwait(false);
        }

        foreach (var key in await objects.Store.ListAsync(Keys.AllDownloads(repositoryId), cancellation).ConfigureAwait(false))
        {
            await CheckDownloadsAsync(key, cancellation).ConfigureAwait(false);
        }

        for (var i = 0; i < PathFolders; i++)
        {
            await CheckPathsAsync(
                $"{Keys.Paths(repositoryId)}{i.ToString("x2", CultureInfo.InvariantCulture)}/",
                repositoryId, waiting, cancellation)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Nothing hangs on these: who cannot read them counts anew.</summary>
    private async Task CheckDownloadsAsync(string key, CancellationToken cancellation)
    {
        try
        {
            await objects.ReadAsync(key, RecordJson.Default.DownloadRecord, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException failure)
        {
            report.Damage(
                key,
                (failure.InnerException ?? failure).Message,
                "restore this file from a backup, or delete it: the downloads of its package are counted anew then");
        }
    }

    private async Task CheckPathsAsync(
        string folder,
        string repositoryId,
        Dictionary<string, (VersionAddress Version, Stored<VersionHead> Head)> versionsById,
        CancellationToken cancellation)
    {
        const string Cure = "restore this file from a backup, or delete it and send again what waited for a publish there";
        foreach (var key in await objects.Store.ListAsync(folder, cancellation).ConfigureAwait(false))
        {
            // What a version publishes there was looked at with the version.
            if (_reported.Contains(key)
                || await ReadAsync(key, RecordJson.Default.PathRecord, Cure, cancellation).ConfigureAwait(false) is not { } record)
            {
                continue;
            }

            if (!RepositoryPath.TryParse(record.Value.Path, out var path, out _) || Keys.Path(repositoryId, path) != key)
            {
                report.RecordDamage(key, $"it says that it is the record of '{record.Value.Path}'", Cure);
            }
            else if (record.Value.Pending is { } pending && versionsById.TryGetValue(record.Value.Owner.VersionId, out var owner))
            {
                await CheckPendingAsync(key, pending.File, owner.Version, owner.Head, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task CheckPendingAsync(
        string key, FileEntry file, VersionAddress version, Stored<VersionHead> head, CancellationToken cancellation)
    {
        var length = (await objects.Store.GetLengthsAsync([Keys.Content(file.Content)], cancellation).ConfigureAwait(false))[0];
        if (damagedContents.FaultOf(file, length) is not { } fault)
        {
            return;
        }

        // Published or discarded meanwhile, it is no longer this record's.
        var path = head.Key.Split('/')[1] is var repositoryId
            && await objects.ReadAsync(key, RecordJson.Default.PathRecord, cancellation).ConfigureAwait(false) is { } again
            && again.Value.Pending?.File.Upload == file.Upload
            && await objects.ReadAsync(head.Key, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false) is { } now
            && (
                await objects.ManifestAsync(repositoryId, now.Value.Manifest, cancellation)
                    .ConfigureAwait(false))?.At(again.Value.Path)?.Upload != file.Upload
                ? again.Value.Path
                : null;
        if (path is not null)
        {
            report.Damage(
                $"{version}: {path}",
                $"it waits for a publish, and {fault} ('{Keys.Content(file.Content)}')",
                "push or upload the same file again");
        }
    }

    private async Task<Stored<T>?> ReadAsync<T>(string key, JsonTypeInfo<T> type, string cure, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await objects.ReadAsync(key, type, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException failure)
        {
            report.RecordDamage(key, (failure.InnerException ?? failure).Message, cure);
            return null;
        }
    }
}
