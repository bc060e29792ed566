using BintrayPush.Api.Service;
using BintrayPush.Storage.Archives;
using BintrayPush.Storage.Catalog;
using BintrayPush.Storage.Changes;
using BintrayPush.Storage.Files;
using BintrayPush.Storage.Formats.Debian;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Metadata;
using BintrayPush.Storage.Publishing;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Signatures;
using BintrayPush.Storage.Store;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage;

/// <summary>
/// The service over an object store. It keeps no state of its own beyond a cache of immutable objects: any number of instances, in
/// any number of processes, may work on one store at once (docs/store.md).
/// </summary>
public sealed partial class ObjectStoreBintray : IBintray
{
    private readonly Lookup _lookup;
    private readonly PublicView _view;
    private readonly Repositories _repositories;
    private readonly Packages _packages;
    private readonly Versions _versions;
    private readonly AttributeSets _attributes;
    private readonly Documents _documents;
    private readonly FileChanges _files;
    private readonly Uploads _uploads;
    private readonly Publications _publications;
    private readonly ReleaseRecords _releaseRecords;
    private readonly Releases _releases;
    private readonly StagedReleases _staged;
    private readonly LegStaging _legs;
    private readonly ReleaseSeals _seals;
    private readonly ReleaseDiscards _releaseDiscards;
    private readonly Discards _discards;
    private readonly Deletions _deletions;
    private readonly Listings _listings;
    private readonly Downloads _downloads;
    private readonly IndexFiles _indexFiles;
    private readonly Sweeps _sweeps;
    private readonly ChangeFollower _changes;
    private readonly Explosions _explosions;
    private readonly ISubjectKeys? _keys;
    private readonly VersionSignatures? _signatures;
    private readonly SignedUploads _signedUploads;
    private readonly SignedPublications _signedPublications;

    /// <summary>A service over a store, without plain files for the public.</summary>
    /// <param name="store">Where the objects are.</param>
    public ObjectStoreBintray(IObjectStore store)
        : this(store, viewFiles: null, new StorageEnvironment(), ArchiveReader.Default)
    {
    }

    internal ObjectStoreBintray(IObjectStore store, IViewFiles? viewFiles, StorageEnvironment environment)
        : this(store, viewFiles, environment, ArchiveReader.Default)
    {
    }

    internal ObjectStoreBintray(IObjectStore store, IViewFiles? viewFiles, StorageEnvironment environment, ArchiveReader archives)
    {
        var objects = new Objects(store, environment);
        _lookup = new Lookup(objects);
        var removal = new ManifestRemoval(objects);
        _view = new PublicView(objects, _lookup, viewFiles, removal);
        _releaseRecords = new ReleaseRecords(objects);
        var commits = new Commits(objects, _lookup, _view, removal, _releaseRecords);
        var pending = new PendingFiles(objects);
        _versions = new Versions(objects, _lookup, _view);
        _packages = new Packages(objects, _lookup, _versions);
        _repositories = new Repositories(objects, _lookup, _view);
        _files = new FileChanges(objects, _lookup, commits);
        _attributes = new AttributeSets(_lookup, _packages, _versions, _files);
        _documents = new Documents(_lookup, _packages, _versions);
        _publications = new Publications(objects, _lookup, pending, commits, _view);
        _releases = new Releases(objects, _publications, commits, _view, removal, _releaseRecords);
        var contents = new Contents(objects);
        var ownership = new Ownership(objects, _lookup, contents, _releaseRecords);
        _uploads = new Uploads(objects, _lookup, _versions, ownership, contents, pending, _publications);
        _explosions = new Explosions(_lookup, archives, environment.PutAside, _uploads, _publications);
        _discards = new Discards(objects, _lookup, pending, _releaseRecords);
        var records = new StagedReleaseRecords(objects);
        var legFiles = new LegFiles(objects, _publications, _discards);
        _staged = new StagedReleases(objects, records);
        _legs = new LegStaging(objects, records, _staged, legFiles);
        _seals = new ReleaseSeals(objects, _lookup, pending, records, _staged, _releases, legFiles);
        _releaseDiscards = new ReleaseDiscards(objects, records, _staged, legFiles);
        _deletions = new Deletions(objects, _lookup, pending, commits, _view, removal, _releaseRecords);
        _listings = new Listings(objects, _lookup, _versions, pending, contents, _view, new ViewRepair(objects, _view, viewFiles));
        _downloads = new Downloads(objects, _lookup);
        _indexFiles = new IndexFiles(objects, _lookup);
        _sweeps = new Sweeps(objects, _view);
        _changes = new ChangeFollower(objects, _lookup);
        _keys = environment.Keys;
        _signatures = _keys is null ? null : SignaturesBy(_keys);
        _signedUploads = new SignedUploads(_signatures, _uploads, _publications);
        _signedPublications = new SignedPublications(_lookup, _signatures, _publications, _releases);
        Capabilities = new ServiceCapabilities
        {
            Sha256InListings = true,
            PendingMetadata = true,
            SignsNothing = _keys is null,
            TellsKeys = _keys is not null,
            DemandsLicences = false,
            Releases = true,
            Legs = true,
        };
    }

