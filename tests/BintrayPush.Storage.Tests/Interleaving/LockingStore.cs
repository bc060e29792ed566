using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>
/// A store that knows which writers are alive, mostly: a lock can be taken away from a living one, too, by somebody who deletes its file.
/// </summary>
/// <param name="writers">Who holds what, of all actors.</param>
/// <param name="changed">Told of each change.</param>
internal sealed class LockingStore(
    MemoryStore inner, Actor actor, Scheduler scheduler, Action<Actor, string> changed, Dictionary<string, Actor> writers)
    : GatedStore(inner, actor, scheduler, changed), IWriterLocks
{
    private const double LostLocks = 0.02;

    private readonly Actor _actor = actor;
    private readonly Scheduler _scheduler = scheduler;

    public async Task<IDisposable> HoldAsync(string key, CancellationToken cancellation)
    {
        await Turn($"hold {key}");
        writers.Add(key, _actor);
        return new Held(writers, key);
    }

    public async Task<bool> IsHeldAsync(string key, CancellationToken cancellation)
    {
        await Turn($"ask who holds {key}");
        if (_scheduler.Random.NextDouble() < LostLocks)
        {
            writers.Remove(key);
        }

        return writers.TryGetValue(key, out var writer) && !writer.Dead;
    }

    private sealed class Held(Dictionary<string, Actor> writers, string key) : IDisposable
    {
        public void Dispose() => writers.Remove(key);
    }
}
