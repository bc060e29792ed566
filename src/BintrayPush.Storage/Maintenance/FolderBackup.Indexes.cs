using BintrayPush.Storage.Formats.Debian;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Maintenance;

/// <content>
/// An index is copied before the versions of which it was made, and may be older than these. So the copy has a note for each: whoever
/// opens it first makes the index anew.
/// </content>
public static partial class FolderBackup
{
    private static async Task NoteIndexesAsync(string to, CancellationToken cancellation)
    {
        var copy = new OpenedFolder(to, make: true);
        var keys = await copy.Store.ListAsync(Naming.Keys.Repositories, cancellation).ConfigureAwait(false);
        var repositories = await copy.Objects.ReadIntactAsync(keys, RecordJson.Default.RepositoryRecord, cancellation)
            .ConfigureAwait(false);
        foreach (var repository in repositories.Select(repository => repository.Value))
        {
            if (!repository.Deleted && DebianIndexes.Has(repository))
            {
                // No record has this rev: what the note is for has happened.
                var work = new PendingViewUpdate(repository.Subject, repository.Name, repository.RepositoryId) { Rev = "" };
                await copy.View.NoteAsync(work, cancellation).ConfigureAwait(false);
            }
        }
    }
}
