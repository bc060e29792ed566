using System.Globalization;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Copying;

/// <summary>Why a version cannot be copied because of one of its paths.</summary>
/// <param name="What">What it is.</param>
/// <param name="IsKept">Whether it was told already and stays so; otherwise the source may have changed.</param>
internal sealed record PathProblem(string What, bool IsKept);

/// <summary>
/// The records of paths, with what is pending there. A path that has another owner in the target is taken from it only once the target's
/// owner does not publish it any more: so that one is copied first.
/// </summary>
internal sealed class CopiedPaths(CopyPair pair, CopiedContents contents, CopiedPackages packages)
{
    private const int Tries = 20;
    private const int Folders = 256;

    private enum Outcome
    {
        Done,
        Moved,
        Kept,
        Later,
    }

    /// <summary>Copies the records of what a version publishes.</summary>
    /// <returns>What keeps the version from being copied.</returns>
    public async Task<PathProblem?> CopyAsync(
        string repositoryId, VersionHead head, Manifest manifest, CopiedVersions versions, CancellationToken cancellation)
    {
        var outcomes = await CopyPair.ForEachAsync(
            manifest.Files.Keys,
            CopyPair.AtOnce,
            async path => (path, await TryAsync(path, settled: null).ConfigureAwait(false)),
            cancellation).ConfigureAwait(false);
        foreach (var (path, first) in outcomes)
        {
            var outcome = first;
            if (outcome == Outcome.Later)
            {
                var key = Keys.Path(repositoryId, RepositoryPath.Of(path));
                outcome = await SettleOwnerAsync(repositoryId, key, versions, cancellation).ConfigureAwait(false) is { } settled
                    ? await TryAsync(path, settled).ConfigureAwait(false)
                    : Outcome.Kept;
            }

            if (outcome != Outcome.Done)
            {
                return new PathProblem(
                    $"version '{head.Name}' publishes '{path}', whose record says something else", outcome == Outcome.Kept);
            }
        }

        return null;

        Task<Outcome> TryAsync(string path, string? settled) => CopyOneAsync(
            repositoryId, Keys.Path(repositoryId, RepositoryPath.Of(path)), (head.VersionId, path, manifest), settled, cancellation);
    }

