using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets.Caching;

/// <summary>
/// Small objects as they were last read or written. Each read still asks the store, but for nothing that is known already: the answer
/// that an object has not changed has no body, and its readers get the very object back that they have parsed. So nothing that others
/// write goes unseen (docs/store.md, "Buckets").
/// </summary>
internal sealed class RememberedObjects : StoreDecorator, IUnchangedReads
{
    /// <summary>Larger ones would drive out too many others.</summary>
    private const int LargestKept = 256 << 10;

    private readonly IConditionalReads _reads;
    private readonly SharedReads _shared;
    private readonly object _lock = new();
    private readonly LeastRecent<StoredObject> _kept;

    /// <param name="store">The store, perhaps behind other caches.</param>
    /// <param name="reads">Asks whether an object has changed.</param>
    /// <param name="maxBytes">What is kept at most.</param>
    public RememberedObjects(IObjectStore store, IConditionalReads reads, long maxBytes)
        : base(store)
    {
        (_reads, _kept) = (reads, new LeastRecent<StoredObject>(maxBytes));
        _shared = new SharedReads(LookAsync);
    }

    public override Task<StoredObject?> GetAsync(string key, CancellationToken cancellation) =>
        // Parts of manifests never change: whoever reads them keeps them, and does not ask again.
        Keys.IsManifest(key) ? Inner.GetAsync(key, cancellation) : _shared.GetAsync(key, cancellation);

    public override async Task<string?> PutIfAbsentAsync(string key, byte[] value, CancellationToken cancellation) =>
        Written(key, value, await Inner.PutIfAbsentAsync(key, value, cancellation).ConfigureAwait(false));

    public override async Task<string?> ReplaceAsync(string key, string tag, byte[] value, CancellationToken cancellation) =>
        Written(key, value, await Inner.ReplaceAsync(key, tag, value, cancellation).ConfigureAwait(false));

    public override Task DeleteAsync(string key, CancellationToken cancellation)
    {
        Keep(key, found: null);
        return Inner.DeleteAsync(key, cancellation);
    }

    public ReadState? StateOf(IReadOnlyList<(string Key, string Tag)> read) => new TagsRead(read);

    /// <summary>
    /// The looks need no order. No object ever returns to a state that it had: what was read before this call, and is the same at a look
    /// within it, was the same when the call began. So at that moment all of them were as they were read.
    /// </summary>
    public async Task<Stream?> OpenIfUnchangedAsync(ReadState state, string content, CancellationToken cancellation)
    {
        var read = ((TagsRead)state).Read;
        var found = await Task.WhenAll(read.Select(one => GetAsync(one.Key, cancellation))).ConfigureAwait(false);
        return found.Zip(read).All(pair => pair.First?.Tag == pair.Second.Tag)
            ? await OpenAsync(content, cancellation).ConfigureAwait(false)
            : null;
    }

    private async Task<StoredObject?> LookAsync(string key)
    {
        StoredObject? known;
        lock (_lock)
        {
            known = _kept.Find(key);
        }

        var found = await (known is null
            ? Inner.GetAsync(key, CancellationToken.None)
            : _reads.GetIfChangedAsync(key, known, CancellationToken.None)).ConfigureAwait(false);
        if (!ReferenceEquals(found, known))
        {
            Keep(key, found);
        }

        return found;
    }

    private string? Written(string key, byte[] value, string? tag)
    {
        if (tag is not null && value.Length > 0 && !Keys.IsManifest(key))
        {
            Keep(key, new StoredObject(value, tag));
        }

        return tag;
    }

    private void Keep(string key, StoredObject? found)
    {
        // What its readers make of the bytes takes about twice as much as they; a key is in two tables.
        const int WithParsed = 3;
        lock (_lock)
        {
            if (found is null || found.Value.Length > LargestKept)
            {
                _kept.Remove(key);
                return;
            }

            _kept.Add(key, found, (WithParsed * found.Value.Length) + (4 * key.Length));
            _kept.Shrink();
        }
    }

    private sealed class TagsRead(IReadOnlyList<(string Key, string Tag)> read) : ReadState
    {
        public IReadOnlyList<(string Key, string Tag)> Read => read;
    }
}
