using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.View;

/// <summary>Shows what a version has published, and no longer what it has not. It is called under the repository's view lock.</summary>
internal sealed class VersionView(Objects objects, Lookup lookup, IViewFiles? files)
{
    /// <summary>What goes, goes first: a file that leaves may make room for a folder. What fails does not keep the others out.</summary>
    public async Task<ViewReport> ShowAsync(
        Stored<RepositoryRecord> repository, RepositoryAddress address, ViewChanges changes, CancellationToken cancellation)
    {
        var report = new ViewReport();
        foreach (var path in changes.Leaving)
        {
            await TryAsync(path, report, () => SettleAsync(repository, address, path, report, cancellation)).ConfigureAwait(false);
        }

        foreach (var file in changes.Entering)
        {
            await TryAsync(file.Key, report, () => PutAsync(repository, address, file.Key, file.Value, report, cancellation))
                .ConfigureAwait(false);
        }

        return report;
    }

    private static async Task TryAsync(string path, ViewReport report, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (BintrayException trouble)
        {
            report.Miss(path, trouble.Message);
        }
    }

    private async Task PutAsync(
        Stored<RepositoryRecord> repository,
        RepositoryAddress address,
        string path,
        FileEntry file,
        ViewReport report,
        CancellationToken cancellation)
    {
        if (await files!.PutAsync(address, path, Keys.Content(file.Content), cancellation).ConfigureAwait(false) is not { } obstacle)
        {
            return;
        }

        if (obstacle.InTheWay is null)
        {
            report.LeaveOut(path, obstacle.Reason);
            return;
        }

        // Of "a" and "a/b", both published, one must stay out. Anything else that is in the way is a stranger, and strangers go.
        foreach (var other in obstacle.InTheWay)
        {
            if (RepositoryPath.TryParse(other, out var known, out _)
                && (await PublishedAsync(repository, known.Value, cancellation).ConfigureAwait(false)).Published is not null)
            {
                report.LeaveOut(path, obstacle.Reason);
                return;
            }
        }

        report.Miss(path, obstacle.Reason);
    }

    /// <summary>A path that this version no longer has may belong to another one by now: its record knows.</summary>
    private async Task SettleAsync(
        Stored<RepositoryRecord> repository, RepositoryAddress address, string path, ViewReport report, CancellationToken cancellation)
    {
        var (record, published) = await PublishedAsync(repository, path, cancellation).ConfigureAwait(false);

        // Where letter case does not count, removing a name removes its twin, too: so that one is put afterwards.
        if (published is null || record!.Path != path)
        {
            await files!.RemoveAsync(address, path, cancellation).ConfigureAwait(false);
        }

        if (published is not null)
        {
            await PutAsync(repository, address, record!.Path, published, report, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What is published at a path, or at one that differs in letter case alone, by whatever version.</summary>
    public async Task<(PathRecord? Record, FileEntry? Published)> PublishedAsync(
        Stored<RepositoryRecord> repository, string path, CancellationToken cancellation)
    {
        var record = await objects.PathAsync(repository.Value.RepositoryId, RepositoryPath.Of(path), cancellation).ConfigureAwait(false);
        if (record is null || await lookup.OwnerAsync(repository, record.Value.Owner, cancellation).ConfigureAwait(false) is not { } owner)
        {
            return (record?.Value, null);
        }

        var exact = record.Value.Path;
        var (head, manifest) = await lookup.PublishedAsync(owner.RepositoryId, owner.Head, cancellation, [exact]).ConfigureAwait(false);

        // A version of which nothing has been shown since the repository became public is shown as a whole, by the catch-up that
        // claims its head.
        return (record.Value, head.Value.ViewOf == repository.Value.ViewId ? manifest.At(exact) : null);
    }
}
