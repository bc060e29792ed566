using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.S3.Caching;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.S3;

/// <summary>
/// Objects in a bucket, under the same keys as in a folder. An answered write is durable, so there is nothing to flush; conditions are the
/// engine's own, and whether it keeps them is found out when the store is opened (<see cref="S3Probe"/>).
/// </summary>
public sealed class S3ObjectStore : IObjectStore, IConditionalReads, IContentAddresses, IDisposable
{
    /// <summary>What is staged, and what was tried out: cleared away by a sweep if a process was killed over it.</summary>
    internal const string Temporary = "tmp/";

    /// <summary>On an object that stands for one which was damaged: for readers nothing is there.</summary>
    internal const string SetAsideMark = "x-amz-meta-set-aside";

    private const int AtOnce = 16;

    /// <summary>What is kept of small objects, with what their readers make of them.</summary>
    private const long RememberedBytes = 32 << 20;

    private readonly S3Calls _calls;
    private readonly S3Location _place;
    private readonly SemaphoreSlim _probing = new(1);
    private volatile bool _isProbed;

    private S3ObjectStore(S3Calls calls) => (_calls, _place) = (calls, calls.Place);

    /// <summary>Whether tags are sent in quotes; set by the probe.</summary>
    internal bool QuotesTags { get; set; } = true;

    /// <summary>Opens a bucket, and makes sure that the engine keeps what this store rests on.</summary>
    /// <param name="place">The bucket. It has to be there.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="BintrayException">503: the bucket cannot be used, or the engine does not keep conditions.</exception>
    public static async Task<S3ObjectStore> OpenAsync(S3Location place, CancellationToken cancellation)
    {
        var store = OpenForReading(place);
        try
        {
            await store.ProbeAsync(cancellation).ConfigureAwait(false);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Opens a bucket that is only read: nothing is tried out there.</summary>
    /// <param name="place">The bucket.</param>
    /// <exception cref="BintrayException">503: the settings of the account cannot be read.</exception>
    public static S3ObjectStore OpenForReading(S3Location place) => new(new S3Calls(place));

    /// <summary>Makes sure, before the first write, that the engine keeps what this store rests on. Once is enough.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="BintrayException">503: the bucket cannot be used, or the engine does not keep conditions.</exception>
    public async Task ProbeAsync(CancellationToken cancellation)
    {
        if (_isProbed)
        {
            return;
        }

        await _probing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!_isProbed)
            {
                await new S3Probe(this).RunAsync(cancellation).ConfigureAwait(false);
                _isProbed = true;
            }
        }
        finally
        {
            _probing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _calls.Dispose();
        _probing.Dispose();
    }

    /// <inheritdoc/>
    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellation) =>
        S3Read.RunAsync(this, key, known: null, cancellation);

    /// <inheritdoc/>
    Task<StoredObject?> IConditionalReads.GetIfChangedAsync(string key, StoredObject known, CancellationToken cancellation) =>
        S3Read.RunAsync(this, key, known, cancellation);

    /// <summary>This store behind the caches of one process. What they answer is never out of date.</summary>
    /// <param name="contents">The folder of contents; <see langword="null"/> for none.</param>
    public IObjectStore WithCaches(ContentFolder? contents) =>
        new RememberedObjects(contents is null ? this : new CachedContents(this, contents), this, RememberedBytes);

    /// <inheritdoc/>
    public Task<Uri> AddressOfAsync(string key, string type, string fileName, TimeSpan lifetime, CancellationToken cancellation) =>
        S3Address.SignAsync(this, key, type, fileName, lifetime, cancellation);

    /// <inheritdoc/>
    public Task<string?> PutIfAbsentAsync(string key, byte[] value, CancellationToken cancellation) =>
        WriteAsync(key, value, request => request.IfNoneMatch = "*", cancellation);

