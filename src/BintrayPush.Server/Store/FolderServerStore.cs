using BintrayPush.Feed.StaticFeeds;
using BintrayPush.Storage;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Store;

/// <summary>A data folder.</summary>
internal sealed class FolderServerStore : ServerStore
{
    private readonly FolderRepository _repository;

    private FolderServerStore(FolderRepository repository)
        : base(repository.Service)
    {
        _repository = repository;
        PrivateFiles = new PrivateFolder(repository.Folder, repository);
    }

    public override IPrivateFiles PrivateFiles { get; }

    public override bool KeepsUnfinishedUploads => _repository.KeepsUnfinishedUploads;

    /// <summary>Opens a data folder, and makes it where it is missing.</summary>
    /// <exception cref="BintrayException">503: the data folder cannot be read or written.</exception>
    public static async Task<FolderServerStore> OpenAsync(string folder, RepositoryOptions options, CancellationToken cancellation) =>
        new(await FolderRepository.OpenAsync(folder, options, cancellation));

    /// <summary>Opens a data folder to read from it. A missing one would look like an empty repository, and is refused.</summary>
    /// <exception cref="BintrayException">503: the data folder cannot be read.</exception>
    public static FolderServerStore OpenForReading(string folder, RepositoryOptions options) => Directory.Exists(folder)
        ? new(FolderRepository.OpenForReading(folder, options))
        : throw new BintrayException(
            BintrayException.Unavailable, $"the data folder '{folder}' is not there; a read-only server does not make it");

    public override Stream PutAside() => _repository.PutAside();

    public override Task<IReadOnlyList<string>> ListPublicSubjectsAsync(CancellationToken cancellation) =>
        FolderRepository.LookAsync<IReadOnlyList<string>>(
            () => Directory.Exists(_repository.PublicFolder)
                ? [.. new DirectoryInfo(_repository.PublicFolder).EnumerateDirectories().Select(folder => folder.Name)]
                : [],
            cancellation);

    public override Task<SortedSet<string>?> ListPublicFolderAsync(
        RepositoryAddress repository, IReadOnlyList<string> folder, CancellationToken cancellation) =>
        FolderRepository.LookAsync(() => PlainNames(repository, folder), cancellation);

    public override string PublicFeed(RepositoryAddress repository) => _repository.PublicFeed(repository);

    public override Task<IDisposable> HoldPublicAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        _repository.HoldPublicAsync(repository, cancellation);

    public override Task<bool> ShowAgainAsync(FileAddress file, string sha256, string name, CancellationToken cancellation) =>
        _repository.ShowAgainAsync(file, sha256, name, cancellation);

    private SortedSet<string>? PlainNames(RepositoryAddress address, IReadOnlyList<string> folder)
    {
        var place = new DirectoryInfo(Path.Combine(_repository.PublicFolder, address.Subject, address.Name));
        if (!IsFolder(place))
        {
            return null;
        }

        foreach (var segment in folder)
        {
            // Looked for among the names that are there: a file system may take other letters, or a drive, for the same name.
            if (place.EnumerateDirectories().FirstOrDefault(child => child.Name == segment) is not { } next || !IsFolder(next))
            {
                return [];
            }

            place = next;
        }

        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in place.EnumerateFileSystemInfos().Where(entry => entry.LinkTarget is null && !IsFeed(address, entry)))
        {
            names.Add(entry is DirectoryInfo ? entry.Name + "/" : entry.Name);
        }

        return names;
    }

    /// <summary>A static feed is for other web servers: this one answers with the same documents by itself.</summary>
    private bool IsFeed(RepositoryAddress repository, FileSystemInfo entry) =>
        entry.FullName == _repository.PublicFeed(repository) && FeedFolder.IsOne(entry.FullName);

    private static bool IsFolder(DirectoryInfo place) => place is { Exists: true, LinkTarget: null };
}
