using System.Diagnostics;

namespace BintrayPush.Server.Feed.Index;

/// <summary>
/// The following of a repository: one run at a time, for all who wait for it, and for the next caller if they have gone. It knows since
/// when the index is behind: from the first run that was needed until one has succeeded.
/// </summary>
internal sealed class FollowingRun
{
    private readonly Lock _lock = new();
    private Task? _run;
    private long? _behindSince;

    /// <summary>Whether there is one now.</summary>
    public bool IsOnItsWay
    {
        get
        {
            lock (_lock)
            {
                return _run is { IsCompleted: false };
            }
        }
    }

    /// <summary>How long the index has been behind.</summary>
    public TimeSpan Lag
    {
        get
        {
            lock (_lock)
            {
                return _behindSince is { } since ? Stopwatch.GetElapsedTime(since) : TimeSpan.Zero;
            }
        }
    }

    /// <summary>The run that is on its way, or a new one.</summary>
    public Task RunAsync(Func<Task> follow)
    {
        lock (_lock)
        {
            if (_run is { IsCompleted: false })
            {
                return _run;
            }

            _behindSince ??= Stopwatch.GetTimestamp();
            return _run = Task.Run(() => FollowAsync(follow));
        }
    }

    private async Task FollowAsync(Func<Task> follow)
    {
        try
        {
            await follow();
        }
        catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
        {
            // There is nothing to be behind of any more.
            CatchUp();
            throw;
        }

        CatchUp();
    }

    private void CatchUp()
    {
        lock (_lock)
        {
            _behindSince = null;
        }
    }
}
