namespace BintrayPush.Storage.Folder;

/// <summary>
/// A content opened for reading; others may replace or delete its name meanwhile. A block is read in place where that is allowed
/// (<see cref="FolderFiles.LookAsync"/>), instead of being handed over and back.
/// </summary>
internal sealed class ContentFile(string path)
    : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1)
{
    private long? _length;

    /// <summary>As it was when it was first asked for; nobody writes to a content that has its name.</summary>
    public override long Length => _length ??= base.Length;

#if NET
    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        return new ValueTask<int>(
            FolderFiles.TryInPlace(() => Read(buffer.Span), cancellationToken, out var done)
                ? done
                : FolderFiles.RunAsync(() => Read(buffer.Span), cancellationToken));
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
#endif
}
