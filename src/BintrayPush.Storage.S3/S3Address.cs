using Amazon.S3;
using Amazon.S3.Model;

namespace BintrayPush.Storage.S3;

/// <summary>The signed address of an object, by which it can be read for a while and nothing else can be done.</summary>
internal static class S3Address
{
    /// <inheritdoc cref="BintrayPush.Storage.Store.IContentAddresses.AddressOfAsync"/>
    public static Task<Uri> SignAsync(
        S3ObjectStore store, string key, string type, string fileName, TimeSpan lifetime, CancellationToken cancellation)
    {
        var request = new GetPreSignedUrlRequest
        {
            BucketName = store.Bucket,
            Key = store.NameOf(key),
            Verb = HttpVerb.GET,
            Expires = DateTime.UtcNow + lifetime,
            Protocol = store.Calls.IsPlain ? Protocol.HTTP : Protocol.HTTPS,
        };
        request.ResponseHeaderOverrides.ContentType = type;
        // No header there takes the rights of a page away, as the server's own do: so it is saved and not shown.
        request.ResponseHeaderOverrides.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(fileName)}";
        request.ResponseHeaderOverrides.CacheControl = "no-store";
        return store.Calls.RunAsync(
            async (client, _) => new Uri(await client.GetPreSignedURLAsync(request).ConfigureAwait(false)), cancellation);
    }
}
