using BintrayPush.Storage;
using BintrayPush.Storage.Buckets;
using BintrayPush.Storage.Buckets.Caching;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Store;

/// <summary>A bucket, for any number of servers at once. It has no plain files: what is published is asked of the servers.</summary>
internal sealed class BucketServerStore : ServerStore, IDisposable
{
    private readonly BucketRepository _repository;
    private readonly ContentFolder? _contents;

    private BucketServerStore(BucketStore store, IObjectStore cached, ContentFolder? contents, BucketRepository repository)
        : base(repository.Service)
    {
        (_repository, _contents, ContentAddresses) = (repository, contents, store as IContentAddresses);
        PrivateFiles = new BucketPrivateFiles(store, cached);
    }

    public override IPrivateFiles PrivateFiles { get; }

    public override bool KeepsUnfinishedUploads => true;

    public override IContentAddresses? ContentAddresses { get; }

    /// <summary>Opens a bucket, which has to be there.</summary>
    /// <param name="data">The address of the bucket.</param>
    /// <param name="options">What the service is given from outside.</param>
    /// <param name="contents">Opens the folder in which contents are kept; <see langword="null"/> for none.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="BintrayException">503: it or the folder cannot be used, or its engine is not fit.</exception>
    public static async Task<BucketServerStore> OpenAsync(
        string data, RepositoryOptions options, Func<ContentFolder?> contents, CancellationToken cancellation)
    {
        var store = await BucketEngines.OpenAsync(data, cancellation);
        var folder = contents();
        var cached = store.WithCaches(folder);
        return new(store, cached, folder, await BucketRepository.OpenAsync(cached, options, cancellation));
    }

    /// <summary>Opens a bucket to read from it.</summary>
    public static BucketServerStore OpenForReading(string data, RepositoryOptions options, Func<ContentFolder?> contents)
    {
        var store = BucketEngines.OpenForReading(data);
        var folder = contents();
        var cached = store.WithCaches(folder);
        return new(store, cached, folder, BucketRepository.OpenForReading(cached, options));
    }

    /// <summary>Lets another process have the folder of contents.</summary>
    public void Dispose() => _contents?.Dispose();

    public override Stream PutAside() => _repository.PutAside();

    public override Task<IReadOnlyList<string>> ListPublicSubjectsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public override Task<SortedSet<string>?> ListPublicFolderAsync(
        RepositoryAddress repository, IReadOnlyList<string> folder, CancellationToken cancellation) =>
        Task.FromResult<SortedSet<string>?>(null);

    public override string PublicFeed(RepositoryAddress repository) => throw NoPlainFiles();

    public override Task<IDisposable> HoldPublicAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        throw NoPlainFiles();

    public override Task<bool> ShowAgainAsync(FileAddress file, string sha256, string name, CancellationToken cancellation) =>
        throw NoPlainFiles();

    private static BintrayException NoPlainFiles() => new(
        BintrayException.BadRequest,
        "a bucket has no plain files beside which a feed could lie: name a folder of this machine with --output");
}
