using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Maintenance;

/// <summary>
/// Clearing away what nothing refers to. Only keys that hold a random id are ever deleted, and contents only under a name that was
/// condemned before: such a name is not used anew, and a use that began earlier is seen by the second look. Where a record is
/// damaged, or is missing although something hangs on it, nothing is deleted at all: what it refers to would look like garbage.
/// </summary>
internal sealed class Sweeps(Objects objects, PublicView view)
{
    private readonly ReleaseRecords _releases = new(objects);
    private readonly UnreferencedScan _scan = new(objects);

    /// <summary>Deletes what nothing refers to, or only says what that is: the same set, if nothing changes meanwhile.</summary>
    /// <exception cref="BintrayException">503: the store cannot be read or written, or a record is damaged or missing.</exception>
    public async Task<SweepReport> RunAsync(SweepOptions options, CancellationToken cancellation)
    {
        try
        {
            return await (options.DryRun ? PreviewAsync(cancellation) : SweepAsync(options, cancellation)).ConfigureAwait(false);
        }
        catch (BintrayException damage) when (DamagedRecord.IsCauseOf(damage))
        {
            throw new BintrayException(
                damage.Status,
                $"{damage.Message.TrimEnd('.')}. Nothing was deleted, because what this record refers to would look left over: run fsck, "
                    + "which says what to do",
                damage.InnerException);
        }
    }

    private async Task<SweepReport> PreviewAsync(CancellationToken cancellation)
    {
        var found = await _scan.LookAsync(cancellation).ConfigureAwait(false);
        var items = await MeasureAsync(found.Keys, found.LiveRepositories, cancellation).ConfigureAwait(false);
        var releases = await _releases.LeftoversAsync(cancellation).ConfigureAwait(false);
        items.AddRange(await MeasureAsync(releases.Select(release => release.Key), [], cancellation).ConfigureAwait(false));
        // A sweep that begins now deletes what is not written to from now on.
        items.AddRange(await StagedAsync(TimeSpan.Zero, dryRun: true, cancellation).ConfigureAwait(false));
        return Report(items, isDryRun: true);
    }

    private async Task<SweepReport> SweepAsync(SweepOptions options, CancellationToken cancellation)
    {
        var notes = await objects.Store.ListAsync(Keys.PendingViewUpdate, cancellation).ConfigureAwait(false);
        var items = await MeasureAsync(notes, [], cancellation).ConfigureAwait(false);
        var releases = await _releases.LeftoversAsync(cancellation).ConfigureAwait(false);
        var ended = await MeasureAsync(releases.Select(release => release.Key), [], cancellation).ConfigureAwait(false);
        await _releases.FinishAsync(releases, cancellation).ConfigureAwait(false);
        var caughtUp = await view.CatchUpAsync(cancellation).ConfigureAwait(false);
        var finished = new HashSet<string>(caughtUp.Finished);
        var found = await _scan.LookAsync(cancellation).ConfigureAwait(false);
        foreach (var key in found.Keys.Where(IsContent))
        {
            await objects.Store.PutIfAbsentAsync(Keys.Condemned(Keys.LastPart(key)), [], cancellation).ConfigureAwait(false);
        }

        if (options.Grace is { } grace)
        {
            await (options.Pause ?? objects.StorageEnvironment.Pause)(grace, cancellation).ConfigureAwait(false);
            // A note older than the first scan belongs to a finished or a crashed writer. Finish a crashed writer's work here.
            caughtUp = await view.CatchUpAsync(cancellation).ConfigureAwait(false);
            finished.UnionWith(caughtUp.Finished);
            found.Keys.IntersectWith((await _scan.LookAsync(cancellation).ConfigureAwait(false)).Keys);
        }

        // Where there is no room for a plain file, a sweep is what makes some: so it does not fail, but such notes stay.
        found.Keys.ExceptWith(caughtUp.Unfinished);
        items.RemoveAll(note => !finished.Contains(note.Name) || found.Keys.Contains(note.Name));
        items.AddRange(ended);
        items.AddRange(await MeasureAsync(found.Keys, found.LiveRepositories, cancellation).ConfigureAwait(false));
        foreach (var key in found.Keys.OrderBy(key => key, StringComparer.Ordinal))
        {
            await objects.Store.DeleteAsync(key, cancellation).ConfigureAwait(false);
        }

        items.AddRange(await StagedAsync(options.Grace ?? TimeSpan.Zero, dryRun: false, cancellation).ConfigureAwait(false));
        return Report(items, isDryRun: false);
    }

    private static SweepReport Report(IEnumerable<SweepItem> items, bool isDryRun) =>
        new([.. items.OrderBy(item => item.Kind).ThenBy(item => item.Name, StringComparer.Ordinal)], isDryRun);

    private static bool IsContent(string key) => key.StartsWith(Keys.Contents, StringComparison.Ordinal);

    private static SweepKind KindOf(string key, HashSet<string> liveRepositories)
    {
        var parts = key.Split('/');
        return parts[0] switch
        {
            "content" => SweepKind.Content,
            "unseen" => SweepKind.ViewNote,
            "release" => SweepKind.Release,
            "leg" => SweepKind.Leg,
            "r" when !liveRepositories.Contains(parts[1]) => SweepKind.Repository,
            "r" => parts[2] switch
            {
                "manifest" => SweepKind.Manifest,
                "version" => SweepKind.Version,
                "pending" => SweepKind.PendingMarker,
                "gone" => SweepKind.PackageMarker,
                "downloads" => SweepKind.Downloads,
                _ => SweepKind.Other,
            },
            _ => SweepKind.Other,
        };
    }

    private async Task<List<SweepItem>> MeasureAsync(
        IEnumerable<string> keys, HashSet<string> liveRepositories, CancellationToken cancellation)
    {
        var ordered = keys.OrderBy(key => key, StringComparer.Ordinal).ToList();
        var lengths = await objects.Store.GetLengthsAsync(ordered, cancellation).ConfigureAwait(false);
        return [.. ordered.Select((key, i) => new SweepItem(KindOf(key, liveRepositories), key, lengths[i] ?? 0))];
    }

    private async Task<IEnumerable<SweepItem>> StagedAsync(TimeSpan age, bool dryRun, CancellationToken cancellation) =>
        (await objects.Store.DropStagedAsync(age, dryRun, cancellation).ConfigureAwait(false))
            .Select(staged => new SweepItem(SweepKind.Temporary, staged.Name, staged.Length));
}
