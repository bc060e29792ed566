namespace BintrayPush.Server.Uploads;

/// <summary>A stream that is opened at its first read.</summary>
internal sealed class LateBody(Func<Task<Stream>> open) : ForwardStream
{
    private Stream? _inner;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _inner ??= await open();
        return await _inner.ReadAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _inner?.Dispose();
        base.Dispose(disposing);
    }
}
