using System.Collections.Concurrent;
using BintrayPush.Storage.Buckets;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Store;

/// <summary>
/// The private files in a bucket. Whoever may read the bucket reads them, so nobody but the servers may. There are no locks in a bucket: a
/// file that is locked in this process is written only if it is still the one that was there when it was locked, so of two servers that
/// change it at once one is told to try again.
/// </summary>
/// <param name="bucket">The bucket, which is tried out before the first write.</param>
/// <param name="cached">The bucket behind its caches; <see langword="null"/> where there are none.</param>
internal sealed class BucketPrivateFiles(BucketStore bucket, IObjectStore? cached = null) : IPrivateFiles
{
    private const int MaxTries = 20;
    private const int ReadAtOnce = 16;
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(60);

    private readonly IObjectStore _store = cached ?? bucket;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _locks = new();

    /// <summary>What was there when a file was locked; <see langword="null"/> for nothing.</summary>
    private readonly ConcurrentDictionary<string, string?> _locked = new();

    public async Task<PrivateFile?> FindAsync(string key, CancellationToken cancellation) =>
        await _store.GetAsync(key, cancellation) is { } found ? new PrivateFile(key, found.Tag) : null;

    public async Task<IReadOnlyList<PrivateFile>> ListAsync(string folder, CancellationToken cancellation)
    {
        var files = new List<PrivateFile>();
        var keys = (await _store.ListAsync(folder + "/", cancellation)).Where(key => key.LastIndexOf('/') == folder.Length);
        foreach (var some in keys.Chunk(ReadAtOnce))
        {
            files.AddRange((await Task.WhenAll(some.Select(key => FindAsync(key, cancellation)))).OfType<PrivateFile>());
        }

        return files;
    }

    public async Task<byte[]?> ReadAsync(string key, CancellationToken cancellation) => (await _store.GetAsync(key, cancellation))?.Value;

    public async Task WriteAsync(string key, byte[] content, CancellationToken cancellation)
    {
        await bucket.ProbeAsync(cancellation);
        if (_locked.TryGetValue(key, out var tag))
        {
            _locked[key] = await TryWriteAsync(key, tag, content, cancellation) ?? throw ChangedByOthers(key);
            return;
        }

        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await TryWriteAsync(key, (await _store.GetAsync(key, cancellation))?.Tag, content, cancellation) is not null)
            {
                return;
            }
        }

        throw ChangedByOthers(key);
    }

    public async Task<bool> TryCreateAsync(string key, byte[] content, CancellationToken cancellation)
    {
        await bucket.ProbeAsync(cancellation);
        return await TryWriteAsync(key, tag: null, content, cancellation) is not null;
    }

    public async Task<IDisposable> LockAsync(string key, CancellationToken cancellation)
    {
        var gate = _locks.GetOrAdd(key, _ => new SemaphoreSlim(1));
        if (!await gate.WaitAsync(LockLimit, cancellation))
        {
            throw new BintrayException(BintrayException.Unavailable, $"somebody else holds '{key}' for too long; try again");
        }

        try
        {
            _locked[key] = (await _store.GetAsync(key, cancellation))?.Tag;
            return new Lock(() =>
            {
                _locked.TryRemove(key, out _);
                gate.Release();
            });
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    public IReadOnlyList<string> LockOrder(IReadOnlyCollection<string> keys) =>
        [.. keys.Distinct(StringComparer.Ordinal).OrderBy(key => key, StringComparer.Ordinal)];

    public Task DeleteAsync(string key, CancellationToken cancellation) => _store.DeleteAsync(key, cancellation);

    private static BintrayException ChangedByOthers(string key) =>
        new(BintrayException.Unavailable, $"another server has changed '{key}' at the same moment; try again");

    /// <summary>Writes a file over what has the tag, or over nothing.</summary>
    /// <returns>The new tag; <see langword="null"/> if somebody else was faster.</returns>
    private async Task<string?> TryWriteAsync(string key, string? tag, byte[] content, CancellationToken cancellation)
    {
        if (await (tag is null
            ? _store.PutIfAbsentAsync(key, content, cancellation) : _store.ReplaceAsync(key, tag, content, cancellation)) is { } written)
        {
            return written;
        }

        // An own write whose answer was lost looks like somebody else's. Keys and hashes in it are random: these bytes are nobody else's.
        return await _store.GetAsync(key, cancellation) is { } there && there.Value.AsSpan().SequenceEqual(content) ? there.Tag : null;
    }

    private sealed class Lock(Action release) : IDisposable
    {
        private Action? _release = release;

        public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
