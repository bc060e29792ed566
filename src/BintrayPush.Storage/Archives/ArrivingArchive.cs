using System.Buffers;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Archives;

/// <summary>
/// Puts an archive aside, because it must be read twice: whole to check it, and again to store what it holds. It is never stored
/// itself, so nothing is flushed.
/// </summary>
internal static class ArrivingArchive
{
    /// <summary>
    /// Small tars come in great numbers (docs/server.md, "What this server adds"), and files that come and go slow a file system down.
    /// </summary>
    private const int LargestInMemory = 1 << 20;

    /// <summary>Reads an archive to its end.</summary>
    /// <param name="upload">What was announced of it.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="putAside">Makes the place for one that is not kept in memory.</param>
    /// <returns>The archive, to be read from its beginning. Disposing it removes it.</returns>
    /// <exception cref="BintrayException">400, 409: other bytes came than were announced.</exception>
    public static async Task<Stream> ReceiveAsync(
        ArchiveUpload upload, Stream content, Func<Stream> putAside, CancellationToken cancellation)
    {
        using var measured = new HashingStream(content, upload.Size, withMd5: false, withSha1: false);
        var archive = await ReadAsync(measured, putAside, cancellation).ConfigureAwait(false);
        try
        {
            Check(upload, measured.Finish());
            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private static async Task<Stream> ReadAsync(Stream content, Func<Stream> putAside, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LargestInMemory);
        Stream? archive = null;
        try
        {
            var length = await Filling.FillAsync(content, buffer, cancellation).ConfigureAwait(false);
            if (length < buffer.Length && ArchiveReader.IsTar(buffer, length))
            {
                var whole = new RentedMemoryStream(buffer, length);
                buffer = null;
                return whole;
            }

            archive = putAside();
            for (var read = length; read > 0;
                read = await content.ReadAsync(buffer, 0, buffer.Length, cancellation).ConfigureAwait(false))
            {
                await archive.WriteAsync(buffer, 0, read, cancellation).ConfigureAwait(false);
            }

            archive.Position = 0;
            (var received, archive) = (archive, null);
            return received;
        }
        finally
        {
            archive?.Dispose();
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private static void Check(ArchiveUpload upload, ContentHashes came)
    {
        if (upload.Size is { } size && came.Size != size)
        {
            throw StoreRefusal.BadRequest($"{size} bytes were announced and {came.Size} came");
        }

        if (upload.Sha256 is { } sha256 && !string.Equals(sha256, came.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw StoreRefusal.Conflict($"the SHA-256 checksum of what came is {came.Sha256}, not the announced {sha256}");
        }
    }
}
