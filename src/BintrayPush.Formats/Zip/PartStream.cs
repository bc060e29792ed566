namespace BintrayPush.Formats.Zip;

/// <summary>A part of a stream that can seek. The stream stays open, and others may move it between two reads.</summary>
internal sealed class PartStream(Stream whole, long at, long length) : ForwardStream
{
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var left = (int)Math.Min(buffer.Length, length - _read);
        if (left == 0)
        {
            return 0;
        }

        if (whole.Position != at + _read)
        {
            whole.Position = at + _read;
        }

        var read = await whole.ReadAsync(buffer[..left], cancellationToken).ConfigureAwait(false);
        _read += read;
        return read;
    }
}
