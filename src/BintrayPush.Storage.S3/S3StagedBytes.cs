using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.S3;

/// <summary>A small content that has arrived: it waits in memory, and is written once, under its name.</summary>
internal sealed class S3StagedBytes(S3ObjectStore store, S3Part part) : IStagedContent
{
    public async Task NameAsync(string key, CancellationToken cancellation)
    {
        // A content is not believed by its name alone: one of another length is damaged.
        if (await store.LengthOfAsync(key, cancellation).ConfigureAwait(false) != part.Bytes.Length)
        {
            await store.WriteAsync(key, part.Bytes, _ => { }, cancellation).ConfigureAwait(false);
        }
    }

    public Task<Stream> OpenAsync(CancellationToken cancellation) => Task.FromResult<Stream>(S3Part.StreamOf(part.Bytes));

    public void Dispose()
    {
        // Nothing was written.
    }
}
