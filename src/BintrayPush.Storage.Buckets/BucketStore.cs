using System.Diagnostics;
using System.Security.Cryptography;
using BintrayPush.Storage.Buckets.Caching;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets;

/// <summary>
/// Objects in a bucket, under the same keys as in a folder. An answered write is durable, so there is nothing to flush; conditions are the
/// engine's own, and whether it keeps them is found out when the store is opened (<see cref="BucketProbe"/>).
/// </summary>
public abstract partial class BucketStore : IObjectStore, IConditionalReads, IDisposable
{
    /// <summary>What is staged, and what was tried out: cleared away by a sweep if a process was killed over it.</summary>
    internal const string Temporary = "tmp/";

    private const int AtOnce = 16;

    /// <summary>What is kept of small objects, with what their readers make of them.</summary>
    private const long RememberedBytes = 32 << 20;

    /// <summary>An engine may copy for that long.</summary>
    private static readonly TimeSpan NamingLimit = TimeSpan.FromMinutes(15);

    private readonly BucketCalls _calls;
    private readonly string _prefix;
    private readonly SemaphoreSlim _probing = new(1);
    private volatile bool _isProbed;

    /// <param name="calls">The calls of the engine; disposed with the store.</param>
    /// <param name="prefix">What all names in the bucket begin with.</param>
    internal BucketStore(BucketCalls calls, string prefix) => (_calls, _prefix) = (calls, prefix);

