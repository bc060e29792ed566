namespace BintrayPush.Storage.Archives;

/// <summary>
/// A file out of a zip, compared at its end with the size and the checksum that the archive has for it: .NET unpacks without looking,
/// and would take half a file for a whole one. .NET Framework does not say the checksum; there the size must do.
/// </summary>
#if NET
internal sealed class CheckedStream(Stream inner, long size, uint announced) : ForwardStream
{
    private readonly Crc32 _sum = new();
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _sum.Add(buffer.Span[..read]);
        return Counted(read, buffer.Length);
    }
#else
internal sealed class CheckedStream(Stream inner, long size) : ForwardStream
{
    private long _read;

    public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count), count);
#endif

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Counted(int read, int asked)
    {
        _read += read;
        return read > 0 || asked == 0 || (_read == size && IsSumRight)
            ? read
            : throw new InvalidDataException("a file in it is damaged: its size or its checksum is not the one in the directory");
    }

#if NET
    private bool IsSumRight => _sum.Value == announced;
#else
    private static bool IsSumRight => true;
#endif
}
