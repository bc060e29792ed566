using BintrayPush.Storage.Publishing;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Metadata;

/// <summary>Changing what is said about a file: in the manifest if it is published, else in its path record.</summary>
internal sealed class FileChanges(Objects objects, Lookup lookup, Commits commits)
{
    /// <summary>The published file, else the pending one.</summary>
    public async Task<FileEntry> RequireAsync(FileAddress address, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"file '{address}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            if (await FindAsync(address, cancellation).ConfigureAwait(false) is var (place, record, manifest) && manifest is not null)
            {
                return manifest.At(address.Path.Value) ?? record.Value.Pending?.File ?? throw StoreRefusal.NoFile(address.Path);
            }
        }
    }

    /// <summary>Changes an entry. One commit point: the head's replacement, or the path record's.</summary>
    public async Task<(FileEntry File, string? Warning)> ChangeAsync(
        FileAddress address, Func<FileEntry, FileEntry> change, CancellationToken cancellation, bool publishedOnly = false)
    {
        var retry = new WriteRetry(objects, $"file '{address}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var (place, record, manifest) = await FindAsync(address, cancellation).ConfigureAwait(false);
            if (manifest is null)
            {
                continue;
            }

            if (manifest.At(address.Path.Value) is { } published)
            {
                var changed = change(published);
                if (await commits.TryAsync(place, manifest.With(address.Path.Value, changed), cancellation)
                    .ConfigureAwait(false) is { } answer)
                {
                    return (changed, answer.Warning);
                }

                continue;
            }

            if (record.Value.Pending is not { } pending)
            {
                throw StoreRefusal.NoFile(address.Path);
            }

            if (publishedOnly)
            {
                // The words that a client waits for (reference, section 2).
                throw StoreRefusal.BadRequest($"'{address.Path}' is an unpublished file");
            }

            var file = change(pending.File);
            if (await objects.TryReplaceAsync(
                record, record.Value with { Pending = pending with { File = file } }, RecordJson.Default.PathRecord, cancellation)
                .ConfigureAwait(false) is not null)
            {
                return (file, null);
            }
        }
    }

    /// <summary>Changes what waits under a path, and nothing that is published there. The commit point is the path record.</summary>
    public async Task ChangePendingAsync(FileAddress address, Func<PendingUpload, PendingUpload> change, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"file '{address}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var (_, record, manifest) = await FindAsync(address, cancellation).ConfigureAwait(false);
            if (manifest is null)
            {
                continue;
            }

            // The record of a published upload still names it: then nothing waits.
            if (record.Value.Pending is not { } pending || manifest.At(address.Path.Value)?.Upload == pending.File.Upload)
            {
                throw StoreRefusal.NoFile(address.Path);
            }

            if (await objects.TryReplaceAsync(
                record,
                record.Value with { Pending = change(pending) },
                RecordJson.Default.PathRecord,
                cancellation).ConfigureAwait(false) is not null)
            {
                return;
            }
        }
    }

    private async Task<(
        VersionPlace Place, Stored<PathRecord> Record, Manifest? Manifest)> FindAsync(FileAddress address, CancellationToken cancellation)
    {
        var repository = await lookup.RequireAsync(address.Repository, cancellation).ConfigureAwait(false);
        var record = await objects.PathAsync(repository.Value.RepositoryId, address.Path, cancellation).ConfigureAwait(false);
        if (record is null || record.Value.Path != address.Path.Value
            || await lookup.OwnerAsync(repository, record.Value.Owner, cancellation).ConfigureAwait(false) is not { } place)
        {
            throw StoreRefusal.NoFile(address.Path);
        }

        var paths = new[] { address.Path.Value };
        return (
            place, record,
            await objects.ManifestAsync(place.RepositoryId, place.Head.Value.Manifest, paths, cancellation).ConfigureAwait(false));
    }
}
