namespace BintrayPush.Storage.Archives;

/// <summary>Reads as much as there is room for; a stream may give less at a time without being at its end.</summary>
internal static class Filling
{
    /// <returns>How many bytes came; fewer than there is room for only at the end of the stream.</returns>
    public static async Task<int> FillAsync(Stream stream, byte[] buffer, CancellationToken cancellation)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer, filled, buffer.Length - filled, cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return filled;
    }
}
