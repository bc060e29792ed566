using BintrayPush.Storage;
using BintrayPush.Storage.S3;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Store;

/// <summary>A bucket, for any number of servers at once. It has no plain files: what is published is asked of the servers.</summary>
internal sealed class BucketServerStore : ServerStore
{
    private readonly BucketRepository _repository;

    private BucketServerStore(S3ObjectStore store, BucketRepository repository)
        : base(repository.Service)
    {
        _repository = repository;
        PrivateFiles = new BucketPrivateFiles(store);
    }

    public override IPrivateFiles PrivateFiles { get; }

    /// <summary>Opens a bucket, which has to be there.</summary>
    /// <exception cref="BintrayException">503: it cannot be used, or its engine is not fit.</exception>
    public static async Task<BucketServerStore> OpenAsync(S3Location place, RepositoryOptions options, CancellationToken cancellation)
    {
        var store = await S3ObjectStore.OpenAsync(place, cancellation);
        return new(store, await BucketRepository.OpenAsync(store, options, cancellation));
    }

    /// <summary>Opens a bucket to read from it.</summary>
    public static BucketServerStore OpenForReading(S3Location place)
    {
        var store = S3ObjectStore.OpenForReading(place);
        return new(store, BucketRepository.OpenForReading(store));
    }

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
