using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Tests.Service;

/// <summary>A store between whose operations a test can do something. A call that was given up does nothing, as on a real one.</summary>
internal sealed class HookedStore(IObjectStore inner) : IObjectStore, IUnchangedReads, IWriterLocks
{
    /// <summary>Told of an operation and its key before it happens.</summary>
    public Func<string, string, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Told of it once it has happened.</summary>
    public Func<string, string, Task> After { get; set; } = (_, _) => Task.CompletedTask;

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellation) =>
        HookedAsync("get", key, () => inner.GetAsync(key, cancellation), cancellation);

    public Task<string?> PutIfAbsentAsync(string key, byte[] value, CancellationToken cancellation) =>
        HookedAsync("create", key, () => inner.PutIfAbsentAsync(key, value, cancellation), cancellation);

    public Task<string?> ReplaceAsync(string key, string tag, byte[] value, CancellationToken cancellation) =>
        HookedAsync("replace", key, () => inner.ReplaceAsync(key, tag, value, cancellation), cancellation);

    public Task<bool> ExistsAsync(string key, CancellationToken cancellation) =>
        HookedAsync("exists", key, () => inner.ExistsAsync(key, cancellation), cancellation);

    public Task<IReadOnlyList<long?>> GetLengthsAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
        HookedAsync("measure", string.Join(" ", keys), () => inner.GetLengthsAsync(keys, cancellation), cancellation);

    public Task<bool> SetAsideAsync(string key, string sha256, CancellationToken cancellation) =>
        inner.SetAsideAsync(key, sha256, cancellation);

    public Task DeleteAsync(string key, CancellationToken cancellation) => HookedAsync(
        "delete",
        key,
        async () =>
        {
            await inner.DeleteAsync(key, cancellation);
            return true;
        },
        cancellation);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) =>
        HookedAsync("list", prefix, () => inner.ListAsync(prefix, cancellation), cancellation);

    public Task<IStagedContent> StageAsync(Stream content, CancellationToken cancellation) => inner.StageAsync(content, cancellation);

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation) =>
        HookedAsync("open", key, () => inner.OpenAsync(key, cancellation), cancellation);

    public ReadState? StateOf(IReadOnlyList<(string Key, string Tag)> read) => (inner as IUnchangedReads)?.StateOf(read);

    public Task<Stream?> OpenIfUnchangedAsync(ReadState state, string content, CancellationToken cancellation) => HookedAsync(
        "open unchanged", content, () => ((IUnchangedReads)inner).OpenIfUnchangedAsync(state, content, cancellation), cancellation);

    public Task FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) => HookedAsync(
        "flush",
        string.Join(" ", keys),
        async () =>
        {
            await inner.FlushAsync(keys, cancellation);
            return true;
        },
        cancellation);

    public Task<IReadOnlyList<StagedLeftover>> DropStagedAsync(TimeSpan age, bool dryRun, CancellationToken cancellation) =>
        inner.DropStagedAsync(age, dryRun, cancellation);

    public Task<IDisposable> HoldAsync(string key, CancellationToken cancellation) =>
        HookedAsync("hold", key, () => ((IWriterLocks)inner).HoldAsync(key, cancellation), cancellation);

    public Task<bool> IsHeldAsync(string key, CancellationToken cancellation) =>
        HookedAsync("is held", key, () => ((IWriterLocks)inner).IsHeldAsync(key, cancellation), cancellation);

    private async Task<T> HookedAsync<T>(string operation, string key, Func<Task<T>> call, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await Before(operation, key);
        var answer = await call();
        await After(operation, key);
        return answer;
    }
}
