using BintrayPush.Api;

namespace BintrayPush.Storage;

/// <summary>
/// Brings <c>dl/</c> up to date after a commit. Everything happens under the repository's view lock and is decided by the records as
/// they are then, so it may be repeated, done by anybody, and interrupted anywhere.
/// </summary>
internal sealed class PublicView(Objects objects, Lookup lookup, IViewFiles? files)
{
    /// <summary>The note to be left before a commit that the view must follow; <see langword="null"/> where there is no view.</summary>
    public async Task<string?> NoteAsync(Kept<RepositoryRecord> repository, ViewWork work, CancellationToken cancellation)
    {
        if (!Shows(repository.Value))
        {
            return null;
        }

        var key = Keys.Unseen(objects.NewId());
        await objects.WriteOnceAsync(key, work, RecordJson.Default.ViewWork, cancellation).ConfigureAwait(false);
        await objects.Store.FlushAsync([key], cancellation).ConfigureAwait(false);
        return key;
    }

    /// <summary>Takes back a note whose commit did not happen.</summary>
    public Task ForgetAsync(string? note, CancellationToken cancellation) =>
        note is null ? Task.CompletedTask : objects.Store.DeleteAsync(note, cancellation);

    /// <summary>Follows a commit, whether its caller still waits or not; if that cannot be finished, the note stays for later.</summary>
    /// <returns>What is not shown, or <see langword="null"/>.</returns>
    public async Task<string?> FollowAsync(string? note, ViewWork work)
    {
        if (note is null)
        {
            return null;
        }

        try
        {
            var warning = await CatchUpAsync(work, CancellationToken.None).ConfigureAwait(false);
            await DropAsync(note).ConfigureAwait(false);
            return warning;
        }
        catch (BintrayException trouble)
        {
            return Incomplete(trouble);
        }
    }

    /// <summary>Deletes a note whose work is done. If that fails, the work is done once more by the next opening.</summary>
    private async Task DropAsync(string note)
    {
        try
        {
            await objects.Store.DeleteAsync(note, CancellationToken.None).ConfigureAwait(false);
        }
        catch (BintrayException)
        {
        }
    }

    private static string Incomplete(BintrayException trouble) =>
        $"the plain files are not complete; the next publish, listing or opening goes on with them: {trouble.Message}";

