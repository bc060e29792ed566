using BintrayPush.Storage.Catalog;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Files;

/// <summary>Lists of files (protocol reference, section 7).</summary>
internal sealed class Listings(
    Objects objects, Lookup lookup, Versions versions, PendingFiles pending, Contents contents, PublicView view, ViewRepair repair)
{
    public async Task<FileListing> OfVersionAsync(VersionAddress version, bool includeUnpublished, CancellationToken cancellation)
    {
        var place = await lookup.RequireAsync(version, cancellation).ConfigureAwait(false);
        return await ListAsync(place, version, includeUnpublished, cancellation).ConfigureAwait(false)
            ?? throw StoreRefusal.NoVersion(version);
    }

    public async Task<FileListing> OfPackageAsync(PackageAddress package, bool includeUnpublished, CancellationToken cancellation)
    {
        var place = await lookup.RequireAsync(package, cancellation).ConfigureAwait(false);
        var published = new List<RepositoryFile>();
        var unpublished = new List<RepositoryFile>();
        foreach (var head in await versions.NewestFirstAsync(place, cancellation).ConfigureAwait(false))
        {
            var kept = new Stored<VersionHead>(Keys.Version(place.RepositoryId, place.PackageId, head.Name), head, "");
            var version = VersionAddress.Of(package, head.Name);
            try
            {
                if (await ListAsync(new VersionPlace(place, kept), version, includeUnpublished, cancellation)
                    .ConfigureAwait(false) is { } files)
                {
                    published.AddRange(files.Published);
                    unpublished.AddRange(files.Unpublished);
                }
            }
            catch (BintrayException damage) when (DamagedRecord.IsCauseOf(damage))
            {
                // It costs its own version only; asked for by its name, that one says what is wrong.
            }
        }

        return new FileListing(InOrder(published), InOrder(unpublished));
    }

    private static IReadOnlyList<RepositoryFile> InOrder(IEnumerable<RepositoryFile> files) =>
        [.. files.OrderBy(file => file.Path.Value, StringComparer.Ordinal)];

    /// <summary>
    /// The pending files are read before the head: what a publish takes from one list to the other meanwhile is then seen at least
    /// once, and what is seen twice counts as published.
    /// </summary>
    /// <returns><see langword="null"/> if the version is gone.</returns>
    private async Task<FileListing?> ListAsync(
        VersionPlace place, VersionAddress version, bool includeUnpublished, CancellationToken cancellation)
    {
        var head = place.Head;
        IReadOnlyList<PendingFile> uploads = [];
        if (includeUnpublished)
        {
            uploads = await pending.IntactOfAsync(place.RepositoryId, place.VersionId, cancellation).ConfigureAwait(false);
            if (await objects.ReadAsync(head.Key, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false) is not { } again)
            {
                return null;
            }

            head = again;
        }

        var (current, manifest) = await lookup.PublishedAsync(place.RepositoryId, head, cancellation).ConfigureAwait(false);
        if (current.Value.Deleted || current.Value.VersionId != place.VersionId)
        {
            return null;
        }

        if (view.Lags(place.In.Repository, current.Value))
        {
            // Somebody published and could not finish: the view is anybody's work.
            // A list does not depend on the view: what goes wrong there is told by whoever publishes.
            await view.TryCatchUpAsync(PendingViewUpdate.For(place), cancellation).ConfigureAwait(false);
        }

        // Asked of the store each time, in one call: who believes a list sends nothing again.
        var waiting = PendingFiles.NotIn(manifest, uploads).ToList();
        var damaged = await contents.FindDamagedAsync(
            manifest.Files.Values.Concat(waiting.Select(upload => upload.Upload.File)), cancellation).ConfigureAwait(false);
        if (includeUnpublished)
        {
            // A push asks like this, and after it everything is to be in its place.
            await repair.TryAsync(place, current, manifest, damaged, cancellation).ConfigureAwait(false);
        }

        return new FileListing(
            InOrder(manifest.Files.Select(file => Shown(file.Value, file.Key))),
            InOrder(waiting.Select(upload => Shown(upload.Upload.File, upload.Path))));

        RepositoryFile Shown(FileEntry file, string path) =>
            file.Shown(version, path) with { IsDamaged = damaged.Contains(file.Content) };
    }
}
