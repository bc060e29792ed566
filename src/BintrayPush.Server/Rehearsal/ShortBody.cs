namespace BintrayPush.Server.Rehearsal;

/// <summary>The body of an answer of which only the first bytes are sent.</summary>
/// <param name="response">The answer.</param>
/// <param name="inner">Where its bytes go.</param>
/// <param name="bytes">How many are sent; of an answer that has no more than these, all but the last.</param>
/// <param name="isLengthTrue">Whether the answer says how long it is now, or how long it was.</param>
internal sealed class ShortBody(HttpResponse response, Stream inner, long bytes, bool isLengthTrue) : Stream
{
    private long? _left;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether something was kept back.</summary>
    public bool IsShort { get; private set; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _left ??= Begin();
        var count = (int)Math.Min(_left.Value, buffer.Length);
        _left -= count;
        IsShort |= count < buffer.Length;
        if (count > 0)
        {
            await inner.WriteAsync(buffer[..count], cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Sends the head of an answer, if it is the first call.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        _left ??= Begin();
        return inner.FlushAsync(cancellationToken);
    }

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private long Begin()
    {
        var sent = response.ContentLength is { } length ? Math.Min(bytes, Math.Max(0, length - 1)) : bytes;
        if (isLengthTrue && response.ContentLength is not null && !response.HasStarted)
        {
            response.ContentLength = sent;
        }

        return sent;
    }
}
