using System.IO.Compression;

namespace BintrayPush.Compare;

/// <summary>What a service makes of an archive that it unpacks, so that a push can tell whether that is there already.</summary>
internal static class ArchiveContents
{
    /// <summary>The files of a zip.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="folder">Where it is unpacked; <see langword="null"/> for the root of the repository.</param>
    /// <returns>Nothing where only the service can tell: another kind of archive, or one that it will refuse.</returns>
    /// <exception cref="ContentReadException">The archive cannot be read.</exception>
    public static async Task<IReadOnlyList<PlacedContent>?> ReadAsync(string file, RepositoryPath? folder, CancellationToken cancellation)
    {
        if (!".zip".Equals(Path.GetExtension(file), StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            using var content = RegularFile.OpenRead(file);
            using var archive = new ZipArchive(content, ZipArchiveMode.Read);
            var files = new List<PlacedContent>();
            foreach (var entry in archive.Entries.Where(entry => !entry.FullName.EndsWith("/", StringComparison.Ordinal)))
            {
                if (!UnpackFolder.TryPlace(folder?.Value ?? "", entry.FullName, out var path, out _))
                {
                    return null;
                }

                using var unpacked = entry.Open();
                using var hashing = new HashingStream(unpacked, withMd5: false);
                await hashing.CopyToAsync(Stream.Null, 1 << 16, cancellation).ConfigureAwait(false);
                files.Add(new PlacedContent(path!, hashing.Finish()));
            }

            return files;
        }
        catch (InvalidDataException)
        {
            return null;
        }
        catch (Exception cause) when (cause is (IOException or UnauthorizedAccessException) and not ContentReadException)
        {
            throw new ContentReadException(cause);
        }
    }
}
