using System.IO.Compression;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>The bytes of an index, in memory: clients read each as a whole, too.</summary>
internal static class IndexBytes
{
    public const int BufferSize = 1 << 16;

    public static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes, 0, bytes.Length);
        }

        return compressed.ToArray();
    }
}
