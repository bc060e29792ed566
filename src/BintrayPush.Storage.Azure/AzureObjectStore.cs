using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using BintrayPush.Storage.Buckets;

namespace BintrayPush.Storage.Azure;

/// <summary>Objects in a container of Azure Blob Storage, as block blobs.</summary>
public sealed partial class AzureObjectStore : BucketStore
{
    private const string SetAsideMark = "setaside";

    private AzureObjectStore(AzureCalls calls, string prefix)
        : base(calls, prefix) => Calls = calls;

    /// <summary>Opens a container, and makes sure that the engine keeps what this store rests on.</summary>
    /// <param name="place">The container. It has to be there.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="BintrayException">503: the container cannot be used, or the engine does not keep conditions.</exception>
    public static Task<AzureObjectStore> OpenAsync(AzureLocation place, CancellationToken cancellation) =>
        ProbedAsync(OpenForReading(place), cancellation);

    /// <summary>Opens a container that is only read: nothing is tried out there.</summary>
    /// <param name="place">The container.</param>
    /// <exception cref="BintrayException">503: the credentials of the environment cannot be used.</exception>
    public static AzureObjectStore OpenForReading(AzureLocation place) => OpenForReading(place, Environment.GetEnvironmentVariable);

    /// <inheritdoc cref="OpenForReading(AzureLocation)"/>
    /// <param name="place">The container.</param>
    /// <param name="environment">The variables of the environment.</param>
    internal static AzureObjectStore OpenForReading(AzureLocation place, Func<string, string?> environment) =>
        new(new AzureCalls(place, environment), place.Prefix);

    internal AzureCalls Calls { get; }

    internal override async Task<BucketObject> LookAsync(string key, CancellationToken cancellation)
    {
        var found = (await BlobOf(key).GetPropertiesAsync(cancellationToken: cancellation).ConfigureAwait(false)).Value;
        return new BucketObject(found.ContentLength, TagOf(found.ETag), IsSetAside(found.Metadata));
    }

    internal override async Task<ReadAnswer> ReadAsync(string key, ReadTerms terms, CancellationToken cancellation)
    {
        var options = new BlobDownloadOptions
        {
            Range = terms.Range is { } range ? new HttpRange(range.First, range.Last - range.First + 1) : default,
            Conditions = new BlobRequestConditions
            {
                IfMatch = terms.OnlyOf is { } tag ? new ETag(tag) : null,
                IfNoneMatch = terms.Unless is { } known ? new ETag(known) : null,
            },
        };
        var response = await BlobOf(key).DownloadStreamingAsync(options, cancellation).ConfigureAwait(false);
        if (!response.HasValue)
        {
            // The library does not throw for a blob that has not changed.
            throw new RequestFailedException(response.GetRawResponse());
        }

        var answer = response.Value;
        var found = new BucketObject(LengthOf(answer.Details), TagOf(answer.Details.ETag), IsSetAside(answer.Details.Metadata));
        return new ReadAnswer(found, answer.Details.ContentLength, answer.Content, answer);
    }

    internal override async Task<string> WriteOnceAsync(
        string key, ReadOnlyMemory<byte> value, WriteTerms terms, CancellationToken cancellation)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentHash = ContentPart.Md5Of(value.Span) },
            TransferValidation = AzureStagedUpload.Checked,
            Metadata = terms.IsSetAside ? new Dictionary<string, string> { [SetAsideMark] = "1" } : null,
            Conditions = ConditionsOf(terms),
            // In one request, however long: blocks would make two of it.
            TransferOptions = new() { InitialTransferSize = Math.Max(value.Length, 1), MaximumTransferSize = Math.Max(value.Length, 1) },
        };
        var blob = Calls.Once.GetBlockBlobClient(NameOf(key));
        var answer = await blob.UploadAsync(ContentPart.StreamOf(value), options, cancellation).ConfigureAwait(false);
        return TagOf(answer.Value.ETag);
    }

    internal override async Task<bool> RemoveAsync(string key, CancellationToken cancellation)
    {
        await BlobOf(key).DeleteAsync(cancellationToken: cancellation).ConfigureAwait(false);
        return true;
    }

    internal override Task<IReadOnlyList<ListedObject>> ListObjectsAsync(string prefix, CancellationToken cancellation) =>
        ListAsync(prefix, BlobStates.None, cancellation);

    internal override StagedUpload NewUpload(string key) => new AzureStagedUpload(this, key);

    internal static BlobRequestConditions ConditionsOf(WriteTerms terms) =>
        terms.OnlyOver is { } tag ? new() { IfMatch = new ETag(tag) } : new() { IfNoneMatch = ETag.All };

    internal BlockBlobClient BlobOf(string key) => Calls.Container.GetBlockBlobClient(NameOf(key));

    private static string TagOf(ETag tag) => tag.ToString("G").Trim('"');

    private static bool IsSetAside(IDictionary<string, string> metadata) => metadata.ContainsKey(SetAsideMark);

    /// <summary>The number behind the slash of <c>bytes 0-99/1234</c>; of a whole object it is not said.</summary>
    private static long LengthOf(BlobDownloadDetails answer) =>
        answer.ContentRange is { Length: > 0 } range && long.TryParse(range.AsSpan(range.LastIndexOf('/') + 1), out var length)
            ? length : answer.ContentLength;

    private async Task<IReadOnlyList<ListedObject>> ListAsync(string prefix, BlobStates states, CancellationToken cancellation)
    {
        var found = new List<ListedObject>();
        string? next = null;
        do
        {
            var page = await Calls.RunAsync(token => PageAsync(prefix, states, next, token), cancellation).ConfigureAwait(false);
            found.AddRange(page.Values.Select(
                one => new ListedObject(KeyOf(one.Name), one.Properties.ContentLength ?? 0, one.Properties.LastModified)));
            next = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(next));
        return found;
    }

    private async Task<global::Azure.Page<BlobItem>> PageAsync(
        string prefix, BlobStates states, string? next, CancellationToken cancellation)
    {
        var options = new GetBlobsOptions { Prefix = NameOf(prefix), States = states };
        await foreach (var page in Calls.Container.GetBlobsAsync(options, cancellation).AsPages(next).ConfigureAwait(false))
        {
            return page;
        }

        throw new IOException("the engine sent no list");
    }
}
