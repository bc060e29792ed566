using BintrayPush.Api;
using BintrayPush.Artifacts;

namespace BintrayPush.Pushing;

/// <summary>
/// A local file opened for one attempt. It notices when the file changes while it is read.
/// </summary>
internal sealed class LocalFile : IDisposable
{
    private const int BufferSize = 1 << 16;
    private readonly FileInfo _info;
    private readonly long _size;
    private readonly DateTime _written;
    private readonly Stream _content;
    private readonly HashingStream _hashing;

    private LocalFile(FileInfo info, Stream content)
    {
        _info = info;
        _content = content;
        _size = content.Length;
        _written = info.LastWriteTimeUtc;
        _hashing = new HashingStream(content, withMd5: false);
    }

    /// <summary>The bytes, to be read once.</summary>
    public Stream Content => _hashing;

    /// <summary>Bytes, when it was opened.</summary>
    public long Size => _size;

    /// <exception cref="ContentReadException">It cannot be opened.</exception>
    public static LocalFile Open(string path)
    {
        try
        {
            return new LocalFile(
                FileTarget.Of(path),
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ContentReadException(cause);
        }
    }

    /// <summary>Reads it to its end without sending it.</summary>
    /// <exception cref="ContentReadException">It cannot be read.</exception>
    public static async Task<ContentHashes> HashAsync(string path, CancellationToken cancellation)
    {
        using var file = Open(path);
        await file.Content.CopyToAsync(Stream.Null, BufferSize, cancellation).ConfigureAwait(false);
        return file.Finish();
    }

    /// <summary>The hashes of all that was read.</summary>
    public ContentHashes Finish() => _hashing.Finish();

    /// <summary>Whether it was written to, cut or replaced since it was opened, as far as size and time show.</summary>
    public bool HasChanged()
    {
        _info.Refresh();
        return !_info.Exists || _info.Length != _size || _info.LastWriteTimeUtc != _written;
    }

    public void Dispose()
    {
        _hashing.Dispose();
        _content.Dispose();
    }
}
