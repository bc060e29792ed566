namespace BintrayPush.Api.Http;

/// <summary>Cancels when nothing has moved for a time. Each sign of life starts the time anew.</summary>
internal sealed class SilenceLimit : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;

    public SilenceLimit(TimeSpan limit, CancellationToken caller)
    {
        _limit = limit;
        _caller = caller;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Move();
    }

    /// <summary>Cancelled by the caller or by silence.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was silence.</summary>
    public bool HasPassed => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>A sign of life.</summary>
    public void Move() => _source.CancelAfter(_limit);

    public void Dispose() => _source.Dispose();
}