    /// <summary>A store, once it has been tried out; one that is not fit is disposed of.</summary>
    internal static async Task<T> ProbedAsync<T>(T store, CancellationToken cancellation)
        where T : BucketStore
    {
        try
        {
            await store.ProbeAsync(cancellation).ConfigureAwait(false);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>How messages call it.</summary>
    internal string Place => _calls.Place;

    /// <summary>Makes sure, before the first write, that the engine keeps what this store rests on. Once is enough.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="BintrayException">503: the bucket cannot be used, or the engine does not keep conditions.</exception>
    public async Task ProbeAsync(CancellationToken cancellation)
    {
        if (_isProbed)
        {
            return;
        }

        await _probing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!_isProbed)
            {
                await new BucketProbe(this).RunAsync(cancellation).ConfigureAwait(false);
                _isProbed = true;
            }
        }
        finally
        {
            _probing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellation) =>
        BucketRead.RunAsync(this, key, known: null, cancellation);

    /// <inheritdoc/>
    Task<StoredObject?> IConditionalReads.GetIfChangedAsync(string key, StoredObject known, CancellationToken cancellation) =>
        BucketRead.RunAsync(this, key, known, cancellation);

    /// <summary>This store behind the caches of one process. What they answer is never out of date.</summary>
    /// <param name="contents">The folder of contents; <see langword="null"/> for none.</param>
    public IObjectStore WithCaches(ContentFolder? contents) =>
        new RememberedObjects(contents is null ? this : new CachedContents(this, contents), this, RememberedBytes);

    /// <inheritdoc/>
    public Task<string?> PutIfAbsentAsync(string key, byte[] value, CancellationToken cancellation) =>
        WriteAsync(key, value, WriteTerms.IfAbsent, cancellation);

    /// <inheritdoc/>
    public Task<string?> ReplaceAsync(string key, string tag, byte[] value, CancellationToken cancellation) =>
        WriteAsync(key, value, WriteTerms.Over(tag), cancellation);

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string key, CancellationToken cancellation) =>
        await LengthOfAsync(key, cancellation).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long?>> GetLengthsAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var lengths = new long?[keys.Count];
        await Parallel.ForAsync(0, keys.Count, Several(cancellation), async (i, token) =>
            lengths[i] = await LengthOfAsync(keys[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return lengths;
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string key, CancellationToken cancellation)
    {
        try
        {
            await _calls.RunAsync(token => RemoveAsync(key, token), cancellation).ConfigureAwait(false);
        }
        catch (EngineAnswer answer) when (answer.Kind == EngineAnswerKind.Missing)
        {
            // It may be gone already.
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation)
    {
        // What others have put there is no key of the store, and nothing that a sweep may touch.
        var keys = (await ListObjectsAsync(prefix, cancellation).ConfigureAwait(false))
            .Select(found => found.Key).Where(Keys.IsKey).ToList();
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    /// <inheritdoc/>
    public Task<IStagedContent> StageAsync(Stream content, CancellationToken cancellation) =>
        StageAsync(content, $"{Temporary}{Guid.NewGuid():N}", keepsIfCut: false, cancellation);

    /// <inheritdoc/>
    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellation) =>
        await BucketContentStream.OpenAsync(this, key, cancellation).ConfigureAwait(false) is { IsSetAside: false } content
            ? content : null;

    /// <summary>
    /// The object is replaced by one with a mark, if it is still the one that was read. No engine can be trusted to delete under a
    /// condition.
    /// </summary>
    /// <inheritdoc/>
    public async Task<bool> SetAsideAsync(string key, string sha256, CancellationToken cancellation)
    {
        using var content = await BucketContentStream.OpenAsync(this, key, cancellation).ConfigureAwait(false);
        if (content is null or { IsSetAside: true }
            || Hex.Of(await SHA256.HashDataAsync(content, cancellation).ConfigureAwait(false)) == sha256)
        {
            return false;
        }

        return await WriteAsync(key, Guid.NewGuid().ToByteArray(), WriteTerms.Over(content.Tag, isSetAside: true), cancellation)
            .ConfigureAwait(false) is not null;
    }

    /// <inheritdoc/>
    public Task FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<IReadOnlyList<StagedLeftover>> DropStagedAsync(TimeSpan age, bool dryRun, CancellationToken cancellation) =>
        new BucketLeftovers(this).DropAsync(age, dryRun, cancellation);

    internal BucketCalls Guarded => _calls;

    /// <summary>What a key is called in the bucket.</summary>
    internal string NameOf(string key) => _prefix + key;

    /// <summary>The key of an object in the bucket.</summary>
    internal string KeyOf(string name) => name[_prefix.Length..];

    /// <summary>How long an object is; <see langword="null"/> if it is not there, or was set aside.</summary>
    internal async Task<long?> LengthOfAsync(string key, CancellationToken cancellation) =>
        await FindAsync(key, cancellation).ConfigureAwait(false) is { IsSetAside: false } found ? found.Length : null;

    /// <summary>An object, or <see langword="null"/>.</summary>
    internal async Task<BucketObject?> FindAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await _calls.RunAsync(token => LookAsync(key, token), cancellation).ConfigureAwait(false);
        }
        catch (EngineAnswer answer) when (answer.Kind == EngineAnswerKind.Missing)
        {
            return null;
        }
    }

    /// <summary>Writes a small object.</summary>
    /// <returns>The new tag, or <see langword="null"/> if the terms do not hold.</returns>
    internal Task<string?> WriteAsync(string key, ReadOnlyMemory<byte> value, WriteTerms terms, CancellationToken cancellation) =>
        new BucketWrite(this, key, value, terms).RunAsync(cancellation);

    /// <summary>
    /// Writes a content unless it is there already. Not over one that another has written meanwhile: it has the same bytes, but its readers
    /// would meet a new tag.
    /// </summary>
    /// <param name="key">Its name.</param>
    /// <param name="length">How long it is; one of another length is damaged.</param>
    /// <param name="write">Writes it; answers whether the terms held.</param>
    /// <param name="cancellation">Ends the call.</param>
    internal async Task NameAsync(string key, long length, Func<WriteTerms, Task<bool>> write, CancellationToken cancellation)
    {
        var since = Stopwatch.StartNew();
        do
        {
            var found = await FindAsync(key, cancellation).ConfigureAwait(false);
            if ((found is { IsSetAside: false } && found.Length == length)
                || await write(found is null ? WriteTerms.IfAbsent : WriteTerms.Over(found.Tag)).ConfigureAwait(false))
            {
                return;
            }
        }
        while (since.Elapsed < NamingLimit);
        throw _calls.Failure($"too many write the object '{key}' at once; try again");
    }

    /// <summary>Tries another way to write tags, once a replacement was refused that should not be.</summary>
    /// <returns>Whether there is one.</returns>
    internal virtual bool TryOtherTags() => false;

    /// <summary>Asks for an object.</summary>
    internal abstract Task<BucketObject> LookAsync(string key, CancellationToken cancellation);

    /// <summary>Begins to read an object, or a range of it.</summary>
    internal abstract Task<ReadAnswer> ReadAsync(string key, ReadTerms terms, CancellationToken cancellation);

    /// <summary>Writes an object with a request that is sent once, whatever becomes of it.</summary>
    /// <returns>The new tag.</returns>
    internal abstract Task<string> WriteOnceAsync(string key, ReadOnlyMemory<byte> value, WriteTerms terms, CancellationToken cancellation);

    /// <summary>Deletes an object.</summary>
    /// <returns>Nothing that counts.</returns>
    internal abstract Task<bool> RemoveAsync(string key, CancellationToken cancellation);

    /// <summary>The objects that begin with a prefix. Each page is a call with a limit of its own.</summary>
    internal abstract Task<IReadOnlyList<ListedObject>> ListObjectsAsync(string prefix, CancellationToken cancellation);

    /// <summary>An upload in parts to a key.</summary>
    internal abstract StagedUpload NewUpload(string key);

    /// <summary>Takes in a content: a small one waits in memory, a large one is sent on in parts.</summary>
    /// <param name="content">The content.</param>
    /// <param name="key">Where a large one waits until it has its name.</param>
    /// <param name="keepsIfCut">Whether what has come of a large one stays there if it ends too early.</param>
    /// <param name="cancellation">Ends the call.</param>
    internal async Task<IStagedContent> StageAsync(Stream content, string key, bool keepsIfCut, CancellationToken cancellation)
    {
        var first = await ContentPart.ReadAsync(content, ContentPart.FirstSize, cancellation).ConfigureAwait(false);
        if (first.IsLast)
        {
            return new StagedBytes(this, first);
        }

        var upload = NewUpload(key);
        await upload.ReceiveAsync(first, content, keepsIfCut, cancellation).ConfigureAwait(false);
        return upload;
    }

    /// <summary>What the keys begin with to which uploads in parts are made.</summary>
    internal virtual IReadOnlyList<string> PlacesOfBegunUploads => [Temporary];

    /// <summary>The uploads to keys that begin with a prefix that are not whole.</summary>
    internal abstract Task<IReadOnlyList<BegunUpload>> ListBegunAsync(string prefix, CancellationToken cancellation);

    /// <summary>What has come of an upload that is not whole, up to the first gap; nothing if it is over.</summary>
    internal abstract Task<IReadOnlyList<BegunPart>> PartsOfAsync(BegunUpload upload, CancellationToken cancellation);

    /// <summary>Makes parts that have come one object.</summary>
    internal abstract Task CompleteAsync(BegunUpload upload, IReadOnlyList<BegunPart> parts, CancellationToken cancellation);

    /// <summary>Drops the parts of an upload. If it is over already, or this fails, nothing is said: a sweep finds it.</summary>
    internal abstract Task AbortAsync(BegunUpload upload);

    /// <summary>Ends its connections.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _calls.Dispose();
            _probing.Dispose();
        }
    }

    private static ParallelOptions Several(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}