    /// <summary>Copies the records that no version has copied along: those of files that are pending.</summary>
    public async Task CopyPendingAsync(string repositoryId, CopiedVersions versions, CancellationToken cancellation)
    {
        for (var i = 0; i < Folders; i++)
        {
            var folder = $"{Keys.Paths(repositoryId)}{i.ToString("x2", CultureInfo.InvariantCulture)}/";
            var keys = await pair.Source.Store.ListAsync(folder, cancellation).ConfigureAwait(false);
            var outcomes = await CopyPair.ForEachAsync(
                keys,
                CopyPair.AtOnce,
                async key => (
                    key,
                    await CopyOneAsync(repositoryId, key, published: null, settled: null, cancellation).ConfigureAwait(false)),
                cancellation).ConfigureAwait(false);
            foreach (var (key, _) in outcomes.Where(outcome => outcome.Item2 == Outcome.Later))
            {
                if (await SettleOwnerAsync(repositoryId, key, versions, cancellation).ConfigureAwait(false) is { } settled)
                {
                    // If the path has another owner again by now, the next pass takes it along.
                    await CopyOneAsync(repositoryId, key, published: null, settled, cancellation).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<Outcome> CopyOneAsync(
        string repositoryId,
        string key,
        (string VersionId, string Path, Manifest Manifest)? published,
        string? settled,
        CancellationToken cancellation)
    {
        try
        {
            for (var i = 0; i < Tries; i++)
            {
                if (await TryCopyOneAsync(repositoryId, key, published, settled, cancellation).ConfigureAwait(false) is { } outcome)
                {
                    return outcome;
                }
            }

            return Outcome.Moved;
        }
        catch (BintrayException damage) when (DamagedRecord.IsCauseOf(damage))
        {
            pair.Report.Damaged(key, damage.Message);
            return Outcome.Kept;
        }
    }

    /// <returns><see langword="null"/> if it is to be tried again.</returns>
    private async Task<Outcome?> TryCopyOneAsync(
        string repositoryId,
        string key,
        (string VersionId, string Path, Manifest Manifest)? published,
        string? settled,
        CancellationToken cancellation)
    {
        var read = await pair.Source.ReadAsync(key, RecordJson.Default.PathRecord, cancellation).ConfigureAwait(false);
        if (read is null || (published is { } wanted && (read.Value.Owner.VersionId != wanted.VersionId || read.Value.Path != wanted.Path)))
        {
            return published is null ? Outcome.Done : Outcome.Moved;
        }

        var record = read.Value;
        var there = await pair.Target.ReadAsync(key, RecordJson.Default.PathRecord, cancellation).ConfigureAwait(false);
        switch (pair.Mark.Compare(record, there?.Value, RecordJson.Default.PathRecord))
        {
            case CopyState.Same:
                return Outcome.Done;
            case CopyState.Foreign:
                pair.Report.Kept(key, $"'{record.Path}' was changed in the target");
                return there!.Value.Owner.VersionId == record.Owner.VersionId && there.Value.Path == record.Path
                    ? Outcome.Done : Outcome.Kept;
        }

        if (there is not null && there.Value.Owner.VersionId != record.Owner.VersionId && settled != Change(there.Value, record))
        {
            return Outcome.Later;
        }

        var head = published is null ? await OwnerAsync(pair.Target, repositoryId, record.Owner, cancellation).ConfigureAwait(false) : null;
        if (published is null && head is null)
        {
            // Its version is not there: it comes now, or it is dead and nobody needs the record of what waited there.
            if (settled is null)
            {
                return Outcome.Later;
            }

            if (there is null)
            {
                return Outcome.Done;
            }
        }

        if (record.Pending is { } pending)
        {
            var (names, fault) = published is null && head is null
                ? ([], null)
                : await contents.CopyAsync([pending.File], cancellation).ConfigureAwait(false);
            if (fault is not null)
            {
                var again = await pair.Source.ReadAsync(key, RecordJson.Default.PathRecord, cancellation).ConfigureAwait(false);
                if (again?.Tag != read.Tag)
                {
                    return null;
                }

                pair.Report.Damaged(key, $"'{record.Path}': {fault}");
                return Outcome.Kept;
            }

            var manifest = published?.Manifest ?? (head?.Manifest is { } commit
                ? await pair.Target.ManifestAsync(repositoryId, commit, [record.Path], cancellation).ConfigureAwait(false)
                : null);
            record = record with
            {
                Pending = names.TryGetValue(pending.File.Content, out var name)
                    ? pending with { File = pending.File with { Content = name } }
                    : null,
            };
            if (record.Pending is not null && !pair.IsDryRun && manifest?.At(record.Path)?.Upload != pending.File.Upload)
            {
                var marker = PendingFiles.MarkerKey(repositoryId, record.Owner.VersionId, record.Path, pending.File.Upload);
                await pair.Target.Store.PutIfAbsentAsync(marker, [], cancellation).ConfigureAwait(false);
                await pair.Target.Store.FlushAsync([marker], cancellation).ConfigureAwait(false);
            }
        }

        if (!pair.IsDryRun
            && await pair.Target.TryWriteAsync(
                key,
                there,
                pair.Mark.Marked(read.Value, record, RecordJson.Default.PathRecord),
                RecordJson.Default.PathRecord,
                cancellation).ConfigureAwait(false) is null)
        {
            return null;
        }

        pair.Report.RecordCopied();
        return Outcome.Done;
    }

    /// <summary>
    /// Brings the owner of a path in the target up to date, and the one in the source, too, unless they are being copied just now. (Two
    /// versions that have exchanged paths cannot both come first: for a moment one of them lists a path that the other one has.)
    /// </summary>
    /// <returns>The change of owners that may be made now; <see langword="null"/> if the path stays with its owner.</returns>
    private async Task<string?> SettleOwnerAsync(
        string repositoryId, string key, CopiedVersions versions, CancellationToken cancellation)
    {
        if ((await pair.Source.ReadAsync(key, RecordJson.Default.PathRecord, cancellation).ConfigureAwait(false))?.Value is not { } read)
        {
            return "";
        }

        var there = (await pair.Target.ReadAsync(key, RecordJson.Default.PathRecord, cancellation).ConfigureAwait(false))?.Value;
        if (there is not null && there.Owner.VersionId != read.Owner.VersionId)
        {
            var former = Keys.Version(repositoryId, there.Owner.PackageId, there.Owner.Version);
            if (await OwnerAsync(pair.Source, repositoryId, there.Owner, cancellation).ConfigureAwait(false) is null)
            {
                await packages.CopyAsync(
                    repositoryId, Keys.Package(repositoryId, there.Owner.Package), versionsOf: null, cancellation).ConfigureAwait(false);
            }

            await versions.CopyAsync(repositoryId, former, cancellation).ConfigureAwait(false);
            if (!versions.IsUnderWay(former)
                && !pair.IsDryRun
                && await OwnerAsync(pair.Target, repositoryId, there.Owner, cancellation).ConfigureAwait(false) is { Manifest: { } commit }
                && (await pair.Target.ManifestAsync(repositoryId, commit, [there.Path], cancellation).ConfigureAwait(false))?.At(there.Path)
                    is not null)
            {
                pair.Report.Kept(key, $"'{there.Path}' is published by another version in the target");
                return null;
            }
        }

        if (await OwnerAsync(pair.Source, repositoryId, read.Owner, cancellation).ConfigureAwait(false) is not null)
        {
            await versions.CopyAsync(repositoryId, Keys.Version(repositoryId, read.Owner.PackageId, read.Owner.Version), cancellation)
                .ConfigureAwait(false);
        }

        return Change(there, read);
    }

    private static string Change(PathRecord? from, PathRecord to) => $"{from?.Owner.VersionId}>{to.Owner.VersionId}";

    /// <summary>The head of a path's owner, unless it is dead.</summary>
    private static async Task<VersionHead?> OwnerAsync(
        Objects objects, string repositoryId, PathOwner owner, CancellationToken cancellation)
    {
        var head = await objects.HeadAsync(repositoryId, owner.PackageId, owner.Version, cancellation).ConfigureAwait(false);
        if (head is not { Value.Deleted: false } || head.Value.VersionId != owner.VersionId)
        {
            return null;
        }

        // Versions are copied before their package: one that has no record yet is alive.
        var package = await objects.PackageAsync(repositoryId, owner.Package, cancellation).ConfigureAwait(false);
        return package is null || (!package.Value.Deleted && package.Value.PackageId == owner.PackageId) ? head.Value : null;
    }
}
