using System.Buffers;

namespace BintrayPush.Api.Content;

/// <summary>Bytes from the shared pool as a stream to read, which gives them back when it is disposed.</summary>
/// <param name="rented">The bytes. The stream owns them from now on and returns them.</param>
/// <param name="length">How many of them count.</param>
public sealed class RentedMemoryStream(byte[] rented, int length) : MemoryStream(rented, 0, length, writable: false, publiclyVisible: true)
{
    private byte[]? _rented = rented;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _rented, null) is { } bytes)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        base.Dispose(disposing);
    }
}
