namespace BintrayPush.Server.Tests;

/// <summary>A clock that a test moves. Timers go off in the call that moves it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly Dictionary<TimeSpan, TaskCompletionSource> _awaited = [];
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Waits until somebody has begun to wait for as long as this.</summary>
    public Task WaitedForAsync(TimeSpan time)
    {
        lock (_lock)
        {
            return Awaited(time).Task;
        }
    }

    public void Advance(TimeSpan time)
    {
        List<ManualTimer> due;
        lock (_lock)
        {
            _now += time;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
        }

        due.ForEach(timer => timer.GoOff(_now));
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private TaskCompletionSource Awaited(TimeSpan time)
    {
        if (!_awaited.TryGetValue(time, out var source))
        {
            _awaited[time] = source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return source;
    }

    private sealed class ManualTimer(ManualTime time, Action callback) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                _period = period;
                if (dueTime >= TimeSpan.Zero)
                {
                    Due = time._now + dueTime;
                    time._timers.Add(this);
                    time.Awaited(dueTime).TrySetResult();
                }
            }

            return true;
        }

        public void GoOff(DateTimeOffset now)
        {
            lock (time._lock)
            {
                if (_period > TimeSpan.Zero)
                {
                    Due = now + _period;
                }
                else
                {
                    time._timers.Remove(this);
                }
            }

            callback();
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
