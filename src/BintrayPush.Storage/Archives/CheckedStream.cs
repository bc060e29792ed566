namespace BintrayPush.Storage.Archives;

/// <summary>
/// A file out of a zip, compared at its end with the size and the checksum that the archive has for it: .NET unpacks without looking,
/// and would take half a file for a whole one. .NET Framework does not say the checksum; there the size must do.
/// </summary>
#if NET
internal sealed class CheckedStream(Stream inner, long size, uint announced) : ForwardStream
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => OfByte((uint)i))];

    private uint _sum = uint.MaxValue;
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Add(buffer.Span[..read]);
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
    private bool IsSumRight => ~_sum == announced;

    private void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            _sum = Table[(byte)(_sum ^ b)] ^ (_sum >> 8);
        }
    }

    /// <summary>CRC-32 as zip has it, its polynomial turned round.</summary>
    private static uint OfByte(uint value)
    {
        const uint Polynomial = 0xEDB88320;
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 1 ? (value >> 1) ^ Polynomial : value >> 1;
        }

        return value;
    }
#else
    private static bool IsSumRight => true;
#endif
}
