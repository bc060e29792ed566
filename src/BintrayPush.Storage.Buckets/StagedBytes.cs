using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets;

/// <summary>A small content that has arrived: it waits in memory, and is written once, under its name.</summary>
internal sealed class StagedBytes(BucketStore store, ContentPart part) : IStagedContent
{
    public Task NameAsync(string key, CancellationToken cancellation) => store.NameAsync(
        key,
        part.Bytes.Length,
        async terms => await store.WriteAsync(key, part.Bytes, terms, cancellation).ConfigureAwait(false) is not null,
        cancellation);

    public Task<Stream> OpenAsync(CancellationToken cancellation) => Task.FromResult<Stream>(ContentPart.StreamOf(part.Bytes));

    public void Dispose()
    {
        // Nothing was written.
    }
}
