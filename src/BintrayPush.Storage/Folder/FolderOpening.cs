namespace BintrayPush.Storage.Folder;

/// <summary>
/// What is checked before a folder is written to: that it is this account's, that locks work in it, and that this process reads
/// names as those before it did. What cannot work well is refused here, with what to do, and not one upload after the other.
/// </summary>
internal static class FolderOpening
{
    private static readonly string[] Private = ["tmp", "lock", "content", "condemned", "r", "repo", "unseen"];

    /// <exception cref="BintrayException">503: the folder is not to be used like this.</exception>
    public static async Task PrepareAsync(FolderStore store, CancellationToken cancellation)
    {
        await FolderFiles.RunAsync(
            () =>
            {
                CheckAccount(store);
                FolderLocks.RequireLocks(store.Writer.NewTemporary(), store.Modes);
                store.Modes.Tighten(Private.Select(name => Path.Combine(store.Root, name)));
                store.Modes.MakePublicFolder(Path.Combine(store.Root, "dl"));
                return true;
            },
            cancellation).ConfigureAwait(false);
        while (!await FolderFiles.LookAsync(store.Marker.Read, cancellation).ConfigureAwait(false))
        {
            await store.PutIfAbsentAsync(FolderMarker.Name, FolderMarker.New(), cancellation).ConfigureAwait(false);
            await store.FlushAsync([FolderMarker.Name], cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Two accounts in one folder shut each other out, one file after the other, unless a group shares it.</summary>
    private static void CheckAccount(FolderStore store)
    {
        if (store.Modes.IsShared)
        {
            return;
        }

        var probe = store.Writer.NewTemporary();
        try
        {
            using var own = store.Modes.NewFile(probe);
            if (FileIdentity.IsKnown && FileIdentity.Of(store.Marker.File) is { } marker && FileIdentity.Of(own.SafeFileHandle) is { } mine
                && marker.Owner != mine.Owner)
            {
                throw Foreign(store.Root, $"it belongs to the account {marker.Owner} and this process runs as {mine.Owner}", null);
            }
        }
        catch (UnauthorizedAccessException denied)
        {
            throw Foreign(store.Root, denied.Message, denied);
        }
        finally
        {
            FolderFiles.TryDelete(probe);
        }
    }

    private static BintrayException Foreign(string root, string why, Exception? inner) => new(
        BintrayException.Unavailable,
        $"the store's folder '{root}' cannot be written by this account: {why}. Run as its owner, push to a server instead, or share the "
            + "folder with a "
        + "group as docs/store.md, \"Accounts and permissions\", says",
        inner);
}
