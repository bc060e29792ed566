using BintrayPush.Api.Service;
using BintrayPush.Storage.Archives;
using BintrayPush.Storage.Metadata;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage;

/// <content>The files of versions, and taking them in.</content>
public sealed partial class ObjectStoreBintray
{
    /// <inheritdoc/>
    public Task<FileListing> ListFilesAsync(VersionAddress version, bool includeUnpublished, CancellationToken cancellation) =>
        _listings.OfVersionAsync(version, includeUnpublished, cancellation);

    /// <inheritdoc/>
    public Task<FileListing> ListFilesAsync(PackageAddress package, bool includeUnpublished, CancellationToken cancellation) =>
        _listings.OfPackageAsync(package, includeUnpublished, cancellation);

    /// <inheritdoc/>
    public Task<RepositoryFile?> GetFileAsync(FileAddress file, CancellationToken cancellation) => _downloads.GetAsync(file, cancellation);

    /// <inheritdoc/>
    public async Task<FileDownload?> DownloadAsync(FileAddress file, bool includeUnpublished, CancellationToken cancellation) =>
        await _downloads.OpenAsync(file, includeUnpublished, cancellation).ConfigureAwait(false)
            ?? await _indexFiles.OpenAsync(file, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<ServiceAnswer> SetListedInDownloadsAsync(FileAddress file, bool listed, CancellationToken cancellation)
    {
        var (_, warning) = await _files.ChangeAsync(file, entry => entry with { Listed = listed }, cancellation, publishedOnly: true)
            .ConfigureAwait(false);
        return new ServiceAnswer(warning);
    }

    /// <inheritdoc/>
    public Task SetPendingMetadataAsync(
        FileAddress file, bool? listed, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation)
    {
        AttributeRules.Check(attributes, onFile: true);
        return _files.ChangePendingAsync(
            file,
            pending =>
                pending with
                {
                    Listed = listed ?? pending.Listed,
                    File = pending.File with
                    {
                        Attributes = AttributeRules.Merged(
                    pending.File.Attributes ?? [], attributes)
                    }
                },
            cancellation);
    }

    /// <inheritdoc/>
    public Task DeleteFileAsync(FileAddress file, CancellationToken cancellation, Secret? passphrase = null) =>
        _deletions.FileAsync(file, passphrase, cancellation);

    /// <inheritdoc/>
    public async Task<UploadAnswer> UploadAsync(UploadRequest upload, Stream content, CancellationToken cancellation)
    {
        var isSigned = upload.Passphrase is not null
            || (upload is { Publish: true, Explode: false }
                && await _signedPublications.AreWantedAsync(upload.Version.Repository, cancellation).ConfigureAwait(false));
        return await (isSigned ? _signedUploads.UploadAsync(upload, content, cancellation)
            : upload.Explode ? UploadArchiveAsync(ArchiveUpload.Of(upload), content, cancellation)
            : _uploads.UploadAsync(upload, content, cancellation)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<UploadAnswer> CopyFileAsync(UploadRequest upload, FileAddress source, CancellationToken cancellation)
    {
        var file = await _downloads.FindPublishedAsync(source, cancellation).ConfigureAwait(false)
            ?? throw StoreRefusal.NoFile(source.Path);
        return upload.Sha256 is { } expected && !string.Equals(expected, file.Sha256, StringComparison.OrdinalIgnoreCase)
            ? throw StoreRefusal.Conflict($"'{source}' has the checksum {file.Sha256}, not the expected {expected}")
            : await _uploads.CopyAsync(
                upload, file, upload.Version.Repository.Subject == source.Repository.Subject, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<long> FindUnfinishedAsync(UploadRequest upload, CancellationToken cancellation) =>
        _contents.FindUnfinishedAsync(upload, cancellation);

    /// <summary>Takes in an archive as the files it holds; an upload with <see cref="UploadRequest.Explode"/> is one.</summary>
    /// <param name="upload">Where its files go.</param>
    /// <param name="content">The archive, read once; not before it is known that its package is there.</param>
    /// <exception cref="BintrayException">
    /// 400: it is no archive, damaged, or holds what cannot be stored or more than it may. 404: there is no such package. 409: a file is
    /// there already, or the checksum is not the announced one.
    /// </exception>
    public async Task<UploadAnswer> UploadArchiveAsync(ArchiveUpload upload, Stream content, CancellationToken cancellation) =>
        upload.Publish && await _signedPublications.AreWantedAsync(upload.Version.Repository, cancellation).ConfigureAwait(false)
            ? throw StoreRefusal.BadRequest(
                $"repository '{upload.Version.Repository.Name}' wants its files signed (gpg_sign_files): publish the version when the "
                    + "archive is unpacked")
            : await _explosions.UploadAsync(upload, content, cancellation).ConfigureAwait(false);

    /// <summary>Not offered: calls within a process cost so little that nothing is gained from fewer of them.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<UploadAnswer> UploadBundleAsync(
        VersionAddress version, IReadOnlyList<BundledFile> files, CancellationToken cancellation) =>
        throw new NotSupportedException("A store takes no bundles.");
}
