using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.S3;

/// <summary>
/// A large content that has arrived, in <c>tmp/</c>: sent in parts while it came, and copied by the engine itself when it gets its name.
/// </summary>
internal sealed class S3StagedUpload(S3ObjectStore store, string key) : IStagedContent
{
    /// <summary>The engines' own limit of a copy in one call.</summary>
    private const long MaxCopy = 5L << 30;
    private const long CopiedPart = 1L << 30;

    /// <summary>The engine may move up to 5 GiB before it answers.</summary>
    private static readonly TimeSpan CopyLimit = TimeSpan.FromMinutes(15);

    private long _length;
    private bool _begun;

    /// <summary>Takes in a content whose first part is there.</summary>
    /// <exception cref="ContentReadException">It could not be read.</exception>
    public async Task ReceiveAsync(S3Part first, Stream content, CancellationToken cancellation)
    {
        var upload = await BeginAsync(key, cancellation).ConfigureAwait(false);
        try
        {
            var sent = new List<PartETag>();
            for (var part = first; ;)
            {
                var sending = SendAsync(upload, part, sent.Count + 1, cancellation);
                try
                {
                    var next = part.IsLast ? null : await S3Part.ReadAsync(content, S3Part.SizeOf(sent.Count + 2), cancellation)
                        .ConfigureAwait(false);
                    _length += part.Bytes.Length;
                    sent.Add(await sending.ConfigureAwait(false));
                    // The first part was full, so there is no upload without one.
                    if (next is null or { IsLast: true, Bytes.Length: 0 })
                    {
                        break;
                    }

                    part = next;
                }
                catch
                {
                    // Nobody sends parts of an upload that is given up.
                    await sending.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
                    throw;
                }

                if (sent.Count == S3Part.MaxParts)
                {
                    throw new BintrayException(BintrayException.BadRequest, $"a bucket holds no file of more than {_length} bytes");
                }
            }

            await CompleteAsync(key, upload, sent, cancellation).ConfigureAwait(false);
            _begun = true;
            if (await store.LengthOfAsync(key, cancellation).ConfigureAwait(false) is var stored && stored != _length)
            {
                throw new BintrayException(
                    BintrayException.Unavailable,
                    $"BTP4091: the bucket {store.Calls.Place} has kept {stored ?? 0} of {_length} bytes; try again");
            }
        }
        catch
        {
            Dispose();
            await AbortAsync(store, key, upload).ConfigureAwait(false);
            throw;
        }
    }

    public async Task NameAsync(string name, CancellationToken cancellation)
    {
        if (await store.LengthOfAsync(name, cancellation).ConfigureAwait(false) == _length)
        {
            return;
        }

        if (_length > MaxCopy)
        {
            await CopyInPartsAsync(name, cancellation).ConfigureAwait(false);
        }
        else
        {
            var request = new CopyObjectRequest
            {
                SourceBucket = store.Bucket,
                SourceKey = store.NameOf(key),
                DestinationBucket = store.Bucket,
                DestinationKey = store.NameOf(name),
            };
            await store.Calls.RunAsync((client, token) => client.CopyObjectAsync(request, token), cancellation, CopyLimit)
                .ConfigureAwait(false);
        }
    }

    public async Task<Stream> OpenAsync(CancellationToken cancellation) =>
        await S3ContentStream.OpenAsync(store, key, cancellation).ConfigureAwait(false)
            ?? throw new BintrayException(BintrayException.Unavailable, "what has arrived was cleared away; try again");

    /// <summary>Nobody waits for it: what is left if it fails is cleared away by a sweep.</summary>
    public void Dispose()
    {
        if (_begun)
        {
            _begun = false;
            _ = DropAsync();
        }
    }

    /// <summary>Gives up uploads that were begun before a moment and are still not whole.</summary>
    public static async Task<IReadOnlyList<StagedLeftover>> DropUnfinishedAsync(
        S3ObjectStore store, DateTime before, bool dryRun, CancellationToken cancellation)
    {
        var leftovers = new List<StagedLeftover>();
        foreach (var prefix in (string[])[S3ObjectStore.Temporary, Keys.Contents])
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
        catch (Exception fault) when (fault is BintrayException or AmazonS3Exception)
        {
            // It is over already, or a sweep finds it.
        }
    }

    private async Task DropAsync()
    {
        try
        {
            await store.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is BintrayException or AmazonS3Exception or ObjectDisposedException)
        {
            // A sweep finds it.
        }
    }

    private async Task<string> BeginAsync(string target, CancellationToken cancellation)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = store.Bucket, Key = store.NameOf(target) };
        return (await store.Calls.RunAsync((client, token) => client.InitiateMultipartUploadAsync(request, token), cancellation)
            .ConfigureAwait(false)).UploadId;
    }

    private async Task<PartETag> SendAsync(string upload, S3Part part, int number, CancellationToken cancellation)
    {
        var checksum = S3Part.Md5Of(part.Bytes.Span);
        var answer = await store.Calls.RunAsync(
            (client, token) => client.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = store.Bucket,
                    Key = store.NameOf(key),
                    UploadId = upload,
                    PartNumber = number,
                    PartSize = part.Bytes.Length,
                    InputStream = S3Part.StreamOf(part.Bytes),
                    MD5Digest = checksum,
                    UseChunkEncoding = false,
                },
                token),
            cancellation).ConfigureAwait(false);
        return new PartETag(number, answer.ETag);
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
            for (var from = 0L; from < _length; from += CopiedPart)
            {
                var request = new CopyPartRequest
                {
                    SourceBucket = store.Bucket,
                    SourceKey = store.NameOf(key),
                    DestinationBucket = store.Bucket,
                    DestinationKey = store.NameOf(name),
                    UploadId = upload,
                    PartNumber = parts.Count + 1,
                    FirstByte = from,
                    LastByte = Math.Min(from + CopiedPart, _length) - 1,
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
