using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Tests.Service;

/// <summary>How many operations were made.</summary>
internal sealed record Cost(int Reads, int Writes, int Lists, int Deletes, int Stagings)
{
    public static Cost operator -(Cost one, Cost other) => new(
        one.Reads - other.Reads,
        one.Writes - other.Writes,
        one.Lists - other.Lists,
        one.Deletes - other.Deletes,
        one.Stagings - other.Stagings);
}

/// <summary>Counts the operations of a store.</summary>
internal sealed class CountingStore(IObjectStore inner) : IObjectStore
{
    public Cost Cost { get; private set; } = new(0, 0, 0, 0, 0);

    /// <summary>How many bytes of small objects were written.</summary>
    public long Bytes { get; private set; }

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellation) =>
        Counted(Cost with { Reads = Cost.Reads + 1 }).GetAsync(key, cancellation);

    public Task<string?> PutIfAbsentAsync(string key, byte[] value, CancellationToken cancellation)
    {
        Bytes += value.Length;
        return Counted(Cost with { Writes = Cost.Writes + 1 }).PutIfAbsentAsync(key, value, cancellation);
    }

    public Task<string?> ReplaceAsync(string key, string tag, byte[] value, CancellationToken cancellation)
    {
        Bytes += value.Length;
        return Counted(Cost with { Writes = Cost.Writes + 1 }).ReplaceAsync(key, tag, value, cancellation);
    }

    public Task<bool> ExistsAsync(string key, CancellationToken cancellation) =>
        Counted(Cost with { Reads = Cost.Reads + 1 }).ExistsAsync(key, cancellation);

    public Task<IReadOnlyList<long?>> GetLengthsAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
        Counted(Cost with { Reads = Cost.Reads + 1 }).GetLengthsAsync(keys, cancellation);

    public Task<bool> SetAsideAsync(string key, string sha256, CancellationToken cancellation) =>
        inner.SetAsideAsync(key, sha256, cancellation);

    public Task DeleteAsync(string key, CancellationToken cancellation) =>
        Counted(Cost with { Deletes = Cost.Deletes + 1 }).DeleteAsync(key, cancellation);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) =>
        Counted(Cost with { Lists = Cost.Lists + 1 }).ListAsync(prefix, cancellation);

    public Task<IStagedContent> StageAsync(Stream content, CancellationToken cancellation) =>
        Counted(Cost with { Stagings = Cost.Stagings + 1 }).StageAsync(content, cancellation);

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation) =>
        Counted(Cost with { Reads = Cost.Reads + 1 }).OpenAsync(key, cancellation);

    public Task FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) => inner.FlushAsync(keys, cancellation);

    public Task<IReadOnlyList<StagedLeftover>> DropStagedAsync(TimeSpan age, bool dryRun, CancellationToken cancellation) =>
        inner.DropStagedAsync(age, dryRun, cancellation);

    private IObjectStore Counted(Cost cost)
    {
        Cost = cost;
        return inner;
    }
}
