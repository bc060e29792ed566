using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Publishing;

/// <summary>Putting a release together in a leg that many callers change at once. The commit point is the release's record.</summary>
internal sealed class ReleaseGroups(Objects objects, StagedReleaseRecords records, StagedReleases staged, LegFiles files)
    : IReleaseGroups
{
    /// <summary>The list of a leg is written anew with each change of it.</summary>
    public const int MostVersions = 1000;

    public Task<IReadOnlyList<StagedRelease>> ListOpenAsync(string subject, CancellationToken cancellation) =>
        staged.ListOpenAsync(subject, cancellation);

    public async Task<StagedRelease> CreateAsync(ReleaseAddress release, string name, CancellationToken cancellation)
    {
        var retry = staged.Retry(release);
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var old = await records.FindAsync(release, cancellation).ConfigureAwait(false);
            if (StagedReleases.BeforeOf(old) is { } before)
            {
                StagedReleases.RequireOpen(release, before);
                throw LegRefusal.IsThere(release);
            }

            var next = staged.NextOf(release, before: null) with { Name = name };
            if (await WriteAsync(release, old, next, cancellation).ConfigureAwait(false) is { } created)
            {
                return created.Value.Shown();
            }
        }
    }

    public async Task RenameAsync(ReleaseAddress release, string name, CancellationToken cancellation)
    {
        var retry = staged.Retry(release);
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            if (await staged.FindAsync(release, cancellation).ConfigureAwait(false)
                is not { Value.State: StagedState.Open or StagedState.Sealing } found)
            {
                throw LegRefusal.NoRelease(release);
            }

            // A release that is being published is written to its end by whoever does that.
            StagedReleases.RequireOpen(release, found.Value);
            var next = found.Value with { Name = name, Updated = objects.Now };
            if (next.Name == found.Value.Name || await WriteAsync(release, found, next, cancellation).ConfigureAwait(false) is not null)
            {
                return;
            }
        }
    }

    public async Task RequireOpenAsync(ReleaseAddress release, CancellationToken cancellation) =>
        OpenOf(release, await records.FindAsync(release, cancellation).ConfigureAwait(false));

    public async Task RequireRoomAsync(ReleaseAddress release, VersionAddress version, CancellationToken cancellation)
    {
        var retry = staged.Retry(release);
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var old = await records.FindAsync(release, cancellation).ConfigureAwait(false);
            var before = OpenOf(release, old);
            if (await FilesOfAsync(old, before, cancellation).ConfigureAwait(false) is { } there)
            {
                RequireRoom(release, before, there, With(there, new LegVersion(version, [])));
                return;
            }
        }
    }

    public async Task AddAsync(ReleaseAddress release, LegVersion files, CancellationToken cancellation)
    {
        var retry = staged.Retry(release);
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var old = await records.FindAsync(release, cancellation).ConfigureAwait(false);
            var before = OpenOf(release, old);
            if (await FilesOfAsync(old, before, cancellation).ConfigureAwait(false) is not { } there)
            {
                continue;
            }

            var next = With(there, files);
            RequireRoom(release, before, there, next);
            // Of two callers that bring other bytes for one path the later one wins, and only it may say what is there.
            await RequireAsync(release, files, cancellation).ConfigureAwait(false);
            var isThere = there.Versions.Any(
                version => version.Version.Equals(files.Version) && files.Files.All(version.Files.Contains));
            if (isThere || await staged.TryPutAsync(release, old, before, LegName.OfGroups, next, cancellation).ConfigureAwait(false)
                is not null)
            {
                return;
            }
        }
    }

    public async Task RemoveAsync(
        ReleaseAddress release, VersionAddress version, Func<LegFile, bool> which, bool drop, CancellationToken cancellation)
    {
        var retry = staged.Retry(release);
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            if (await staged.FindAsync(release, cancellation).ConfigureAwait(false) is not { } found)
            {
                return;
            }

            StagedReleases.RequireOpen(release, found.Value);
            if (await FilesOfAsync(found, found.Value, cancellation).ConfigureAwait(false) is not { } there)
            {
                continue;
            }

            var going = there.Versions.Where(other => other.Version.Equals(version)).SelectMany(other => other.Files).Where(which)
                .ToHashSet();
            if (going.Count == 0)
            {
                return;
            }

            // First, as with any leg: one that says more than waits can be changed again; what no leg names would wait for ever.
            if (drop && !await DropAsync(release, found, new LegVersion(version, [.. going]), cancellation).ConfigureAwait(false))
            {
                continue;
            }

            if (await TryPutAsync(release, found, Without(there, version, going), cancellation).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    /// <returns>The record that goes on; <see langword="null"/> if none does.</returns>
    private static StagedReleaseRecord? OpenOf(ReleaseAddress release, Stored<StagedReleaseRecord>? old)
    {
        var before = StagedReleases.BeforeOf(old);
        if (before is { State: StagedState.Sealed } && !before.IsPublishedForGood())
        {
            // Somebody has published all that was in no group: the next begins anew.
            return null;
        }

        StagedReleases.RequireOpen(release, before);
        return before;
    }

    private static void RequireRoom(ReleaseAddress release, StagedReleaseRecord? before, LegManifest there, LegManifest next)
    {
        StagedReleases.RequireRoom(release, (before?.Legs ?? []).Count(leg => LegName.Of(leg.Name) != LegName.OfGroups));
        if (next.Versions.Count > Math.Max(MostVersions, there.Versions.Count))
        {
            throw LegRefusal.TooManyVersions(release, MostVersions);
        }
    }

    private static LegManifest With(LegManifest there, LegVersion added)
    {
        var paths = added.Files.Select(file => KeyName.Fold(file.Path.Value)).ToHashSet();
        var same = there.Versions.FirstOrDefault(version => version.Version.Equals(added.Version));
        var files = same?.Files.Where(file => !paths.Contains(KeyName.Fold(file.Path.Value))) ?? [];
        return new LegManifest(
            [.. there.Versions.Where(version => version != same), added with { Files = [.. files, .. added.Files] }]);
    }

    private static LegManifest Without(LegManifest there, VersionAddress version, HashSet<LegFile> going) => new(
    [
        .. there.Versions
            .Select(other => other.Version.Equals(version)
                ? other with { Files = [.. other.Files.Where(file => !going.Contains(file))] }
                : other)
            .Where(other => other.Files.Count > 0),
    ]);

    /// <returns>What the leg has; <see langword="null"/> if the release has changed meanwhile.</returns>
    private async Task<LegManifest?> FilesOfAsync(
        Stored<StagedReleaseRecord>? old, StagedReleaseRecord? before, CancellationToken cancellation)
    {
        var nothing = new LegManifest([]);
        return before?.Leg(LegName.OfGroups) is not { } leg
            ? nothing
            : await staged.ReadAsync(old!, [leg], null, cancellation).ConfigureAwait(false) is [var there] ? there : null;
    }

    private async Task RequireAsync(ReleaseAddress release, LegVersion added, CancellationToken cancellation)
    {
        try
        {
            await files.RequireAsync(release, LegName.OfGroups, new LegManifest([added]), cancellation).ConfigureAwait(false);
        }
        catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
        {
            throw LegRefusal.FilesChanged(release, LegName.OfGroups, gone.Message);
        }
    }

    /// <returns>Whether the release is still the one that was read.</returns>
    private async Task<bool> DropAsync(
        ReleaseAddress release, Stored<StagedReleaseRecord> found, LegVersion going, CancellationToken cancellation)
    {
        var kept = new LegUnion(release);
        var others = found.Value.Legs.Where(leg => LegName.Of(leg.Name) != LegName.OfGroups).ToList();
        if (await staged.ReadAsync(found, others, kept, cancellation).ConfigureAwait(false) is null)
        {
            return false;
        }

        var elsewhere = await staged.FilesOfOthersAsync(release, cancellation).ConfigureAwait(false);
        await files.DropAsync(
            new LegManifest([going]),
            file => !kept.Has(file.Version, file.File) && !elsewhere.Contains(file),
            cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>A leg has files; a release that was made by its name need not have legs.</summary>
    private async Task<bool> TryPutAsync(
        ReleaseAddress release, Stored<StagedReleaseRecord> found, LegManifest rest, CancellationToken cancellation)
    {
        if (rest.Versions.Count > 0)
        {
            return await staged.TryPutAsync(release, found, found.Value, LegName.OfGroups, rest, cancellation).ConfigureAwait(false)
                is not null;
        }

        var earlier = found.Value.Leg(LegName.OfGroups);
        LegRecord[] left = [.. found.Value.Legs.Where(leg => leg != earlier)];
        var next = staged.NextOf(release, found.Value) with
        {
            Legs = left,
            Deleted = left.Length == 0 && release.Id.Equals(ReleaseId.OfUngrouped),
        };
        if (await WriteAsync(release, found, next, cancellation).ConfigureAwait(false) is null)
        {
            return false;
        }

        await records.RemoveAsync([earlier], cancellation).ConfigureAwait(false);
        return true;
    }

    private Task<Stored<StagedReleaseRecord>?> WriteAsync(
        ReleaseAddress release, Stored<StagedReleaseRecord>? old, StagedReleaseRecord next, CancellationToken cancellation) =>
        objects.TryWriteAsync(Keys.StagedRelease(release), old, next, RecordJson.Default.StagedReleaseRecord, cancellation);
}
