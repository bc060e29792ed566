using System.Net;
using Amazon.Runtime;

namespace BintrayPush.Storage.S3;

/// <summary>What keeps a bucket from being used, for those who can do something about it.</summary>
public enum BucketFault
{
    /// <summary>Something else; the message has the engine's own words.</summary>
    Other,

    /// <summary>There are no credentials, or the engine does not accept them.</summary>
    Credentials,

    /// <summary>There is no such bucket.</summary>
    Missing,

    /// <summary>The engine cannot be reached, or it is another region's.</summary>
    Elsewhere,
}

/// <summary>Tells the faults of a bucket apart.</summary>
public static class BucketFaults
{
    /// <summary>What a failure of this store comes from.</summary>
    /// <param name="failure">What a call or an opening has thrown.</param>
    public static BucketFault Of(Exception failure) => failure.InnerException switch
    {
        AmazonServiceException { ErrorCode: "NoSuchBucket" } => BucketFault.Missing,
        AmazonServiceException
        {
            ErrorCode: "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException",
        } => BucketFault.Elsewhere,
        AmazonServiceException { StatusCode: HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect } => BucketFault.Elsewhere,
        AmazonServiceException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => BucketFault.Credentials,
        // The library has no type of its own for a chain that ends without any.
        AmazonClientException missing when IsOfCredentials(missing) => BucketFault.Credentials,
        AmazonServiceException missing when (int)missing.StatusCode == 0 && IsOfCredentials(missing) => BucketFault.Credentials,
        AmazonServiceException { InnerException: HttpRequestException } or HttpRequestException => BucketFault.Elsewhere,
        AmazonClientException lost when lost.Message.Contains("RegionEndpoint", StringComparison.Ordinal) => BucketFault.Elsewhere,
        _ => BucketFault.Other,
    };

    private static bool IsOfCredentials(Exception fault) => fault.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase);
}
