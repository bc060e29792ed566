using BintrayPush.Storage.Changes;
using BintrayPush.Storage.Formats.Debian;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.View;

/// <summary>
/// Brings <c>dl/</c> up to date after a commit (docs/store.md, "Version by version"). Everything happens under the repository's view lock
/// and is decided by the records as they are then, so it may be repeated, done by anybody, and interrupted anywhere.
/// <see cref="ViewNotes"/> sees to it that nothing is forgotten, <see cref="HiddenRepositories"/> that nothing is seen that must not be,
/// and <see cref="VersionCatchUp"/> shows a version. The indexes of Debian repositories follow a commit in the same way, shown or not.
/// </summary>
internal sealed class PublicView(Objects objects, Lookup lookup, IViewFiles? files, ManifestRemoval removal)
{
    private readonly ViewNotes _notes = new(objects);
    private readonly HiddenRepositories _hidden = new(objects, files);
    private readonly VersionView _versions = new(objects, lookup, files);
    private readonly DebianIndexes _indexes = new(objects, lookup, files);
    private readonly ChangeLog _changes = new(objects);

    /// <summary>The note to be left before something else is said of a version, if others follow what it publishes.</summary>
    public async Task<string?> NoteDetailsAsync(VersionPlace place, CancellationToken cancellation) =>
        place.Head.Value.Manifest is not null && ChangeLog.HasDetails(place.In.Repository.Value)
            ? await NoteAsync(PendingViewUpdate.For(place), cancellation).ConfigureAwait(false)
            : null;

    /// <inheritdoc cref="ViewNotes.LeaveAsync"/>
    public Task<string> NoteAsync(PendingViewUpdate work, CancellationToken cancellation) => _notes.LeaveAsync(work, cancellation);

    /// <summary>Tells those who follow the changes of an open release, before its commit.</summary>
    public Task AnnounceAsync(string release, IEnumerable<VersionPlace> places, CancellationToken cancellation) =>
        _changes.AppendAsync(release, places, cancellation);

    /// <inheritdoc cref="ViewNotes.ForgetAsync"/>
    public Task ForgetAsync(string? note, CancellationToken cancellation) => _notes.ForgetAsync(note, cancellation);

    /// <inheritdoc cref="ViewNotes.DropAsync"/>
    public Task DropAsync(string note) => _notes.DropAsync(note);

    /// <summary>Follows a commit, whether its caller still waits or not; if that cannot be finished, the note stays for later.</summary>
    /// <param name="note">The note that was left.</param>
    /// <param name="work">What it says.</param>
    /// <param name="passphrase">What the key that signs indexes is opened with.</param>
    /// <param name="isWrittenDown">Whether those who follow the changes have been told already.</param>
    /// <returns>What is not shown, or <see langword="null"/>.</returns>
    public async Task<string?> FollowAsync(
        string? note, PendingViewUpdate work, Secret? passphrase = null, bool isWrittenDown = false)
    {
        if (note is null)
        {
            return null;
        }

        // What cannot be written down does not keep the files and the indexes here from following.
        var lag = isWrittenDown ? null : await TryAsync(() => WriteDownAsync(work, CancellationToken.None)).ConfigureAwait(false);
        string? warning = null;
        var incomplete = await TryAsync(
            async () => warning = await CatchUpAsync(work, CancellationToken.None, passphrase).ConfigureAwait(false)).ConfigureAwait(false);
        if (lag is null && incomplete is null)
        {
            await DropAsync(note).ConfigureAwait(false);
        }

        string[] said = [.. new[] { lag, incomplete, warning }.OfType<string>()];
        return said.Length == 0 ? null : string.Join("; ", said);
    }

    /// <returns>What is left to be done, or <see langword="null"/>.</returns>
    private static async Task<string?> TryAsync(Func<Task> follow)
    {
        try
        {
            await follow().ConfigureAwait(false);
            return null;
        }
        catch (BintrayException trouble)
        {
            return Incomplete(trouble);
        }
    }

