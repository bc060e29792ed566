using System.Diagnostics;

namespace BintrayPush.Api.Http.Connection;

/// <summary>
/// Cancels a call when nothing has moved for a time, and also when all of it takes longer than its bytes may take: a service that sends a
/// byte now and then is never silent. Each byte restarts only the first of the two.
/// </summary>
internal sealed class SilenceLimit : IDisposable
{
    /// <summary>Timers take no longer times.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(24);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly TimeSpan _silence;
    private readonly Func<long, TimeSpan>? _whole;
    private long _moved;
    private volatile bool _wholeEndsFirst;

    /// <summary>Begins.</summary>
    /// <param name="limits">The two times.</param>
    /// <param name="caller">Ends the call as well.</param>
    /// <param name="patience">How long this call may be silent; with a value the caller sets the limit to the whole of it.</param>
    public SilenceLimit(HttpLimits limits, CancellationToken caller, TimeSpan? patience = null)
    {
        _silence = patience ?? limits.Silence;
        _whole = patience is null ? limits.Whole : null;
        _caller = caller;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Move(0);
    }

    /// <summary>Cancelled by the caller, by silence, or when the time for the whole call is over.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether one of the two times was over.</summary>
    public bool HasPassed => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Whether <see cref="Token"/> is cancelled whenever this one is.</summary>
    public bool IsBoundTo(CancellationToken token) => !token.CanBeCanceled || token == _caller;

    /// <summary>Bytes have moved, in either direction.</summary>
    public void Move(long bytes)
    {
        if (_whole is null)
        {
            _source.CancelAfter(_silence);
            return;
        }

        var left = Whole(Interlocked.Add(ref _moved, bytes)) - _clock.Elapsed;
        _wholeEndsFirst = _silence < TimeSpan.Zero || left < _silence;
        _source.CancelAfter(!_wholeEndsFirst ? _silence : left < TimeSpan.Zero ? TimeSpan.Zero : left > LongestTimer ? LongestTimer : left);
    }

    /// <summary>Which time was over, in words.</summary>
    /// <param name="host">Who was waited for.</param>
    public string Fault(string host) => _wholeEndsFirst
        ? $"{host} did not come to an end within {Whole(Interlocked.Read(ref _moved)).TotalSeconds:0} seconds, though it was never silent"
        : $"{host} was silent for {_silence.TotalSeconds:0} seconds";

    public void Dispose() => _source.Dispose();

    /// <summary>A longer timeout for silence allows a longer call, too.</summary>
    private TimeSpan Whole(long bytes) => _whole!(bytes) is var whole && whole > _silence ? whole : whole + _silence;
}
