using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Publishing;

/// <summary>
/// Publishing a release that several machines have staged. From when it is being sealed until that is over its legs cannot change; the
/// publish itself is one commit of all versions (<see cref="Releases"/>), which may be made again until it is known to have happened.
/// </summary>
/// <param name="objects">The store.</param>
/// <param name="lookup">Finds versions.</param>
/// <param name="pending">What waits.</param>
/// <param name="records">The records of the releases.</param>
/// <param name="staged">The releases.</param>
/// <param name="releases">Publishes.</param>
/// <param name="files">The files of the legs.</param>
/// <param name="requireSigned">
/// Refuses a leg without the signatures that are wanted: its repository may want them only since it was staged.
/// </param>
internal sealed class ReleaseSeals(
    Objects objects,
    Lookup lookup,
    PendingFiles pending,
    StagedReleaseRecords records,
    StagedReleases staged,
    Releases releases,
    LegFiles files,
    Func<LegManifest, CancellationToken, Task> requireSigned)
{
    /// <summary>Publishes it, or nothing.</summary>
    public async Task<SealAnswer> SealAsync(
        ReleaseAddress release, IReadOnlyList<LegName> expected, Secret? passphrase, CancellationToken cancellation)
    {
        if (expected.Count == 0)
        {
            throw StoreRefusal.BadRequest("a seal names no leg");
        }

        var retry = staged.Retry(release);
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var found = await staged.FindAsync(release, cancellation).ConfigureAwait(false) ?? throw LegRefusal.NoRelease(release);
            if (found.Value.State == StagedState.Sealed)
            {
                RequireSealed(release, expected, found.Value);
                return new SealAnswer(0, WasSealed: true);
            }

            RequireLegs(release, expected, found.Value);
            var union = new LegUnion(release);
            if (await staged.ReadAsync(found, found.Value.Legs, union, cancellation).ConfigureAwait(false) is not { } manifests
                || await BeginAsync(release, found, union, manifests, cancellation).ConfigureAwait(false) is not { } begun)
            {
                continue;
            }

            var answer = await PublishAsync(release, begun, union, manifests, passphrase, cancellation).ConfigureAwait(false);
            var warning = answer.Warning;
            try
            {
                // Where somebody else was faster it says so already, or was dropped by who saw too late that it is public.
                await staged.TrySealAsync(begun, CancellationToken.None).ConfigureAwait(false);
            }
            catch (BintrayException trouble)
            {
                warning = Commits.Joined(
                    [.. new[] { warning, $"this is published, but it is not noted that the release is sealed: {trouble.Message}" }
                        .OfType<string>()]);
            }

            return new SealAnswer(answer.Files, WasSealed: false, warning) { Versions = answer.Versions };
        }
    }

    /// <summary>What was published before is no answer for a leg that was not in it.</summary>
    private static void RequireSealed(ReleaseAddress release, IReadOnlyList<LegName> expected, StagedReleaseRecord record)
    {
        if (expected.Except(LegsOf(record)).ToList() is { Count: > 0 } missing)
        {
            throw LegRefusal.IsSealedWithout(release, missing);
        }
    }

    private static IEnumerable<LegName> LegsOf(StagedReleaseRecord record) => record.Legs.Select(leg => LegName.Of(leg.Name));

    private static void RequireLegs(ReleaseAddress release, IReadOnlyList<LegName> expected, StagedReleaseRecord record)
    {
        var there = LegsOf(record).ToList();
        if (expected.Except(there).ToList() is { Count: > 0 } missing)
        {
            throw LegRefusal.LegsMissing(release, missing);
        }

        if (there.Except(expected).ToList() is { Count: > 0 } unexpected)
        {
            throw LegRefusal.LegsUnexpected(release, unexpected);
        }
    }

    /// <returns>The release, which takes no leg from now on; <see langword="null"/> if somebody else has changed it.</returns>
    private async Task<Stored<StagedReleaseRecord>?> BeginAsync(
        ReleaseAddress release,
        Stored<StagedReleaseRecord> found,
        LegUnion union,
        IReadOnlyList<LegManifest> manifests,
        CancellationToken cancellation)
    {
        if (found.Value.State == StagedState.Sealing)
        {
            return found;
        }

        foreach (var manifest in manifests)
        {
            await requireSigned(manifest, cancellation).ConfigureAwait(false);
        }

        foreach (var version in union.Versions.Select(version => version.Version))
        {
            await RefuseStrangersAsync(release, version, union, cancellation).ConfigureAwait(false);
        }

        var next = found.Value with { State = StagedState.Sealing, Updated = objects.Now };
        return await records.TryReplaceAsync(found, next, cancellation).ConfigureAwait(false);
    }

    /// <summary>Whoever seals says what a version is to be: what waits there beside the legs is somebody's mistake.</summary>
    private async Task RefuseStrangersAsync(
        ReleaseAddress release, VersionAddress version, LegUnion union, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"version '{version}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            if (await lookup.VersionAsync(version, cancellation).ConfigureAwait(false) is not { } place)
            {
                // It was deleted: the publish is refused.
                return;
            }

            var uploads = await pending.OfAsync(place.RepositoryId, place.VersionId, cancellation).ConfigureAwait(false);
            if (await objects.ManifestAsync(
                place.RepositoryId, place.Head.Value.Manifest, uploads.Select(upload => upload.Path), cancellation)
                .ConfigureAwait(false) is not { } manifest)
            {
                continue;
            }

            // A signature that somebody had made here, of a leg's file or another one, goes on waiting.
            var strangers = PendingFiles.NotIn(manifest, uploads).Where(upload => upload.Upload.File.Signs is null)
                .Select(upload => upload.Path)
                .Where(path => !union.Has(version, path)).OrderBy(path => path, StringComparer.Ordinal).ToList();
            if (strangers.Count > 0)
            {
                throw LegRefusal.Strangers(release, version, strangers);
            }

            return;
        }
    }

    private async Task<PublishAnswer> PublishAsync(
        ReleaseAddress release,
        Stored<StagedReleaseRecord> begun,
        LegUnion union,
        IReadOnlyList<LegManifest> manifests,
        Secret? passphrase,
        CancellationToken cancellation)
    {
        try
        {
            var versions = union.Versions.Select(version => version with { Passphrase = passphrase }).ToList();
            return await releases.PublishAsync(versions, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException refusal) when (refusal.Status is BintrayException.Conflict or BintrayException.NotFound)
        {
            // Nothing is public, and the same seal would be refused again: whoever staged the file has to do it once more.
            await records.TryReplaceAsync(
                begun, begun.Value with { State = StagedState.Open, Updated = objects.Now }, CancellationToken.None).ConfigureAwait(false);
            await RequireFilesAsync(release, begun.Value.Legs, manifests, cancellation).ConfigureAwait(false);
            throw LegRefusal.FilesChanged(release, leg: null, refusal.Message);
        }
    }

    /// <summary>Finds the leg of which something is not there as it was: it is to be pushed again, and no other.</summary>
    private async Task RequireFilesAsync(
        ReleaseAddress release, IReadOnlyList<LegRecord> legs, IReadOnlyList<LegManifest> manifests, CancellationToken cancellation)
    {
        for (var i = 0; i < legs.Count; i++)
        {
            var name = LegName.Of(legs[i].Name);
            try
            {
                await files.RequireAsync(release, name, manifests[i], cancellation).ConfigureAwait(false);
            }
            catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
            {
                throw LegRefusal.FilesChanged(release, name, $"nothing was published: {gone.Message}");
            }
        }
    }
}
