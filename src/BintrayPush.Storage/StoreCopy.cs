using BintrayPush.Storage.Copying;
using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage;

/// <summary>
/// Copies a store to another one while both are in use. What is there already is left alone, so a copy that was cut off goes on where it
/// was, and a later one brings what has changed since. What users of the target have made or changed there is never overwritten
/// (docs/store.md, "Copies").
/// </summary>
public static class StoreCopy
{
    /// <summary>A source that is written to all the time is never caught up with entirely.</summary>
    private const int MaxPasses = 3;

    /// <summary>Copies a store.</summary>
    /// <param name="from">The source; nothing is written there.</param>
    /// <param name="to">The target.</param>
    /// <param name="isDryRun">Whether it is only counted what would be copied.</param>
    /// <param name="found">Told of each thing that is not copied.</param>
    /// <param name="progress">Told of each repository when its turn comes.</param>
    /// <param name="cancellation">Ends the copying; the next copy goes on.</param>
    /// <exception cref="BintrayException">
    /// 503: a store cannot be read or written. 409: the two are one. 404: a repository that the source is limited to is not there.
    /// </exception>
    public static async Task<CopyResult> RunAsync(
        CopyPlace from,
        CopyPlace to,
        bool isDryRun,
        Action<StoreFinding> found,
        Action<string> progress,
        CancellationToken cancellation)
    {
        if (from.Overlaps(to))
        {
            throw StoreRefusal.Conflict(
                $"BTP4095: '{from.Name}' cannot be copied to '{to.Name}': they are one store, or one lies in the other");
        }

        var (source, target) = (new Objects(from.Store, new StorageEnvironment()), new Objects(to.Store, new StorageEnvironment()));
        var files = to.Store is FolderStore folder ? new FolderView(folder, Path.Combine(folder.Root, "dl")) : null;
        var view = new PublicView(target, new Lookup(target), files, new ManifestRemoval(target));
        var report = new CopyReport(found);
        var scope = new CopyScope(from.Only);
        await scope.RequireAsync(source, from.Name, cancellation).ConfigureAwait(false);
        var pair = new CopyPair(source, target, new CopyMark(from.Name), scope, report, HasPlainFiles: files is not null, isDryRun);
        var written = 0L;
        for (var pass = 0; pass < (isDryRun ? 1 : MaxPasses) && (pass == 0 || written > 0); pass++)
        {
            var before = report.Writes;
            await new CopiedRepositories(pair, view, pass == 0 ? progress : _ => { }).CopyAsync(cancellation).ConfigureAwait(false);
            if (scope.IsAll)
            {
                await new CopiedReleases(pair).CopyAsync(cancellation).ConfigureAwait(false);
                if (to.PrivateFiles is { } privateFiles)
                {
                    await new CopiedServerFiles(pair, privateFiles, from.Name).CopyAsync(cancellation).ConfigureAwait(false);
                }
            }

            written = report.Writes - before;
        }

        // At last and once: each download changes them, and what was counted meanwhile is brought by the next copy.
        await new CopiedDownloads(pair).CopyAsync(cancellation).ConfigureAwait(false);
        return report.Result with { IsBehind = !isDryRun && written > 0 };
    }

    /// <summary>Reads the target back: every content with its SHA-256; of a folder also every record and all plain files.</summary>
    /// <param name="to">The target.</param>
    /// <param name="found">Told of what is damaged.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<StoreCheckResult> VerifyAsync(CopyPlace to, Action<StoreFinding> found, CancellationToken cancellation)
    {
        if (to.Folder is { } folder)
        {
            return await FolderCheck.RunAsync(folder, repair: false, found, cancellation).ConfigureAwait(false);
        }

        var report = new CheckReport(found);
        var damaged = await new ContentCheck(to.Store, report, repair: false).RunAsync(cancellation).ConfigureAwait(false);
        foreach (var content in damaged.Unreported)
        {
            report.Damage(Naming.Keys.Content(content.Key), content.Value, "copy again after the object has been deleted");
        }

        return report.Result;
    }
}
