using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Publishing;

/// <summary>
/// Releases: many versions of one subject become public by one write (docs/store.md, "Releases"). Every head is prepared with what it will
/// publish and points to the record of the release; the commit point is the replacement of that record.
/// </summary>
internal sealed class Releases(
    Objects objects, Publications publications, Commits commits, PublicView view, ManifestRemoval removal, ReleaseRecords records)
{
    /// <summary>Publishes all that is expected of all versions, or nothing.</summary>
    /// <exception cref="BintrayException">
    /// 400: the versions are not those of one subject, or one is named twice. 404: one is not there. 409: one is not as expected.
    /// </exception>
    public async Task<PublishAnswer> PublishAsync(IReadOnlyList<ReleasedVersion> versions, CancellationToken cancellation)
    {
        // Those who release some of the same versions at the same time wait for each other in one order.
        var ordered = versions.OrderBy(version => version.Version.ToString(), StringComparer.Ordinal).ToList();
        Check(ordered);
        if (ordered.Count == 1)
        {
            var request = new PublishRequest { Expected = ordered[0].Expected, Passphrase = ordered[0].Passphrase };
            var answer = await publications.PublishAsync(ordered[0].Version, request, cancellation).ConfigureAwait(false);
            return answer with { Versions = answer.Files > 0 ? [ordered[0].Version] : [] };
        }

        var passphrase = ordered.Select(version => version.Passphrase).OfType<Secret>().FirstOrDefault();
        var retry = new WriteRetry(objects, $"a release of {ordered.Count} versions");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            // Everything that can be refused is, before the first write.
            var found = new List<Publication>();
            foreach (var version in ordered)
            {
                found.Add(await FindAsync(version, cancellation).ConfigureAwait(false));
            }

            if (found.All(publication => publication.Files.Count == 0))
            {
                var warnings = new List<string?>();
                foreach (var publication in found)
                {
                    warnings.Add(publication.Warning);
                    warnings.Add(await publications.VouchAsync(publication.Place, cancellation, passphrase).ConfigureAwait(false));
                }

                return new PublishAnswer(0, Commits.Joined([.. warnings.OfType<string>()])) { IsDone = true };
            }

            foreach (var ofRepository in found.GroupBy(publication => publication.Place.RepositoryId))
            {
                var repository = ofRepository.First().Place.In.Repository;
                await view.RequireSignerAsync(repository, passphrase, cancellation).ConfigureAwait(false);
                await view.RequireUniqueAsync(repository, Publications.FilesOf(ofRepository), cancellation).ConfigureAwait(false);
            }

            if (await TryAsync(ordered, found, passphrase, cancellation).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }
        }
    }

    private static void Check(IReadOnlyList<ReleasedVersion> versions)
    {
        if (versions.Count == 0)
        {
            throw StoreRefusal.BadRequest("a release names no version");
        }

        if (versions.Select(version => version.Version.Package.Repository.Subject).Distinct().Count() > 1)
        {
            throw StoreRefusal.BadRequest("a release is of one subject");
        }

        if (versions.GroupBy(version => version.Version).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw StoreRefusal.BadRequest($"version '{twice.Key}' is named twice in a release");
        }
    }

    private async Task<Publication> FindAsync(ReleasedVersion version, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"version '{version.Version}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            if (await publications.FindAsync(version.Version, version.Expected, cancellation).ConfigureAwait(false) is { } found)
            {
                return found;
            }
        }
    }

    /// <returns><see langword="null"/> if somebody dropped it because it took too long, or a version was deleted: look again.</returns>
    private async Task<PublishAnswer?> TryAsync(
        IReadOnlyList<ReleasedVersion> versions,
        IReadOnlyList<Publication> found,
        Secret? passphrase,
        CancellationToken cancellation)
    {
        var subject = versions[0].Version.Package.Repository.Subject;
        var (release, held) = await records.OpenAsync(
            subject, [.. found.Select(publication => publication.Place.Head.Key)], cancellation).ConfigureAwait(false);
        using var writer = held;
        var prepared = new List<PreparedVersion>();
        bool isPublic;
        try
        {
            foreach (var version in versions)
            {
                if (await PrepareAsync(release, version, cancellation).ConfigureAwait(false) is { } one)
                {
                    prepared.Add(one);
                }
            }

            // Nothing may be public before all of it is on the disk.
            await objects.Store.FlushAsync([release.Key, .. prepared.Select(version => version.Head.Key)], cancellation)
                .ConfigureAwait(false);
            await view.AnnounceAsync(release.Key, prepared.Select(version => version.Place), cancellation).ConfigureAwait(false);
            isPublic = await records.CommitAsync(release, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await UndoAsync(release, prepared).ConfigureAwait(false);
            throw;
        }

        if (!isPublic)
        {
            await UndoAsync(release, prepared).ConfigureAwait(false);
            return null;
        }

        return await FollowAsync(release, prepared, passphrase, cancellation).ConfigureAwait(false);
    }

    /// <summary>Says in a version's head what it will publish.</summary>
    /// <returns><see langword="null"/> if all that is expected is public already.</returns>
    private async Task<PreparedVersion?> PrepareAsync(
        Stored<ReleaseRecord> release, ReleasedVersion version, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"version '{version.Version}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var found = await FindAsync(version, cancellation).ConfigureAwait(false);
            if (!release.Value.Heads.Contains(found.Place.Head.Key))
            {
                // Its package was deleted and made anew since the release was opened.
                throw StoreRefusal.TooBusy($"version '{version.Version}'");
            }

            if (found.Files.Count == 0)
            {
                return null;
            }

            await publications.PrepareFilesAsync(found, cancellation).ConfigureAwait(false);
            if (await commits.PrepareAsync(found.Place, found.Next, cancellation).ConfigureAwait(false) is not var (head, written))
            {
                continue;
            }

            var next = head with { Next = new(written.Commit, release.Key, objects.Now, view.Exists) };
            if (await objects.TryReplaceAsync(found.Place.Head, next, RecordJson.Default.VersionHead, cancellation, flush: false)
                .ConfigureAwait(false) is not { } stored)
            {
                await removal.AfterRefusalAsync(found.Place.Head, written).ConfigureAwait(false);
                continue;
            }

            var place = found.Place with { Head = stored };
            var note = await view.NoteAsync(PendingViewUpdate.For(place), cancellation).ConfigureAwait(false);
            return new PreparedVersion(version.Version, found with { Place = place }, note);
        }
    }

    /// <summary>Drops what is not committed. What fails here is done by whoever meets it.</summary>
    private async Task UndoAsync(Stored<ReleaseRecord> release, IReadOnlyList<PreparedVersion> prepared)
    {
        try
        {
            if (!await records.DropAsync(release.Key).ConfigureAwait(false))
            {
                return;
            }

            foreach (var version in prepared)
            {
                if (await FoldAsync(version.Head.Key).ConfigureAwait(false) is { } folded)
                {
                    await removal.AfterAsync(version.Place.RepositoryId, version.Head.Value, folded).ConfigureAwait(false);
                }

                await view.ForgetAsync(version.Note, CancellationToken.None).ConfigureAwait(false);
            }

            await records.FinishAsync(release, CancellationToken.None).ConfigureAwait(false);
        }
        catch (BintrayException)
        {
        }
    }

    /// <summary>It has happened: neither the caller's patience nor a failure may make it look as if it had not.</summary>
    private async Task<PublishAnswer> FollowAsync(
        Stored<ReleaseRecord> release,
        IReadOnlyList<PreparedVersion> prepared,
        Secret? passphrase,
        CancellationToken cancellation)
    {
        var warnings = prepared.Select(version => version.Publication.Warning).OfType<string>().ToList();
        await Commits.TryAsync(
            "it may not survive a power loss", warnings, () => objects.Store.FlushAsync([release.Key], CancellationToken.None))
            .ConfigureAwait(false);
        var isFolded = await Commits.TryAsync("it is not finished; the next opening of the store goes on with it", warnings, async () =>
        {
            foreach (var version in prepared)
            {
                if (await FoldAsync(version.Head.Key).ConfigureAwait(false) is { } folded)
                {
                    await commits.FollowAsync(version.Place, folded, version.Note, warnings, passphrase, isWrittenDown: true)
                        .ConfigureAwait(false);
                }
            }

            await records.FinishAsync(release, CancellationToken.None).ConfigureAwait(false);
        }).ConfigureAwait(false);
        foreach (var version in prepared.TakeWhile(_ => isFolded))
        {
            await publications.UnmarkAsync(version.Publication, cancellation).ConfigureAwait(false);
        }

        return new PublishAnswer(prepared.Sum(version => version.Publication.Files.Count), Commits.Joined(warnings))
        {
            IsDone = true,
            Versions = [.. prepared.Select(version => version.Version)],
        };
    }

    /// <summary>Says in a version's head how its release ended, unless somebody else has said so already.</summary>
    /// <returns>The head as it is now; <see langword="null"/> if it is gone.</returns>
    private async Task<Stored<VersionHead>?> FoldAsync(string key)
    {
        var retry = new WriteRetry(objects, $"'{key}'");
        for (; ; await retry.AgainAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var head = await objects.ReadAsync(key, RecordJson.Default.VersionHead, CancellationToken.None).ConfigureAwait(false);
            var folded = head?.Release is null
                ? head
                : await objects.TryReplaceAsync(head, head.Value, RecordJson.Default.VersionHead, CancellationToken.None, flush: false)
                    .ConfigureAwait(false);
            if (head is null || folded is not null)
            {
                return folded;
            }
        }
    }

    /// <summary>A version whose head says what it will publish.</summary>
    /// <param name="Version">The version.</param>
    /// <param name="Publication">What that is, with the head as it was prepared.</param>
    /// <param name="Note">The note for the view.</param>
    private sealed record PreparedVersion(VersionAddress Version, Publication Publication, string? Note)
    {
        public VersionPlace Place => Publication.Place;

        public Stored<VersionHead> Head => Publication.Place.Head;
    }
}
