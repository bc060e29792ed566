using BintrayPush.Api.Failures;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>A history of one store in which several act at once and some of them die; all from one seed.</summary>
internal abstract class SeededWorld
{
    /// <summary>How long a sweep waits between its two looks.</summary>
    protected static readonly TimeSpan SweepWait = TimeSpan.FromHours(1);

    private readonly MemoryStore _store = new();
    private readonly List<Actor> _busy = [];

    protected SeededWorld(int seed)
    {
        Scheduler = new Scheduler(seed);
        IsReliable = Scheduler.Random.Next(2) == 0;
    }

    public List<string> Failures { get; } = [];

    public IReadOnlyList<string> Log => Scheduler.Log;

    protected Scheduler Scheduler { get; }

    /// <summary>Whether no answer of the store gets lost.</summary>
    protected bool IsReliable { get; }

    /// <summary>What has passed beside the steps of the scheduler.</summary>
    protected TimeSpan Passed { get; set; }

    /// <summary>What the services of this world are given from outside.</summary>
    protected virtual StorageEnvironment Surroundings => new();

    /// <summary>Lets all of them live, each with a service of its own, until nobody has anything left to do.</summary>
    protected void LetLive(IEnumerable<Func<ObjectStoreBintray, Actor, Task>> lives)
    {
        var actors = lives.Select((life, i) => (Actor: new Actor($"actor{i}"), Life: life)).ToList();
        var running = actors.Select(actor => actor.Life(ServiceOf(actor.Actor, IsReliable), actor.Actor)).ToList();
        Scheduler.Run();
        for (var i = 0; i < running.Count; i++)
        {
            Check(actors[i].Actor.Dead || running[i].IsCompletedSuccessfully, $"actor{i}: {running[i].Exception?.InnerException}");
        }

        Scheduler.Mortality = 0;
    }

    /// <summary>Something that one alone does, with a store that always answers.</summary>
    protected void Do(string name, Func<ObjectStoreBintray, Actor, Task> work)
    {
        var actor = new Actor(name);
        var task = work(ServiceOf(actor, isReliable: true), actor);
        Scheduler.Run();
        Check(task.IsCompletedSuccessfully, $"{name}: {task.Exception?.InnerException}");
    }

    /// <summary>A call that may be refused because of what others do.</summary>
    /// <returns><see langword="null"/> if it was refused, or its answer got lost.</returns>
    protected async Task<T?> TryAsync<T>(Actor actor, Func<Task<T>> call)
        where T : class?
    {
        _busy.Add(actor);
        try
        {
            return await call();
        }
        catch (BintrayException refusal)
        {
            Scheduler.Log.Add($"{Scheduler.Now} refused: {refusal.Status} {refusal.Message}");
            Check(
                refusal.Status is 404 or 409
                    || (!IsReliable && refusal.Message.EndsWith("the answer got lost", StringComparison.Ordinal)), refusal.ToString());
            return null;
        }
        finally
        {
            _busy.Remove(actor);
        }
    }

    protected void Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            Failures.Add($"{Scheduler.Now}: {otherwise}");
        }
    }

    private ObjectStoreBintray ServiceOf(Actor actor, bool isReliable) => new(
        new GatedStore(_store, actor, Scheduler, (_, _) => { }) { Reliable = isReliable },
        viewFiles: null,
        Surroundings with
        {
            Now = () => DateTimeOffset.UnixEpoch.AddSeconds(Scheduler.Now) + Passed,
            NewId = Scheduler.NewId,
            Pause = (time, _) => PauseAsync(actor, time),
        });

    /// <summary>A sweep's wait is over when every call that had begun before it is.</summary>
    private Task PauseAsync(Actor actor, TimeSpan time)
    {
        List<Actor> before = time < SweepWait ? [] : [.. _busy.Where(other => other != actor)];
        return Scheduler.TurnAsync(actor, "pause", () =>
        {
            before.RemoveAll(other => other.Dead || !_busy.Contains(other));
            return before.Count == 0;
        });
    }
}
