using Amazon.S3.Model;
using BintrayPush.Storage.Buckets;

namespace BintrayPush.Storage.S3;

/// <summary>An upload in parts, which the engine puts together.</summary>
internal sealed class S3StagedUpload(S3ObjectStore store, string key) : StagedUpload(store, key)
{
    /// <summary>The engines' own limit of a copy in one call.</summary>
    private const long MaxCopy = 5L << 30;
    private const long CopiedPart = 1L << 30;

    /// <summary>The engine may move up to 5 GiB before it answers.</summary>
    public static readonly TimeSpan CopyLimit = TimeSpan.FromMinutes(15);

    private readonly List<BegunPart> _sent = [];
    private string _upload = "";

    protected override async Task BeginAsync(CancellationToken cancellation) =>
        _upload = await BeginAsync(Key, cancellation).ConfigureAwait(false);

    protected override async Task SendAsync(ContentPart part, int number, CancellationToken cancellation)
    {
        var checksum = Convert.ToBase64String(ContentPart.Md5Of(part.Bytes.Span));
        var answer = await store.Calls.RunAsync(
            (client, token) => client.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = store.Bucket,
                    Key = store.NameOf(Key),
                    UploadId = _upload,
                    PartNumber = number,
                    PartSize = part.Bytes.Length,
                    InputStream = ContentPart.StreamOf(part.Bytes),
                    MD5Digest = checksum,
                    UseChunkEncoding = false,
                },
                token),
            cancellation).ConfigureAwait(false);
        _sent.Add(new BegunPart(number, answer.ETag));
    }

    protected override bool HasParts => _sent.Count > 0;

    protected override Task CompleteAsync(CancellationToken cancellation) => CompleteAsync(Key, _upload, _sent, cancellation);

    protected override Task AbortAsync() => AbortAsync(Key, _upload);

    /// <summary>Copies have no terms, and need none: the tag of a copy follows from its bytes.</summary>
    protected override async Task<bool> CopyAsync(string name, WriteTerms terms, CancellationToken cancellation)
    {
        if (Length > MaxCopy)
        {
            await CopyInPartsAsync(name, cancellation).ConfigureAwait(false);
            return true;
        }

        var request = new CopyObjectRequest
        {
            SourceBucket = store.Bucket,
            SourceKey = store.NameOf(Key),
            DestinationBucket = store.Bucket,
            DestinationKey = store.NameOf(name),
        };
        await store.Calls.RunAsync((client, token) => client.CopyObjectAsync(request, token), cancellation, CopyLimit)
            .ConfigureAwait(false);
        return true;
    }

    private Task AbortAsync(string target, string upload) => store.AbortAsync(new BegunUpload(target, upload, Begun: null));

    private async Task<string> BeginAsync(string target, CancellationToken cancellation)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = store.Bucket, Key = store.NameOf(target) };
        return (await store.Calls.RunAsync((client, token) => client.InitiateMultipartUploadAsync(request, token), cancellation)
            .ConfigureAwait(false)).UploadId;
    }

    private Task CompleteAsync(string target, string upload, List<BegunPart> parts, CancellationToken cancellation) =>
        store.CompleteAsync(new BegunUpload(target, upload, Begun: null), parts, cancellation);

    private async Task CopyInPartsAsync(string name, CancellationToken cancellation)
    {
        var upload = await BeginAsync(name, cancellation).ConfigureAwait(false);
        try
        {
            var parts = new List<BegunPart>();
            for (var from = 0L; from < Length; from += CopiedPart)
            {
                var request = new CopyPartRequest
                {
                    SourceBucket = store.Bucket,
                    SourceKey = store.NameOf(Key),
                    DestinationBucket = store.Bucket,
                    DestinationKey = store.NameOf(name),
                    UploadId = upload,
                    PartNumber = parts.Count + 1,
                    FirstByte = from,
                    LastByte = Math.Min(from + CopiedPart, Length) - 1,
                };
                var answer = await store.Calls.RunAsync(
                    (client, token) => client.CopyPartAsync(request, token), cancellation, CopyLimit).ConfigureAwait(false);
                parts.Add(new BegunPart(parts.Count + 1, answer.ETag));
            }

            await CompleteAsync(name, upload, parts, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await AbortAsync(name, upload).ConfigureAwait(false);
            throw;
        }
    }
}
