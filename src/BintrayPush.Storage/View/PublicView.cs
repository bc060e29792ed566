using BintrayPush.Api.Failures;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.View;

/// <summary>
/// Brings <c>dl/</c> up to date after a commit. Everything happens under the repository's view lock and is decided by the records as
/// they are then, so it may be repeated, done by anybody, and interrupted anywhere.
/// </summary>
internal sealed class PublicView(Objects objects, Lookup lookup, IViewFiles? files, ManifestRemoval removal)
{
    private readonly VersionView _versions = new(objects, lookup, files);

    /// <summary>The note to be left before a commit that the view must follow; <see langword="null"/> where there is no view.</summary>
    public async Task<string?> NoteAsync(Stored<RepositoryRecord> repository, PendingViewUpdate work, CancellationToken cancellation)
    {
        return Shows(repository.Value) ? await NoteAsync(work, cancellation).ConfigureAwait(false) : null;
    }

    /// <summary>The note to be left before a commit that shows or hides a whole repository.</summary>
    public async Task<string> NoteAsync(PendingViewUpdate work, CancellationToken cancellation)
    {
        var key = Keys.Unseen(objects.NewId());
        await objects.WriteOnceAsync(key, work, RecordJson.Default.PendingViewUpdate, cancellation).ConfigureAwait(false);
        await objects.Store.FlushAsync([key], cancellation).ConfigureAwait(false);
        return key;
    }

    /// <summary>Takes back a note whose commit did not happen.</summary>
    public Task ForgetAsync(string? note, CancellationToken cancellation) =>
        note is null ? Task.CompletedTask : objects.Store.DeleteAsync(note, cancellation);

    /// <summary>Follows a commit, whether its caller still waits or not; if that cannot be finished, the note stays for later.</summary>
    /// <returns>What is not shown, or <see langword="null"/>.</returns>
    public async Task<string?> FollowAsync(string? note, PendingViewUpdate work)
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

    private static string Incomplete(BintrayException trouble) =>
        $"the plain files are not complete; the next publish, listing or opening goes on with them: {trouble.Message}";

    /// <summary>Updates the view of a committed version. Failures are reported, not thrown: the commit stands.</summary>
    /// <returns>What is not shown, or <see langword="null"/>.</returns>
    public async Task<string?> TryCatchUpAsync(PendingViewUpdate work, CancellationToken cancellation)
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

    /// <summary>
    /// A head whose <c>view</c> and <c>glimpsed</c> are what they must be once it names another manifest: none is forgotten of which
    /// <c>dl/</c> may show a part.
    /// </summary>
    /// <returns><see langword="null"/> if the repository has changed since it was read: read again.</returns>
    public async Task<VersionHead?> BeforeCommitAsync(VersionPlace place, CancellationToken cancellation)
    {
        var head = place.Head.Value;
        var repository = place.In.Repository.Value;
        if (files is null)
        {
            return head;
        }

        if (head.ViewOf != repository.ViewId)
        {
            // Either the head is from before the repository became public last, or the repository was read before that.
            var address = RepositoryAddress.Of(repository.Subject, repository.Name);
            var now = await objects.RepositoryAsync(address, cancellation).ConfigureAwait(false);
            return now?.Value.Rev == repository.Rev ? head with { ViewOf = repository.ViewId, View = null, PossiblyVisible = [] } : null;
        }

        if (!Shows(repository))
        {
            // Whatever dl/ may show of it goes as a whole.
            return head with { View = null, PossiblyVisible = [] };
        }

        return head.Manifest is null || head.Manifest == head.View
            ? head
            : head with { PossiblyVisible = [.. head.PossiblyVisible, head.Manifest] };
    }

    /// <inheritdoc cref="VersionView.PublishedAsync"/>
    public Task<(PathRecord? Record, FileEntry? Published)> PublishedAsync(
        Stored<RepositoryRecord> repository, string path, CancellationToken cancellation) =>
        _versions.PublishedAsync(repository, path, cancellation);

    /// <summary>Whether a version's files in the view may differ from what is published.</summary>
    public bool Lags(Stored<RepositoryRecord> repository, VersionHead head) => Shows(repository.Value)
        && (head.ViewOf == repository.Value.ViewId ? !IsCurrent(head) : head.Manifest is not null);

