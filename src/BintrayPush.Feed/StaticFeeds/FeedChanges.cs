namespace BintrayPush.Feed.StaticFeeds;

/// <summary>Writes the files that are not what they ought to be, and leaves the others alone: so caches and mirrors stay valid.</summary>
internal sealed class FeedChanges(IFeedFiles files)
{
    /// <summary>How many files were written.</summary>
    public int Written { get; private set; }

    /// <summary>How many files were removed.</summary>
    public int Removed { get; private set; }

    /// <summary>Sees to it that a file has these bytes.</summary>
    public async Task PutAsync(string name, byte[] content, CancellationToken cancellation)
    {
        if (files.LengthOf(name) == content.Length
            && await files.ReadAsync(name, cancellation).ConfigureAwait(false) is { } there && there.AsSpan().SequenceEqual(content))
        {
            return;
        }

        // Not flushed, which would take nearly all of the time: the next run reads it, and finds what a power loss has left of it.
        await WriteAsync(name, file => file.WriteAsync(content, cancellation).AsTask(), flush: false, cancellation).ConfigureAwait(false);
    }

    /// <summary>Writes a file.</summary>
    public async Task WriteAsync(string name, Func<Stream, Task> write, bool flush, CancellationToken cancellation)
    {
        await files.WriteAsync(name, write, flush, cancellation).ConfigureAwait(false);
        Written++;
    }

    /// <summary>Puts a package.</summary>
    /// <inheritdoc cref="IFeedFiles.TryPutAsync"/>
    public async Task<bool> TryPutAsync(string name, StaticPackage package, CancellationToken cancellation)
    {
        var put = await files.TryPutAsync(name, package, cancellation).ConfigureAwait(false);
        Written += put ? 1 : 0;
        return put;
    }

    /// <summary>Removes a file.</summary>
    public void Remove(string name)
    {
        if (files.LengthOf(name) is not null)
        {
            files.Delete(name);
            Removed++;
        }
    }
}