    /// <inheritdoc/>
    public ServiceCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Repository>> ListRepositoriesAsync(string subject, CancellationToken cancellation) =>
        _repositories.ListAsync(subject, cancellation);

    /// <inheritdoc/>
    public Task<Repository?> GetRepositoryAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        _repositories.GetAsync(repository, cancellation);

    /// <summary>
    /// What was set for a repository, and nothing that must be counted: one read of one object, cheap enough for every call and never
    /// out of date.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <returns>Its details, or <see langword="null"/> if there is no such repository.</returns>
    /// <exception cref="BintrayException">503: the store could not be read.</exception>
    public async Task<RepositoryDetails?> GetRepositoryDetailsAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        (await _lookup.RepositoryAsync(repository, cancellation).ConfigureAwait(false))?.Value.Details;

    /// <inheritdoc/>
    public Task<Repository> CreateRepositoryAsync(
        RepositoryAddress repository, RepositoryDetails details, CancellationToken cancellation) =>
        _repositories.CreateAsync(repository, details, cancellation);

    /// <inheritdoc/>
    public Task UpdateRepositoryAsync(RepositoryAddress repository, RepositoryDetails changes, CancellationToken cancellation) =>
        _repositories.UpdateAsync(repository, changes, cancellation);

    /// <inheritdoc/>
    public Task DeleteRepositoryAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        _deletions.RepositoryAsync(repository, cancellation);

    /// <inheritdoc/>
    public async Task<ServiceAnswer> CalculateMetadataAsync(
        RepositoryAddress repository, Secret? passphrase, CancellationToken cancellation)
    {
        var found = await _lookup.RequireAsync(repository, cancellation).ConfigureAwait(false);
        var type = found.Value.Details.Type ?? RepositoryTypes.Default;
        return type switch
        {
            RepositoryTypes.Debian => new ServiceAnswer(
                await _view.MakeIndexAsync(found, passphrase, cancellation).ConfigureAwait(false)),
            // The words that a client knows (reference, section 2).
            RepositoryTypes.Generic => throw StoreRefusal.BadRequest(
                "It is not possible to calculate index for Generic repositories."),
            _ => new ServiceAnswer($"no index files are kept here for repositories of type {type}"),
        };
    }

    /// <inheritdoc/>
    public Task<Page<string>> ListPackagesAsync(
        RepositoryAddress repository, string? startName, int start, CancellationToken cancellation) =>
        _packages.ListAsync(repository, startName, start, cancellation);

    /// <inheritdoc/>
    public Task<Package?> GetPackageAsync(PackageAddress package, CancellationToken cancellation) =>
        _packages.GetAsync(package, cancellation);

    /// <inheritdoc/>
    public Task<Package> CreatePackageAsync(PackageAddress package, PackageDetails details, CancellationToken cancellation) =>
        _packages.CreateAsync(package, details, cancellation);

    /// <inheritdoc/>
    public Task UpdatePackageAsync(PackageAddress package, PackageDetails changes, CancellationToken cancellation) =>
        _packages.UpdateAsync(package, changes, cancellation);

