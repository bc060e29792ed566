using SharpCompress.Common;
using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;

namespace BintrayPush.Server.Archives;

/// <summary>
/// What is compressed in a bz2, which .NET does not read by itself. Parallel packers write many streams one after the other: they are one
/// file. Whatever damaged bytes make the decoder throw is reported as damage of the archive; a failing disk stays one.
/// </summary>
internal sealed class Bzip2Stream : ForwardStream
{
    private const int BufferSize = 1 << 16;

    private readonly BZip2Stream _inner;

    private Bzip2Stream(BZip2Stream inner) => _inner = inner;

    /// <summary>Begins to read; disposing the result leaves the archive open.</summary>
    /// <exception cref="InvalidDataException">It is no bz2.</exception>
    public static Stream Open(Stream archive) => Guarded(
        // The decoder asks for single bytes.
        () => new Bzip2Stream(BZip2Stream.Create(
            new BufferedStream(archive, BufferSize), CompressionMode.Decompress, decompressConcatenated: true, leaveOpen: true)));

    public override int Read(byte[] buffer, int offset, int count) => Guarded(() => _inner.Read(buffer, offset, count));

    /// <summary>What it reads from is in memory or in a file of this machine.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Guarded(() => _inner.Read(buffer.Span)));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damage) when (
            damage is SharpCompressException or IOException or IndexOutOfRangeException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"what is compressed in it is damaged: {damage.Message}", damage);
        }
    }
}
