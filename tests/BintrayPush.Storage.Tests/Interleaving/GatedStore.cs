using BintrayPush.Api.Failures;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>
/// An actor's way to the common store: every operation waits for its turn. Answers get lost now and then, and lists are not taken
/// at one moment, because that is what real stores are like.
/// </summary>
internal class GatedStore(MemoryStore inner, Actor actor, Scheduler scheduler, Action<Actor, string> changed) : IObjectStore, IUnchangedReads
{
    private const double LostAnswers = 0.02;

    public bool Reliable { get; init; }

    public async Task<StoredObject?> GetAsync(string key, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, $"get {key}");
        return await inner.GetAsync(key, cancellation);
    }

    public async Task<string?> PutIfAbsentAsync(string key, byte[] value, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, $"create {key}");
        return Answer(key, await inner.PutIfAbsentAsync(key, value, cancellation));
    }

    public async Task<string?> ReplaceAsync(string key, string tag, byte[] value, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, $"replace {key}");
        return Answer(key, await inner.ReplaceAsync(key, tag, value, cancellation));
    }

    public async Task<bool> ExistsAsync(string key, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, $"look for {key}");
        return await inner.ExistsAsync(key, cancellation);
    }

    public async Task<IReadOnlyList<long?>> GetLengthsAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, $"measure {string.Join(" ", keys)}");
        return await inner.GetLengthsAsync(keys, cancellation);
    }

    public async Task<bool> SetAsideAsync(string key, string sha256, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, $"set aside {key}");
        return await inner.SetAsideAsync(key, sha256, cancellation);
    }

    public async Task DeleteAsync(string key, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, $"delete {key}");
        await inner.DeleteAsync(key, cancellation);
        changed(actor, key);
    }

    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, $"begin to list {prefix}");
        var first = await inner.ListAsync(prefix, cancellation);
        await scheduler.TurnAsync(actor, $"end to list {prefix}");
        var second = await inner.ListAsync(prefix, cancellation);
        // What was there all the time is seen; what came or went meanwhile may be.
        return [.. first.Union(second).Where(key => (first.Contains(key) && second.Contains(key)) || scheduler.Random.Next(2) == 0)
            .Order(StringComparer.Ordinal)];
    }

    public async Task<IStagedContent> StageAsync(Stream content, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, "stage");
        return new GatedContent(this, await inner.StageAsync(content, cancellation));
    }

    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, $"open {key}");
        return await inner.OpenAsync(key, cancellation);
    }

    public ReadState? StateOf(IReadOnlyList<(string Key, string Tag)> read) => new ReadTags(read);

    /// <summary>One object after the other: anything may happen between them.</summary>
    public async Task<Stream?> OpenIfUnchangedAsync(ReadState state, string content, CancellationToken cancellation)
    {
        foreach (var (key, tag) in ((ReadTags)state).Read)
        {
            if ((await GetAsync(key, cancellation))?.Tag != tag)
            {
                return null;
            }
        }

        return await OpenAsync(content, cancellation);
    }

    public Task FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) => Task.CompletedTask;

    public async Task<IReadOnlyList<StagedLeftover>> DropStagedAsync(TimeSpan age, bool dryRun, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, "drop staged");
        return await inner.DropStagedAsync(age, dryRun, cancellation);
    }

    private string? Answer(string key, string? tag)
    {
        if (tag is null)
        {
            return null;
        }

        changed(actor, key);
        if (Reliable || scheduler.Random.NextDouble() >= LostAnswers)
        {
            return tag;
        }

        // Either the request was repeated below and met its own success, or nobody knows what became of it.
        return scheduler.Random.Next(2) == 0 ? null : throw new BintrayException(BintrayException.Unavailable, "the answer got lost");
    }

    private sealed class ReadTags(IReadOnlyList<(string Key, string Tag)> read) : ReadState
    {
        public IReadOnlyList<(string Key, string Tag)> Read => read;
    }

    private sealed class GatedContent(GatedStore store, IStagedContent staged) : IStagedContent
    {
        public async Task NameAsync(string key, CancellationToken cancellation)
        {
            await store.Turn($"name {key}");
            await staged.NameAsync(key, cancellation);
        }

        public Task<Stream> OpenAsync(CancellationToken cancellation) => staged.OpenAsync(cancellation);

        public void Dispose() => staged.Dispose();
    }

    protected Task Turn(string what) => scheduler.TurnAsync(actor, what);
}
