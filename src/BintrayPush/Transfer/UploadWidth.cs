namespace BintrayPush.Transfer;

/// <summary>
/// How many uploads may run at one time: halved when the service shows that it is crowded, and given back slowly, one place for as many
/// successes as there are places. Of the failures of uploads that began before the last halving only one counts.
/// </summary>
/// <param name="maxParallel">Never more than that.</param>
internal sealed class UploadWidth(int maxParallel)
{
    private readonly object _lock = new();
    private readonly Queue<TaskCompletionSource<int>> _waiting = new();
    private double _slots = maxParallel;
    private int _running;
    private int _halvings;

    /// <summary>How many may run now.</summary>
    public int Places
    {
        get
        {
            lock (_lock)
            {
                return (int)_slots;
            }
        }
    }

    /// <summary>Waits for a place.</summary>
    /// <returns>The number of halvings so far; pass it to <see cref="Halve"/> if this upload fails.</returns>
    public async Task<int> EnterAsync(CancellationToken cancellation)
    {
        TaskCompletionSource<int> turn;
        lock (_lock)
        {
            if (_running < (int)_slots)
            {
                _running++;
                return _halvings;
            }

            turn = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        using (cancellation.Register(() => turn.TrySetCanceled(cancellation)))
        {
            return await turn.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _running--;
            LetIn();
        }
    }

    /// <summary>An upload went well.</summary>
    public void Widen()
    {
        lock (_lock)
        {
            _slots = Math.Min(maxParallel, _slots + (1 / _slots));
            LetIn();
        }
    }

    /// <summary>An upload met a crowd.</summary>
    /// <param name="entered">What <see cref="EnterAsync"/> said to it.</param>
    /// <returns>What is to be said when it meets a crowd again.</returns>
    public int Halve(int entered)
    {
        lock (_lock)
        {
            if (entered == _halvings)
            {
                _halvings++;
                _slots = Math.Max(1, _slots / 2);
            }

            return _halvings;
        }
    }

    private void LetIn()
    {
        while (_running < (int)_slots && _waiting.Count > 0)
        {
            if (_waiting.Dequeue().TrySetResult(_halvings))
            {
                _running++;
            }
        }
    }
}
