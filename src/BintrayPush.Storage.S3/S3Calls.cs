using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace BintrayPush.Storage.S3;

/// <summary>
/// Calls of the engine. Each has a limit; what fails becomes the service's failure (503), and only what is an answer about an object
/// comes back as <see cref="AmazonS3Exception"/>.
/// </summary>
internal sealed class S3Calls : IDisposable
{
    private const int Retries = 3;

    /// <summary>For a call that moves a part of a large content at most; the library's own retries are in it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan LongestLimit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    private readonly AmazonS3Client _client;

    /// <summary>Sends nothing again by itself.</summary>
    private readonly AmazonS3Client _once;

    public S3Calls(S3Location place)
    {
        Place = place;
        try
        {
            _client = new AmazonS3Client(ConfigurationOf(place));
            var once = ConfigurationOf(place);
            (once.MaxErrorRetry, once.HttpClientFactory) = (0, new SendingOnce(ConnectLimit));
            _once = new AmazonS3Client(once);
        }
        catch (AmazonClientException fault)
        {
            throw Failure(fault.Message, fault);
        }
    }

    public S3Location Place { get; }

    /// <summary>Carries out a call, with what reads its answer.</summary>
    /// <exception cref="AmazonS3Exception">An answer about the object: see <see cref="IsAnswer"/>.</exception>
    /// <exception cref="BintrayException">503: it may have happened or not.</exception>
    public Task<T> RunAsync<T>(
        Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellation, TimeSpan? limit = null) =>
        RunAsync(_client, call, limit ?? Limit, cancellation);

    /// <summary>Carries out a call that is sent once, whatever becomes of it.</summary>
    /// <exception cref="AmazonS3Exception">An answer about the object: see <see cref="IsAnswer"/>.</exception>
    /// <exception cref="BintrayException">503: whether it may have happened says <see cref="MayHaveHappened"/>.</exception>
    public Task<T> RunOnceAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        SendingOnce.RunAsync(() => RunAsync(_once, call, Limit, cancellation));

    public void Dispose()
    {
        _client.Dispose();
        _once.Dispose();
    }

    /// <summary>Whether an object is not there. That there is no bucket is something else.</summary>
    public static bool IsMissing(AmazonS3Exception answer) =>
        answer.StatusCode == HttpStatusCode.NotFound && answer.ErrorCode is not ("NoSuchBucket" or "NoSuchUpload");

    /// <summary>Whether a condition of a write or a read does not hold.</summary>
    public static bool IsRefused(AmazonS3Exception answer) => answer.StatusCode == HttpStatusCode.PreconditionFailed;

    /// <summary>Whether another writer was at the object at the same moment: nothing is decided, the call is to be made again.</summary>
    public static bool IsConflict(AmazonS3Exception answer) => answer.StatusCode == HttpStatusCode.Conflict;

    /// <summary>
    /// Whether a call that failed so may have been carried out all the same, or may be if it is made again: no answer came, or one that
    /// speaks of the engine and not of the call.
    /// </summary>
    public static bool MayHaveHappened(BintrayException failure) => failure.InnerException is not AmazonServiceException refusal
        || refusal.StatusCode is not (>= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError)
        || refusal.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        || refusal.ErrorCode is "RequestTimeout";

    /// <summary>
    /// Whether Ceph says so that a replacement lost against another one at the last moment (its ECANCELED, of which it makes a 500).
    /// Nothing was written.
    /// </summary>
    public static bool IsLostRace(BintrayException failure) => failure.InnerException is AmazonS3Exception
    {
        StatusCode: HttpStatusCode.InternalServerError,
        ErrorCode: "UnknownError",
    };

    /// <summary>Whether a range begins behind the end of an object.</summary>
    public static bool IsBehindEnd(AmazonS3Exception answer) => answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable;

    /// <summary>What an engine announces is believed within limits.</summary>
    /// <exception cref="IOException">It is none that could be right here.</exception>
    public static int LengthInMemory(long announced, int largest) => announced >= 0 && announced <= largest
        ? (int)announced : throw new IOException($"the engine announced {announced} bytes where at most {largest} can be");

    private static bool IsAnswer(AmazonS3Exception answer) =>
        IsMissing(answer) || IsRefused(answer) || IsConflict(answer) || IsBehindEnd(answer)
            || answer.StatusCode == HttpStatusCode.NotModified;

    private async Task<T> RunAsync<T>(
        AmazonS3Client client, Func<IAmazonS3, CancellationToken, Task<T>> call, TimeSpan limit, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(limit);
        try
        {
            return await call(client, limited.Token).ConfigureAwait(false);
        }
        catch (AmazonS3Exception answer) when (IsAnswer(answer))
        {
            throw;
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw Failure($"there was no answer in {limit.TotalSeconds:0} s", late);
        }
        catch (AmazonServiceException refusal)
        {
            throw Failure(
                string.IsNullOrEmpty(refusal.Message) ? refusal.ErrorCode : $"{refusal.ErrorCode}: {refusal.Message}", refusal);
        }
        catch (Exception fault) when (
            fault is AmazonClientException or HttpRequestException or IOException or WebException or TimeoutException)
        {
            throw Failure(fault.Message, fault);
        }
    }

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

    private BintrayException Failure(string reason, Exception fault) =>
        new(BintrayException.Unavailable, $"BTP4091: the bucket {Place} could not be used: {LogText.Clean(reason)}", fault);
}
