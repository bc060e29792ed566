using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Records;

/// <summary>A content that has arrived: its hashes, and its bytes unless they were there already.</summary>
internal sealed record ArrivedContent(ContentHashes Hashes, IStagedContent? Staged, string? Known) : IDisposable
{
    public void Dispose() => Staged?.Dispose();
}

/// <summary>Contents by their SHA-256; equal bytes are stored once.</summary>
internal sealed class Contents(Objects objects)
{
    /// <summary>Reads a content to its end, hashing it on the way; nothing has a name yet.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="size">How many must come, if known (400 otherwise).</param>
    /// <param name="sha256">What their hash must be, if known (409 otherwise; protocol reference 8.1).</param>
    /// <param name="keep">Whether the bytes are wanted even if they are stored already.</param>
    public Task<ArrivedContent> ArriveAsync(Stream content, long? size, string? sha256, bool keep, CancellationToken cancellation) =>
        ArriveAsync(content, size, sha256, keep, unfinished: null, kept: 0, cancellation);

    /// <summary>Reads the content of an upload to its end; if it is cut off and may be gone on with, what has come is kept.</summary>
    /// <exception cref="BintrayException">409: what is kept is not what is to be gone on with.</exception>
    public async Task<ArrivedContent> ArriveAsync(UploadRequest upload, Stream content, CancellationToken cancellation)
    {
        var offset = upload.Resumption?.Offset ?? 0;
        using var unfinished = await HoldAsync(upload, wait: offset > 0, cancellation).ConfigureAwait(false);
        if (offset > 0 && unfinished?.Length != offset)
        {
            throw StoreRefusal.CannotResume(
                unfinished is null ? "nothing is kept, or somebody else sends it" : $"{unfinished.Length} bytes are kept, not {offset}");
        }

        using var resumed = offset > 0 ? new ResumedStream(unfinished!, upload.Resumption!, content) : null;
        return await ArriveAsync(resumed ?? content, upload.Size, upload.Sha256, keep: false, unfinished, offset, cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>The content of a file as one that has just arrived, so that it is given a name in the same way.</summary>
    /// <exception cref="BintrayException">503: its bytes are damaged, or were just cleared away.</exception>
    public async Task<ArrivedContent> FindStoredAsync(FileEntry file, CancellationToken cancellation) =>
        await FindAsync(file.Sha256, file.Size, cancellation).ConfigureAwait(false) is { } known
            ? new ArrivedContent(new ContentHashes(file.Size, file.Sha256, file.Sha1, file.Md5), Staged: null, known)
            : throw new BintrayException(
                BintrayException.Unavailable, "the stored bytes are damaged, or were just cleared away; push the file again");

    /// <summary>How many bytes are kept of an upload that was cut off.</summary>
    public Task<long> FindUnfinishedAsync(UploadRequest upload, CancellationToken cancellation) =>
        objects.Store is IUnfinishedContents store && UnfinishedName.Of(upload) is { } name
            ? store.FindAsync(name, cancellation)
            : Task.FromResult(0L);

    private Task<IUnfinishedContent?> HoldAsync(UploadRequest upload, bool wait, CancellationToken cancellation) =>
        objects.Store is IUnfinishedContents store && UnfinishedName.Of(upload) is { } name
            ? store.HoldAsync(name, wait, cancellation)
            : Task.FromResult<IUnfinishedContent?>(null);

    private async Task<ArrivedContent> ArriveAsync(
        Stream content,
        long? size,
        string? sha256,
        bool keep,
        IUnfinishedContent? unfinished,
        long kept,
        CancellationToken cancellation)
    {
        using var measured = new HashingStream(content, size);
        // What is stored already need not be written again, only read: the caller's claim is checked all the same.
        var known = sha256 is null || keep ? null : await FindAsync(sha256, size, cancellation).ConfigureAwait(false);
        IStagedContent? staged = null;
        try
        {
            if (known is null)
            {
                staged = await (unfinished is null
                    ? objects.Store.StageAsync(measured, cancellation)
                    : unfinished.StageAsync(measured, kept, cancellation)).ConfigureAwait(false);
            }
            else
            {
                await measured.DrainAsync(cancellation).ConfigureAwait(false);
                await (unfinished?.DropAsync() ?? Task.CompletedTask).ConfigureAwait(false);
            }

            var hashes = measured.Finish();
            if (size is { } announced && hashes.Size != announced)
            {
                throw StoreRefusal.BadRequest($"{announced} bytes were announced and {hashes.Size} came");
            }

            if (sha256 is not null && !string.Equals(sha256, hashes.Sha256, StringComparison.OrdinalIgnoreCase))
            {
                throw StoreRefusal.Conflict($"the checksum of what came is {hashes.Sha256}, not the announced {sha256}");
            }

            var arrived = new ArrivedContent(hashes, staged, known);
            staged = null;
            return arrived;
        }
        finally
        {
            staged?.Dispose();
        }
    }

    /// <summary>Gives a content its name: the first of <c>sha256</c>, <c>sha256.1</c>, ... that was never condemned.</summary>
    /// <remarks>
    /// A sweep condemns a name before it deletes the content and never uses the name again, so a key that is deleted was written
    /// once (rule 1 of the store). A use from before that is seen by the sweep's second look.
    /// </remarks>
    public async Task<string> NameAsync(ArrivedContent arrived, CancellationToken cancellation)
    {
        for (var k = 0; ; k++)
        {
            var name = k == 0 ? arrived.Hashes.Sha256 : $"{arrived.Hashes.Sha256}.{k}";
            if (await objects.Store.ExistsAsync(Keys.Condemned(name), cancellation).ConfigureAwait(false))
            {
                continue;
            }

            if (arrived.Staged is null)
            {
                return name == arrived.Known && await IsIntactAsync(name, arrived.Hashes, cancellation).ConfigureAwait(false)
                    ? name
                    : throw new BintrayException(BintrayException.Unavailable, "the stored bytes were just cleared away; try again");
            }

            await arrived.Staged.NameAsync(Keys.Content(name), cancellation).ConfigureAwait(false);
            return name;
        }
    }

    /// <summary>Which contents are lost or have another length than was recorded: their names.</summary>
    public async Task<HashSet<string>> FindDamagedAsync(IEnumerable<FileEntry> files, CancellationToken cancellation)
    {
        var sizes = new Dictionary<string, long>();
        foreach (var file in files)
        {
            sizes[file.Content] = file.Size;
        }

        var names = sizes.Keys.ToList();
        var lengths = await objects.Store.GetLengthsAsync([.. names.Select(Keys.Content)], cancellation).ConfigureAwait(false);
        return [.. names.Where((name, i) => lengths[i] != sizes[name])];
    }

    /// <summary>
    /// What was believed to be stored and is not of the right length goes out of use: the next attempt, which brings the bytes along, then
    /// finds its name free even if it does not say how many there will be.
    /// </summary>
    private async Task<bool> IsIntactAsync(string name, ContentHashes hashes, CancellationToken cancellation)
    {
        if ((await objects.Store.GetLengthsAsync([Keys.Content(name)], cancellation).ConfigureAwait(false))[0] == hashes.Size)
        {
            return true;
        }

        await objects.Store.SetAsideAsync(Keys.Content(name), hashes.Sha256, cancellation).ConfigureAwait(false);
        return false;
    }

    /// <summary>The name under which a content is stored; <see langword="null"/> if it is not, or is known to be damaged.</summary>
    public async Task<string?> FindAsync(string sha256, long? size, CancellationToken cancellation)
    {
        for (var k = 0; ; k++)
        {
            var folded = sha256.ToLowerInvariant();
            var name = k == 0 ? folded : $"{folded}.{k}";
            if (!await objects.Store.ExistsAsync(Keys.Condemned(name), cancellation).ConfigureAwait(false))
            {
                var length = (await objects.Store.GetLengthsAsync([Keys.Content(name)], cancellation).ConfigureAwait(false))[0];
                return length is null || (size is not null && length != size) ? null : name;
            }
        }
    }
}
