using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets.Caching;

/// <summary>
/// A store in front of another one, which gets every call that is not overridden. What is asked as a truth before something is written,
/// whether an object is there and how long it is, is no business of a cache.
/// </summary>
internal abstract class StoreDecorator(IObjectStore inner) : IObjectStore, IUnfinishedContents
{
    protected IObjectStore Inner => inner;

    public virtual Task<StoredObject?> GetAsync(string key, CancellationToken cancellation) => inner.GetAsync(key, cancellation);

    public virtual Task<string?> PutIfAbsentAsync(string key, byte[] value, CancellationToken cancellation) =>
        inner.PutIfAbsentAsync(key, value, cancellation);

    public virtual Task<string?> ReplaceAsync(string key, string tag, byte[] value, CancellationToken cancellation) =>
        inner.ReplaceAsync(key, tag, value, cancellation);

    public Task<bool> ExistsAsync(string key, CancellationToken cancellation) => inner.ExistsAsync(key, cancellation);

    public Task<IReadOnlyList<long?>> GetLengthsAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
        inner.GetLengthsAsync(keys, cancellation);

    public virtual Task DeleteAsync(string key, CancellationToken cancellation) => inner.DeleteAsync(key, cancellation);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) => inner.ListAsync(prefix, cancellation);

    public Task<IStagedContent> StageAsync(Stream content, CancellationToken cancellation) => inner.StageAsync(content, cancellation);

    public virtual Task<Stream?> OpenAsync(string key, CancellationToken cancellation) => inner.OpenAsync(key, cancellation);

    public Task<bool> SetAsideAsync(string key, string sha256, CancellationToken cancellation) =>
        inner.SetAsideAsync(key, sha256, cancellation);

    public Task FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) => inner.FlushAsync(keys, cancellation);

    public Task<IReadOnlyList<StagedLeftover>> DropStagedAsync(TimeSpan age, bool dryRun, CancellationToken cancellation) =>
        inner.DropStagedAsync(age, dryRun, cancellation);

    Task<long> IUnfinishedContents.FindAsync(UnfinishedName name, CancellationToken cancellation) =>
        inner is IUnfinishedContents kept ? kept.FindAsync(name, cancellation) : Task.FromResult(0L);

    Task<IUnfinishedContent?> IUnfinishedContents.HoldAsync(UnfinishedName name, bool wait, CancellationToken cancellation) =>
        inner is IUnfinishedContents kept
            ? kept.HoldAsync(name, wait, cancellation) : Task.FromResult<IUnfinishedContent?>(null);
}
