using System.Security.Cryptography;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Records;

/// <summary>
/// A content of which the beginning was kept and the rest arrives. The beginning is compared with what its sender says of it before the
/// first byte of the rest is read, and so before a sender who waits for that sends it.
/// </summary>
internal sealed class ResumedStream : ForwardStream
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IUnfinishedContent _kept;
    private readonly Resumption _from;
    private readonly Stream _rest;
    private long _left;
    private bool _isCompared;

    public ResumedStream(IUnfinishedContent kept, Resumption from, Stream rest)
    {
        _kept = kept;
        _from = from;
        _rest = rest;
        _left = from.Offset;
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left > 0 && System.Runtime.InteropServices.MemoryMarshal.TryGetArray<byte>(buffer, out var array))
        {
            return await ReadKeptAsync(array, cancellationToken).ConfigureAwait(false);
        }

        Compare();
        return await _rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }
#else
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_left > 0)
        {
            return await ReadKeptAsync(new ArraySegment<byte>(buffer, offset, count), cancellationToken).ConfigureAwait(false);
        }

        Compare();
        return await _rest.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
    }
#endif

    protected override void Dispose(bool disposing)
    {
        _sha256.Dispose();
        base.Dispose(disposing);
    }

    private async Task<int> ReadKeptAsync(ArraySegment<byte> buffer, CancellationToken cancellation)
    {
        var wanted = new ArraySegment<byte>(buffer.Array!, buffer.Offset, (int)Math.Min(buffer.Count, _left));
        var read = await _kept.ReadAsync(wanted, cancellation).ConfigureAwait(false);
        if (read == 0 && wanted.Count > 0)
        {
            throw StoreRefusal.CannotResume("less is kept than there was");
        }

        _sha256.AppendData(buffer.Array!, buffer.Offset, read);
        _left -= read;
        return read;
    }

    private void Compare()
    {
        if (_isCompared)
        {
            return;
        }

        _isCompared = true;
        if (!string.Equals(Hex.Of(_sha256.GetHashAndReset()), _from.Sha256Before, StringComparison.OrdinalIgnoreCase))
        {
            throw StoreRefusal.CannotResume("the bytes that are kept are not those before the offset");
        }
    }
}