    /// <inheritdoc/>
    public Task DeletePackageAsync(PackageAddress package, CancellationToken cancellation, Secret? passphrase = null) =>
        _deletions.PackageAsync(package, passphrase, cancellation);

    /// <inheritdoc/>
    public Task<PackageVersion?> GetVersionAsync(VersionAddress version, CancellationToken cancellation) =>
        _versions.GetAsync(version, cancellation);

    /// <inheritdoc/>
    public Task<PackageVersion?> GetLatestVersionAsync(PackageAddress package, CancellationToken cancellation) =>
        _versions.GetLatestAsync(package, cancellation);

    /// <inheritdoc/>
    public Task<PackageVersion> CreateVersionAsync(VersionAddress version, VersionDetails details, CancellationToken cancellation) =>
        _versions.CreateAsync(version, details, cancellation);

    /// <inheritdoc/>
    public Task UpdateVersionAsync(VersionAddress version, VersionDetails changes, CancellationToken cancellation) =>
        _versions.UpdateAsync(version, changes, cancellation);

    /// <inheritdoc/>
    public Task DeleteVersionAsync(VersionAddress version, CancellationToken cancellation, Secret? passphrase = null) =>
        _deletions.VersionAsync(version, passphrase, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttributeValues>> GetAttributesAsync(
        MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation) =>
        _attributes.GetAsync(owner, names, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttributeValues>> ReplaceAttributesAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation) =>
        _attributes.ReplaceAsync(owner, attributes, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttributeValues>> MergeAttributesAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation) =>
        _attributes.MergeAsync(owner, attributes, cancellation);

    /// <inheritdoc/>
    public Task DeleteAttributesAsync(MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation) =>
        _attributes.DeleteAsync(owner, names, cancellation);

    /// <inheritdoc/>
    public Task<Document?> GetDocumentAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation) =>
        _documents.GetAsync(owner, kind, cancellation);

    /// <inheritdoc/>
    public Task SetDocumentAsync(MetadataOwner owner, DocumentKind kind, Document document, CancellationToken cancellation) =>
        _documents.SetAsync(owner, kind, document, cancellation);

