using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets.Caching;

/// <summary>
/// A content of the store that goes into the cache folder while it is read from its first byte to its last. Who reads only a part of it
/// leaves nothing there.
/// </summary>
internal sealed class FillingStream(Stream content, string key, string sha256, ContentFolder folder) : Stream, IStoredContent
{
    private IncomingContent? _incoming;

    public string Key => key;

    public override bool CanRead => true;

    public override bool CanSeek => content.CanSeek;

    public override bool CanWrite => false;

    public override long Length => content.Length;

    public override long Position
    {
        get => content.Position;
        set => content.Position = value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var at = content.Position;
        var read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Fill(at, buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var at = content.Position;
        var read = content.Read(buffer, offset, count);
        Fill(at, buffer.AsSpan(offset, read));
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => content.Seek(offset, origin);

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _incoming?.Dispose();
            content.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill(long at, ReadOnlySpan<byte> bytes)
    {
        if (at == 0 && bytes.Length > 0)
        {
            _incoming ??= folder.TryBegin(sha256, content.Length);
        }

        _incoming?.Write(at, bytes);
    }
}
