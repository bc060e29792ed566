using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Files;

/// <summary>
/// Reading files (protocol reference, section 13). Nothing is ever listed here: the cost does not depend on how much there is.
/// </summary>
internal sealed class Downloads(Objects objects, Lookup lookup)
{
    private readonly KnownDownloads _known = new(objects.Store as IUnchangedReads);

    public async Task<RepositoryFile?> GetAsync(FileAddress address, CancellationToken cancellation) =>
        await FindAsync(address, includeUnpublished: false, cancellation).ConfigureAwait(false) is { } found ? found.File : null;

    /// <summary>What the store says of a published file, or <see langword="null"/>.</summary>
    public async Task<FileEntry?> FindPublishedAsync(FileAddress address, CancellationToken cancellation) =>
        (await FindAsync(address, includeUnpublished: false, cancellation).ConfigureAwait(false))?.Entry;

    public async Task<FileDownload?> OpenAsync(FileAddress address, bool includeUnpublished, CancellationToken cancellation)
    {
        if (!includeUnpublished && await _known.TryOpenAsync(address, cancellation).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        var retry = new WriteRetry(objects, $"file '{address}'");
        string? damaged = null;
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            if (await FindAsync(address, includeUnpublished, cancellation).ConfigureAwait(false) is not { } found)
            {
                return null;
            }

            var key = Keys.Content(found.Entry.Content);
            var content = await objects.Store.OpenAsync(key, cancellation).ConfigureAwait(false);
            if (content?.Length == found.File.Size)
            {
                var download = FileDownload.Of(found.File, found.Published, content);
                if (found is { Published: true, Records: { } records } && !includeUnpublished)
                {
                    _known.Keep(address, download, key, records);
                }

                return download;
            }

            content?.Dispose();
            // Replaced and swept since it was looked up, or just being healed; if the same content is met again like this, it is damaged.
            damaged = damaged == found.Entry.Content
                ? throw StoreRefusal.DamagedContent(found.File.Path, key)
                : found.Entry.Content;
        }
    }

    /// <summary>Of a signature that was made here the SHA-256 of what it is of; otherwise <see langword="null"/>.</summary>
    public async Task<string?> SignedBytesAsync(FileAddress signature, CancellationToken cancellation) =>
        (await FindAsync(signature, includeUnpublished: true, cancellation).ConfigureAwait(false))?.Entry.Signs;

    private async Task<FoundFile?> FindAsync(
        FileAddress address, bool includeUnpublished, CancellationToken cancellation)
    {
        if (await lookup.RepositoryAsync(address.Repository, cancellation).ConfigureAwait(false) is not { } repository
            || await objects.PathAsync(repository.Value.RepositoryId, address.Path, cancellation).ConfigureAwait(false) is not { } record
            || record.Value.Path != address.Path.Value
            || await lookup.OwnerAsync(repository, record.Value.Owner, cancellation).ConfigureAwait(false) is not { } place)
        {
            return null;
        }

        var (head, manifest) =
            await lookup.PublishedAsync(place.RepositoryId, place.Head, cancellation, [address.Path.Value]).ConfigureAwait(false);
        var published = manifest.At(address.Path.Value);
        var waiting = record.Value.Pending?.File;
        // Once published, an upload is what the manifest says of it.
        var entry = includeUnpublished && waiting is not null && waiting.Upload != published?.Upload ? waiting : published;
        if (entry is null)
        {
            return null;
        }

        var package = PackageAddress.Of(address.Repository, record.Value.Owner.Package);
        var version = VersionAddress.Of(package, record.Value.Owner.Version);
        return new FoundFile(
            entry.Shown(version, address.Path.Value),
            entry.Upload == published?.Upload,
            entry,
            head is { Value.Next: null, Release: null }
                ? [(repository.Key, repository.Tag), (place.In.Package.Key, place.In.Package.Tag), (head.Key, head.Tag)]
                : null);
    }

    /// <summary>A file that was found.</summary>
    /// <param name="File">The file as it is listed.</param>
    /// <param name="Published">Whether everybody may see it.</param>
    /// <param name="Entry">What the store says of it.</param>
    /// <param name="Records">
    /// The keys and tags of the records that say all this of a published file, in the order in which they were read. The path's own is none
    /// of them: as long as the manifest of a living version has the path, no other version can own it. <see langword="null"/> while the
    /// head hangs on a release, by whose record alone it may change its meaning.
    /// </param>
    private sealed record FoundFile(
        RepositoryFile File, bool Published, FileEntry Entry, IReadOnlyList<(string Key, string Tag)>? Records);
}
