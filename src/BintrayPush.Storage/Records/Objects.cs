using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Records;

/// <summary>A record as it was read, with the tag that stands for exactly this state.</summary>
internal sealed record Stored<T>(string Key, T Value, string Tag)
{
    /// <summary>
    /// The release that is over and by which <see cref="Value"/> is what it is, although the stored head does not say so yet. Whoever
    /// replaces the record folds the release into it.
    /// </summary>
    public string? Release { get; init; }
}

/// <summary>The records in the object store: typed reading and the two conditional writes.</summary>
internal sealed class Objects(IObjectStore store, StorageEnvironment environment)
{
    private const int LargestRecord = 1024 * 1024;

    /// <summary>About 50 MB.</summary>
    private const int MostCachedFiles = 100_000;

    private readonly ManifestCache _manifests = new(MostCachedFiles);

    public IObjectStore Store => store;

    public StorageEnvironment StorageEnvironment => environment;

    public DateTimeOffset Now => environment.Now();

    public string NewId() => environment.NewId();

    public Task<Stored<RepositoryRecord>?> RepositoryAsync(RepositoryAddress address, CancellationToken cancellation) =>
        ReadAsync(Keys.Repository(address), RecordJson.Default.RepositoryRecord, cancellation);

    public Task<Stored<PackageRecord>?> PackageAsync(string repositoryId, string package, CancellationToken cancellation) =>
        ReadAsync(Keys.Package(repositoryId, package), RecordJson.Default.PackageRecord, cancellation);

    public Task<Stored<VersionHead>?> HeadAsync(string repositoryId, string packageId, string version, CancellationToken cancellation) =>
        ReadAsync(Keys.Version(repositoryId, packageId, version), RecordJson.Default.VersionHead, cancellation);

    public Task<Stored<PathRecord>?> PathAsync(string repositoryId, RepositoryPath path, CancellationToken cancellation) =>
        ReadAsync(Keys.Path(repositoryId, path), RecordJson.Default.PathRecord, cancellation);

    /// <summary>Manifests: what versions have published.</summary>
    public Manifests Manifests => new(this, _manifests);

    /// <summary>
    /// A whole manifest; <see langword="null"/> if it was removed, which means that the head has changed meanwhile.
    /// <see cref="BintrayPush.Storage.Records.Manifests.ReadAsync"/> reads less.
    /// </summary>
    public Task<Manifest?> ManifestAsync(string repositoryId, string? commit, CancellationToken cancellation) =>
        Manifests.ReadAsync(repositoryId, commit, paths: null, cancellation);

    /// <summary>A manifest with the pages of some paths, otherwise the same.</summary>
    public Task<Manifest?> ManifestAsync(string repositoryId, string? commit, IEnumerable<string> paths, CancellationToken cancellation) =>
        Manifests.ReadAsync(repositoryId, commit, paths, cancellation);

    /// <summary>Reads any record.</summary>
    public async Task<Stored<T>?> ReadAsync<T>(string key, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        if (await store.GetAsync(key, cancellation).ConfigureAwait(false) is not { } stored)
        {
            return null;
        }

        // Nothing of a record changes once it was read, so all who read the same bytes may have the same one.
        if (stored.Parsed is not Stored<T> read || read.Key != key)
        {
            try
            {
                var value = JsonSerializer.Deserialize(stored.Value, type) ?? throw DamagedRecord.Of(key, "it is empty");
                stored.Parsed = read = new Stored<T>(key, value, stored.Tag);
            }
            catch (JsonException damage)
            {
                throw DamagedRecord.Of(key, damage.Message);
            }
        }

        return read is Stored<VersionHead> { Value.Next: not null } head
            ? (Stored<T>?)(object?)await ReleasedAsync(head, cancellation).ConfigureAwait(false)
            : read;
    }

