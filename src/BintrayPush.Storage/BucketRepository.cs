using BintrayPush.Api.Service;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage;

/// <summary>
/// The service over a store without plain files, as a bucket is: for any number of processes on any number of machines at once.
/// </summary>
public sealed class BucketRepository
{
    private readonly StorageEnvironment _environment;

    private BucketRepository(IObjectStore store, RepositoryOptions options)
    {
        _environment = new StorageEnvironment { DebReader = options.DebReader, NuGetCheck = options.NuGetCheck, Keys = options.Keys };
        Service = new ObjectStoreBintray(MeasuredStore.Over(store, options.Measure), viewFiles: null, _environment, options.Archives);
    }

    /// <summary>The service itself.</summary>
    public ObjectStoreBintray Service { get; }

    /// <summary>Opens a store. What a killed process left half done is finished.</summary>
    /// <param name="store">Where the objects are.</param>
    /// <param name="options">What it is given from outside.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="BintrayException">503: the store cannot be read or written.</exception>
    public static async Task<BucketRepository> OpenAsync(IObjectStore store, RepositoryOptions options, CancellationToken cancellation)
    {
        var repository = new BucketRepository(store, options);
        await repository.Service.CatchUpAsync(cancellation).ConfigureAwait(false);
        return repository;
    }

    /// <summary>Opens a store to read from it, or to sweep it. Nothing is written or finished.</summary>
    /// <param name="store">Where the objects are.</param>
    /// <param name="keys">The keys whose public parts it shows, if there are any.</param>
    public static BucketRepository OpenForReading(IObjectStore store, ISubjectKeys? keys = null) =>
        OpenForReading(store, new RepositoryOptions { Keys = keys });

    /// <inheritdoc cref="OpenForReading(IObjectStore, ISubjectKeys?)"/>
    /// <param name="store">Where the objects are.</param>
    /// <param name="options">What it is given from outside.</param>
    public static BucketRepository OpenForReading(IObjectStore store, RepositoryOptions options) => new(store, options);

    /// <summary>A file of this machine in which bytes wait until they are looked at; it vanishes with its handle.</summary>
    /// <exception cref="BintrayException">503: it cannot be made.</exception>
    public Stream PutAside() => _environment.PutAside();

    /// <inheritdoc cref="ObjectStoreBintray.SweepAsync"/>
    public Task<SweepReport> SweepAsync(SweepOptions options, CancellationToken cancellation) => Service.SweepAsync(options, cancellation);
}