    /// <summary>Whether there is a view in which files that must not be seen may still lie.</summary>
    public bool MustBeEmptied(RepositoryRecord repository) => files is not null && repository.InView && IsHidden(repository);

    /// <summary>Whether a repository's files are shown at all: never those of a private one.</summary>
    public bool Shows(RepositoryRecord repository) => files is not null && repository.Details.Private != true;

    /// <summary>Whether a repository would be shown if it were not private.</summary>
    public bool Withholds(RepositoryRecord repository) => files is not null && repository.Details.Private == true;

    private static bool IsHidden(RepositoryRecord repository) => repository.Deleted || repository.Details.Private == true;

    /// <summary>
    /// Does all the work that notes tell of. A note goes with it, unless its writer may still be on the way to the commit.
    /// </summary>
    /// <returns>The notes whose work could not be finished: they must not be lost. One does not hold up the others.</returns>
    public async Task<IReadOnlyList<string>> CatchUpAsync(CancellationToken cancellation)
    {
        var unfinished = new List<string>();
        foreach (var key in await objects.Store.ListAsync(Keys.PendingViewUpdate, cancellation).ConfigureAwait(false))
        {
            try
            {
                if (await objects.ReadAsync(key, RecordJson.Default.PendingViewUpdate, cancellation).ConfigureAwait(false) is { } note)
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
    public async Task<string?> CatchUpAsync(PendingViewUpdate work, CancellationToken cancellation)
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

        if (IsHidden(repository.Value))
        {
            await EmptyAsync(repository, cancellation).ConfigureAwait(false);
            return null;
        }

        if (repository.Value.RepositoryId != work.RepositoryId)
        {
            return null;
        }

        var report = new ViewReport();
        foreach (var (package, packageId, head) in await HeadsAsync(repository, work, cancellation).ConfigureAwait(false))
        {
            report.Add(await CatchUpAsync(repository, package, packageId, head, cancellation).ConfigureAwait(false));
        }

        report.ThrowIfUnfinished();
        return report.Warning;
    }

    /// <summary>The heads that a note tells of, each with its package.</summary>
    private async Task<IReadOnlyList<(string Package, string PackageId, string Head)>> HeadsAsync(
        Stored<RepositoryRecord> repository, PendingViewUpdate work, CancellationToken cancellation)
    {
        if (work is { Package: { } package, PackageId: { } packageId })
        {
            return work.Version is { } version
                ? [(package, packageId, Keys.Version(work.RepositoryId, packageId, version))]
                : [.. (await objects.Store.ListAsync(Keys.Versions(work.RepositoryId, packageId), cancellation).ConfigureAwait(false))
                    .Select(head => (package, packageId, head))];
        }

        if (work.Rev == repository.Value.Rev)
        {
            // What was to be done to the whole repository has not happened.
            return [];
        }

        var keys = await objects.Store.ListAsync(Keys.Packages(work.RepositoryId), cancellation).ConfigureAwait(false);
        var packages = await objects.ReadAllAsync(keys, RecordJson.Default.PackageRecord, cancellation).ConfigureAwait(false);
        var names = packages.ToDictionary(found => found.Value.PackageId, found => found.Value.Name);
        return [.. from head in await objects.Store.ListAsync(Keys.AllVersions(work.RepositoryId), cancellation).ConfigureAwait(false)
                   let owner = head.Split('/')[3]
                   where names.ContainsKey(owner)
                   select (names[owner], owner, head)];
    }

    /// <summary>Whether the commit that a note was left for has happened or can never happen.</summary>
    private async Task<bool> IsSettledAsync(PendingViewUpdate work, CancellationToken cancellation)
    {
        var rev = work switch
        {
            { Package: null } => (await objects.RepositoryAsync(work.Address, cancellation).ConfigureAwait(false))?.Value.Rev,
            { Version: null } =>
                (await objects.PackageAsync(work.RepositoryId, work.Package, cancellation).ConfigureAwait(false))?.Value.Rev,
            _ => (await objects.HeadAsync(work.RepositoryId, work.PackageId!, work.Version, cancellation).ConfigureAwait(false))?.Value.Rev,
        };
        return work.Rev is not null && work.Rev != rev;
    }

    private static bool IsCurrent(VersionHead head) => head.PossiblyVisible.Count == 0 && head.View == head.Manifest;

    private async Task<bool> IsAliveAsync(string repositoryId, string package, string packageId, CancellationToken cancellation) =>
        await objects.PackageAsync(repositoryId, package, cancellation).ConfigureAwait(false) is { Value.Deleted: false } found
            && found.Value.PackageId == packageId;

    /// <summary>Takes everything of a deleted or private repository out of the view, and says so in its record.</summary>
    private async Task EmptyAsync(Stored<RepositoryRecord> repository, CancellationToken cancellation)
    {
        // Its own name: the note may tell of another one that differs in letter case.
        var address = RepositoryAddress.Of(repository.Value.Subject, repository.Value.Name);
        var retry = new WriteRetry(objects, $"the view of '{address}'");
        for (var current = repository; MustBeEmptied(current.Value);)
        {
            await objects.Store.FlushAsync([repository.Key], cancellation).ConfigureAwait(false);
            await files!.RemoveAllAsync(address, cancellation).ConfigureAwait(false);
            await files.FlushAsync(address, cancellation).ConfigureAwait(false);
            if (await objects.TryReplaceAsync(
                current, current.Value with { InView = false }, RecordJson.Default.RepositoryRecord, cancellation, flush: false)
                .ConfigureAwait(false) is not null)
            {
                return;
            }

            await retry.AgainAsync(cancellation).ConfigureAwait(false);
            if (await objects.RepositoryAsync(address, cancellation).ConfigureAwait(false) is not { } again)
            {
                return;
            }

            current = again;
        }
    }

    private async Task<ViewReport> CatchUpAsync(
        Stored<RepositoryRecord> repository, string package, string packageId, string headKey, CancellationToken cancellation)
    {
        var repositoryId = repository.Value.RepositoryId;
        var address = RepositoryAddress.Of(repository.Value.Subject, repository.Value.Name);
        var retry = new WriteRetry(objects, $"the view of '{address}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            if (await objects.ReadAsync(headKey, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false) is not { } head)
            {
                return new ViewReport();
            }

            if (head.Value.ViewOf != repository.Value.ViewId)
            {
                // Nothing of it has been shown since the repository became public. Saying so first makes everybody who commits from here
                // on add what may be shown, and whoever had read the repository before it became public fails.
                var claimed = head.Value with { ViewOf = repository.Value.ViewId, View = null, PossiblyVisible = [] };
                if (await objects.TryReplaceAsync(head, claimed, RecordJson.Default.VersionHead, cancellation)
                    .ConfigureAwait(false) is { } written)
                {
                    await removal.AfterAsync(repositoryId, head.Value, written).ConfigureAwait(false);
                }

                continue;
            }

            if (!head.Value.Deleted && !await IsAliveAsync(repositoryId, package, packageId, cancellation).ConfigureAwait(false))
            {
                // The deletion of a package leaves its heads alone. Whoever published here last may have shown its files and ended before
                // it could say so: the manifest counts, too. After this write no publish can be on its way any more.
                var dead = head.Value.Tombstone(head.Value.Manifests);
                await objects.TryReplaceAsync(head, dead, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false);
                continue;
            }

            if (IsCurrent(head.Value))
            {
                return new ViewReport();
            }

            var changes = await ViewChanges.ReadAsync(objects, repositoryId, head.Value, cancellation).ConfigureAwait(false);
            if (changes is null)
            {
                continue;
            }

            // The view never runs ahead of the disk: after a power loss nobody would know that it is to be taken back.
            await objects.Store.FlushAsync([repository.Key, Keys.Package(repositoryId, package), headKey], cancellation)
                .ConfigureAwait(false);
            var report = await _versions.ShowAsync(repository, address, changes, cancellation).ConfigureAwait(false);
            if (!report.Finished)
            {
                // The head goes on saying that the view lags: whoever comes next finds that.
                return report;
            }

            // If this is lost, the work is done once more; if the view were lost behind it, nobody would ever know.
            await files!.FlushAsync(address, cancellation).ConfigureAwait(false);
            var current = head.Value with { View = head.Value.Manifest, PossiblyVisible = [] };
            if (await objects.TryReplaceAsync(head, current, RecordJson.Default.VersionHead, cancellation, flush: false)
                .ConfigureAwait(false) is { } shown)
            {
                await removal.AfterAsync(repositoryId, head.Value, shown).ConfigureAwait(false);
                return report;
            }
        }
    }
}
