namespace BintrayPush.Server.Http;

/// <summary>
/// Reads bodies. What fails there is marked as the sender's (<see cref="ContentReadException"/>), so that everything else that fails
/// with an <see cref="IOException"/> is known to be the server's own disk.
/// </summary>
internal static class BodyReads
{
    public static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation);
        }
        catch (IOException fault) when (fault is not ContentReadException)
        {
            throw new ContentReadException(fault);
        }
    }

    /// <summary>Anything else that reads from a body.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (IOException fault) when (fault is not ContentReadException)
        {
            throw new ContentReadException(fault);
        }
    }
}
