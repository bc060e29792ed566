using System.Runtime.CompilerServices;
using Amazon.S3.Model;
using BintrayPush.Storage.Buckets;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.S3;

/// <summary>An upload in parts, which the engine puts together.</summary>
internal sealed class S3StagedUpload(S3ObjectStore store, string key) : StagedUpload(store, key)
{
    /// <summary>The engines' own limit of a copy in one call.</summary>
    private const long MaxCopy = 5L << 30;
    private const long CopiedPart = 1L << 30;

    /// <summary>The engine may move up to 5 GiB before it answers.</summary>
    private static readonly TimeSpan CopyLimit = TimeSpan.FromMinutes(15);

    private readonly List<PartETag> _sent = [];
    private string _upload = "";

    /// <summary>Gives up uploads that were begun before a moment and are still not whole.</summary>
    public static async Task<IReadOnlyList<StagedLeftover>> DropUnfinishedAsync(
        S3ObjectStore store, DateTimeOffset before, bool dryRun, CancellationToken cancellation)
    {
        var leftovers = new List<StagedLeftover>();
        foreach (var prefix in (string[])[BucketStore.Temporary, Keys.Contents])
        {
            var request = new ListMultipartUploadsRequest { BucketName = store.Bucket, Prefix = store.NameOf(prefix) };
            await foreach (var upload in UnfinishedAsync(store, request, cancellation).ConfigureAwait(false))
            {
                if (upload.Initiated?.ToUniversalTime() <= before)
                {
                    leftovers.Add(new StagedLeftover(store.KeyOf(upload.Key), 0));
                    if (!dryRun)
                    {
                        await AbortAsync(store, store.KeyOf(upload.Key), upload.UploadId).ConfigureAwait(false);
                    }
                }
            }
        }

        return leftovers;
    }

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
        _sent.Add(new PartETag(number, answer.ETag));
    }

    protected override Task CompleteAsync(CancellationToken cancellation) => CompleteAsync(Key, _upload, _sent, cancellation);

    protected override Task AbortAsync() => AbortAsync(store, Key, _upload);

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

    private static async IAsyncEnumerable<MultipartUpload> UnfinishedAsync(
        S3ObjectStore store, ListMultipartUploadsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        bool? more;
        do
        {
            var answer = await store.Calls.RunAsync((client, token) => client.ListMultipartUploadsAsync(request, token), cancellation)
                .ConfigureAwait(false);
            foreach (var upload in (answer.MultipartUploads ?? [])
                .Where(one => one.Key.StartsWith(request.Prefix, StringComparison.Ordinal)))
            {
                yield return upload;
            }

            (request.KeyMarker, request.UploadIdMarker) = (answer.NextKeyMarker, answer.NextUploadIdMarker);
            more = answer.IsTruncated;
        }
        while (more == true);
    }

    private static async Task AbortAsync(S3ObjectStore store, string key, string upload)
    {
        try
        {
            await store.Calls.RunAsync(
                (client, token) => client.AbortMultipartUploadAsync(store.Bucket, store.NameOf(key), upload, token),
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is BintrayException or EngineAnswer)
        {
            // It is over already, or a sweep finds it.
        }
    }

    private async Task<string> BeginAsync(string target, CancellationToken cancellation)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = store.Bucket, Key = store.NameOf(target) };
        return (await store.Calls.RunAsync((client, token) => client.InitiateMultipartUploadAsync(request, token), cancellation)
            .ConfigureAwait(false)).UploadId;
    }

    private async Task CompleteAsync(string target, string upload, List<PartETag> parts, CancellationToken cancellation)
    {
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = store.Bucket,
            Key = store.NameOf(target),
            UploadId = upload,
            PartETags = parts,
        };
        await store.Calls.RunAsync((client, token) => client.CompleteMultipartUploadAsync(request, token), cancellation, CopyLimit)
            .ConfigureAwait(false);
    }

    private async Task CopyInPartsAsync(string name, CancellationToken cancellation)
    {
        var upload = await BeginAsync(name, cancellation).ConfigureAwait(false);
        try
        {
            var parts = new List<PartETag>();
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
                parts.Add(new PartETag(parts.Count + 1, answer.ETag));
            }

            await CompleteAsync(name, upload, parts, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await AbortAsync(store, name, upload).ConfigureAwait(false);
            throw;
        }
    }
}
