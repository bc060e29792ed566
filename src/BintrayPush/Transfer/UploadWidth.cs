namespace BintrayPush.Transfer;

/// <summary>
/// How many uploads may run at one time: halved when the service shows that it is crowded, and given back slowly, one place for as many
/// successes as there are places. Of the failures of uploads that began before the last halving only one counts.
/// </summary>
/// <param name="most">Never more than that.</param>
internal sealed class UploadWidth(int most)
{
    private readonly object _lock = new();
    private readonly Queue<TaskCompletionSource<int>> _waiting = new();
    private double _places = most;
    private int _running;
    private int _halvings;

    /// <summary>How many may run now.</summary>
    public int Places
    {
        get
        {
            lock (_lock)
            {
                return (int)_places;
            }
        }
    }

    /// <summary>Waits for a place.</summary>
    /// <returns>What is to be said when it fails: how often was halved before it began.</returns>
    public async Task<int> EnterAsync(CancellationToken cancellation)
    {
        TaskCompletionSource<int> turn;
        lock (_lock)
        {
            if (_running < (int)_places)
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
            _places = Math.Min(most, _places + (1 / _places));
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
                _places = Math.Max(1, _places / 2);
            }

            return _halvings;
        }
    }

    private void LetIn()
    {
        while (_running < (int)_places && _waiting.Count > 0)
        {
            if (_waiting.Dequeue().TrySetResult(_halvings))
            {
                _running++;
            }
        }
    }
}
