using BintrayPush.Api.Failures;

namespace BintrayPush.Api.Content;

/// <summary>
/// Reads another stream to its end and hashes what passes: one pass, constant memory. It can only be read, and only forwards.
/// A failure to read is told apart from everything else that can go wrong on the way: <see cref="ContentReadException"/>.
/// </summary>
/// <param name="inner">The stream to read. It is not disposed.</param>
/// <param name="limit">The most bytes that may come; <see langword="null"/> for any number.</param>
/// <param name="withMd5">Whether MD5 is computed too; it takes longer than the other two together.</param>
/// <param name="withSha1">Whether SHA-1 is computed too.</param>
public sealed class HashingStream(Stream inner, long? limit = null, bool withMd5 = true, bool withSha1 = true) : Stream
{
    private const int BufferSize = 1 << 17;

    private readonly ContentHasher _hasher = new(withMd5, withSha1);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => inner.Length;

    /// <summary>How much was read so far; it cannot be set.</summary>
    public override long Position
    {
        get => _hasher.Size;
        set => throw new NotSupportedException();
    }

    /// <summary>The hashes of everything read so far; to be asked once, at the end.</summary>
    public ContentHashes Finish() => _hasher.Finish();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read;
        try
        {
            read = inner.Read(buffer, offset, count);
        }
        catch (Exception cause) when (ContentReadException.IsCausedBy(cause))
        {
            throw new ContentReadException(cause);
        }

        CheckLimit(read);
        _hasher.Append(buffer, offset, read);
        return read;
    }

#if NET
    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause) when (ContentReadException.IsCausedBy(cause))
        {
            throw new ContentReadException(cause);
        }

        CheckLimit(read);
        if (read > 0 || !buffer.IsEmpty)
        {
            await _hasher.AppendAsync(buffer[..read]).ConfigureAwait(false);
        }

        return read;
    }
#else
    /// <inheritdoc/>
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause) when (ContentReadException.IsCausedBy(cause))
        {
            throw new ContentReadException(cause);
        }

        CheckLimit(read);
        _hasher.Append(buffer, offset, read);
        return read;
    }
#endif

    /// <summary>Reads to the end and keeps only the hashes.</summary>
    /// <exception cref="ContentReadException">The stream could not be read.</exception>
    /// <exception cref="BintrayException">400: more came than may.</exception>
    public Task DrainAsync(CancellationToken cancellation) => CopyToAsync(Null, BufferSize, cancellation);

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hasher.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A sender who sends more than announced is stopped at once, before a disk is full.</summary>
    private void CheckLimit(int read)
    {
        if (_hasher.Size + read > limit)
        {
            throw new BintrayException(BintrayException.BadRequest, $"{limit} bytes were announced and more came");
        }
    }
}