    /// <inheritdoc/>
    public Task<string?> ReplaceAsync(string key, string tag, byte[] value, CancellationToken cancellation) =>
        WriteAsync(key, value, request => request.IfMatch = SentTag(tag), cancellation);

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string key, CancellationToken cancellation) =>
        await LengthOfAsync(key, cancellation).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long?>> GetLengthsAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var lengths = new long?[keys.Count];
        await Parallel.ForAsync(0, keys.Count, Several(cancellation), async (i, token) =>
            lengths[i] = await LengthOfAsync(keys[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return lengths;
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string key, CancellationToken cancellation)
    {
        try
        {
            await _calls.RunAsync(
                (client, token) => client.DeleteObjectAsync(_place.Bucket, NameOf(key), token), cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception answer) when (S3Calls.IsMissing(answer))
        {
            // It may be gone already.
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation)
    {
        // What others have put there is no key of the store, and nothing that a sweep may touch.
        var keys = (await ListObjectsAsync(prefix, cancellation).ConfigureAwait(false))
            .Select(found => KeyOf(found.Key)).Where(Keys.IsKey).ToList();
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    /// <inheritdoc/>
    public async Task<IStagedContent> StageAsync(Stream content, CancellationToken cancellation)
    {
        var first = await S3Part.ReadAsync(content, S3Part.FirstSize, cancellation).ConfigureAwait(false);
        if (first.IsLast)
        {
            return new S3StagedBytes(this, first);
        }

        var upload = new S3StagedUpload(this, $"{Temporary}{Guid.NewGuid():N}");
        await upload.ReceiveAsync(first, content, cancellation).ConfigureAwait(false);
        return upload;
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellation) =>
        await S3ContentStream.OpenAsync(this, key, cancellation).ConfigureAwait(false) is { IsSetAside: false } content ? content : null;

    /// <summary>
    /// The object is replaced by one with a mark, if it is still the one that was read. No engine can be trusted to delete under a
    /// condition.
    /// </summary>
    /// <inheritdoc/>
    public async Task<bool> SetAsideAsync(string key, string sha256, CancellationToken cancellation)
    {
        using var content = await S3ContentStream.OpenAsync(this, key, cancellation).ConfigureAwait(false);
        if (content is null or { IsSetAside: true }
            || Hex.Of(await SHA256.HashDataAsync(content, cancellation).ConfigureAwait(false)) == sha256)
        {
            return false;
        }

        return await WriteAsync(
            key,
            Guid.NewGuid().ToByteArray(),
            request =>
            {
                request.IfMatch = SentTag(content.Tag);
                request.Metadata[SetAsideMark] = "1";
            },
            cancellation).ConfigureAwait(false) is not null;
    }

    /// <inheritdoc/>
    public Task FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StagedLeftover>> DropStagedAsync(TimeSpan age, bool dryRun, CancellationToken cancellation)
    {
        var before = DateTime.UtcNow - age;
        var leftovers = new List<StagedLeftover>();
        foreach (var found in await ListObjectsAsync(Temporary, cancellation).ConfigureAwait(false))
        {
            if (found.LastModified?.ToUniversalTime() <= before)
            {
                leftovers.Add(new StagedLeftover(KeyOf(found.Key), found.Size ?? 0));
                if (!dryRun)
                {
                    await DeleteAsync(KeyOf(found.Key), cancellation).ConfigureAwait(false);
                }
            }
        }

        leftovers.AddRange(await S3StagedUpload.DropUnfinishedAsync(this, before, dryRun, cancellation).ConfigureAwait(false));
        return leftovers;
    }

    internal S3Calls Calls => _calls;

    internal string Bucket => _place.Bucket;

    /// <summary>What a key is called in the bucket.</summary>
    internal string NameOf(string key) => _place.Prefix + key;

    /// <summary>The key of an object in the bucket.</summary>
    internal string KeyOf(string name) => name[_place.Prefix.Length..];

    internal static string TagOf(string? header) => (header ?? "").Trim('"');

    internal string SentTag(string tag) => QuotesTags ? $"\"{tag}\"" : tag;

    /// <summary>How long an object is; <see langword="null"/> if it is not there, or was set aside.</summary>
    internal async Task<long?> LengthOfAsync(string key, CancellationToken cancellation)
    {
        try
        {
            var answer = await _calls.RunAsync(
                (client, token) => client.GetObjectMetadataAsync(_place.Bucket, NameOf(key), token), cancellation).ConfigureAwait(false);
            return answer.Metadata[SetAsideMark] is null ? answer.ContentLength : null;
        }
        catch (AmazonS3Exception answer) when (S3Calls.IsMissing(answer))
        {
            return null;
        }
    }

    /// <summary>Writes a small object.</summary>
    /// <returns>The new tag, or <see langword="null"/> if the condition that <paramref name="set"/> makes does not hold.</returns>
    internal Task<string?> WriteAsync(
        string key, ReadOnlyMemory<byte> value, Action<PutObjectRequest> set, CancellationToken cancellation) =>
        new S3Write(this, key, value, set).RunAsync(cancellation);

    private static ParallelOptions Several(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };

    private async Task<List<S3Object>> ListObjectsAsync(string prefix, CancellationToken cancellation)
    {
        var found = new List<S3Object>();
        var request = new ListObjectsV2Request { BucketName = _place.Bucket, Prefix = NameOf(prefix) };
        bool? more;
        do
        {
            var answer = await _calls.RunAsync((client, token) => client.ListObjectsV2Async(request, token), cancellation)
                .ConfigureAwait(false);
            found.AddRange((answer.S3Objects ?? []).Where(one => one.Key.StartsWith(request.Prefix, StringComparison.Ordinal)));
            request.ContinuationToken = answer.NextContinuationToken;
            more = answer.IsTruncated;
        }
        while (more == true);
        return found;
    }
}
