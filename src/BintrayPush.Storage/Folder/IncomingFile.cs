using System.Buffers;

namespace BintrayPush.Storage.Folder;

/// <summary>A new file that a content is written to while it arrives, flushed at its end.</summary>
/// <param name="open">Makes the file, once there is something to be written, or opens it where <paramref name="kept"/> bytes end.</param>
/// <param name="kept">How many of the first bytes are in the file already.</param>
internal sealed class IncomingFile(Func<FileStream> open, long kept = 0) : IDisposable
{
    private const int BufferSize = 1 << 17;

    /// <summary>
    /// How much gathers in memory before the disk begins to work: else a large file would first be received and then be written.
    /// </summary>
    private const long WriteOutSize = 1 << 23;

    private FileStream? _file;
    private long _kept = kept;
    private long _begun = kept;

    /// <summary>Writes everything and flushes it to the disk.</summary>
    /// <returns>How many bytes that were.</returns>
    public async Task<long> WriteAllAsync(Stream content, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var length = 0L;
            for (var atEnd = false; !atEnd;)
            {
                // The caller's stream fails with its own exception, the disk with the service's.
                var filled = await FillAsync(content, buffer, cancellation).ConfigureAwait(false);
                atEnd = filled < BufferSize;
                await FolderFiles.RunAsync(() => Write(buffer, filled, atEnd), cancellation).ConfigureAwait(false);
                length += filled;
            }

            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Fills the buffer, so that a small content is written in one piece. What does not fill it is the end.</summary>
    private static async Task<int> FillAsync(Stream content, byte[] buffer, CancellationToken cancellation)
    {
        var filled = 0;
        while (filled < BufferSize)
        {
            var read = await content.ReadAsync(buffer, filled, BufferSize - filled, cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return filled;
    }

    private bool Write(byte[] buffer, int count, bool atEnd)
    {
        var there = (int)Math.Min(_kept, count);
        _kept -= there;
        _file ??= open();
        _file.Write(buffer, there, count - there);
        if (atEnd)
        {
            FileFlush.File(_file);
        }
        else if (_file.Position - _begun >= WriteOutSize)
        {
            PosixCalls.BeginToWriteOut(_file, _begun, _file.Position - _begun);
            _begun = _file.Position;
        }

        return true;
    }
}
