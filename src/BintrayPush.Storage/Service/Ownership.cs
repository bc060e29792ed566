using BintrayPush.Api;

namespace BintrayPush.Storage;

/// <summary>Leave to write a path record.</summary>
/// <param name="Record">The record to be replaced, if there is one.</param>
internal sealed record Leave(Kept<PathRecord>? Record);

/// <summary>
/// Who may put what at a path (protocol reference 8.2): a path belongs to one version of one package; published files are replaced
/// only with override; a path that its owner no longer uses may be taken over.
/// </summary>
internal sealed class Ownership(Objects objects, Lookup lookup)
{
    /// <summary>Decides about an upload.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="uploader">The version it goes to; <see langword="null"/> if it is yet to be made.</param>
    /// <param name="upload">What is asked for.</param>
    /// <param name="fence">Whether to fence the old owner where a path is taken over; a first look does not.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns><see langword="null"/> if somebody was faster: read again.</returns>
    /// <exception cref="BintrayException">409: no.</exception>
    public async Task<Leave?> AskAsync(
        Kept<RepositoryRecord> repository, VersionPlace? uploader, UploadRequest upload, bool fence, CancellationToken cancellation)
    {
        var record = await objects.PathAsync(repository.Value.Ruid, upload.Path, cancellation).ConfigureAwait(false);
        if (record is null)
        {
            return new Leave(null);
        }

        return uploader is not null && record.Value.Owner.Vuid == uploader.Vuid
            ? await OwnPathAsync(uploader, record, upload, cancellation).ConfigureAwait(false)
            : await ForeignPathAsync(repository, record, upload, fence, cancellation).ConfigureAwait(false);
    }

    private static BintrayException Twin(RepositoryPath path, string existing) =>
        Refusal.Conflict($"'{existing}' already exists and differs from '{path}' only in letter case");

    private async Task<Leave?> OwnPathAsync(VersionPlace uploader, Kept<PathRecord> record, UploadRequest upload, CancellationToken cancellation)
    {
        if (await objects.ManifestAsync(uploader.Ruid, uploader.Head.Value.Manifest, cancellation).ConfigureAwait(false) is not { } manifest)
        {
            return null;
        }

        if (record.Value.Path != upload.Path.Value && (record.Value.Pending is not null || manifest.At(record.Value.Path) is not null))
        {
            throw Twin(upload.Path, record.Value.Path);
        }

        return manifest.At(upload.Path.Value) is null || upload.Override
            ? new Leave(record)
            : throw Refusal.Conflict($"'{upload.Path}' already exists and is published; it is replaced only with override");
    }

    private async Task<Leave?> ForeignPathAsync(
        Kept<RepositoryRecord> repository, Kept<PathRecord> record, UploadRequest upload, bool fence, CancellationToken cancellation)
    {
        if (await lookup.OwnerAsync(repository, record.Value.Owner, cancellation).ConfigureAwait(false) is not { } owner)
        {
            return new Leave(record);
        }

        if (await objects.ManifestAsync(owner.Ruid, owner.Head.Value.Manifest, cancellation).ConfigureAwait(false) is not { } manifest)
        {
            return null;
        }

        if (record.Value.Pending is not null || manifest.At(record.Value.Path) is not null)
        {
            throw record.Value.Path == upload.Path.Value
                ? Refusal.Conflict($"'{upload.Path}' already exists in version '{record.Value.Owner.Version}' of package '{record.Value.Owner.Package}'")
                : Twin(upload.Path, record.Value.Path);
        }

        // A publish of the owner may have read the record while something was pending there. Its head is replaced by itself, so that
        // this publish loses and reads again; otherwise one path could end in two versions.
        return !fence || await objects.TryReplaceAsync(owner.Head, owner.Head.Value, RecordJson.Default.VersionHead, cancellation, flush: false)
            .ConfigureAwait(false) is not null
            ? new Leave(record)
            : null;
    }
}
