using System.IO.Compression;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Archives;

/// <summary>The files of a zip archive. It holds folders too; those are passed over.</summary>
public static class ZipEntries
{
    /// <summary>The entries that are files.</summary>
    /// <exception cref="BintrayException">400: there is one that is neither a file nor a folder.</exception>
    public static IEnumerable<ZipArchiveEntry> FilesOf(ZipArchive archive)
    {
        foreach (var entry in archive.Entries.Where(entry => !entry.FullName.EndsWith("/", StringComparison.Ordinal)))
        {
            // The upper half holds the mode where the archive was made on a Unix system.
            yield return ((entry.ExternalAttributes >> 16) & 0xF000) is 0 or 0x8000
                ? entry
                : throw StoreRefusal.BadRequest($"the archive holds '{entry.FullName}', which is neither a file nor a folder");
        }
    }
}
