using BintrayPush.Storage.Azure;
using BintrayPush.Storage.Buckets;
using BintrayPush.Storage.S3;

namespace BintrayPush.Server.Store;

/// <summary>The kinds of bucket that <c>--data</c> may name: <c>s3://</c> and <c>az://</c>.</summary>
internal static class BucketEngines
{
    /// <summary>Whether a text names a bucket.</summary>
    public static bool Has(string data) => S3Location.IsOne(data) || AzureLocation.IsOne(data);

    /// <summary>How messages call a bucket.</summary>
    /// <exception cref="BintrayException">400: the address is wrong.</exception>
    public static string NameOf(string data) =>
        AzureLocation.IsOne(data) ? AzureLocation.Parse(data).ToString() : S3Location.Parse(data).ToString();

    /// <summary>Opens a bucket that is only read.</summary>
    /// <exception cref="BintrayException">400: the address is wrong; 503: the credentials cannot be used.</exception>
    public static BucketStore OpenForReading(string data) => AzureLocation.IsOne(data)
        ? AzureObjectStore.OpenForReading(AzureLocation.Parse(data))
        : S3ObjectStore.OpenForReading(S3Location.Parse(data));

    /// <summary>Opens a bucket, once its engine was tried out.</summary>
    /// <exception cref="BintrayException">400: the address is wrong; 503: it cannot be used, or its engine is not fit.</exception>
    public static async Task<BucketStore> OpenAsync(string data, CancellationToken cancellation) => AzureLocation.IsOne(data)
        ? await AzureObjectStore.OpenAsync(AzureLocation.Parse(data), cancellation)
        : await S3ObjectStore.OpenAsync(S3Location.Parse(data), cancellation);
}
