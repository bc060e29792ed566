using System.Collections.Concurrent;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Files;

/// <summary>
/// Published files as they were last found, each with the state of the records that say so: repository, package and version head. A
/// file is sent without reading them again only if a look at each of them, made for this very call, shows that state: so what
/// any process changed, hid or deleted is seen by the next download (docs/store.md, "Operations").
/// </summary>
internal sealed class KnownDownloads(IUnchangedReads? store)
{
    /// <summary>Then all are forgotten, which costs finding each once more. About 20 MB.</summary>
    private const int MaxFiles = 10_000;

    private readonly ConcurrentDictionary<FileAddress, KnownDownload> _files = new();

    /// <summary>Opens a file that is still as it was found.</summary>
    /// <returns><see langword="null"/> if it is not known, or anything may have changed: find it anew.</returns>
    public async Task<FileDownload?> TryOpenAsync(FileAddress address, CancellationToken cancellation)
    {
        if (store is null || !_files.TryGetValue(address, out var known))
        {
            return null;
        }

        var content = await store.OpenIfUnchangedAsync(known.Records, known.Content, cancellation).ConfigureAwait(false);
        if (content?.Length == known.Listed.Size)
        {
            return new FileDownload(known.File, Published: true, content) { Listed = known.Listed };
        }

        content?.Dispose();
        _files.TryRemove(address, out _);
        return null;
    }

    /// <summary>Keeps what was found, if a change of what it was found by would show.</summary>
    /// <param name="address">The file.</param>
    /// <param name="found">What is said of it.</param>
    /// <param name="content">The key of its content.</param>
    /// <param name="records">The keys and tags of all records that it depends on, in the order in which they were read.</param>
    public void Keep(FileAddress address, FileDownload found, string content, IReadOnlyList<(string Key, string Tag)> records)
    {
        if (store?.StateOf(records) is not { } state)
        {
            return;
        }

        if (_files.Count >= MaxFiles)
        {
            _files.Clear();
        }

        _files[address] = new KnownDownload(found.File, found.Listed!, content, state);
    }

    private sealed record KnownDownload(DownloadedFile File, RepositoryFile Listed, string Content, ReadState Records);
}
