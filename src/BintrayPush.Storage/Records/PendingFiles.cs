using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Records;

/// <summary>A file that waits for a publish, with the record that says so.</summary>
internal sealed record PendingFile(Stored<PathRecord> Record, PendingUpload Upload)
{
    public string Path => Record.Value.Path;
}

/// <summary>What of a version is pending: one listing of its markers, then the records they point to.</summary>
internal sealed class PendingFiles(Objects objects)
{
    /// <summary>The key of an upload's marker. It is written before the record, so that no pending file is ever without one.</summary>
    public static string MarkerKey(string repositoryId, string versionId, string path, string upload) =>
        Keys.Pending(repositoryId, versionId, Keys.PathHash(RepositoryPath.Of(path)), upload);

    /// <summary>The version's uploads, whether published meanwhile or not.</summary>
    public async Task<IReadOnlyList<PendingFile>> OfAsync(string repositoryId, string versionId, CancellationToken cancellation)
    {
        var records = await KeysAsync(repositoryId, versionId, cancellation).ConfigureAwait(false);
        return Pending(versionId, await objects.ReadAllAsync(records, RecordJson.Default.PathRecord, cancellation).ConfigureAwait(false));
    }

    /// <summary>The same without those whose records are damaged: for lists. A publish must not leave out a file in silence.</summary>
    public async Task<IReadOnlyList<PendingFile>> IntactOfAsync(string repositoryId, string versionId, CancellationToken cancellation)
    {
        var records = await KeysAsync(repositoryId, versionId, cancellation).ConfigureAwait(false);
        return Pending(versionId,
            await objects.ReadIntactAsync(records, RecordJson.Default.PathRecord, cancellation).ConfigureAwait(false));
    }

    private static IReadOnlyList<PendingFile> Pending(string versionId, IEnumerable<Stored<PathRecord>> records) =>
        [.. from record in records
            where record.Value.Owner.VersionId == versionId && record.Value.Pending is not null
            select new PendingFile(record, record.Value.Pending!)];

    private async Task<IEnumerable<string>> KeysAsync(string repositoryId, string versionId, CancellationToken cancellation) =>
        (await objects.Store.ListAsync(Keys.Pending(repositoryId, versionId), cancellation).ConfigureAwait(false))
            .Select(key => Keys.LastPart(key).Split('.')[0])
            .Distinct()
            .Select(hash => Keys.PathByHash(repositoryId, hash));

    /// <summary>Those that a manifest does not hold yet.</summary>
    public static IEnumerable<PendingFile> NotIn(Manifest manifest, IEnumerable<PendingFile> uploads) =>
        uploads.Where(upload => manifest.At(upload.Path)?.Upload != upload.Upload.File.Upload);

    /// <summary>Sees to it that an upload which is no longer to be public does not wait for a publish again.</summary>
    public async Task WithdrawAsync(string repositoryId, string versionId, string path, string upload, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"path '{path}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var record = await objects.PathAsync(repositoryId, RepositoryPath.Of(path), cancellation).ConfigureAwait(false);
            if (record is null || record.Value.Owner.VersionId != versionId || record.Value.Pending?.File.Upload != upload)
            {
                return;
            }

            if (await objects.TryReplaceAsync(record, record.Value with { Pending = null }, RecordJson.Default.PathRecord, cancellation)
                .ConfigureAwait(false) is not null)
            {
                await UnmarkAsync(repositoryId, versionId, path, upload).ConfigureAwait(false);
                return;
            }
        }
    }

    public Task MarkAsync(string repositoryId, string versionId, string path, string upload, CancellationToken cancellation) =>
        objects.Store.PutIfAbsentAsync(MarkerKey(repositoryId, versionId, path, upload), [], cancellation);

    /// <summary>Deletes the marker of an upload that is settled. One that stays does no harm: a sweep finds it.</summary>
    public async Task UnmarkAsync(string repositoryId, string versionId, string path, string upload)
    {
        try
        {
            await objects.Store.DeleteAsync(MarkerKey(repositoryId, versionId, path, upload), CancellationToken.None).ConfigureAwait(false);
        }
        catch (BintrayException)
        {
        }
    }
}
