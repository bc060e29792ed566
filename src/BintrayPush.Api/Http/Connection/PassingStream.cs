namespace BintrayPush.Api.Http.Connection;

/// <summary>The body of a download, read forwards. Each read restarts the timeout.</summary>
/// <param name="inner">The body; disposed with this one.</param>
/// <param name="silence">The timeout, linked to the cancellation of the download.</param>
/// <param name="host">Who is waited for.</param>
/// <param name="ended">Called once, when this stream is disposed.</param>
internal sealed class PassingStream(Stream inner, SilenceLimit silence, string host, Action ended) : Stream
{
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

#if NET
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var linked = silence.IsBoundTo(cancellationToken)
            ? null
            : CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            var read = await inner.ReadAsync(buffer, linked?.Token ?? silence.Token).ConfigureAwait(false);
            silence.Move(read);
            return read;
        }
        catch (OperationCanceledException) when (silence.HasPassed && !cancellationToken.IsCancellationRequested)
        {
            throw Overdue();
        }
    }
#else
    /// <summary>There a read that has begun cannot be cancelled, only left behind.</summary>
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        var left = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (silence.Token.Register(() => left.TrySetCanceled()))
        using (cancellationToken.Register(() => left.TrySetCanceled()))
        {
            try
            {
                var reading = inner.ReadAsync(buffer, offset, count, cancellationToken);
                var read = await (await Task.WhenAny(reading, left.Task).ConfigureAwait(false)).ConfigureAwait(false);
                silence.Move(read);
                return read;
            }
            catch (OperationCanceledException) when (silence.HasPassed && !cancellationToken.IsCancellationRequested)
            {
                throw Overdue();
            }
        }
    }
#endif

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_ended)
        {
            _ended = true;
            inner.Dispose();
            ended();
        }

        base.Dispose(disposing);
    }

    private IOException Overdue() => new(silence.Fault(host));
}
