using System.Security.Cryptography;

namespace BintrayPush.Api;

/// <summary>
/// Reads another stream to its end and hashes what passes: one pass, constant memory. It can only be read, and only forwards.
/// A failure to read is told apart from everything else that can go wrong on the way: <see cref="ContentReadException"/>.
/// </summary>
/// <param name="inner">The stream to read. It is not disposed.</param>
/// <param name="limit">The most bytes that may come; <see langword="null"/> for any number.</param>
public sealed class HashingStream(Stream inner, long? limit = null) : Stream
{
    private const int BufferSize = 1 << 17;

#pragma warning disable CA5350, CA5351 // SHA-1 and MD5 are the protocol's checksums; nothing is protected by them.
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5350, CA5351
    private long _size;

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
        get => _size;
        set => throw new NotSupportedException();
    }

    /// <summary>The hashes of everything read so far; to be asked once, at the end.</summary>
    public ContentHashes Finish() => new(_size, Hex.Of(_sha256.GetHashAndReset()), Hex.Of(_sha1.GetHashAndReset()), Hex.Of(_md5.GetHashAndReset()));

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Pass(buffer, offset, inner.Read(buffer, offset, count));
        }
        catch (Exception cause) when (ContentReadException.IsCausedBy(cause))
        {
            throw new ContentReadException(cause);
        }
    }

    /// <inheritdoc/>
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        try
        {
            return Pass(buffer, offset, await inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception cause) when (ContentReadException.IsCausedBy(cause))
        {
            throw new ContentReadException(cause);
        }
    }

#if NET
    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            Count(read);
            var passed = buffer.Slice(0, read).Span;
            _sha256.AppendData(passed);
            _sha1.AppendData(passed);
            _md5.AppendData(passed);
            return read;
        }
        catch (Exception cause) when (ContentReadException.IsCausedBy(cause))
        {
            throw new ContentReadException(cause);
        }
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
            _sha256.Dispose();
            _sha1.Dispose();
            _md5.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Pass(byte[] buffer, int offset, int read)
    {
        Count(read);
        _sha256.AppendData(buffer, offset, read);
        _sha1.AppendData(buffer, offset, read);
        _md5.AppendData(buffer, offset, read);
        return read;
    }

    /// <summary>A sender who sends more than announced is stopped at once, before a disk is full.</summary>
    private void Count(int read)
    {
        _size += read;
        if (_size > limit)
        {
            throw new BintrayException(BintrayException.BadRequest, $"{limit} bytes were announced and more came");
        }
    }
}