    /// <summary>A head as its release has it: nobody ever sees one that a committed release has not been folded into.</summary>
    private async Task<Stored<VersionHead>?> ReleasedAsync(Stored<VersionHead> head, CancellationToken cancellation)
    {
        var release = head.Value.Next!.Release;
        if (await ReadAsync(release, RecordJson.Default.ReleaseRecord, cancellation).ConfigureAwait(false) is { } record)
        {
            return record.Value.State == ReleaseState.Open
                ? head
                : head with { Value = head.Value.After(record.Value.State), Release = release };
        }

        // The record of a committed release goes when all its heads are folded: so either this one was, since it was read, or the release
        // was dropped, and a slow writer of it has prepared the head after that.
        return (await store.GetAsync(head.Key, cancellation).ConfigureAwait(false))?.Tag == head.Tag
            ? head with { Value = head.Value.After(ReleaseState.Dropped), Release = release }
            : await ReadAsync(head.Key, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads any records, a few at a time; those that are not there are left out.</summary>
    public async Task<IReadOnlyList<Stored<T>>> ReadAllAsync<T>(
        IEnumerable<string> keys, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        const int AtOnce = 16;
        var found = new List<Stored<T>>();
        var batch = new List<Task<Stored<T>?>>(AtOnce);
        foreach (var key in keys)
        {
            batch.Add(ReadAsync(key, type, cancellation));
            if (batch.Count == AtOnce)
            {
                found.AddRange((await Task.WhenAll(batch).ConfigureAwait(false)).OfType<Stored<T>>());
                batch.Clear();
            }
        }

        found.AddRange((await Task.WhenAll(batch).ConfigureAwait(false)).OfType<Stored<T>>());
        return found;
    }

    /// <summary>Writes an immutable object whose key is new. It is to be flushed before anything refers to it.</summary>
    public async Task WriteOnceAsync<T>(string key, T value, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class =>
        // A key with a fresh id cannot be taken by anybody else: if it is taken, a repeated request met itself.
        await store.PutIfAbsentAsync(key, JsonSerializer.SerializeToUtf8Bytes(value, type), cancellation).ConfigureAwait(false);

    /// <summary>Creates a record if its key is free; <see langword="null"/> if another writer was faster.</summary>
    /// <exception cref="BintrayException">503: it may be there or not. If it is, it may not survive a power loss.</exception>
    public async Task<Stored<T>?> TryCreateAsync<T>(
        string key, T value, JsonTypeInfo<T> type, CancellationToken cancellation, bool flush = true)
        where T : MutableRecord
    {
        var (fresh, bytes) = Freshened(value, type);
        var tag = await store.PutIfAbsentAsync(key, bytes, cancellation).ConfigureAwait(false)
            ?? await TagIfMineAsync(key, bytes).ConfigureAwait(false);
        return tag is null ? null : await WrittenAsync(new Stored<T>(key, fresh, tag), flush).ConfigureAwait(false);
    }

    /// <summary>Replaces a record if it is still the one that was read; <see langword="null"/> if another writer was faster.</summary>
    /// <param name="old">The record that was read.</param>
    /// <param name="value">The new one.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="flush">Whether it must survive a power loss. Without, the caller flushes it later, or can do without it.</param>
    /// <exception cref="BintrayException">503: it may have happened or not. If it has, it may not survive a power loss.</exception>
    public async Task<Stored<T>?> TryReplaceAsync<T>(
        Stored<T> old, T value, JsonTypeInfo<T> type, CancellationToken cancellation, bool flush = true)
        where T : MutableRecord
    {
        if (old.Release is { } release)
        {
            // A power loss must not leave this head as the only one that the release was folded into.
            await store.FlushAsync([release], cancellation).ConfigureAwait(false);
        }

        var (fresh, bytes) = Freshened(value, type);
        var tag = await store.ReplaceAsync(old.Key, old.Tag, bytes, cancellation).ConfigureAwait(false)
            ?? await TagIfMineAsync(old.Key, bytes).ConfigureAwait(false);
        return tag is null ? null : await WrittenAsync(new Stored<T>(old.Key, fresh, tag), flush).ConfigureAwait(false);
    }

    /// <summary>Creates over nothing or replaces what was read.</summary>
    /// <exception cref="BintrayException">503: it may have happened or not. If it has, it may not survive a power loss.</exception>
    public Task<Stored<T>?> TryWriteAsync<T>(
        string key, Stored<T>? old, T value, JsonTypeInfo<T> type, CancellationToken cancellation, bool flush = true)
        where T : MutableRecord =>
        old is null ? TryCreateAsync(key, value, type, cancellation, flush) : TryReplaceAsync(old, value, type, cancellation, flush);

    /// <summary>
    /// A failed condition may be the echo of an own write whose answer was lost: the rev is random, so if these very bytes are
    /// there, it worked (rule 2 of the store). So the look is not given up with the call: it may be a commit.
    /// </summary>
    private async Task<string?> TagIfMineAsync(string key, byte[] bytes) =>
        await store.GetAsync(key, CancellationToken.None).ConfigureAwait(false) is { } found && found.Value.AsSpan().SequenceEqual(bytes)
            ? found.Tag
            : null;

    /// <summary>It is there for everybody: whether the caller still waits does not matter any more.</summary>
    private async Task<Stored<T>> WrittenAsync<T>(Stored<T> written, bool flush)
    {
        if (flush)
        {
            await store.FlushAsync([written.Key], CancellationToken.None).ConfigureAwait(false);
        }

        return written;
    }

    private (T Value, byte[] Bytes) Freshened<T>(T value, JsonTypeInfo<T> type)
        where T : MutableRecord
    {
        MutableRecord record = value;
        var fresh = (T)(record with { Rev = NewId() });
        var bytes = JsonSerializer.SerializeToUtf8Bytes(fresh, type);
        return bytes.Length <= LargestRecord
            ? (fresh, bytes)
            : throw new BintrayException(
                BintrayException.BadRequest, $"all that is said about one thing may not take more than {LargestRecord} bytes");
    }
}
