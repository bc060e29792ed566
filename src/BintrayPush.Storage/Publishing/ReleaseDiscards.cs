using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Publishing;

/// <summary>Dropping a release that several machines have staged, or a leg of it, with what waits of no other leg's files.</summary>
internal sealed class ReleaseDiscards(Objects objects, StagedReleaseRecords records, StagedReleases staged, LegFiles files)
{
    public async Task<PublishAnswer> DiscardAsync(ReleaseAddress release, LegName? name, CancellationToken cancellation)
    {
        var dropped = 0;
        var retry = staged.Retry(release);
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var old = await records.FindAsync(release, cancellation).ConfigureAwait(false) ?? throw LegRefusal.NoRelease(release);
            if (old.Value.Deleted)
            {
                // The answer to an earlier call may have been lost.
                return new PublishAnswer(dropped) { IsDone = true };
            }

            if (old.Value.State == StagedState.Sealed)
            {
                throw LegRefusal.IsSealed(release);
            }

            IReadOnlyList<LegRecord> going = name is null
                ? old.Value.Legs
                : [old.Value.Leg(name) ?? throw LegRefusal.NoLeg(release, name)];
            LegRecord[] left = [.. old.Value.Legs.Except(going)];
            var kept = new LegUnion(release);
            if (await staged.ReadAsync(old, left, kept, cancellation).ConfigureAwait(false) is not { } others
                || await staged.ReadAsync(old, going, null, cancellation).ConfigureAwait(false) is not { } manifests)
            {
                continue;
            }

            var elsewhere = await staged.FilesOfOthersAsync(release, cancellation).ConfigureAwait(false);
            foreach (var manifest in manifests)
            {
                dropped += await files.DropAsync(
                    manifest, file => !kept.Has(file.Version, file.File) && !elsewhere.Contains(file), cancellation).ConfigureAwait(false);
            }

            // Whoever was sealing it may have published it before anything was dropped: then the files of all legs are public. Those of one
            // alone may have been before.
            if (old.Value.State == StagedState.Sealing
                && await files.ArePublicAsync([.. others, .. manifests], cancellation).ConfigureAwait(false))
            {
                await staged.TrySealAsync(old, cancellation).ConfigureAwait(false);
                continue;
            }

            var next = old.Value with { State = StagedState.Open, Updated = objects.Now, Legs = left, Deleted = left.Length == 0 };
            if (await records.TryReplaceAsync(old, next, cancellation).ConfigureAwait(false) is not null)
            {
                await records.RemoveAsync(going, cancellation).ConfigureAwait(false);
                return new PublishAnswer(dropped) { IsDone = true };
            }
        }
    }
}
