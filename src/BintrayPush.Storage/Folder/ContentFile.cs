namespace BintrayPush.Storage;

/// <summary>
/// A content opened for reading; others may replace or delete its name meanwhile. Files are read by blocking a thread of the pool,
/// whatever they are opened as. Who is on one already keeps it, instead of handing every block over and back.
/// </summary>
internal sealed class ContentFile(string path)
    : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.Asynchronous)
{
#if NET
    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (OperatingSystem.IsWindows() || !Thread.CurrentThread.IsThreadPoolThread || cancellationToken.IsCancellationRequested)
        {
            return base.ReadAsync(buffer, cancellationToken);
        }

        try
        {
            return new ValueTask<int>(Read(buffer.Span));
        }
        catch (IOException failure)
        {
            return ValueTask.FromException<int>(failure);
        }
    }
#endif
}