    private async Task WriteDownAsync(PendingViewUpdate work, CancellationToken cancellation)
    {
        try
        {
            await _changes.AppendAsync(work, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException trouble)
        {
            throw IndexLag.OfFeed(trouble);
        }
    }

    private static string Incomplete(BintrayException trouble) => IndexLag.IsCauseOf(trouble)
        ? trouble.Message
        : $"the plain files are not complete; the next publish, listing or opening goes on with them: {trouble.Message}";

    /// <summary>Updates the view of a committed version. Failures are reported, not thrown: the commit stands.</summary>
    /// <returns>What is not shown, or <see langword="null"/>.</returns>
    public async Task<string?> TryCatchUpAsync(PendingViewUpdate work, CancellationToken cancellation, Secret? passphrase = null)
    {
        string? warning = null;
        return await TryAsync(async () => warning = await CatchUpAsync(work, cancellation, passphrase).ConfigureAwait(false))
            .ConfigureAwait(false) ?? warning;
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
        && (head.ViewOf == repository.Value.ViewId ? !VersionCatchUp.IsCurrent(head) : head.Manifest is not null);

    /// <summary>Whether something may not have followed a version's last commit; of an index only its making tells.</summary>
    public bool MayLag(Stored<RepositoryRecord> repository, VersionHead head) =>
        DebianIndexes.Has(repository.Value) || Lags(repository, head);

    /// <inheritdoc cref="HiddenRepositories.MustBeEmptied"/>
    public bool MustBeEmptied(RepositoryRecord repository) => _hidden.MustBeEmptied(repository);

    /// <summary>Whether there are plain files that follow what is published.</summary>
    public bool Exists => files is not null;

    /// <summary>Whether a repository's files are shown at all: never those of a private one.</summary>
    public bool Shows(RepositoryRecord repository) => files is not null && repository.Details.Private != true;

    /// <summary>Whether a repository would be shown if it were not private.</summary>
    public bool Withholds(RepositoryRecord repository) => files is not null && repository.Details.Private == true;

    /// <summary>
    /// Does the work of all notes. A note is deleted with it, unless its writer may still be on the way to the commit.
    /// </summary>
    /// <returns>The notes whose work is done, and those whose work could not be. One does not hold up the others.</returns>
    public async Task<CaughtUp> CatchUpAsync(CancellationToken cancellation)
    {
        var (finished, unfinished) = (new List<string>(), new List<string>());
        foreach (var key in await _notes.ListAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                if (await objects.ReadAsync(key, RecordJson.Default.PendingViewUpdate, cancellation).ConfigureAwait(false) is { } note)
                {
                    // Looked at before the work is done: so the work includes whatever commit the note was left for.
                    var settled = await _notes.IsSettledAsync(note.Value, cancellation).ConfigureAwait(false);
                    await WriteDownAsync(note.Value, cancellation).ConfigureAwait(false);
                    await CatchUpAsync(note.Value, cancellation).ConfigureAwait(false);
                    if (settled)
                    {
                        await DropAsync(key).ConfigureAwait(false);
                        finished.Add(key);
                    }
                }
            }
            catch (BintrayException)
            {
                unfinished.Add(key);
            }
        }

        return new CaughtUp(finished, unfinished);
    }

    /// <summary>Brings a version, a package or a repository up to date.</summary>
    /// <param name="work">What is meant.</param>
    /// <param name="cancellation">Ends the work, which may be done again.</param>
    /// <param name="passphrase">What the key that signs indexes is opened with.</param>
    /// <returns>What is left out rightly, or <see langword="null"/>.</returns>
    /// <exception cref="BintrayException">503: something is left to be done; everything else was.</exception>
    public async Task<string?> CatchUpAsync(PendingViewUpdate work, CancellationToken cancellation, Secret? passphrase = null)
    {
        using var locked = files is null ? null : await files.LockAsync(work.Address, cancellation).ConfigureAwait(false);
        if (await objects.RepositoryAsync(work.Address, cancellation).ConfigureAwait(false) is not { } repository)
        {
            return null;
        }

        if (HiddenRepositories.IsHidden(repository.Value))
        {
            await _hidden.EmptyAsync(repository, cancellation).ConfigureAwait(false);
        }

        if (repository.Value.RepositoryId != work.RepositoryId)
        {
            return null;
        }

        var report = new ViewReport();
        var isShown = files is not null && !HiddenRepositories.IsHidden(repository.Value);
        if (isShown)
        {
            var versions = new VersionCatchUp(objects, _versions, files!, removal);
            foreach (var (package, packageId, head) in await HeadsAsync(repository, work, cancellation).ConfigureAwait(false))
            {
                report.Add(await versions.CatchUpAsync(repository, package, packageId, head, cancellation).ConfigureAwait(false));
            }
        }

        if (DebianIndexes.Has(repository.Value) && !repository.Value.Deleted)
        {
            // Only once the packages are there: a static web server must not be asked for one that the index names before.
            report.Warn(await _indexes.CatchUpAsync(repository, passphrase, isShown && report.Finished, cancellation)
                .ConfigureAwait(false));
        }

        report.ThrowIfUnfinished();
        return report.Warning;
    }

    /// <summary>Makes the index of a Debian repository anew, as if there were none.</summary>
    /// <returns>A warning, or <see langword="null"/>.</returns>
    /// <exception cref="BintrayException">It could not be made.</exception>
    public async Task<string?> MakeIndexAsync(
        Stored<RepositoryRecord> repository, Secret? passphrase, CancellationToken cancellation)
    {
        var address = RepositoryAddress.Of(repository.Value.Subject, repository.Value.Name);
        using var locked = files is null ? null : await files.LockAsync(address, cancellation).ConfigureAwait(false);
        return await _indexes.CatchUpAsync(repository, passphrase, Shows(repository.Value), cancellation, anew: true).ConfigureAwait(false);
    }

    /// <inheritdoc cref="DebianIndexes.RequireSignerAsync"/>
    public Task RequireSignerAsync(Stored<RepositoryRecord> repository, Secret? passphrase, CancellationToken cancellation) =>
        _indexes.RequireSignerAsync(repository, passphrase, cancellation);

    /// <summary>Refuses a package that is another one under the name of one that is public: apt would take either for the other.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="coming">The files that are to be published, by their paths.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="BintrayException">409: there is such a package.</exception>
    public async Task RequireUniqueAsync(
        Stored<RepositoryRecord> repository, IReadOnlyDictionary<string, FileEntry> coming, CancellationToken cancellation)
    {
        foreach (var twin in await _indexes.FindTwinsAsync(repository, coming, cancellation).ConfigureAwait(false))
        {
            // An index may not have followed a deletion yet.
            if (!twin.IsPublished
                || (await PublishedAsync(repository, twin.Other, cancellation).ConfigureAwait(false)).Published?.Sha256 == twin.OtherSha256)
            {
                throw StoreRefusal.Conflict(
                    $"nothing was published: '{twin.Path}' is {twin.Identity}, and so is '{twin.Other}' in distribution "
                        + $"'{twin.Distribution}', with other bytes; give it another version");
            }
        }
    }

    /// <summary>The heads that a note is about, each with its package.</summary>
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
}
