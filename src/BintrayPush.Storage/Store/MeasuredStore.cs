using System.Diagnostics;

namespace BintrayPush.Storage.Store;

/// <summary>Gets each call of a store when it is done.</summary>
/// <param name="operation">What was called: one of a few words.</param>
/// <param name="took">How long it took.</param>
/// <param name="failed">Whether the store could not carry it out.</param>
public delegate void StoreMeasure(string operation, TimeSpan took, bool failed);

/// <summary>
/// A store that tells of its calls how long they took and whether they failed. What a caller gave up, or sent wrongly, is no failure of the
/// store.
/// </summary>
internal class MeasuredStore : IObjectStore, IUnfinishedContents
{
    private readonly IObjectStore _inner;
    private readonly StoreMeasure _measure;

    protected MeasuredStore(IObjectStore inner, StoreMeasure measure) => (_inner, _measure) = (inner, measure);

    /// <summary>A store that can do what the measured one can.</summary>
    /// <param name="inner">The store.</param>
    /// <param name="measure">Who is told; <see langword="null"/> for nobody, and the store itself.</param>
    public static IObjectStore Over(IObjectStore inner, StoreMeasure? measure) => measure is null ? inner
        : inner is IUnchangedReads and IWriterLocks ? new MeasuredFolder(inner, measure)
        : new MeasuredStore(inner, measure);

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellation) =>
        RunAsync("get", () => _inner.GetAsync(key, cancellation));

    public Task<string?> PutIfAbsentAsync(string key, byte[] value, CancellationToken cancellation) =>
        RunAsync("create", () => _inner.PutIfAbsentAsync(key, value, cancellation));

    public Task<string?> ReplaceAsync(string key, string tag, byte[] value, CancellationToken cancellation) =>
        RunAsync("replace", () => _inner.ReplaceAsync(key, tag, value, cancellation));

    public Task<bool> ExistsAsync(string key, CancellationToken cancellation) =>
        RunAsync("exists", () => _inner.ExistsAsync(key, cancellation));

    public Task<IReadOnlyList<long?>> GetLengthsAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
        RunAsync("lengths", () => _inner.GetLengthsAsync(keys, cancellation));

    public Task DeleteAsync(string key, CancellationToken cancellation) =>
        RunAsync("delete", () => WithoutResultAsync(_inner.DeleteAsync(key, cancellation)));

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) =>
        RunAsync("list", () => _inner.ListAsync(prefix, cancellation));

    public Task<IStagedContent> StageAsync(Stream content, CancellationToken cancellation) =>
        RunAsync("stage", () => _inner.StageAsync(content, cancellation));

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation) =>
        RunAsync("open", () => _inner.OpenAsync(key, cancellation));

    public Task<bool> SetAsideAsync(string key, string sha256, CancellationToken cancellation) =>
        RunAsync("set_aside", () => _inner.SetAsideAsync(key, sha256, cancellation));

    public Task FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        RunAsync("flush", () => WithoutResultAsync(_inner.FlushAsync(keys, cancellation)));

    public Task<IReadOnlyList<StagedLeftover>> DropStagedAsync(TimeSpan age, bool dryRun, CancellationToken cancellation) =>
        RunAsync("drop_staged", () => _inner.DropStagedAsync(age, dryRun, cancellation));

    /// <summary>These wait for a sender, so their time says nothing of the store.</summary>
    Task<long> IUnfinishedContents.FindAsync(UnfinishedName name, CancellationToken cancellation) =>
        _inner is IUnfinishedContents unfinished ? unfinished.FindAsync(name, cancellation) : Task.FromResult(0L);

    Task<IUnfinishedContent?> IUnfinishedContents.HoldAsync(UnfinishedName name, bool wait, CancellationToken cancellation) =>
        (_inner as IUnfinishedContents)?.HoldAsync(name, wait, cancellation) ?? Task.FromResult<IUnfinishedContent?>(null);

    /// <summary>Carries out a call and tells of it.</summary>
    protected async Task<T> RunAsync<T>(string operation, Func<Task<T>> call)
    {
        var began = Stopwatch.GetTimestamp();
        var failed = false;
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is BintrayException { Status: >= 500 } or IOException and not ContentReadException)
        {
            failed = true;
            throw;
        }
        finally
        {
            var ticks = Stopwatch.GetTimestamp() - began;
            _measure(operation, TimeSpan.FromSeconds((double)ticks / Stopwatch.Frequency), failed);
        }
    }

    private static async Task<bool> WithoutResultAsync(Task call)
    {
        await call.ConfigureAwait(false);
        return true;
    }

    /// <summary>A folder, which can do more than a bucket.</summary>
    private sealed class MeasuredFolder(IObjectStore inner, StoreMeasure measure)
        : MeasuredStore(inner, measure), IUnchangedReads, IWriterLocks
    {
        public ReadState? StateOf(IReadOnlyList<(string Key, string Tag)> read) => ((IUnchangedReads)_inner).StateOf(read);

        public Task<Stream?> OpenIfUnchangedAsync(ReadState state, string content, CancellationToken cancellation) =>
            RunAsync("open", () => ((IUnchangedReads)_inner).OpenIfUnchangedAsync(state, content, cancellation));

        public Task<IDisposable> HoldAsync(string key, CancellationToken cancellation) =>
            ((IWriterLocks)_inner).HoldAsync(key, cancellation);

        public Task<bool> IsHeldAsync(string key, CancellationToken cancellation) =>
            ((IWriterLocks)_inner).IsHeldAsync(key, cancellation);
    }
}
