using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.S3;

/// <summary>The read of one small object.</summary>
internal static class S3Read
{
    /// <summary>Far more than any record; manifests of the first form were several MB.</summary>
    private const int LargestObject = 256 << 20;

    /// <summary>Reads it.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="key">The object.</param>
    /// <param name="known">What it was; the engine sends nothing if it still is. <see langword="null"/> to read in any case.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns><paramref name="known"/> if it has not changed; <see langword="null"/> if nothing is there.</returns>
    public static async Task<StoredObject?> RunAsync(
        S3ObjectStore store, string key, StoredObject? known, CancellationToken cancellation)
    {
        var request = new GetObjectRequest
        {
            BucketName = store.Bucket,
            Key = store.NameOf(key),
            EtagToNotMatch = known is null ? null : store.SentTag(known.Tag),
        };
        try
        {
            return await store.Calls.RunAsync(
                async (client, token) =>
                {
                    using var answer = await client.GetObjectAsync(request, token).ConfigureAwait(false);
                    var value = new byte[S3Calls.LengthInMemory(answer.ContentLength, LargestObject)];
                    await answer.ResponseStream.ReadExactlyAsync(value, token).ConfigureAwait(false);
                    var tag = S3ObjectStore.TagOf(answer.ETag);
                    // From an engine that does not know the condition.
                    return tag == known?.Tag ? known : new StoredObject(value, tag);
                },
                cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception answer) when (S3Calls.IsMissing(answer))
        {
            return null;
        }
        catch (AmazonS3Exception answer) when (known is not null && answer.StatusCode == HttpStatusCode.NotModified)
        {
            return known;
        }
    }
}
