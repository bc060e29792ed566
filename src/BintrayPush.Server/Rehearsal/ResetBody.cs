using Microsoft.AspNetCore.Connections;

namespace BintrayPush.Server.Rehearsal;

/// <summary>The body of a request whose connection is reset once some bytes of it have come, or at its end.</summary>
internal sealed class ResetBody(Stream inner, long bytes, Action reset) : ForwardStream
{
    private long _left = bytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = _left > 0 ? await inner.ReadAsync(buffer[..(int)Math.Min(_left, buffer.Length)], cancellationToken) : 0;
        _left -= read;
        if (read == 0 && !buffer.IsEmpty)
        {
            reset();
            throw new ConnectionResetException("the connection was reset by a fault of the rehearsal");
        }

        return read;
    }
}
