using BintrayPush.Api.Service;
using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Store;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage;

/// <summary>
/// The embedded repository: the service over a folder of this machine, for any number of processes at once. What only a folder
/// has is here; everything else is <see cref="Service"/>.
/// </summary>
public sealed class FolderRepository
{
    /// <summary>Long enough for the slowest disk and a full queue, short enough to be noticed.</summary>
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(60);

    private readonly ObjectStoreBintray _service;
    private readonly FolderView _view;
    private readonly FolderMarker _marker;
    private readonly Func<Stream> _putAside;

    private FolderRepository(FolderStore store, FolderView view, RepositoryOptions options, bool writes)
    {
        Folder = store.Root;
        KeepsUnfinishedUploads = writes && UnfinishedFile.AreSafe;
        _view = view;
        _marker = store.Marker;
        // A listing finishes the interrupted work of others on plain files: not where nothing may be written.
        _putAside = () => new PutAsideFile(store.Writer.NewTemporary());
        var environment = new StorageEnvironment
        {
            PutAside = _putAside,
            DebReader = options.DebReader,
            NuGetCheck = options.NuGetCheck,
            Keys = options.Keys,
        };
        _service = new ObjectStoreBintray(MeasuredStore.Over(store, options.Measure), writes ? view : null, environment, options.Archives);
    }

    /// <summary>The service itself.</summary>
    public ObjectStoreBintray Service => _service;

    /// <summary>A file in which bytes wait that must be looked at before they are stored; it vanishes with its handle.</summary>
    /// <exception cref="BintrayException">503: it cannot be made.</exception>
    public Stream PutAside() => _putAside();

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>Whether it keeps what has come of an upload that was cut off (<see cref="UploadRequest.Resumption"/>).</summary>
    public bool KeepsUnfinishedUploads { get; }

    /// <summary>
    /// The folder of the plain files, <c>dl</c>: published files of public repositories as <c>subject/repository/path</c>. The only
    /// part of the store that may be served to others.
    /// </summary>
    public string PublicFolder => _view.Folder;

    /// <summary>Opens a folder as a repository and makes it if it is not there. What a killed process left half done is finished.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="BintrayException">
    /// 503: the folder cannot be made, read or written, belongs to another account, or is not for a process like this; the message says
    /// what to do.
    /// </exception>
    public static Task<FolderRepository> OpenAsync(string folder, CancellationToken cancellation) =>
        OpenAsync(folder, new RepositoryOptions(), cancellation);

    /// <inheritdoc cref="OpenAsync(string, CancellationToken)"/>
    /// <param name="folder">The folder.</param>
    /// <param name="options">What it is given from outside.</param>
    /// <param name="cancellation">Ends the opening.</param>
    public static async Task<FolderRepository> OpenAsync(string folder, RepositoryOptions options, CancellationToken cancellation)
    {
        var store = new FolderStore(folder, LockLimit);
        await FolderOpening.PrepareAsync(store, cancellation).ConfigureAwait(false);
        var repository = new FolderRepository(store, new FolderView(store, Path.Combine(store.Root, "dl")), options, writes: true);
        // Unfinished work stays noted: another process at work there, or one damaged record, does not prevent the opening.
        await repository._service.CatchUpAsync(cancellation).ConfigureAwait(false);
        return repository;
    }

    /// <summary>Opens a folder to read from it. Nothing is made or finished; a folder that is not there is an empty repository.</summary>
    /// <exception cref="BintrayException">503: the folder cannot be read, or is not for a process like this.</exception>
    /// <param name="folder">The folder.</param>
    /// <param name="keys">The keys whose public parts it shows, if there are any.</param>
    public static FolderRepository OpenForReading(string folder, ISubjectKeys? keys = null) =>
        OpenForReading(folder, new RepositoryOptions { Keys = keys });

    /// <inheritdoc cref="OpenForReading(string, ISubjectKeys?)"/>
    /// <param name="folder">The folder.</param>
    /// <param name="options">What it is given from outside.</param>
    public static FolderRepository OpenForReading(string folder, RepositoryOptions options)
    {
        var store = new FolderStore(folder, LockLimit, make: false);
        store.Marker.Read();
        var view = new FolderView(store, Path.Combine(store.Root, "dl"));
        return new FolderRepository(store, view, options, writes: false);
    }

    /// <summary>
    /// Runs a small piece of file work that is nearly always answered from memory, so that a disk that does not answer cannot take all
    /// threads of the process.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <exception cref="BintrayException">503: the file system refused.</exception>
    public static Task<T> LookAsync<T>(Func<T> work, CancellationToken cancellation) => FolderFiles.LookAsync(work, cancellation);

