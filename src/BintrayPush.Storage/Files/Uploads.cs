using BintrayPush.Storage.Catalog;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Publishing;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Files;

/// <summary>Uploads (protocol reference, section 8). The commit point is the path record.</summary>
internal sealed class Uploads(
    Objects objects,
    Lookup lookup,
    Versions versions,
    Ownership ownership,
    Contents contents,
    PendingFiles pending,
    Publications publications)
{
    /// <param name="upload">Where it goes.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellation">Ends the upload.</param>
    /// <param name="signs">Of a signature that is made here: the SHA-256 of what it is of.</param>
    public async Task<UploadAnswer> UploadAsync(
        UploadRequest upload, Stream content, CancellationToken cancellation, string? signs = null)
    {
        var sha256 = await TakeInAsync(
            upload, () => contents.ArriveAsync(upload, content, cancellation), file => file with { Signs = signs }, cancellation)
            .ConfigureAwait(false);
        if (!upload.Publish)
        {
            return new UploadAnswer { Sha256 = sha256 };
        }

        // No longer a sequence: a publish does several things at a time.
        var request = new PublishRequest { Expected = [new ExpectedFile(upload.Path, sha256)] };
        var published = await publications.PublishAsync(upload.Version, request, cancellation).ConfigureAwait(false);
        return new UploadAnswer { Sha256 = sha256, Warning = published.Warning };
    }

    /// <summary>Makes a file of one that is published somewhere: its content is in the store.</summary>
    /// <param name="upload">Where it goes.</param>
    /// <param name="source">The published file.</param>
    /// <param name="ofSameSubject">Whether both are of one subject, whose key has made the signatures of both.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<UploadAnswer> CopyAsync(
        UploadRequest upload, FileEntry source, bool ofSameSubject, CancellationToken cancellation) => new()
        {
            Sha256 = await TakeInAsync(
                upload with { Debian = upload.Debian ?? source.Debian, Sha256 = source.Sha256, Size = source.Size },
                () => contents.FindStoredAsync(source, cancellation),
                file => file with
                {
                    Signs = ofSameSubject ? source.Signs : null,
                    Listed = source.Listed,
                    Attributes = source.Attributes,
                },
                cancellation).ConfigureAwait(false),
        };

    /// <summary>Stores a file, which is pending then.</summary>
    /// <returns>Its SHA-256.</returns>
    private async Task<string> TakeInAsync(
        UploadRequest upload, Func<Task<ArrivedContent>> arrive, Func<FileEntry, FileEntry> describe, CancellationToken cancellation)
    {
        CallSequence.Begin();

        // Refused before the body is read, where it can be.
        var place = await lookup.RequireAsync(upload.Version.Package, cancellation).ConfigureAwait(false);
        Versions.CheckName(place.Repository, upload.Version);
        FeedRules.Check(place.Repository.Value.Details, upload);
        var debian = DebianRules.Completed(place.Repository.Value.Details, upload);
        var version = await lookup.VersionAsync(place, upload.Version, cancellation).ConfigureAwait(false);
        var permission = await ownership.AskAsync(place.Repository, version, upload, fence: false, cancellation).ConfigureAwait(false);

        using var arrived = await arrive().ConfigureAwait(false);
        await DebianRules.CheckAsync(
            place.Repository.Value.Details,
            upload,
            debian,
            objects.StorageEnvironment.DebReader,
            () => OpenAsync(arrived, cancellation),
            cancellation).ConfigureAwait(false);
        await FeedRules.CheckAsync(
            place.Repository.Value.Details,
            upload,
            objects.StorageEnvironment.NuGetCheck,
            () => OpenAsync(arrived, cancellation),
            cancellation).ConfigureAwait(false);
        var file = describe(new FileEntry
        {
            Upload = "",
            Content = await contents.NameAsync(arrived, cancellation).ConfigureAwait(false),
            Sha256 = arrived.Hashes.Sha256,
            Sha1 = arrived.Hashes.Sha1!,
            Md5 = arrived.Hashes.Md5!,
            Size = arrived.Hashes.Size,
            Created = objects.Now,
            Debian = debian,
        });
        await RecordAsync(upload, file, permission?.Heals == file.Sha256 ? file.Sha256 : null, cancellation).ConfigureAwait(false);
        return file.Sha256;
    }

    private async Task<Stream?> OpenAsync(ArrivedContent arrived, CancellationToken cancellation) => arrived.Staged is { } staged
        ? await staged.OpenAsync(cancellation).ConfigureAwait(false)
        : await objects.Store.OpenAsync(Keys.Content(arrived.Known!), cancellation).ConfigureAwait(false);

    private async Task RecordAsync(UploadRequest upload, FileEntry arrived, string? healing, CancellationToken cancellation)
    {
        var path = upload.Path.Value;
        var retry = new WriteRetry(objects, $"path '{upload.Path}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var place = await versions.FindOrCreateAsync(upload.Version, cancellation).ConfigureAwait(false);
            if (await ownership.AskAsync(place.In.Repository, place, upload, fence: true, cancellation, healing)
                .ConfigureAwait(false) is not { } permission)
            {
                continue;
            }

            // Each try has an id of its own: a marker's key is written only once.
            var file = arrived with { Upload = objects.NewId() };
            await pending.MarkAsync(place.RepositoryId, place.VersionId, path, file.Upload, cancellation).ConfigureAwait(false);
            var owner = new PathOwner(place.In.Package.Value.Name, place.In.PackageId, place.Head.Value.Name, place.VersionId);
            var record = new PathRecord { Path = path, Owner = owner, Pending = new PendingUpload(file, upload.Override) };
            // Their writer may not have flushed them yet, and the answer promises that the upload is on the disk with all it depends on.
            string[] needed =
            [
                Keys.Content(file.Content), PendingFiles.MarkerKey(place.RepositoryId, place.VersionId, path, file.Upload),
                place.In.Repository.Key, place.In.Package.Key, place.Head.Key,
            ];
            // What was acknowledged of this path gives way only to what is whole on the disk. For a new path all names are flushed at once,
            // at the end, which is a write of the journal less: a power loss before that leaves a record that nobody was told of.
            var replaces = permission.Record is not null;
            if (replaces)
            {
                await objects.Store.FlushAsync(needed, cancellation).ConfigureAwait(false);
            }

            var key = Keys.Path(place.RepositoryId, upload.Path);
            if (await objects.TryWriteAsync(key, permission.Record, record, RecordJson.Default.PathRecord, cancellation, flush: replaces)
                .ConfigureAwait(false) is null)
            {
                await pending.UnmarkAsync(place.RepositoryId, place.VersionId, path, file.Upload).ConfigureAwait(false);
                continue;
            }

            if (!replaces)
            {
                await objects.Store.FlushAsync([.. needed, key], CancellationToken.None).ConfigureAwait(false);
            }

            if (permission.Record?.Value is { Pending: { } replaced } old)
            {
                await pending.UnmarkAsync(place.RepositoryId, old.Owner.VersionId, old.Path, replaced.File.Upload).ConfigureAwait(false);
            }

            // A deletion of the version before the record was written has not seen it: then this upload is to a new version.
            if (await lookup.VersionAsync(upload.Version, cancellation).ConfigureAwait(false) is { } still
                && still.VersionId == place.VersionId)
            {
                return;
            }
        }
    }
}
