using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Maintenance;

/// <summary>Sweeps a data folder from outside, where no server does it. Others may work on the folder meanwhile.</summary>
public static class FolderSweep
{
    /// <summary>Sweeps a folder. A dry run writes nothing at all.</summary>
    /// <param name="folder">The data folder. One that is not there, or holds something else, is refused and not made.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends the sweep; whatever is left is found by the next one.</param>
    /// <exception cref="BintrayException">
    /// 503: the folder is no data folder, cannot be read or written, or a record in it is damaged or missing: then nothing is deleted.
    /// </exception>
    public static async Task<SweepReport> RunAsync(string folder, SweepOptions options, CancellationToken cancellation)
    {
        var opened = new OpenedFolder(folder, make: false);
        var store = opened.Store;
        if (!await FolderFiles.LookAsync(() => IsDataFolder(store), cancellation).ConfigureAwait(false))
        {
            throw new BintrayException(
                BintrayException.Unavailable,
                $"'{store.Root}' is no data folder: it is not there, or has neither '{FolderMarker.Name}' nor 'repo' in it");
        }

        if (!options.DryRun)
        {
            opened = new OpenedFolder(folder, make: true);
            await FolderOpening.PrepareAsync(opened.Store, cancellation).ConfigureAwait(false);
        }

        return await new Sweeps(opened.Objects, opened.View).RunAsync(options, cancellation).ConfigureAwait(false);
    }

    /// <summary>A copy that no process has opened yet has no marker.</summary>
    private static bool IsDataFolder(FolderStore store) =>
        Directory.Exists(store.Root) && (store.Marker.Read() || Directory.Exists(store.FileOf(Keys.Repositories)));
}
