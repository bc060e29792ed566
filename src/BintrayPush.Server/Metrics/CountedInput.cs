using System.Buffers;
using System.IO.Pipelines;

namespace BintrayPush.Server.Metrics;

/// <summary>The input of a connection, whose bytes are counted as they are taken.</summary>
internal sealed class CountedInput(PipeReader inner, Action<long> count) : PipeReader
{
    private ReadOnlySequence<byte> _last;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Noted(await inner.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        var isRead = inner.TryRead(out result);
        if (isRead)
        {
            Noted(result);
        }

        return isRead;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // The buffers behind it may be used for something else once it is told.
        var taken = _last.Slice(_last.Start, consumed).Length;
        _last = default;
        inner.AdvanceTo(consumed, examined);
        count(taken);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private ReadResult Noted(ReadResult result)
    {
        _last = result.Buffer;
        return result;
    }
}