    /// <summary>Brings a version up to date whose commit is done: what goes wrong is told and not thrown.</summary>
    /// <returns>What is not shown, or <see langword="null"/>.</returns>
    public async Task<string?> TryCatchUpAsync(ViewWork work, CancellationToken cancellation)
    {
        try
        {
            return await CatchUpAsync(work, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException trouble)
        {
            return Incomplete(trouble);
        }
    }

    /// <summary>The manifests of which the view may show a part, once the head names another one.</summary>
    public IReadOnlyList<string> Glimpsed(Kept<RepositoryRecord> repository, VersionHead head) =>
        !Shows(repository.Value) || head.Manifest is null || head.Manifest == head.View ? head.Glimpsed : [.. head.Glimpsed, head.Manifest];

    /// <summary>Whether a version's files in the view may differ from what is published.</summary>
    public bool Lags(Kept<RepositoryRecord> repository, VersionHead head) => Shows(repository.Value) && !IsCurrent(head, alive: true);

    /// <summary>Whether a repository's files are shown at all: never those of a private one.</summary>
    public bool Shows(RepositoryRecord repository) => files is not null && repository.Details.Private != true;

    /// <summary>Does all the work that notes tell of. A note goes with it, unless its writer may still be on the way to the commit.</summary>
    /// <returns>The notes whose work could not be finished: they must not be lost. One does not hold up the others.</returns>
    public async Task<IReadOnlyList<string>> CatchUpAsync(CancellationToken cancellation)
    {
        var unfinished = new List<string>();
        foreach (var key in await objects.Store.ListAsync(Keys.ViewWork, cancellation).ConfigureAwait(false))
        {
            try
            {
                if (await objects.ReadAsync(key, RecordJson.Default.ViewWork, cancellation).ConfigureAwait(false) is { } note)
                {
                    // Looked at before the work is done: so the work includes whatever commit the note was left for.
                    var settled = await IsSettledAsync(note.Value, cancellation).ConfigureAwait(false);
                    await CatchUpAsync(note.Value, cancellation).ConfigureAwait(false);
                    if (settled)
                    {
                        await DropAsync(key).ConfigureAwait(false);
                    }
                }
            }
            catch (BintrayException)
            {
                unfinished.Add(key);
            }
        }

        return unfinished;
    }

    /// <summary>Brings a version, a package or a repository up to date.</summary>
    /// <returns>What is left out rightly, or <see langword="null"/>.</returns>
    /// <exception cref="BintrayException">503: something is left to be done; everything else was.</exception>
    public async Task<string?> CatchUpAsync(ViewWork work, CancellationToken cancellation)
    {
        if (files is null)
        {
            return null;
        }

        using var locked = await files.LockAsync(work.Address, cancellation).ConfigureAwait(false);
        if (await objects.RepositoryAsync(work.Address, cancellation).ConfigureAwait(false) is not { } repository)
        {
            return null;
        }

        if (repository.Value.Deleted)
        {
            await EmptyAsync(repository, work.Address, cancellation).ConfigureAwait(false);
            return null;
        }

        if (repository.Value.Ruid != work.Ruid || work.Package is not { } package || work.Puid is not { } puid || !Shows(repository.Value))
        {
            return null;
        }

        var report = new ViewReport();
        IReadOnlyList<string> heads = work.Version is { } version
            ? [Keys.Version(work.Ruid, puid, version)]
            : await objects.Store.ListAsync(Keys.Versions(work.Ruid, puid), cancellation).ConfigureAwait(false);
        foreach (var head in heads)
        {
            report.Add(await CatchUpAsync(repository, package, puid, head, cancellation).ConfigureAwait(false));
        }

        report.ThrowIfUnfinished();
        return report.Warning;
    }

    /// <summary>Whether the commit that a note was left for has happened or can never happen.</summary>
    private async Task<bool> IsSettledAsync(ViewWork work, CancellationToken cancellation)
    {
        var rev = work switch
        {
            { Package: null } => (await objects.RepositoryAsync(work.Address, cancellation).ConfigureAwait(false))?.Value.Rev,
            { Version: null } => (await objects.PackageAsync(work.Ruid, work.Package, cancellation).ConfigureAwait(false))?.Value.Rev,
            _ => (await objects.HeadAsync(work.Ruid, work.Puid!, work.Version, cancellation).ConfigureAwait(false))?.Value.Rev,
        };
        return work.Rev is not null && work.Rev != rev;
    }

    private static bool IsCurrent(VersionHead head, bool alive) =>
        head.Glimpsed.Count == 0 && head.View == (alive ? head.Manifest : null);

    private async Task EmptyAsync(Kept<RepositoryRecord> repository, RepositoryAddress address, CancellationToken cancellation)
    {
        if (repository.Value.InView)
        {
            await objects.Store.FlushAsync([repository.Key], cancellation).ConfigureAwait(false);
            await files!.RemoveAllAsync(address, cancellation).ConfigureAwait(false);
            await files.FlushAsync(address, cancellation).ConfigureAwait(false);
            await objects.TryReplaceAsync(
                repository, repository.Value with { InView = false }, RecordJson.Default.RepositoryRecord, cancellation, flush: false)
                .ConfigureAwait(false);
        }
    }

    private async Task<ViewReport> CatchUpAsync(
        Kept<RepositoryRecord> repository, string package, string puid, string headKey, CancellationToken cancellation)
    {
        var ruid = repository.Value.Ruid;
        var address = RepositoryAddress.Of(repository.Value.Subject, repository.Value.Name);
        var patience = new Patience(objects, $"the view of '{address}'");
        for (; ; await patience.AgainAsync(cancellation).ConfigureAwait(false))
        {
            if (await objects.ReadAsync(headKey, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false) is not { } head)
            {
                return new ViewReport();
            }

            var alive = !head.Value.Deleted
                && await objects.PackageAsync(ruid, package, cancellation).ConfigureAwait(false) is { Value.Deleted: false } found
                && found.Value.Puid == puid;
            if (IsCurrent(head.Value, alive))
            {
                return new ViewReport();
            }

            var target = alive ? await objects.ManifestAsync(ruid, head.Value.Manifest, cancellation).ConfigureAwait(false) : Manifest.Empty;
            if (target is null)
            {
                continue;
            }

            var shown = new List<Manifest>();
            foreach (var commit in head.Value.InView)
            {
                shown.Add(await objects.ManifestAsync(ruid, commit, cancellation).ConfigureAwait(false) ?? Manifest.Empty);
            }

            // The view never runs ahead of the disk: after a power loss nobody would know that it is to be taken back.
            await objects.Store.FlushAsync([repository.Key, Keys.Package(ruid, package), headKey], cancellation).ConfigureAwait(false);

            // Only if the view was up to date before is it known what lies there.
            var sure = head.Value.View is not null && head.Value.Glimpsed.Count == 0 ? shown[0] : Manifest.Empty;

            var report = await ShowAsync(repository, address, shown, sure, target, cancellation).ConfigureAwait(false);
            if (!report.Finished)
            {
                // The head goes on saying that the view lags: whoever comes next finds that.
                return report;
            }

            // If this is lost, the work is done once more; if the view were lost behind it, nobody would ever know.
            await files!.FlushAsync(address, cancellation).ConfigureAwait(false);
            var current = head.Value with { View = alive ? head.Value.Manifest : null, Glimpsed = [] };
            if (await objects.TryReplaceAsync(head, current, RecordJson.Default.VersionHead, cancellation, flush: false)
                .ConfigureAwait(false) is not null)
            {
                return report;
            }
        }
    }

    /// <summary>What goes, goes first: a file that leaves may make room for a folder. What fails does not keep the others out.</summary>
    private async Task<ViewReport> ShowAsync(
        Kept<RepositoryRecord> repository,
        RepositoryAddress address,
        List<Manifest> shown,
        Manifest sure,
        Manifest target,
        CancellationToken cancellation)
    {
        var report = new ViewReport();
        foreach (var path in shown.SelectMany(manifest => manifest.Files.Keys).Distinct().Where(path => target.At(path) is null).ToList())
        {
            await TryAsync(path, report, () => SettleAsync(repository, address, path, report, cancellation)).ConfigureAwait(false);
        }

        foreach (var file in target.Files.Where(file => sure.At(file.Key)?.Content != file.Value.Content))
        {
            await TryAsync(file.Key, report, () => PutAsync(repository, address, file.Key, file.Value, report, cancellation)).ConfigureAwait(false);
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
        Kept<RepositoryRecord> repository, RepositoryAddress address, string path, FileEntry file, ViewReport report, CancellationToken cancellation)
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
        Kept<RepositoryRecord> repository, RepositoryAddress address, string path, ViewReport report, CancellationToken cancellation)
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
    private async Task<(PathRecord? Record, FileEntry? Published)> PublishedAsync(
        Kept<RepositoryRecord> repository, string path, CancellationToken cancellation)
    {
        var record = await objects.PathAsync(repository.Value.Ruid, RepositoryPath.Of(path), cancellation).ConfigureAwait(false);
        if (record is null || await lookup.OwnerAsync(repository, record.Value.Owner, cancellation).ConfigureAwait(false) is not { } owner)
        {
            return (record?.Value, null);
        }

        var (_, manifest) = await lookup.PublishedAsync(owner.Ruid, owner.Head, cancellation).ConfigureAwait(false);
        return (record.Value, manifest.At(record.Value.Path));
    }
}
