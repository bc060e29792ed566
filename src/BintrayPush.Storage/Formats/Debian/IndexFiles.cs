using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>Reading the files of an index, below <c>dists/</c>. One record says which they are at this moment.</summary>
internal sealed class IndexFiles(Objects objects, Lookup lookup)
{
    /// <summary>Opens a file of an index; <see langword="null"/> if there is none.</summary>
    /// <exception cref="BintrayException">503: its bytes are damaged or lost.</exception>
    public async Task<FileDownload?> OpenAsync(FileAddress address, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"file '{address}'");
        string? damaged = null;
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            if (await FindAsync(address, cancellation).ConfigureAwait(false) is not var (index, file))
            {
                return null;
            }

            var content = await objects.Store.OpenAsync(Keys.Content(file.Content), cancellation).ConfigureAwait(false);
            if (content?.Length == file.Size)
            {
                return new FileDownload(
                    new DownloadedFile(address.Path) { Size = file.Size, Sha256 = file.Sha256, Created = index.Made },
                    Published: true,
                    content);
            }

            content?.Dispose();
            // Swept since the record was read; if the same content is met again like this, it is damaged.
            damaged = damaged == file.Content ? throw StoreRefusal.DamagedIndex(address.Path, Keys.Content(file.Content)) : file.Content;
        }
    }

    /// <summary>The path of a file of an index in the repository.</summary>
    /// <param name="index">The index.</param>
    /// <param name="path">Its path below the folder of the distribution.</param>
    public static string PathOf(DistributionRecord index, string path) => $"{DebianNames.Indexes}{index.Name}/{path}";

    // Most files are none of an index, and cost no more for it.
    private async Task<(DistributionRecord Index, IndexFile File)?> FindAsync(FileAddress address, CancellationToken cancellation) =>
        address.Path.Value.StartsWith(DebianNames.Indexes, StringComparison.Ordinal)
            && await lookup.RepositoryAsync(address.Repository, cancellation).ConfigureAwait(false) is { } repository
            && DebianIndexes.Has(repository.Value)
            ? await FindAsync(objects, repository, address.Path, cancellation).ConfigureAwait(false)
            : null;

    /// <summary>The file of an index at a path in a Debian repository, as it is now.</summary>
    public static async Task<(DistributionRecord Index, IndexFile File)?> FindAsync(
        Objects objects, Stored<RepositoryRecord> repository, RepositoryPath path, CancellationToken cancellation)
    {
        if (path.Value.Split('/') is not ["dists", var name, _, ..])
        {
            return null;
        }

        var key = Keys.Distribution(repository.Value.RepositoryId, name);
        var below = path.Value.Substring(DebianNames.Indexes.Length + name.Length + 1);
        return await objects.ReadAsync(key, RecordJson.Default.DistributionRecord, cancellation).ConfigureAwait(false) is { } index
            && index.Value.Find(below) is { } file
            ? (index.Value, file)
            : null;
    }
}
