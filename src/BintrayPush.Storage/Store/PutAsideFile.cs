namespace BintrayPush.Storage.Store;

/// <summary>
/// A file that an archive waits in until it is unpacked; it vanishes with its handle. What fails here is the disk of the service, not the
/// archive: it must not be reported as damage of the archive.
/// </summary>
internal sealed class PutAsideFile(string path) : Stream
{
    private const int BufferSize = 1 << 17;

    private readonly FileStream _file = Guarded(() => Create(path));

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => Guarded(() => _file.Length);

    public override long Position
    {
        get => _file.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(byte[] buffer, int offset, int count) => Guarded(() => _file.Read(buffer, offset, count));

#if NET
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return _file.Read(buffer);
        }
        catch (Exception fault) when (IsOfDisk(fault))
        {
            throw Failure(fault);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsOfDisk(fault))
        {
            throw Failure(fault);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _file.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsOfDisk(fault))
        {
            throw Failure(fault);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
#endif

    public override void Write(byte[] buffer, int offset, int count) => Guarded(() =>
    {
        _file.Write(buffer, offset, count);
        return true;
    });

    public override void Flush() => Guarded(() =>
    {
        _file.Flush();
        return true;
    });

    /// <summary>Archives say themselves where in them to look.</summary>
    public override long Seek(long offset, SeekOrigin origin)
    {
        var length = Length;
        var start = origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _file.Position,
            _ => length,
        };
        return offset >= -start && offset <= length - start
            ? Guarded(() => _file.Seek(start + offset, SeekOrigin.Begin))
            : throw new InvalidDataException("it points to a place outside of itself");
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>What was not written yet is of no use to anybody.</summary>
    protected override void Dispose(bool disposing)
    {
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
        }

        base.Dispose(disposing);
    }

    /// <summary>For this account alone: it may lie in a folder of all, and the repository may be private.</summary>
    private static FileStream Create(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                BufferSize = BufferSize,
                Options = FileOptions.DeleteOnClose,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
#endif
        return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose);
    }

    private static T Guarded<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception fault) when (IsOfDisk(fault))
        {
            throw Failure(fault);
        }
    }

    private static bool IsOfDisk(Exception fault) => fault is IOException or UnauthorizedAccessException;

    private static BintrayException Failure(Exception fault) =>
        new(BintrayException.Unavailable, $"the archive cannot be put aside: {fault.Message}", fault);
}
