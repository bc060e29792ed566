using BintrayPush.Storage;

namespace BintrayPush.Server.Files;

/// <summary>What lies directly in a folder of a repository: names of published files, and of folders with a slash at the end.</summary>
internal sealed class FolderEntries(IServerStore store)
{
    /// <summary>The names, in their order; none if there is no such folder.</summary>
    public async Task<IReadOnlyCollection<string>> ListAsync(
        RepositoryAddress address, IReadOnlyList<string> folder, bool isPrivate, CancellationToken cancellation) =>
        (isPrivate ? null : await ListPlainAsync(address, folder, cancellation))
        ?? await PublishedNamesAsync(address, folder, cancellation);

    /// <summary>
    /// The names among the plain files, which answer at once, however large the repository is; <see langword="null"/> if it has none, as
    /// every private one.
    /// </summary>
    public Task<SortedSet<string>?> ListPlainAsync(
        RepositoryAddress address, IReadOnlyList<string> folder, CancellationToken cancellation) =>
        store.ListPublicFolderAsync(address, folder, cancellation);

    /// <summary>From the lists of all packages.</summary>
    private async Task<SortedSet<string>> PublishedNamesAsync(
        RepositoryAddress address, IReadOnlyList<string> folder, CancellationToken cancellation)
    {
        var prefix = string.Concat(folder.Select(segment => segment + "/"));
        var names = new SortedSet<string>(StringComparer.Ordinal);
        for (var start = 0; ;)
        {
            var page = await store.Service.ListPackagesAsync(address, startName: null, start, cancellation);
            foreach (var package in page.Items)
            {
                var paths = await PathsAsync(PackageAddress.Of(address, package), cancellation);
                foreach (var path in paths.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)))
                {
                    var end = path.IndexOf('/', prefix.Length);
                    names.Add(end < 0 ? path[prefix.Length..] : path[prefix.Length..(end + 1)]);
                }
            }

            start += page.Items.Count;
            if (page.Items.Count == 0 || start >= page.Total)
            {
                return names;
            }
        }
    }

    private async Task<IEnumerable<string>> PathsAsync(PackageAddress package, CancellationToken cancellation)
    {
        try
        {
            var files = await store.Service.ListFilesAsync(package, includeUnpublished: false, cancellation);
            return files.Published.Select(file => file.Path.Value);
        }
        catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
        {
            // Deleted since it was listed.
            return [];
        }
    }
}
