using System.Globalization;
using BintrayPush.Api.Content;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>Objects in a dictionary: what an object store promises, and no more.</summary>
internal sealed class MemoryStore : IObjectStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    private readonly Dictionary<long, byte[]> _staged = [];
    private long _lastStaged;

    public IReadOnlyDictionary<string, byte[]> Objects => _objects;

    public int StagedCount => _staged.Count;

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellation) =>
        Locked(() => _objects.TryGetValue(key, out var value) ? new StoredObject(value, Hex.Sha256Of(value)) : null);

    public Task<string?> PutIfAbsentAsync(string key, byte[] value, CancellationToken cancellation) =>
        Locked(() => _objects.TryAdd(key, value) ? Hex.Sha256Of(value) : null);

    public Task<string?> ReplaceAsync(string key, string tag, byte[] value, CancellationToken cancellation) => Locked(() =>
    {
        if (!_objects.TryGetValue(key, out var old) || Hex.Sha256Of(old) != tag)
        {
            return null;
        }

        _objects[key] = value;
        return Hex.Sha256Of(value);
    });

    public Task<bool> ExistsAsync(string key, CancellationToken cancellation) => Locked(() => _objects.ContainsKey(key));

    public Task<IReadOnlyList<long?>> GetLengthsAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
        Locked<IReadOnlyList<long?>>(
        () => [.. keys.Select(key => _objects.TryGetValue(key, out var value) ? value.Length : (long?)null)]);

    public Task<bool> SetAsideAsync(string key, string sha256, CancellationToken cancellation) => Locked(
        () =>
            _objects.TryGetValue(key, out var value) && Hex.Of(System.Security.Cryptography.SHA256.HashData(value)) != sha256
                && _objects.Remove(key));

    /// <summary>Changes a content behind the service's back.</summary>
    public void Damage(string key, byte[] value) => _objects[key] = value;

    public Task DeleteAsync(string key, CancellationToken cancellation) => Locked(() => _objects.Remove(key));

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) => Locked<IReadOnlyList<string>>(
        () => [.. _objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))]);

    public async Task<IStagedContent> StageAsync(Stream content, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellation);
        return await Locked(() =>
        {
            _staged[++_lastStaged] = bytes.ToArray();
            return new Staged(this, _lastStaged);
        });
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation) =>
        Locked<Stream?>(() => _objects.TryGetValue(key, out var value) ? new MemoryStream(value, writable: false) : null);

    public Task FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<StagedLeftover>> DropStagedAsync(TimeSpan age, bool dryRun, CancellationToken cancellation) =>
        Locked<IReadOnlyList<StagedLeftover>>(() =>
        {
            StagedLeftover[] old = age > TimeSpan.Zero
                ? []
                : [
                    .. _staged.Select(staged => new StagedLeftover(
                        string.Create(CultureInfo.InvariantCulture, $"tmp/{staged.Key}"), staged.Value.Length)),
                ];
            if (old.Length > 0 && !dryRun)
            {
                _staged.Clear();
            }

            return old;
        });

    private Task<T> Locked<T>(Func<T> operation)
    {
        lock (_lock)
        {
            return Task.FromResult(operation());
        }
    }

    private sealed class Staged(MemoryStore store, long number) : IStagedContent
    {
        public Task NameAsync(string key, CancellationToken cancellation) => store.Locked(() =>
        {
            var bytes = store._staged[number];
            if (!store._objects.TryGetValue(key, out var there) || there.Length != bytes.Length)
            {
                store._objects[key] = bytes;
            }

            return true;
        });

        public Task<Stream> OpenAsync(CancellationToken cancellation) =>
            store.Locked<Stream>(() => new MemoryStream(store._staged[number], writable: false));

        public void Dispose() => store.Locked(() => store._staged.Remove(number));

        public override string ToString() => number.ToString(CultureInfo.InvariantCulture);
    }
}
