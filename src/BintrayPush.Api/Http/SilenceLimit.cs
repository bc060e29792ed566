namespace BintrayPush.Api.Http;

/// <summary>Cancels when nothing has moved for a time. Each sign of life starts the time anew.</summary>
internal sealed class SilenceLimit : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;

    public SilenceLimit(TimeSpan limit, CancellationToken caller)
    {
        Limit = limit;
        _caller = caller;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Move();
    }

    /// <summary>The time.</summary>
    public TimeSpan Limit { get; }

    /// <summary>Cancelled by the caller or by silence.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was silence.</summary>
    public bool HasPassed => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Whether <see cref="Token"/> is cancelled whenever this one is.</summary>
    public bool IsBoundTo(CancellationToken token) => !token.CanBeCanceled || token == _caller;

    /// <summary>A sign of life.</summary>
    public void Move() => _source.CancelAfter(Limit);

    public void Dispose() => _source.Dispose();
}
