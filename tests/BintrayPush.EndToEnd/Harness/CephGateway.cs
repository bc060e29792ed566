using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace BintrayPush.EndToEnd.Harness;

/// <summary>A gateway of a Ceph cluster with a bucket, started for the first scenario that wants it.</summary>
public static class CephGateway
{
    private const string Bucket = "run";
    private static readonly string Folder = Path.Combine(Machine.Root, "ceph");
    private static readonly Lazy<string> Started = new(Start);

    /// <summary>The key by which the bucket is used.</summary>
    public static string Key { get; } = $"{Guid.NewGuid():N}";

    /// <summary>The secret that belongs to it.</summary>
    public static string Secret { get; } = $"{Guid.NewGuid():N}";

    /// <summary>Where the gateway listens; a test ends where there is no Ceph.</summary>
    public static Uri Endpoint
    {
        get
        {
            CephScript.NeedsCeph();
            return new Uri(Started.Value);
        }
    }

    /// <summary>A place in the bucket.</summary>
    /// <param name="prefix">Where in it.</param>
    /// <param name="endpoint">By which way; the gateway itself without it.</param>
    public static string Address(string prefix, Uri? endpoint = null) =>
        $"s3://{Bucket}/{prefix}?endpoint={(endpoint ?? Endpoint).GetLeftPart(UriPartial.Authority)}";

    /// <summary>What lies there: each key below the prefix, with when it was written.</summary>
    public static async Task<IReadOnlyDictionary<string, DateTime?>> ObjectsAsync(string prefix, CancellationToken cancellation)
    {
        using var client = Open(Endpoint.AbsoluteUri);
        var found = new SortedDictionary<string, DateTime?>(StringComparer.Ordinal);
        await foreach (var item in client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = Bucket, Prefix = $"{prefix}/" })
            .S3Objects.WithCancellation(cancellation))
        {
            found[item.Key[(prefix.Length + 1)..]] = item.LastModified;
        }

        return found;
    }

    /// <summary>Stops it, if it was started.</summary>
    public static void Stop()
    {
        if (Started.IsValueCreated)
        {
            CephScript.Stop(Folder);
        }
    }

    private static string Start()
    {
        var endpoint = CephScript.Start(Folder, Key, Secret);
        using var client = Open(endpoint);
        client.PutBucketAsync(Bucket).GetAwaiter().GetResult();
        return endpoint;
    }

    private static AmazonS3Client Open(string endpoint) => new(
        new BasicAWSCredentials(Key, Secret),
        new AmazonS3Config { ServiceURL = endpoint, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
}
