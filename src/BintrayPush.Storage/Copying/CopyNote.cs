using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Copying;

/// <summary>
/// What must follow a repository of the target: plain files, an index, those who follow its changes. The note is left before the first
/// write, so that whatever is cut off is followed by the next opening.
/// </summary>
internal sealed class CopyNote(CopyPair pair, PublicView view, PendingViewUpdate work)
{
    private string? _key;

    /// <summary>Leaves the note, once.</summary>
    public async Task LeaveAsync(CancellationToken cancellation)
    {
        if (!pair.IsDryRun)
        {
            // Without a rev nobody takes it for settled: more may come.
            _key ??= await view.NoteAsync(work, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Does what the note is for.</summary>
    /// <param name="leaveIndex">
    /// Whether there is an index, which is signed and therefore made by the next server that opens the target.
    /// </param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task FollowAsync(bool leaveIndex, CancellationToken cancellation)
    {
        if (_key is null)
        {
            return;
        }

        if (leaveIndex)
        {
            // No record has this rev: what the note is for has happened.
            await view.NoteAsync(work with { Rev = "" }, cancellation).ConfigureAwait(false);
            await view.DropAsync(_key).ConfigureAwait(false);
        }
        else
        {
            await view.FollowAsync(_key, work).ConfigureAwait(false);
        }

        _key = null;
    }
}
