using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets;

/// <summary>What is kept of one upload, and what comes of it now.</summary>
/// <param name="store">Where it is.</param>
/// <param name="folder">What the keys of its objects begin with.</param>
/// <param name="kept">What is gone on with; <see langword="null"/> for nothing.</param>
internal sealed class KeptUpload(BucketStore store, string folder, ListedObject? kept) : IUnfinishedContent
{
    private Stream? _reading;

    public long Length => kept?.Length ?? 0;

    public async Task<int> ReadAsync(ArraySegment<byte> buffer, CancellationToken cancellation)
    {
        if (kept is null)
        {
            return 0;
        }

        _reading ??= await BucketContentStream.OpenAsync(store, kept.Key, cancellation).ConfigureAwait(false);
        return _reading is null ? 0 : await _reading.ReadAsync(buffer, cancellation).ConfigureAwait(false);
    }

    /// <summary>The bytes that were kept come by here with the rest, since they have to be hashed: so the new upload is whole.</summary>
    /// <inheritdoc/>
    public async Task<IStagedContent> StageAsync(Stream content, long keptBytes, CancellationToken cancellation)
    {
        try
        {
            var staged = await store.StageAsync(content, $"{folder}{Guid.NewGuid():N}", keepsIfCut: true, cancellation)
                .ConfigureAwait(false);
            await DropAsync().ConfigureAwait(false);
            return staged;
        }
        catch (BintrayException refusal) when (refusal.Status != BintrayException.Unavailable)
        {
            // Of what was refused nothing is to be kept. An engine that was in trouble still has what it had.
            await DropAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task DropAsync()
    {
        try
        {
            await (kept is null ? Task.CompletedTask : store.DeleteAsync(kept.Key, CancellationToken.None)).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is BintrayException or EngineAnswer)
        {
            // A sweep finds it.
        }
    }

    public void Dispose() => _reading?.Dispose();
}
