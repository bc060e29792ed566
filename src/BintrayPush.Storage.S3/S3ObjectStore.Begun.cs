using Amazon.S3.Model;
using BintrayPush.Storage.Buckets;
using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.S3;

/// <content>Uploads in parts that are not whole.</content>
public sealed partial class S3ObjectStore
{
    /// <summary>Contents that are too large for one copy get their names by copies of their parts.</summary>
    internal override IReadOnlyList<string> PlacesOfBegunUploads => [Temporary, Keys.Contents];

    internal override async Task<IReadOnlyList<BegunUpload>> ListBegunAsync(string prefix, CancellationToken cancellation)
    {
        var found = new List<BegunUpload>();
        var request = new ListMultipartUploadsRequest { BucketName = Bucket, Prefix = NameOf(prefix) };
        bool? more;
        do
        {
            var answer = await Calls.RunAsync((client, token) => client.ListMultipartUploadsAsync(request, token), cancellation)
                .ConfigureAwait(false);
            found.AddRange((answer.MultipartUploads ?? [])
                .Where(one => one.Key.StartsWith(request.Prefix, StringComparison.Ordinal))
                .Select(one => new BegunUpload(KeyOf(one.Key), one.UploadId, one.Initiated?.ToUniversalTime())));
            (request.KeyMarker, request.UploadIdMarker) = (answer.NextKeyMarker, answer.NextUploadIdMarker);
            more = answer.IsTruncated;
        }
        while (more == true);
        return found;
    }

    internal override async Task<IReadOnlyList<BegunPart>> PartsOfAsync(BegunUpload upload, CancellationToken cancellation)
    {
        var parts = new List<BegunPart>();
        var request = new ListPartsRequest { BucketName = Bucket, Key = NameOf(upload.Key), UploadId = upload.Id };
        bool? more;
        do
        {
            ListPartsResponse answer;
            try
            {
                answer = await Calls.RunAsync((client, token) => client.ListPartsAsync(request, token), cancellation)
                    .ConfigureAwait(false);
            }
            catch (BintrayException over) when (S3Calls.IsOver(over))
            {
                return [];
            }

            parts.AddRange((answer.Parts ?? []).Select(part => new BegunPart(part.PartNumber ?? 0, part.ETag)));
            request.PartNumberMarker = answer.NextPartNumberMarker?.ToString(System.Globalization.CultureInfo.InvariantCulture);
            more = answer.IsTruncated;
        }
        while (more == true);
        return BegunPart.FromTheFirst(parts);
    }

    internal override Task CompleteAsync(BegunUpload upload, IReadOnlyList<BegunPart> parts, CancellationToken cancellation)
    {
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = Bucket,
            Key = NameOf(upload.Key),
            UploadId = upload.Id,
            PartETags = [.. parts.Select(part => new PartETag(part.Number, part.Tag))],
        };
        return Calls.RunAsync(
            (client, token) => client.CompleteMultipartUploadAsync(request, token), cancellation, S3StagedUpload.CopyLimit);
    }

    internal override async Task AbortAsync(BegunUpload upload)
    {
        try
        {
            await Calls.RunAsync(
                (client, token) => client.AbortMultipartUploadAsync(Bucket, NameOf(upload.Key), upload.Id, token),
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is BintrayException or EngineAnswer)
        {
            // It is over already, or a sweep finds it.
        }
    }
}
