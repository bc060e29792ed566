using BintrayPush.Api.Failures;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>The common <c>dl/</c>: path to content name.</summary>
internal sealed class MemoryView
{
    public SortedDictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public Actor? LockedBy { get; set; }
}

/// <summary>An actor's way to it. A lock dies with its actor, and what is to be shown or hidden fails now and then.</summary>
internal sealed class GatedView(MemoryView view, MemoryStore store, Actor actor, Scheduler scheduler, Witness witness) : IViewFiles
{
    private const double Failures = 0.05;

    public bool Reliable { get; init; }

    public async Task<IDisposable> LockAsync(RepositoryAddress repository, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, "lock the view", () => view.LockedBy is null);
        view.LockedBy = actor;
        return new Unlocking(view);
    }

    public async Task<ViewObstacle?> PutAsync(RepositoryAddress repository, string path, string content, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, $"show {path}");
        MayFail();
        view.Files[$"{repository}/{path}"] = content;
        witness.CheckPrivacy(actor);
        return null;
    }

    public async Task<IReadOnlyList<long?>> GetLengthsAsync(
        RepositoryAddress repository, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, "measure what is shown");
        return [.. paths.Select(path => view.Files.TryGetValue(
            $"{repository}/{path}", out var content) && store.Objects.TryGetValue(content, out var bytes)
            ? bytes.Length
            : (long?)null)];
    }

    public async Task RemoveAsync(RepositoryAddress repository, string path, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, $"hide {path}");
        MayFail();
        view.Files.Remove($"{repository}/{path}");
    }

    public async Task RemoveAllAsync(RepositoryAddress repository, CancellationToken cancellation)
    {
        await scheduler.TurnAsync(actor, "hide all");
        MayFail();
        foreach (var path in view.Files.Keys.Where(path => path.StartsWith($"{repository}/", StringComparison.Ordinal)).ToList())
        {
            view.Files.Remove(path);
        }
    }

    public Task FlushAsync(RepositoryAddress repository, CancellationToken cancellation) => Task.CompletedTask;

    private void MayFail()
    {
        if (!Reliable && scheduler.Random.NextDouble() < Failures)
        {
            throw new BintrayException(BintrayException.Unavailable, "the answer got lost");
        }
    }

    private sealed class Unlocking(MemoryView view) : IDisposable
    {
        public void Dispose() => view.LockedBy = null;
    }
}
