using BintrayPush.Api.Service;
using BintrayPush.Conformance;
using BintrayPush.Formats.Debian;
using BintrayPush.Signing.Keys;
using BintrayPush.Storage;
using BintrayPush.Storage.Store;

namespace BintrayPush.BucketConformance;

/// <summary>A prefix of its own for each test, in the bucket of the run.</summary>
public abstract class StorePlace : IPlace
{
    private readonly MemoryKeyFiles _keys = new();
    private IObjectStore? _store;

    public SubjectKeys Keys => _keys.Keys;

    public async Task<IBintray> OpenAsync()
    {
        _store = await OpenStoreAsync();
        var options = new RepositoryOptions { DebReader = new DebReader(), Keys = Keys };
        return (await BucketRepository.OpenAsync(_store, options, CancellationToken.None)).Service;
    }

    /// <summary>A store under a prefix of its own.</summary>
    protected abstract Task<IObjectStore> OpenStoreAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        (_store as IDisposable)?.Dispose();
        _keys.Dispose();
        return ValueTask.CompletedTask;
    }
}
