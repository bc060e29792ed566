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

    private async Task<(DistributionRecord Index, IndexFile File)?> FindAsync(FileAddress address, CancellationToken cancellation)
    {
        // Most files are none of an index, and cost no more for it.
        if (address.Path.Value.Split('/') is not ["dists", var name, _, ..]
            || await lookup.RepositoryAsync(address.Repository, cancellation).ConfigureAwait(false) is not { } repository
            || !DebianIndexes.Has(repository.Value))
        {
            return null;
        }

        var key = Keys.Distribution(repository.Value.RepositoryId, name);
        var below = address.Path.Value.Substring(DebianNames.Indexes.Length + name.Length + 1);
        return await objects.ReadAsync(key, RecordJson.Default.DistributionRecord, cancellation).ConfigureAwait(false) is { } index
            && index.Value.Find(below) is { } file
            ? (index.Value, file)
            : null;
    }
}
