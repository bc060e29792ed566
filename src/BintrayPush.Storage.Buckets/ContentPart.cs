using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BintrayPush.Storage.Buckets;

/// <summary>A piece of an arriving content, in memory until it is sent; a small content is one piece.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="IsLast">Whether the content ends here.</param>
internal sealed record ContentPart(ReadOnlyMemory<byte> Bytes, bool IsLast)
{
    /// <summary>What is held of each upload in work, twice: one piece is sent while the next one arrives.</summary>
    public const int FirstSize = 8 << 20;

    /// <summary>The limit of S3's engines; Azure has one of 50,000.</summary>
    public const int MaxParts = 10_000;

    private const int LaterSize = 64 << 20;
    private const int SmallParts = 2_000;
    private const int FirstBuffer = 64 << 10;

    /// <summary>How large a piece is: small ones at first, larger ones where there would be too many.</summary>
    public static int SizeOf(int number) => number <= SmallParts ? FirstSize : LaterSize;

    /// <summary>Reads a piece. Memory is taken as bytes arrive.</summary>
    /// <exception cref="ContentReadException">The content could not be read.</exception>
    public static async Task<ContentPart> ReadAsync(Stream content, int size, CancellationToken cancellation)
    {
        var buffer = new byte[FirstBuffer];
        for (var filled = 0; ;)
        {
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, size));
            }

            var read = await content.ReadAsync(buffer.AsMemory(filled), cancellation).ConfigureAwait(false);
            filled += read;
            if (read == 0 || filled == size)
            {
                return new ContentPart(buffer.AsMemory(0, filled), IsLast: read == 0);
            }
        }
    }

    /// <summary>The bytes as a stream that can be sent again.</summary>
    public static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);

    /// <summary>Of a body, for the engine to compare with what came.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "It is the checksum that the protocol has; contents are named by SHA-256.")]
    public static byte[] Md5Of(ReadOnlySpan<byte> bytes) => MD5.HashData(bytes);
}
