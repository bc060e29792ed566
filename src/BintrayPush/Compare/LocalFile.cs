using System.Buffers;
using System.Security.Cryptography;
using BintrayPush.Artifacts;

namespace BintrayPush.Compare;

/// <summary>
/// A local file opened for one attempt. A small one is read at once, so that its hashes are known before it is sent; a large one is hashed
/// while it is read. It notices when the file changes meanwhile.
/// </summary>
internal sealed class LocalFile : IDisposable
{
    /// <summary>The most bytes of a file that is read at once: that takes no longer than handing the work to another thread.</summary>
    public const int LargestInMemory = 1 << 18;

    private const int BufferSize = 1 << 17;

    private readonly FileInfo _info;
    private readonly DateTime _written;
    private readonly FileStream? _file;
    private readonly HashingStream? _hashing;
    private readonly ContentHashes? _hashes;

    private LocalFile(FileInfo info, FileStream file, bool withSha1)
    {
        _info = info;
        _written = info.LastWriteTimeUtc;
        Size = file.Length;
        if (Size > LargestInMemory)
        {
            _file = file;
            Content = _hashing = new HashingStream(file, withMd5: false, withSha1: withSha1);
            return;
        }

        var bytes = ArrayPool<byte>.Shared.Rent((int)Size);
        var read = ReadWhole(file, bytes, (int)Size);
        file.Dispose();
        _hashes = ContentHashes.Of(bytes, read);
        Content = new RentedMemoryStream(bytes, read);
    }

    /// <summary>The bytes, to be read once.</summary>
    public Stream Content { get; }

    /// <summary>Bytes, when it was opened.</summary>
    public long Size { get; }

    /// <summary>How many of the bytes were read so far; may be asked from another thread than the one that reads.</summary>
    public long BytesRead
    {
        get
        {
            try
            {
                return Content.Position;
            }
            catch (ObjectDisposedException)
            {
                // The attempt has just ended; the code that ended it counts the file.
                return 0;
            }
        }
    }

    /// <summary>The SHA-256 of what will be read, if that is known beforehand.</summary>
    public string? Sha256 => _hashes?.Sha256;

    /// <summary>Opens it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="withSha1">Whether the SHA-1 of a large file is wanted: it takes nearly as long as SHA-256.</param>
    /// <exception cref="ContentReadException">It cannot be opened.</exception>
    public static LocalFile Open(string path, bool withSha1)
    {
        FileStream? file = null;
        try
        {
            // No buffering of its own: large files are read into a large buffer, small ones in one read.
            var info = FileTarget.Of(path);
            file = RegularFile.OpenRead(path, bufferSize: 1, options: OptionsFor(info));
            return new LocalFile(info, file, withSha1);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new ContentReadException(cause);
        }
    }

    /// <summary>Reads it to its end without sending it.</summary>
    /// <exception cref="ContentReadException">It cannot be read.</exception>
    public static async Task<ContentHashes> HashAsync(string path, bool withSha1, CancellationToken cancellation)
    {
        using var file = Open(path, withSha1);
        if (file._hashing is { } hashing)
        {
            await hashing.CopyToAsync(Stream.Null, BufferSize, cancellation).ConfigureAwait(false);
        }

        return file.Finish();
    }

    /// <summary>Reads past its first bytes, which need not be sent.</summary>
    /// <returns>Their SHA-256; of fewer bytes where it has become shorter.</returns>
    /// <exception cref="ContentReadException">It cannot be read.</exception>
    public async Task<string> SkipAsync(long count, CancellationToken cancellation)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var left = count; left > 0;)
            {
                var read = await Content.ReadAsync(buffer, 0, (int)Math.Min(left, BufferSize), cancellation).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                sha256.AppendData(buffer, 0, read);
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Hex.Of(sha256.GetHashAndReset());
    }

    /// <summary>The hashes of all that was read.</summary>
    public ContentHashes Finish() => _hashes ?? _hashing!.Finish();

    /// <summary>Whether it was written to, cut or replaced since it was opened, as far as size and time show.</summary>
    public bool HasChanged()
    {
        _info.Refresh();
        return !_info.Exists || _info.Length != Size || _info.LastWriteTimeUtc != _written;
    }

    public void Dispose()
    {
        Content.Dispose();
        _file?.Dispose();
    }

    private static FileOptions OptionsFor(FileInfo info) => info.Exists && info.Length <= LargestInMemory
        ? FileOptions.SequentialScan
        : FileOptions.Asynchronous | FileOptions.SequentialScan;

    /// <returns>How much there was: less if the file was cut since it was opened.</returns>
    private static int ReadWhole(FileStream file, byte[] bytes, int size)
    {
        var whole = 0;
        while (whole < size && file.Read(bytes, whole, size - whole) is var read and > 0)
        {
            whole += read;
        }

        return whole;
    }
}
