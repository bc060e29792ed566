using System.Diagnostics;
using BintrayPush.Server.Feed.Index;
using BintrayPush.Storage;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Makes the indexes of all NuGet repositories in the background, one after the other, once the server listens and every half hour after
/// that: so the first caller after a restart does not wait for one. A caller that comes meanwhile waits for the index that is being made.
/// </summary>
internal sealed partial class FeedIndexing(
    IServerStore store, FeedIndex index, TimeProvider time, ILogger<FeedIndexing> logger, CancellationToken stopping)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(30);

    private Task _work = Task.CompletedTask;

    public void Start() => _work = Task.Run(WorkAsync);

    /// <summary>Waits for its end, which comes soon after the server was told to stop: the index is closed after it.</summary>
    public void WaitForEnd() => Task.WaitAny([_work], TimeSpan.FromSeconds(10));

    private async Task WorkAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await TryAsync(FollowAllAsync);
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server stops. What is left is followed by the next one, or by who asks.
        }
    }

    private async Task FollowAllAsync()
    {
        var repositories = await store.ListFollowedRepositoriesAsync(stopping);
        if (repositories.Count > 0 || index.IsThere)
        {
            await TryAsync(() => index.TidyAsync(stopping));
        }

        foreach (var repository in repositories)
        {
            await TryAsync(() => FollowAsync(repository));
        }
    }

    private async Task FollowAsync(RepositoryAddress repository)
    {
        var began = Stopwatch.GetTimestamp();
        if (await index.FollowAsync(repository, stopping))
        {
            Followed(repository, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
    }

    /// <summary>One repository that cannot be read does not keep the others waiting.</summary>
    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
        {
            // Deleted since it was listed.
        }
        catch (BintrayException refusal)
        {
            Failed(refusal.Message);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            // Whatever became of this one, the server goes on: callers make their index by themselves.
            Broken(failure);
        }
    }

    [LoggerMessage(40, LogLevel.Information, "The index has {Repository}, after {Seconds:0.0} s")]
    private partial void Followed(RepositoryAddress repository, double seconds);

    [LoggerMessage(41, LogLevel.Error, "The index of NuGet feeds could not be made in advance, and is made when it is asked for: {Reason}")]
    private partial void Failed(string reason);

    [LoggerMessage(42, LogLevel.Error, "The index of NuGet feeds could not be made in advance, and is made when it is asked for")]
    private partial void Broken(Exception failure);
}
