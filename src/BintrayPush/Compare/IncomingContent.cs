namespace BintrayPush.Compare;

/// <summary>Content on its way here from a service.</summary>
internal static class IncomingContent
{
    private const int BufferSize = 1 << 16;

    /// <summary>Reads it to its end. A line that breaks off or falls silent is a lost answer, which may be asked for again.</summary>
    /// <param name="from">The content.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="limit">The most bytes that may come; <see langword="null"/> for any number.</param>
    /// <param name="begun">Gets the stream whose position tells how far it is.</param>
    public static async Task<ContentHashes> ReadAsync(
        Stream from, Stream to, long? limit, CancellationToken cancellation, Action<Stream>? begun = null)
    {
        using var hashing = new HashingStream(from, limit, withMd5: false);
        begun?.Invoke(hashing);
        try
        {
            await hashing.CopyToAsync(to, BufferSize, cancellation).ConfigureAwait(false);
            return hashing.Finish();
        }
        catch (Exception cause) when (
            cause is ContentReadException || (cause is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new BintrayException(BintrayException.NoAnswer, $"the download broke off: {cause.Message}", cause);
        }
    }
}
