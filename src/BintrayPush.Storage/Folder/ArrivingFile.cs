using System.Buffers;

namespace BintrayPush.Storage;

/// <summary>A new file that a content is written to while it arrives, flushed at its end.</summary>
internal sealed class ArrivingFile(string path) : IDisposable
{
    private const int BufferSize = 1 << 17;

    /// <summary>How much gathers in memory before the disk begins to work: else a large file would first be received and then be written.</summary>
    private const long WriteOutSize = 1 << 23;

    private readonly FileStream _file = FolderFiles.Guarded(
        () => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1));

    private long _begun;

    /// <summary>Writes everything and flushes it to the disk.</summary>
    public async Task WriteAllAsync(Stream content, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            // The caller's stream fails with its own exception, the disk with the service's.
            while ((read = await content.ReadAsync(buffer, 0, BufferSize, cancellation).ConfigureAwait(false)) > 0)
            {
                await FolderFiles.RunAsync(() => Write(buffer, read), cancellation).ConfigureAwait(false);
            }

            await FolderFiles.RunAsync(Flush, cancellation).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _file.Dispose();

    private bool Write(byte[] buffer, int count)
    {
        _file.Write(buffer, 0, count);
        if (_file.Position - _begun >= WriteOutSize)
        {
            PosixCalls.BeginToWriteOut(_file, _begun, _file.Position - _begun);
            _begun = _file.Position;
        }

        return true;
    }

    private bool Flush()
    {
        _file.Flush(flushToDisk: true);
        return true;
    }
}
