using BintrayPush.Storage.Formats.Debian;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Copying;

/// <summary>
/// Repositories: versions, what is pending, packages, and last the repository's own record, so that a new one is seen when it is whole. One
/// that the source has hidden is hidden in the target before anything else of it is copied.
/// </summary>
internal sealed class CopiedRepositories(CopyPair pair, PublicView view, Action<string> progress)
{
    private const int Tries = 20;

    private readonly CopiedContents _contents = new(pair);
    private readonly CopiedPackages _packages = new(pair);

    /// <summary>Copies all repositories.</summary>
    public async Task CopyAsync(CancellationToken cancellation)
    {
        var keys = await pair.Source.Store.ListAsync(Keys.Repositories, cancellation).ConfigureAwait(false);
        foreach (var key in keys.Where(pair.Scope.Has))
        {
            try
            {
                await CopyAsync(key, cancellation).ConfigureAwait(false);
            }
            catch (BintrayException damage) when (DamagedRecord.IsCauseOf(damage))
            {
                pair.Report.Damaged(key, damage.Message);
            }
            catch (FormatException fault)
            {
                // A store from elsewhere may hold any text where a name or a path should be.
                pair.Report.Damaged(key, fault.Message);
            }
        }
    }

    private async Task CopyAsync(string key, CancellationToken cancellation)
    {
        if (await SourceAsync(key, cancellation).ConfigureAwait(false) is not { } read)
        {
            return;
        }

        var address = RepositoryAddress.Of(read.Subject, read.Name);
        if (Keys.Repository(address) != key)
        {
            throw DamagedRecord.Of(key, $"it is the record of '{address}'");
        }

        var there = await TargetAsync(key, cancellation).ConfigureAwait(false);
        if (pair.Mark.Compare(read, there?.Value, RecordJson.Default.RepositoryRecord) == CopyState.Foreign
            && (there!.Value.Deleted || there.Value.RepositoryId != read.RepositoryId))
        {
            Keep(key, read, there.Value);
            return;
        }

        var note = new CopyNote(pair, view, new PendingViewUpdate(read.Subject, read.Name, read.RepositoryId));
        if (there is not null && HiddenRepositories.IsHidden(read))
        {
            await WriteAsync(key, note, cancellation).ConfigureAwait(false);
        }

        var versionsOf = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!read.Deleted)
        {
            progress($"{address}");
            var paths = new CopiedPaths(pair, _contents, _packages);
            var versions = new CopiedVersions(pair, _contents, paths, BeforeHeadAsync);
            foreach (var package in await pair.Source.Store.ListAsync(Keys.Packages(read.RepositoryId), cancellation).ConfigureAwait(false))
            {
                if (await _packages.FindLiveAsync(package, cancellation).ConfigureAwait(false) is { } live)
                {
                    versionsOf[package] = live.PackageId;
                    var heads = await pair.Source.Store.ListAsync(Keys.Versions(read.RepositoryId, live.PackageId), cancellation)
                        .ConfigureAwait(false);
                    await versions.CopyAsync(read.RepositoryId, heads, cancellation).ConfigureAwait(false);
                }
            }

            await paths.CopyPendingAsync(read.RepositoryId, versions, cancellation).ConfigureAwait(false);
            var packages = await pair.Source.Store.ListAsync(Keys.Packages(read.RepositoryId), cancellation).ConfigureAwait(false);
            await CopyPair.ForEachAsync(
                packages,
                CopyPair.AtOnce,
                async package =>
                {
                    versionsOf.TryGetValue(package, out var packageId);
                    await _packages.CopyAsync(read.RepositoryId, package, packageId, cancellation).ConfigureAwait(false);
                    return true;
                },
                cancellation).ConfigureAwait(false);
        }

        await WriteAsync(key, note, cancellation).ConfigureAwait(false);
        await note.FollowAsync(DebianIndexes.Has(read), cancellation).ConfigureAwait(false);

