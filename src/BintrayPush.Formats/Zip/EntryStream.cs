namespace BintrayPush.Formats.Zip;

/// <summary>The bytes of an entry: never more than the package says, and at their end they have its length and its checksum.</summary>
internal sealed class EntryStream(Stream unpacked, ZipEntry entry) : ForwardStream
{
    private readonly Crc32 _sum = new();
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await UnpackAsync(buffer, cancellationToken).ConfigureAwait(false);
        _read += read;
        _sum.Add(buffer.Span[..read]);
        return _read <= entry.Length && (read > 0 || buffer.IsEmpty || (_read == entry.Length && _sum.Value == entry.Crc))
            ? read
            : throw Damaged(null);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> UnpackAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await unpacked.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (InvalidDataException fault)
        {
            throw Damaged(fault);
        }
    }

    private InvalidDataException Damaged(Exception? fault) => new($"its entry {entry.Shown} is damaged", fault);
}