    /// <summary>
    /// Keeps other processes, and other calls of this one, from changing what a name stands for. Those who read are not held up.
    /// </summary>
    /// <param name="folder">Where the lock files are; it is made if it is not there.</param>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>To be disposed of when the change is written.</returns>
    /// <exception cref="BintrayException">503: a lock file cannot be made, or somebody else holds it for too long.</exception>
    public static async Task<IDisposable> LockAsync(string folder, string name, CancellationToken cancellation)
    {
        var modes = FolderFiles.Guarded(() =>
        {
            var modes = FolderModes.Of(folder, make: false);
            modes.MakeFolder(folder);
            return modes;
        });
        return await new FolderLocks(folder, modes, LockLimit).EnterAsync(name, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// In which order to take the locks of some names by <see cref="LockAsync"/>, one for all those that share a lock file: nobody waits
    /// for itself, and no two for each other.
    /// </summary>
    /// <param name="names">The names.</param>
    /// <param name="folderOf">Where the lock file of a name is.</param>
    public static IReadOnlyList<string> LockOrder(IEnumerable<string> names, Func<string, string> folderOf) =>
    [
        .. names.GroupBy(name => Path.Combine(folderOf(name), FolderLocks.Number(name)), StringComparer.Ordinal)
            .OrderBy(shared => shared.Key, StringComparer.Ordinal).Select(shared => shared.First()),
    ];

    /// <summary>To be asked before something in the folder is taken as missing: its disk may be.</summary>
    /// <exception cref="BintrayException">503: the folder was there when it was opened and is not there any more.</exception>
    public void RequireFolder() => FolderFiles.Guarded(() =>
    {
        _marker.RequireFolder();
        return true;
    });

    /// <summary>
    /// Where a file lies on the disk once it is published, absolute. It is there when the publish answers, unless the repository is
    /// private or the answer warned that the plain files are not complete.
    /// </summary>
    /// <param name="file">The file.</param>
    public string PublicFile(FileAddress file) => _view.FileOf(file.Repository, file.Path.Value);

    /// <summary>Where a NuGet repository has a feed for plain web servers, beside its plain files; absolute.</summary>
    /// <param name="repository">The repository.</param>
    public string PublicFeed(RepositoryAddress repository) => _view.FileOf(repository, PlainFeed.Folder);

    /// <summary>Keeps a repository public until it is disposed of: meanwhile something may be put beside its plain files.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="cancellation">Ends the waiting for others.</param>
    /// <exception cref="BintrayException">
    /// 404: there is no such repository. 409: it is private, and nothing of it may lie among the plain files. 503: the store cannot be
    /// read.
    /// </exception>
    public async Task<IDisposable> HoldPublicAsync(RepositoryAddress repository, CancellationToken cancellation)
    {
        var held = await _view.LockAsync(repository, cancellation).ConfigureAwait(false);
        try
        {
            var details = await _service.GetRepositoryDetailsAsync(repository, cancellation).ConfigureAwait(false)
                ?? throw new BintrayException(BintrayException.NotFound, $"there is no repository '{repository}'");
            return details.Private != true
                ? held
                : throw new BintrayException(
                    BintrayException.Conflict, $"'{repository}' is private: nothing of it may lie in '{_view.Folder}', which others serve");
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Shows a published file in the feed of its repository, too: as another link to the same bytes where the system has links.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="sha256">The SHA-256 that it has to have, in hex.</param>
    /// <param name="name">Its name in the feed.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Whether it is shown: not if it was replaced or deleted, or something is in the way.</returns>
    /// <exception cref="BintrayException">As of <see cref="HoldPublicAsync"/>.</exception>
    public async Task<bool> ShowAgainAsync(FileAddress file, string sha256, string name, CancellationToken cancellation)
    {
        using var held = await HoldPublicAsync(file.Repository, cancellation).ConfigureAwait(false);
        var content = await _service.FindContentAsync(file, sha256, cancellation).ConfigureAwait(false);
        if (content is null
            || await _view.PutAsync(file.Repository, $"{PlainFeed.Folder}/{name}", content, cancellation).ConfigureAwait(false) is not null)
        {
            return false;
        }

        await _view.FlushAsync(file.Repository, cancellation).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc cref="ObjectStoreBintray.SweepAsync"/>
    public Task<SweepReport> SweepAsync(SweepOptions options, CancellationToken cancellation) =>
        _service.SweepAsync(options, cancellation);
}
