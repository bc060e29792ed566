using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Folder;

/// <content>Uploads that were cut off.</content>
internal sealed partial class FolderStore : IUnfinishedContents
{
    public async Task<long> FindAsync(UnfinishedName name, CancellationToken cancellation)
    {
        // Nearly always there is nothing, and nothing is made for a question.
        if (await FolderFiles.LookAsync(() => PlainFiles.LengthOf(_unfinished.FileOf(name)), cancellation).ConfigureAwait(false) is null)
        {
            return 0;
        }

        using var held = await HoldAsync(name, wait: true, cancellation).ConfigureAwait(false);
        return held?.Length ?? 0;
    }

    public async Task<IUnfinishedContent?> HoldAsync(UnfinishedName name, bool wait, CancellationToken cancellation) =>
        UnfinishedFile.AreSafe ? await _unfinished.HoldAsync(name, wait, cancellation).ConfigureAwait(false) : null;
}