    /// <inheritdoc/>
    public Task DeleteDocumentAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation) =>
        _documents.DeleteAsync(owner, kind, cancellation);

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

    /// <inheritdoc/>
    public Task<PublishAnswer> PublishAsync(VersionAddress version, PublishRequest request, CancellationToken cancellation) =>
        _signedPublications.PublishAsync(version, request, cancellation);

    /// <inheritdoc/>
    public Task<PublishAnswer> PublishReleaseAsync(IReadOnlyList<ReleasedVersion> versions, CancellationToken cancellation) =>
        _signedPublications.PublishReleaseAsync(versions, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StagedRelease>> ListReleasesAsync(string subject, CancellationToken cancellation) =>
        _staged.ListAsync(subject, cancellation);

    /// <inheritdoc/>
    public Task<StagedRelease?> GetReleaseAsync(ReleaseAddress release, CancellationToken cancellation) =>
        _staged.GetAsync(release, cancellation);

    /// <inheritdoc/>
    public Task<LegManifest?> GetLegAsync(ReleaseAddress release, LegName leg, CancellationToken cancellation) =>
        _staged.GetLegAsync(release, leg, cancellation);

    /// <inheritdoc/>
    public async Task<StagedRelease> StageLegAsync(
        ReleaseAddress release, LegName leg, LegManifest manifest, CancellationToken cancellation)
    {
        await _signedPublications.RequireSignedAsync(manifest, cancellation).ConfigureAwait(false);
        return await _legs.StageAsync(release, leg, manifest, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<SealAnswer> SealReleaseAsync(
        ReleaseAddress release, IReadOnlyList<LegName> legs, CancellationToken cancellation, Secret? passphrase = null) =>
        _seals.SealAsync(release, legs, passphrase, cancellation);

    /// <inheritdoc/>
    public Task<PublishAnswer> DiscardReleaseAsync(ReleaseAddress release, LegName? leg, CancellationToken cancellation) =>
        _releaseDiscards.DiscardAsync(release, leg, cancellation);

    /// <inheritdoc/>
    public Task<PublishAnswer> DiscardAsync(VersionAddress version, CancellationToken cancellation) =>
        _discards.DiscardAsync(version, cancellation);

    /// <inheritdoc/>
    public async Task<ServiceAnswer> SignVersionAsync(VersionAddress version, Secret? passphrase, CancellationToken cancellation)
    {
        await _lookup.RequireAsync(version, cancellation).ConfigureAwait(false);
        return await SignedAsync(_signatures?.SignAsync(version, passphrase, cancellation)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ServiceAnswer> SignFileAsync(FileAddress file, Secret? passphrase, CancellationToken cancellation)
    {
        await _files.RequireAsync(file, cancellation).ConfigureAwait(false);
        return await SignedAsync(_signatures?.SignAsync(file, passphrase, cancellation)).ConfigureAwait(false);
    }

    /// <summary>Signs all files of a version by other keys than those that are kept here.</summary>
    /// <inheritdoc cref="ISigning.SignVersionAsync"/>
    /// <param name="version">The version.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="passphrase">What the key is to be opened with, if anything.</param>
    /// <param name="cancellation">Ends the signing.</param>
    public async Task SignVersionAsync(
        VersionAddress version, ISigningKeys keys, Secret? passphrase, CancellationToken cancellation)
    {
        await _lookup.RequireAsync(version, cancellation).ConfigureAwait(false);
        await SignaturesBy(keys).SignAsync(version, passphrase, cancellation).ConfigureAwait(false);
    }

    /// <summary>Signs one file by another key than those that are kept here.</summary>
    /// <inheritdoc cref="ISigning.SignFileAsync"/>
    /// <param name="file">The file.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="passphrase">What the key is to be opened with, if anything.</param>
    /// <param name="cancellation">Ends the signing.</param>
    public async Task SignFileAsync(FileAddress file, ISigningKeys keys, Secret? passphrase, CancellationToken cancellation)
    {
        await _files.RequireAsync(file, cancellation).ConfigureAwait(false);
        await SignaturesBy(keys).SignAsync(file, passphrase, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<SubjectKey?> FindSigningKeyAsync(string subject, Secret? passphrase, CancellationToken cancellation) =>
        _keys is null ? null : await _keys.FindAsync(subject, passphrase, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<string?> GetPublicKeysAsync(string subject, CancellationToken cancellation) =>
        _keys is null ? null : await _keys.PublicKeysAsync(subject, cancellation).ConfigureAwait(false);

    /// <summary>
    /// Clears away what nothing refers to any longer: contents, manifests, and what was left behind by calls that were cut off.
    /// </summary>
    /// <param name="options">Whether it is only said what would go, and how long the sweep waits between its two looks.</param>
    /// <param name="cancellation">Ends the sweep; whatever is left is found by the next one.</param>
    /// <exception cref="BintrayException">
    /// 503: the store could not be read or written, or a record is damaged or missing: then nothing is deleted.
    /// </exception>
    public Task<SweepReport> SweepAsync(SweepOptions options, CancellationToken cancellation) => _sweeps.RunAsync(options, cancellation);

    /// <summary>Finishes releases that were cut off, and brings the plain files up to date where a call was.</summary>
    internal async Task CatchUpAsync(CancellationToken cancellation)
    {
        var leftovers = await _releaseRecords.LeftoversAsync(cancellation).ConfigureAwait(false);
        await _releaseRecords.FinishAsync(leftovers, cancellation).ConfigureAwait(false);
        await _view.CatchUpAsync(cancellation).ConfigureAwait(false);
    }

    private VersionSignatures SignaturesBy(ISigningKeys keys) => new(keys, _listings, _downloads, _uploads);

    /// <summary>Where no keys are kept, signing is no error (protocol reference, section 10).</summary>
    private static async Task<ServiceAnswer> SignedAsync(Task<IReadOnlyList<ExpectedFile>>? signing)
    {
        if (signing is null)
        {
            return new ServiceAnswer("nothing was signed: no key is stored here");
        }

        await signing.ConfigureAwait(false);
        return ServiceAnswer.Done;
    }
}
