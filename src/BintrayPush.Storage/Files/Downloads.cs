using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Files;

/// <summary>
/// Reading files (protocol reference, section 13). Nothing is ever listed here: the cost does not depend on how much there is.
/// </summary>
internal sealed class Downloads(Objects objects, Lookup lookup)
{
    public async Task<RepositoryFile?> GetAsync(FileAddress address, CancellationToken cancellation) =>
        await FindAsync(address, includeUnpublished: false, cancellation).ConfigureAwait(false) is { } found ? found.File : null;

    public async Task<FileDownload?> OpenAsync(FileAddress address, bool includeUnpublished, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"file '{address}'");
        string? damaged = null;
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            if (await FindAsync(address, includeUnpublished, cancellation).ConfigureAwait(false) is not { } found)
            {
                return null;
            }

            var content = await objects.Store.OpenAsync(Keys.Content(found.Content), cancellation).ConfigureAwait(false);
            if (content?.Length == found.File.Size)
            {
                return FileDownload.Of(found.File, found.Published, content);
            }

            content?.Dispose();
            // Replaced and swept since it was looked up, or just being healed; if the same content is met again like this, it is damaged.
            damaged = damaged == found.Content
                ? throw StoreRefusal.DamagedContent(found.File.Path, Keys.Content(found.Content))
                : found.Content;
        }
    }

    private async Task<(RepositoryFile File, bool Published, string Content)?> FindAsync(
        FileAddress address, bool includeUnpublished, CancellationToken cancellation)
    {
        if (await lookup.RepositoryAsync(address.Repository, cancellation).ConfigureAwait(false) is not { } repository
            || await objects.PathAsync(repository.Value.RepositoryId, address.Path, cancellation).ConfigureAwait(false) is not { } record
            || record.Value.Path != address.Path.Value
            || await lookup.OwnerAsync(repository, record.Value.Owner, cancellation).ConfigureAwait(false) is not { } place)
        {
            return null;
        }

        var (_, manifest) =
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
        return (entry.Shown(version, address.Path.Value), entry.Upload == published?.Upload, entry.Content);
    }
}
