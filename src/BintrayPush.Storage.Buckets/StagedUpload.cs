using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets;

/// <summary>
/// A large content that has arrived, in <c>tmp/</c>: sent in parts while it came, and copied by the engine itself when it gets its name.
/// </summary>
/// <param name="store">Where it is.</param>
/// <param name="key">Its key until it has its name.</param>
internal abstract class StagedUpload(BucketStore store, string key) : IStagedContent
{
    private bool _isWhole;

    /// <summary>Its key until it has its name.</summary>
    protected string Key => key;

    /// <summary>How many bytes have come.</summary>
    protected long Length { get; private set; }

    /// <summary>Takes in a content whose first part is there.</summary>
    /// <param name="first">The first part.</param>
    /// <param name="content">The rest.</param>
    /// <param name="keepsIfCut">Whether an object is made of what has come if the rest does not.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ContentReadException">It could not be read.</exception>
    public async Task ReceiveAsync(ContentPart first, Stream content, bool keepsIfCut, CancellationToken cancellation)
    {
        await BeginAsync(cancellation).ConfigureAwait(false);
        try
        {
            await SendAllAsync(first, content, keepsIfCut, cancellation).ConfigureAwait(false);
            await CompleteAsync(cancellation).ConfigureAwait(false);
            _isWhole = true;
            if (await store.LengthOfAsync(key, cancellation).ConfigureAwait(false) is var stored && stored != Length)
            {
                throw new BintrayException(
                    BintrayException.Unavailable, $"BTP4091: the bucket {store.Place} has kept {stored ?? 0} of {Length} bytes; try again");
            }
        }
        catch (Exception fault)
        {
            var isCut = !_isWhole && fault is not (EngineAnswer or BintrayException { Status: not BintrayException.Unavailable });
            Dispose();
            if (!keepsIfCut || !isCut || !await TryKeepAsync().ConfigureAwait(false))
            {
                await AbortAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    public async Task NameAsync(string name, CancellationToken cancellation)
    {
        try
        {
            await store.NameAsync(name, Length, terms => CopyAsync(name, terms, cancellation), cancellation).ConfigureAwait(false);
        }
        catch (EngineAnswer answer) when (answer.Kind == EngineAnswerKind.Missing)
        {
            throw ClearedAway();
        }
    }

    public async Task<Stream> OpenAsync(CancellationToken cancellation) =>
        await BucketContentStream.OpenAsync(store, key, cancellation).ConfigureAwait(false)
            ?? throw ClearedAway();

    /// <summary>Nobody waits for it: what is left if it fails is cleared away by a sweep.</summary>
    public void Dispose()
    {
        if (_isWhole)
        {
            _isWhole = false;
            _ = DropAsync();
        }
    }

    /// <summary>Begins the upload.</summary>
    protected abstract Task BeginAsync(CancellationToken cancellation);

    /// <summary>Sends a part.</summary>
    protected abstract Task SendAsync(ContentPart part, int number, CancellationToken cancellation);

    /// <summary>Makes the parts that were sent one object.</summary>
    protected abstract Task CompleteAsync(CancellationToken cancellation);

    /// <summary>Drops the parts that were sent. It is over already, or a sweep finds it: a failure is none of the caller's.</summary>
    protected abstract Task AbortAsync();

    /// <summary>Has the engine copy the object, whole, to its name.</summary>
    /// <returns>Whether it is copied; if not, somebody else was faster or is at it.</returns>
    protected abstract Task<bool> CopyAsync(string name, WriteTerms terms, CancellationToken cancellation);

    /// <summary>Whether any part has arrived.</summary>
    protected abstract bool HasParts { get; }

    private static BintrayException ClearedAway() => new(BintrayException.Unavailable, "what has arrived was cleared away; try again");

    /// <summary>The sender may be gone: that must not end this.</summary>
    private async Task<bool> TryKeepAsync()
    {
        try
        {
            await (HasParts ? CompleteAsync(CancellationToken.None) : Task.CompletedTask).ConfigureAwait(false);
            return HasParts;
        }
        catch (Exception fault) when (fault is BintrayException or EngineAnswer)
        {
            return false;
        }
    }

    private async Task SendAllAsync(ContentPart first, Stream content, bool keepsIfCut, CancellationToken cancellation)
    {
        var number = 1;
        for (var part = first; ; number++)
        {
            // A sender who is gone does not keep his last part from arriving, where that counts.
            var sending = SendAsync(part, number, keepsIfCut ? CancellationToken.None : cancellation);
            ContentPart? next;
            try
            {
                next = part.IsLast ? null : await ContentPart.ReadAsync(content, ContentPart.SizeOf(number + 1), cancellation)
                    .ConfigureAwait(false);
                Length += part.Bytes.Length;
                await sending.ConfigureAwait(false);
            }
            catch
            {
                // Nobody sends parts of an upload that is given up.
                await sending.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
                throw;
            }

            // The first part was full, so there is no upload without one.
            if (next is null or { IsLast: true, Bytes.Length: 0 })
            {
                return;
            }

            if (number == ContentPart.MaxParts)
            {
                throw new BintrayException(BintrayException.BadRequest, $"a bucket holds no file of more than {Length} bytes");
            }

            part = next;
        }
    }

    private async Task DropAsync()
    {
        try
        {
            await store.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is BintrayException or EngineAnswer or ObjectDisposedException)
        {
            // A sweep finds it.
        }
    }
}
