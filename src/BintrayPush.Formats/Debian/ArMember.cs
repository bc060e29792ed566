namespace BintrayPush.Formats.Debian;

/// <summary>A part of an ar archive.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is; the archive has all of it.</param>
internal sealed record ArMember(string Name, long Start, long Length)
{
    /// <summary>Reads it into memory.</summary>
    /// <exception cref="InvalidDataException">It is longer than it may be.</exception>
    public async Task<byte[]> ReadAsync(Stream archive, int longest, CancellationToken cancellation)
    {
        if (Length > longest)
        {
            throw new InvalidDataException($"'{Name}' in it has {Length} bytes, and may have {longest}");
        }

        var bytes = new byte[Length];
        archive.Seek(Start, SeekOrigin.Begin);
        await archive.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
        return bytes;
    }
}
