using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using BintrayPush.Storage.Buckets;

namespace BintrayPush.Storage.S3;

/// <summary>Calls of an S3-compatible engine.</summary>
internal sealed class S3Calls : BucketCalls
{
    private const int Retries = 3;
    private static readonly TimeSpan LongestLimit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    private readonly S3Location _place;

    public S3Calls(S3Location place)
    {
        _place = place;
        try
        {
            Client = new AmazonS3Client(ConfigurationOf(place));
            var once = ConfigurationOf(place);
            (once.MaxErrorRetry, once.HttpClientFactory) = (0, new SendingOnce(ConnectLimit));
            Once = new AmazonS3Client(once);
        }
        catch (AmazonClientException fault)
        {
            throw Failure(fault.Message, fault);
        }
    }

    public override string Place => _place.ToString();

    /// <summary>Whether the engine is spoken to in the clear.</summary>
    public bool IsPlain => _place.Endpoint is { Scheme: "http" };

    /// <summary>Tries again what the engine was too busy for.</summary>
    public AmazonS3Client Client { get; }

    /// <summary>Sends nothing again by itself, in <see cref="SendingOnce.RunAsync"/>.</summary>
    public AmazonS3Client Once { get; }

    /// <summary>Carries out a call, with what reads its answer.</summary>
    /// <exception cref="EngineAnswer">An answer about the object.</exception>
    /// <exception cref="BintrayException">503: it may have happened or not.</exception>
    public Task<T> RunAsync<T>(
        Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellation, TimeSpan? limit = null) =>
        RunAsync(token => call(Client, token), cancellation, limit);

    public override void Dispose()
    {
        Client.Dispose();
        Once.Dispose();
    }

    public override bool MayHaveHappened(BintrayException failure) => failure.InnerException is not AmazonServiceException refusal
        || LeavesDoubt((int)refusal.StatusCode)
        || refusal.ErrorCode is "RequestTimeout";

    /// <summary>Ceph makes a 500 of a replacement that loses at the last moment (its ECANCELED).</summary>
    public override bool IsLostRace(BintrayException failure) => failure.InnerException is AmazonS3Exception
    {
        StatusCode: HttpStatusCode.InternalServerError,
        ErrorCode: "UnknownError",
    };

    /// <summary>Whether an upload in parts is whole by now, or was given up.</summary>
    public static bool IsOver(BintrayException failure) =>
        failure.InnerException is AmazonS3Exception { ErrorCode: "NoSuchUpload" };

    protected override EngineAnswerKind? AnswerOf(Exception fault) => fault is AmazonS3Exception answer ? KindOf(answer) : null;

    protected override string? ReasonOf(Exception fault) => fault switch
    {
        AmazonServiceException refusal when string.IsNullOrEmpty(refusal.Message) => refusal.ErrorCode,
        AmazonServiceException refusal => $"{refusal.ErrorCode}: {refusal.Message}",
        AmazonClientException => fault.Message,
        _ => null,
    };

    private static EngineAnswerKind? KindOf(AmazonS3Exception answer) => answer.StatusCode switch
    {
        HttpStatusCode.NotFound when answer.ErrorCode is not ("NoSuchBucket" or "NoSuchUpload") => EngineAnswerKind.Missing,
        HttpStatusCode.PreconditionFailed => EngineAnswerKind.Refused,
        HttpStatusCode.Conflict => EngineAnswerKind.Conflict,
        HttpStatusCode.RequestedRangeNotSatisfiable => EngineAnswerKind.BehindEnd,
        HttpStatusCode.NotModified => EngineAnswerKind.Unchanged,
        _ => null,
    };

    private static AmazonS3Config ConfigurationOf(S3Location place)
    {
        var configuration = new AmazonS3Config
        {
            ForcePathStyle = place.PathStyle,
            // Engines that are not AWS's do not know the checksums that the library adds by itself; MD5 is sent with every body instead.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
            // Each call has its own, shorter one.
            Timeout = LongestLimit,
            ConnectTimeout = ConnectLimit,
        };
        if (place.Endpoint is { } endpoint)
        {
            configuration.ServiceURL = endpoint.AbsoluteUri;
            configuration.AuthenticationRegion = place.Region ?? "us-east-1";
        }
        else if (place.Region is { } region)
        {
            configuration.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return configuration;
    }
}