        // Looked at after the head was read: what was published while the repository was private must not be seen in the target.
        async Task BeforeHeadAsync(CancellationToken token)
        {
            await note.LeaveAsync(token).ConfigureAwait(false);
            if (await SourceAsync(key, token).ConfigureAwait(false) is { } now && HiddenRepositories.IsHidden(now)
                && await TargetAsync(key, token).ConfigureAwait(false) is { } shown && !HiddenRepositories.IsHidden(shown.Value))
            {
                await WriteAsync(key, note, token).ConfigureAwait(false);
                if (await TargetAsync(key, token).ConfigureAwait(false) is { } still && !HiddenRepositories.IsHidden(still.Value))
                {
                    throw new BintrayException(
                        BintrayException.Conflict,
                        $"BTP4094: '{address}' is hidden in the source and was changed in the target, where it is public: make it private "
                            + "there, too, and copy again");
                }
            }
        }
    }

    private async Task<RepositoryRecord?> SourceAsync(string key, CancellationToken cancellation) =>
        (await pair.Source.ReadAsync(key, RecordJson.Default.RepositoryRecord, cancellation).ConfigureAwait(false))?.Value;

    private Task<Stored<RepositoryRecord>?> TargetAsync(string key, CancellationToken cancellation) =>
        pair.Target.ReadAsync(key, RecordJson.Default.RepositoryRecord, cancellation);

    private async Task WriteAsync(string key, CopyNote note, CancellationToken cancellation)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await SourceAsync(key, cancellation).ConfigureAwait(false) is not { } read)
            {
                return;
            }

            var there = await TargetAsync(key, cancellation).ConfigureAwait(false);
            switch (pair.Mark.Compare(read, there?.Value, RecordJson.Default.RepositoryRecord))
            {
                case CopyState.Same:
                    return;
                case CopyState.Foreign:
                    if (there!.Value.RepositoryId != read.RepositoryId)
                    {
                        // Made there while this one was copied, which hangs on nothing.
                        await MarkDeadAsync(read.RepositoryId, cancellation).ConfigureAwait(false);
                    }

                    Keep(key, read, there.Value);
                    return;
            }

            if (pair.IsDryRun)
            {
                pair.Report.RecordCopied();
                return;
            }

            await note.LeaveAsync(cancellation).ConfigureAwait(false);
            if (await TryWriteAsync(key, read, there, cancellation).ConfigureAwait(false))
            {
                pair.Report.RecordCopied();
                return;
            }
        }
    }

    private async Task<bool> TryWriteAsync(
        string key, RepositoryRecord read, Stored<RepositoryRecord>? there, CancellationToken cancellation)
    {
        var written = read with { InView = false };
        if (there is { Value: var old })
        {
            var wasShown = pair.HasPlainFiles && (!HiddenRepositories.IsHidden(old) || old.InView);
            if (old.RepositoryId != read.RepositoryId)
            {
                await MarkDeadAsync(old.RepositoryId, cancellation).ConfigureAwait(false);
                if (wasShown)
                {
                    // Its plain files go first, as those of a deleted repository.
                    var tombstone = pair.Mark.Marked(old, old with { Deleted = true, InView = true }, RecordJson.Default.RepositoryRecord);
                    if (await pair.Target.TryReplaceAsync(there, tombstone, RecordJson.Default.RepositoryRecord, cancellation)
                        .ConfigureAwait(false) is not null)
                    {
                        await view.CatchUpAsync(new PendingViewUpdate(old.Subject, old.Name, old.RepositoryId), cancellation)
                            .ConfigureAwait(false);
                    }

                    return false;
                }
            }
            else if (HiddenRepositories.IsHidden(read))
            {
                written = written with { InView = wasShown, ViewId = old.ViewId };
            }
            else
            {
                written = written with { ViewId = HiddenRepositories.IsHidden(old) ? pair.Target.NewId() : old.ViewId };
            }
        }

        return await pair.Target.TryWriteAsync(
            key,
            there,
            pair.Mark.Marked(read, written, RecordJson.Default.RepositoryRecord),
            RecordJson.Default.RepositoryRecord,
            cancellation).ConfigureAwait(false) is not null;
    }

    private async Task MarkDeadAsync(string repositoryId, CancellationToken cancellation)
    {
        if (!pair.IsDryRun)
        {
            await pair.Target.Store.PutIfAbsentAsync(Keys.Dead(repositoryId), [], cancellation).ConfigureAwait(false);
            await pair.Target.Store.FlushAsync([Keys.Dead(repositoryId)], cancellation).ConfigureAwait(false);
        }
    }

    private void Keep(string key, RepositoryRecord read, RepositoryRecord there) => pair.Report.Kept(
        key,
        there.RepositoryId != read.RepositoryId
            ? $"the target has a repository '{there.Subject}/{there.Name}' of its own"
            : $"repository '{read.Subject}/{read.Name}' was {(there.Deleted ? "deleted" : "changed")} in the target");
}
