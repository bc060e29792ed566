using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.View;

/// <summary>
/// The notes in <c>unseen/</c>: each is left before a commit that <c>dl/</c> must follow, and goes when it has followed (docs/store.md,
/// "Notes").
/// </summary>
internal sealed class ViewNotes(Objects objects)
{
    private readonly ReleaseRecords _releases = new(objects);

    /// <summary>All notes, by their keys.</summary>
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation) =>
        objects.Store.ListAsync(Keys.PendingViewUpdate, cancellation);

    /// <summary>The note to be left before a commit that shows or hides a whole repository.</summary>
    public async Task<string> LeaveAsync(PendingViewUpdate work, CancellationToken cancellation)
    {
        var key = Keys.Unseen(objects.NewId());
        await objects.WriteOnceAsync(key, work, RecordJson.Default.PendingViewUpdate, cancellation).ConfigureAwait(false);
        await objects.Store.FlushAsync([key], cancellation).ConfigureAwait(false);
        return key;
    }

    /// <summary>Takes back a note whose commit did not happen.</summary>
    public Task ForgetAsync(string? note, CancellationToken cancellation) =>
        note is null ? Task.CompletedTask : objects.Store.DeleteAsync(note, cancellation);

    /// <summary>Deletes a note whose work is done. If that fails, the work is done once more by the next opening.</summary>
    public async Task DropAsync(string note)
    {
        try
        {
            await objects.Store.DeleteAsync(note, CancellationToken.None).ConfigureAwait(false);
        }
        catch (BintrayException)
        {
        }
    }

    /// <summary>Whether the commit that a note was left for has happened or can never happen.</summary>
    public async Task<bool> IsSettledAsync(PendingViewUpdate work, CancellationToken cancellation)
    {
        if (work is { Version: { } version, PackageId: { } packageId }
            && await objects.HeadAsync(work.RepositoryId, packageId, version, cancellation).ConfigureAwait(false) is { } head
            && head.Value.Next is { } open)
        {
            // Whatever else has changed the head: its release may still come.
            await _releases.MeetAsync(open, cancellation).ConfigureAwait(false);
            return false;
        }

        var rev = work switch
        {
            { Package: null } => (await objects.RepositoryAsync(work.Address, cancellation).ConfigureAwait(false))?.Value.Rev,
            { Version: null } =>
                (await objects.PackageAsync(work.RepositoryId, work.Package, cancellation).ConfigureAwait(false))?.Value.Rev,
            _ => (await objects.HeadAsync(work.RepositoryId, work.PackageId!, work.Version, cancellation).ConfigureAwait(false))?.Value.Rev,
        };
        return work.Rev is not null && work.Rev != rev;
    }
}
