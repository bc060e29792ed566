using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Files;

/// <summary>Leave to write a path record.</summary>
/// <param name="Record">The record to be replaced, if there is one.</param>
internal sealed record Permission(Stored<PathRecord>? Record)
{
    /// <summary>
    /// The SHA-256 of what is published there, if its bytes are damaged: the same bytes are welcome without override, because they heal
    /// it. No others are.
    /// </summary>
    public string? Heals { get; init; }
}

/// <summary>
/// Who may put what at a path (protocol reference 8.2): a path belongs to one version of one package; published files are replaced
/// only with override; a path that its owner no longer uses may be taken over.
/// </summary>
internal sealed class Ownership(Objects objects, Lookup lookup, Contents contents, ReleaseRecords releases)
{
    /// <summary>Decides about an upload.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="uploader">The version it goes to; <see langword="null"/> if it is yet to be made.</param>
    /// <param name="upload">What is asked for.</param>
    /// <param name="fence">Whether to fence the old owner where a path is taken over; a first look does not.</param>
    /// <param name="healing">The SHA-256 of bytes that have arrived to heal what was damaged at a first look.</param>
    /// <returns><see langword="null"/> if somebody was faster: read again.</returns>
    /// <exception cref="BintrayException">409: no.</exception>
    public async Task<Permission?> AskAsync(
        Stored<RepositoryRecord> repository,
        VersionPlace? uploader,
        UploadRequest upload,
        bool fence,
        CancellationToken cancellation,
        string? healing = null)
    {
        var record = await objects.PathAsync(repository.Value.RepositoryId, upload.Path, cancellation).ConfigureAwait(false);
        if (record is null)
        {
            return new Permission(null);
        }

        return uploader is not null && record.Value.Owner.VersionId == uploader.VersionId
            ? await OwnPathAsync(uploader, record, upload, fence, healing, cancellation).ConfigureAwait(false)
            : await ForeignPathAsync(repository, record, upload, fence, cancellation).ConfigureAwait(false);
    }

    private static BintrayException Twin(RepositoryPath path, string existing) =>
        StoreRefusal.Conflict($"'{existing}' already exists and differs from '{path}' only in letter case");

    private async Task<Permission?> OwnPathAsync(
        VersionPlace uploader, Stored<PathRecord> record, UploadRequest upload, bool fence, string? healing, CancellationToken cancellation)
    {
        var paths = new[] { record.Value.Path, upload.Path.Value };
        if (await objects.ManifestAsync(uploader.RepositoryId, uploader.Head.Value.Manifest, paths, cancellation)
            .ConfigureAwait(false) is not { } manifest)
        {
            return null;
        }

        if (record.Value.Path != upload.Path.Value && (record.Value.Pending is not null || manifest.At(record.Value.Path) is not null))
        {
            throw Twin(upload.Path, record.Value.Path);
        }

        // The same path in other letters. A publish may have read the record while the old spelling was pending; fenced as below, it loses.
        // Otherwise both spellings could end in this version.
        if (fence && record.Value.Path != upload.Path.Value && !await FenceAsync(uploader, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        if (manifest.At(upload.Path.Value) is not { } published || upload.Override || published.Sha256 == healing)
        {
            return new Permission(record);
        }

        var mayHeal = upload.Sha256 is null || string.Equals(upload.Sha256, published.Sha256, StringComparison.OrdinalIgnoreCase);
        return mayHeal && (await contents.FindDamagedAsync([published], cancellation).ConfigureAwait(false)).Count > 0
            ? new Permission(record) { Heals = published.Sha256 }
            : throw StoreRefusal.Conflict($"'{upload.Path}' already exists and is published; it is replaced only with override");
    }

    private async Task<Permission?> ForeignPathAsync(
        Stored<RepositoryRecord> repository, Stored<PathRecord> record, UploadRequest upload, bool fence, CancellationToken cancellation)
    {
        if (await lookup.OwnerAsync(repository, record.Value.Owner, cancellation).ConfigureAwait(false) is not { } owner)
        {
            return new Permission(record);
        }

        // The version was made, or made anew, after the uploader was looked for.
        if (owner.Head.Value.Name == upload.Version.Name && owner.In.Package.Value.Name == upload.Version.Package.Name)
        {
            return null;
        }

        var paths = new[] { record.Value.Path };
        if (await objects.ManifestAsync(owner.RepositoryId, owner.Head.Value.Manifest, paths, cancellation)
            .ConfigureAwait(false) is not { } manifest)
        {
            return null;
        }

        if (record.Value.Pending is not null || manifest.At(record.Value.Path) is not null)
        {
            throw record.Value.Path == upload.Path.Value
                ? StoreRefusal.Conflict(
                    $"'{upload.Path}' already exists in version '{record.Value.Owner.Version}' of package '{record.Value.Owner.Package}'")
                : Twin(upload.Path, record.Value.Path);
        }

        // A publish of the owner may have read the record while something was pending there. Its head is replaced by itself, so that
        // this publish loses and reads again; otherwise one path could end in two versions.
        return !fence || await FenceAsync(owner, cancellation).ConfigureAwait(false) ? new Permission(record) : null;
    }

    private async Task<bool> FenceAsync(VersionPlace owner, CancellationToken cancellation) =>
        await releases.TryReplaceHeadAsync(owner.Head, owner.Head.Value, cancellation).ConfigureAwait(false) is not null;
}
