using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Publishing;

/// <summary>
/// Releases that several machines stage (docs/store.md, "Legs"): what there is. A release is one record, so two legs that are staged at one
/// moment cannot lose each other; its files wait in their versions like those of any push.
/// </summary>
internal sealed class StagedReleases(Objects objects, StagedReleaseRecords records)
{
    /// <summary>The record of a release stays small; each leg is a machine.</summary>
    private const int MostLegs = 100;

    public Task<IReadOnlyList<StagedRelease>> ListAsync(string subject, CancellationToken cancellation) =>
        records.ListAsync(RepositoryAddress.SubjectOf(subject), cancellation);

    /// <summary>Those that are not published.</summary>
    public async Task<IReadOnlyList<StagedRelease>> ListOpenAsync(string subject, CancellationToken cancellation) =>
    [
        .. (await records.ListOpenAsync(RepositoryAddress.SubjectOf(subject), cancellation).ConfigureAwait(false))
            .Where(release => release.State != StagedState.Sealed),
    ];

    public async Task<StagedRelease?> GetAsync(ReleaseAddress release, CancellationToken cancellation) =>
        (await FindAsync(release, cancellation).ConfigureAwait(false))?.Value.Shown();

    public async Task<LegManifest?> GetLegAsync(ReleaseAddress release, LegName name, CancellationToken cancellation)
    {
        var retry = Retry(release);
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            if (await FindAsync(release, cancellation).ConfigureAwait(false) is not { } found
                || found.Value.Leg(name) is not { Manifest: not null } leg)
            {
                return null;
            }

            if (await ReadAsync(found, [leg], null, cancellation).ConfigureAwait(false) is [var files])
            {
                return files;
            }
        }
    }

    /// <summary>The record of a release that is not dropped.</summary>
    public async Task<Stored<StagedReleaseRecord>?> FindAsync(ReleaseAddress release, CancellationToken cancellation) =>
        await records.FindAsync(release, cancellation).ConfigureAwait(false) is { Value.Deleted: false } found ? found : null;

    /// <summary>Reads the files of legs.</summary>
    /// <param name="release">The release.</param>
    /// <param name="legs">The legs.</param>
    /// <param name="union">Gets their files, if given.</param>
    /// <returns>The files; <see langword="null"/> if the release has changed meanwhile: look again.</returns>
    public async Task<IReadOnlyList<LegManifest>?> ReadAsync(
        Stored<StagedReleaseRecord> release, IReadOnlyList<LegRecord> legs, LegUnion? union, CancellationToken cancellation)
    {
        var manifests = new List<LegManifest>();
        foreach (var leg in legs)
        {
            if (await records.FilesAsync(release, leg, cancellation).ConfigureAwait(false) is not { } files)
            {
                // A list of files goes when the record no longer names it: if the record has not changed, the list was lost.
                return await records.HasChangedAsync(release, cancellation).ConfigureAwait(false)
                    ? null
                    : throw StoreRefusal.Damaged(leg.Manifest ?? release.Key);
            }

            union?.Add(LegName.Of(leg.Name), files);
            manifests.Add(files);
        }

        return manifests;
    }

    /// <summary>
    /// The files that other releases of the subject wait to publish. A run that was given up and the one after it often stage the same
    /// files: dropping the one must not take them from the other.
    /// </summary>
    public async Task<ISet<(VersionAddress Version, LegFile File)>> FilesOfOthersAsync(
        ReleaseAddress release, CancellationToken cancellation)
    {
        var files = new HashSet<(VersionAddress, LegFile)>();
        var others = await ListOpenAsync(release.Subject, cancellation).ConfigureAwait(false);
        foreach (var other in others.Where(other => !other.Address.Id.Equals(release.Id)))
        {
            foreach (var leg in other.Legs)
            {
                var manifest = await FindLegAsync(other.Address, leg.Name, cancellation).ConfigureAwait(false);
                files.UnionWith(manifest?.Versions.SelectMany(version => version.Files.Select(file => (version.Version, file))) ?? []);
            }
        }

        return files;
    }

    /// <summary>Refuses what changes a release that is public, or about to be.</summary>
    public static void RequireOpen(ReleaseAddress release, StagedReleaseRecord? record)
    {
        if (record?.State == StagedState.Sealed)
        {
            throw LegRefusal.IsSealed(release);
        }

        if (record?.State == StagedState.Sealing)
        {
            throw LegRefusal.IsBeingSealed(release);
        }
    }

    /// <summary>Refuses one leg more than a release may have.</summary>
    public static void RequireRoom(ReleaseAddress release, int others)
    {
        if (others >= MostLegs)
        {
            throw LegRefusal.TooManyLegs(release, MostLegs);
        }
    }

    /// <summary>Puts a leg into a release, in place of the one of its name. The first one makes the release.</summary>
    /// <param name="release">The release.</param>
    /// <param name="old">Its record as it was read; <see langword="null"/> if there is none.</param>
    /// <param name="before">What of the record goes on.</param>
    /// <param name="name">What the leg is called.</param>
    /// <param name="manifest">Its files.</param>
    /// <returns>The release with the leg; <see langword="null"/> if somebody else has changed it.</returns>
    public async Task<StagedRelease?> TryPutAsync(
        ReleaseAddress release,
        Stored<StagedReleaseRecord>? old,
        StagedReleaseRecord? before,
        LegName name,
        LegManifest manifest,
        CancellationToken cancellation)
    {
        var leg = await records.WriteAsync(release.Subject, name, manifest, cancellation).ConfigureAwait(false);
        var earlier = before?.Leg(name);
        var next = NextOf(release, before) with { Legs = [.. before?.Legs.Where(other => other != earlier) ?? [], leg] };
        var stored = await objects.TryWriteAsync(
            Keys.StagedRelease(release), old, next, RecordJson.Default.StagedReleaseRecord, cancellation).ConfigureAwait(false);
        await records.RemoveAsync([stored is null ? leg : earlier], cancellation).ConfigureAwait(false);
        return stored?.Value.Shown();
    }

    /// <summary>A record that is not dropped: its key is used again.</summary>
    public static StagedReleaseRecord? BeforeOf(Stored<StagedReleaseRecord>? old) => old is { Value.Deleted: false } ? old.Value : null;

    /// <summary>A record to be written in place of one, or as the first one.</summary>
    public StagedReleaseRecord NextOf(ReleaseAddress release, StagedReleaseRecord? before) => new()
    {
        Subject = release.Subject,
        Id = before?.Id ?? release.Id.Name,
        Name = before?.Name,
        Started = before?.Started ?? objects.Now,
        Updated = objects.Now,
        Legs = before?.Legs ?? [],
    };

    /// <summary>Says that a release is public. The lists of its files are of no use any more.</summary>
    /// <returns>Whether nobody else has changed it meanwhile.</returns>
    public async Task<bool> TrySealAsync(Stored<StagedReleaseRecord> release, CancellationToken cancellation)
    {
        var next = release.Value with
        {
            State = StagedState.Sealed,
            Updated = objects.Now,
            Legs = [.. release.Value.Legs.Select(leg => leg with { Manifest = null })],
        };
        if (await records.TryReplaceAsync(release, next, cancellation).ConfigureAwait(false) is null)
        {
            return false;
        }

        await records.RemoveAsync(release.Value.Legs, cancellation).ConfigureAwait(false);
        return true;
    }

    /// <returns><see langword="null"/> also if it is damaged: then its release cannot be sealed anyway.</returns>
    private async Task<LegManifest?> FindLegAsync(ReleaseAddress release, LegName leg, CancellationToken cancellation)
    {
        try
        {
            return await GetLegAsync(release, leg, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException damage) when (DamagedRecord.IsCauseOf(damage))
        {
            return null;
        }
    }

    /// <summary>How long one call about a release tries again.</summary>
    public WriteRetry Retry(ReleaseAddress release) => new(objects, $"release '{release}'");
}
