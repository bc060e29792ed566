using Amazon.S3.Model;
using BintrayPush.Storage.Buckets;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.S3;

/// <summary>Objects in a bucket of an S3-compatible engine.</summary>
public sealed partial class S3ObjectStore : BucketStore, IContentAddresses
{
    private const string SetAsideMark = "x-amz-meta-set-aside";

    private readonly S3Location _place;

    private S3ObjectStore(S3Calls calls, S3Location place)
        : base(calls, place.Prefix) => (Calls, _place) = (calls, place);

    /// <summary>Opens a bucket, and makes sure that the engine keeps what this store rests on.</summary>
    /// <param name="place">The bucket. It has to be there.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="BintrayException">503: the bucket cannot be used, or the engine does not keep conditions.</exception>
    public static Task<S3ObjectStore> OpenAsync(S3Location place, CancellationToken cancellation) =>
        ProbedAsync(OpenForReading(place), cancellation);

    /// <summary>Opens a bucket that is only read: nothing is tried out there.</summary>
    /// <param name="place">The bucket.</param>
    /// <exception cref="BintrayException">503: the settings of the account cannot be read.</exception>
    public static S3ObjectStore OpenForReading(S3Location place) => new(new S3Calls(place), place);

    /// <summary>Whether tags are sent in quotes; set by the probe.</summary>
    internal bool QuotesTags { get; set; } = true;

    /// <inheritdoc/>
    public Task<Uri> AddressOfAsync(string key, string type, string fileName, TimeSpan lifetime, CancellationToken cancellation) =>
        S3Address.SignAsync(this, key, type, fileName, lifetime, cancellation);

    internal S3Calls Calls { get; }

    internal string Bucket => _place.Bucket;

    internal override bool TryOtherTags()
    {
        QuotesTags = false;
        return true;
    }

    internal override async Task<BucketObject> LookAsync(string key, CancellationToken cancellation)
    {
        var answer = await Calls.Client.GetObjectMetadataAsync(Bucket, NameOf(key), cancellation).ConfigureAwait(false);
        return new BucketObject(answer.ContentLength, TagOf(answer.ETag), IsSetAside: answer.Metadata[SetAsideMark] is not null);
    }

    internal override async Task<ReadAnswer> ReadAsync(string key, ReadTerms terms, CancellationToken cancellation)
    {
        var request = new GetObjectRequest
        {
            BucketName = Bucket,
            Key = NameOf(key),
            ByteRange = terms.Range is { } range ? new ByteRange(range.First, range.Last) : null,
            EtagToMatch = terms.OnlyOf is { } tag ? SentTag(tag) : null,
            EtagToNotMatch = terms.Unless is { } known ? SentTag(known) : null,
        };

        var answer = await Calls.Client.GetObjectAsync(request, cancellation).ConfigureAwait(false);
        var found = new BucketObject(LengthOf(answer), TagOf(answer.ETag), IsSetAside: answer.Metadata[SetAsideMark] is not null);
        return new ReadAnswer(found, answer.ContentLength, answer.ResponseStream, answer);
    }

    internal override async Task<string> WriteOnceAsync(
        string key, ReadOnlyMemory<byte> value, WriteTerms terms, CancellationToken cancellation)
    {
        var request = new PutObjectRequest
        {
            BucketName = Bucket,
            Key = NameOf(key),
            InputStream = ContentPart.StreamOf(value),
            MD5Digest = Convert.ToBase64String(ContentPart.Md5Of(value.Span)),
            UseChunkEncoding = false,
            IfNoneMatch = terms.OnlyOver is null ? "*" : null,
            IfMatch = terms.OnlyOver is { } tag ? SentTag(tag) : null,
        };
        if (terms.IsSetAside)
        {
            request.Metadata[SetAsideMark] = "1";
        }

        return TagOf((await SendingOnce.RunAsync(() => Calls.Once.PutObjectAsync(request, cancellation)).ConfigureAwait(false)).ETag);
    }

    internal override async Task<bool> RemoveAsync(string key, CancellationToken cancellation)
    {
        await Calls.Client.DeleteObjectAsync(Bucket, NameOf(key), cancellation).ConfigureAwait(false);
        return true;
    }

    internal override async Task<IReadOnlyList<ListedObject>> ListObjectsAsync(string prefix, CancellationToken cancellation)
    {
        var found = new List<ListedObject>();
        var request = new ListObjectsV2Request { BucketName = Bucket, Prefix = NameOf(prefix) };
        bool? more;
        do
        {
            var answer = await Calls.RunAsync((client, token) => client.ListObjectsV2Async(request, token), cancellation)
                .ConfigureAwait(false);
            found.AddRange((answer.S3Objects ?? [])
                .Where(one => one.Key.StartsWith(request.Prefix, StringComparison.Ordinal))
                .Select(one => new ListedObject(KeyOf(one.Key), one.Size ?? 0, one.LastModified?.ToUniversalTime())));
            request.ContinuationToken = answer.NextContinuationToken;
            more = answer.IsTruncated;
        }
        while (more == true);
        return found;
    }

    internal override StagedUpload NewUpload(string key) => new S3StagedUpload(this, key);

    private static string TagOf(string? header) => (header ?? "").Trim('"');

    /// <summary>The number behind the slash of <c>bytes 0-99/1234</c>; an engine that sends everything says only that.</summary>
    private static long LengthOf(GetObjectResponse answer) =>
        answer.ContentRange is { Length: > 0 } range && long.TryParse(range.AsSpan(range.LastIndexOf('/') + 1), out var length)
            ? length : answer.ContentLength;

    private string SentTag(string tag) => QuotesTags ? $"\"{tag}\"" : tag;
}
