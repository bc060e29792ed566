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
using BintrayPush.Storage.Statistics;
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
    private readonly PackageSearches _searches;
    private readonly Versions _versions;
    private readonly AttributeSets _attributes;
    private readonly Documents _documents;
    private readonly FileChanges _files;
    private readonly Contents _contents;
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
        _keys = environment.Keys;
        var outdated = new OutdatedSignatures(objects, _keys);
        _publications = new Publications(objects, _lookup, pending, commits, _view, outdated);
        _releases = new Releases(objects, _publications, commits, _view, removal, _releaseRecords);
        _contents = new Contents(objects);
        var ownership = new Ownership(objects, _lookup, _contents, _releaseRecords);
        _uploads = new Uploads(objects, _lookup, _versions, ownership, _contents, pending, _publications);
        _explosions = new Explosions(_lookup, archives, environment.PutAside, _uploads, _publications);
        _discards = new Discards(objects, _lookup, pending, _releaseRecords);
        var records = new StagedReleaseRecords(objects);
        var legFiles = new LegFiles(objects, _publications, _discards);
        _staged = new StagedReleases(objects, records);
        _legs = new LegStaging(records, _staged, legFiles);
        Groups = new ReleaseGroups(objects, records, _staged, legFiles);
        _releaseDiscards = new ReleaseDiscards(objects, records, _staged, legFiles);
        _deletions = new Deletions(objects, _lookup, pending, commits, _view, removal, _releaseRecords, outdated);
        _listings = new Listings(objects, _lookup, _versions, pending, _contents, _view, new ViewRepair(objects, _view, viewFiles));
        _downloads = new Downloads(objects, _lookup);
        _indexFiles = new IndexFiles(objects, _lookup);
        _sweeps = new Sweeps(objects, _view);
        _changes = new ChangeFollower(objects, _lookup);
        DownloadCounts = new DownloadCounts(objects, _lookup);
        _searches = new PackageSearches(_changes, _lookup, _packages, DownloadCounts);
        _signatures = _keys is null ? null : SignaturesBy(_keys);
        _signedUploads = new SignedUploads(_signatures, _uploads, _publications);
        _signedPublications = new SignedPublications(objects, _lookup, _signatures, _publications, _releases);
        _seals = new ReleaseSeals(
            objects, _lookup, pending, records, _staged, _releases, legFiles, _signedPublications.RequireSignedAsync);
        Capabilities = new ServiceCapabilities
        {
            Sha256InListings = true,
            PendingMetadata = true,
            SignsNothing = _keys is null,
            TellsKeys = _keys is not null,
            DemandsLicences = false,
            Releases = true,
            Legs = true,
            Copies = true,
        };
    }

    /// <inheritdoc/>
    public ServiceCapabilities Capabilities { get; }

    /// <summary>Staged releases that are put together one package at a time.</summary>
    public IReleaseGroups Groups { get; }

    /// <summary>Downloads that servers count.</summary>
    public IDownloadCounts DownloadCounts { get; }

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
}
