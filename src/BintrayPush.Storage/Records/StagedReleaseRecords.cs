using System.Collections.Concurrent;
using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Records;

/// <summary>The records of releases that several machines stage, and the lists of their files.</summary>
internal sealed class StagedReleaseRecords(Objects objects)
{
    private const int MostPublished = 100_000;

    /// <summary>The keys of releases that were seen to be published.</summary>
    private readonly ConcurrentDictionary<string, bool> _published = new(StringComparer.Ordinal);

    /// <summary>The record of a release, which may be a tombstone; <see langword="null"/> if there never was one.</summary>
    public Task<Stored<StagedReleaseRecord>?> FindAsync(ReleaseAddress release, CancellationToken cancellation) =>
        ReadAsync(Keys.StagedRelease(release), cancellation);

    /// <summary>The record under a key; <see langword="null"/> if there is none.</summary>
    /// <exception cref="BintrayException">503: it is damaged.</exception>
    public async Task<Stored<StagedReleaseRecord>?> ReadAsync(string key, CancellationToken cancellation)
    {
        var found = await objects.ReadAsync(key, RecordJson.Default.StagedReleaseRecord, cancellation).ConfigureAwait(false);
        return found is null || FaultIn(found.Value) is not { } fault ? found : throw DamagedRecord.Of(key, fault);
    }

    /// <summary>The keys of the lists of files that releases name.</summary>
    /// <exception cref="BintrayException">503: a record is damaged.</exception>
    public async Task<IReadOnlyList<string>> ListsInUseAsync(CancellationToken cancellation)
    {
        var lists = new List<string>();
        foreach (var key in await objects.Store.ListAsync(Keys.StagedReleases, cancellation).ConfigureAwait(false))
        {
            var release = await ReadAsync(key, cancellation).ConfigureAwait(false);
            lists.AddRange(release?.Value.Legs.Select(leg => leg.Manifest).OfType<string>() ?? []);
        }

        return lists;
    }

    /// <summary>The releases of a subject, the newest first. One whose record is damaged is left out.</summary>
    public Task<IReadOnlyList<StagedRelease>> ListAsync(string subject, CancellationToken cancellation) =>
        ListAsync(subject, _ => true, cancellation);

    /// <summary>
    /// Those that are not published. What is published stays so: each of these is read once, however many a subject has by the years.
    /// </summary>
    public Task<IReadOnlyList<StagedRelease>> ListOpenAsync(string subject, CancellationToken cancellation) =>
        ListAsync(subject, key => !_published.ContainsKey(key), cancellation);

    /// <summary>The files of a leg; <see langword="null"/> if they were removed: then the record has changed meanwhile.</summary>
    public async Task<LegManifest?> FilesAsync(
        Stored<StagedReleaseRecord> release, LegRecord leg, CancellationToken cancellation)
    {
        var found = leg.Manifest is { } key
            ? await objects.ReadAsync(key, RecordJson.Default.LegFilesRecord, cancellation).ConfigureAwait(false)
            : null;
        try
        {
            return found?.Value.ToManifest(release.Value.Subject);
        }
        catch (FormatException fault)
        {
            throw DamagedRecord.Of(found!.Key, fault.Message);
        }
    }

    /// <summary>Whether a record is another one by now.</summary>
    public async Task<bool> HasChangedAsync(Stored<StagedReleaseRecord> release, CancellationToken cancellation) =>
        (await objects.ReadAsync(release.Key, RecordJson.Default.StagedReleaseRecord, cancellation).ConfigureAwait(false))?.Tag
            != release.Tag;

    /// <summary>Writes the files of a leg, flushed: nothing refers to them yet.</summary>
    public async Task<LegRecord> WriteAsync(string subject, LegName name, LegManifest manifest, CancellationToken cancellation)
    {
        var key = Keys.Leg(subject, objects.NewId());
        await objects.WriteOnceAsync(key, LegFilesRecord.Of(manifest), RecordJson.Default.LegFilesRecord, cancellation)
            .ConfigureAwait(false);
        await objects.Store.FlushAsync([key], cancellation).ConfigureAwait(false);
        return new LegRecord(
            name.Name,
            key,
            objects.Now,
            manifest.Versions.Sum(version => version.Files.Count),
            manifest.Versions.Sum(version => version.Files.Sum(file => file.Size)));
    }

    /// <summary>Replaces a record if it is still the one that was read.</summary>
    public Task<Stored<StagedReleaseRecord>?> TryReplaceAsync(
        Stored<StagedReleaseRecord> old, StagedReleaseRecord value, CancellationToken cancellation) =>
        objects.TryReplaceAsync(old, value, RecordJson.Default.StagedReleaseRecord, cancellation);

    /// <summary>Deletes lists of files that nothing refers to any more. Where that fails, a sweep finds them.</summary>
    public async Task RemoveAsync(IEnumerable<LegRecord?> legs, CancellationToken cancellation)
    {
        try
        {
            foreach (var key in legs.Select(leg => leg?.Manifest).OfType<string>())
            {
                await objects.Store.DeleteAsync(key, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception trouble) when (trouble is BintrayException or OperationCanceledException)
        {
        }
    }

    private async Task<IReadOnlyList<StagedRelease>> ListAsync(string subject, Func<string, bool> which, CancellationToken cancellation)
    {
        var keys = await objects.Store.ListAsync(Keys.StagedReleasesOf(subject), cancellation).ConfigureAwait(false);
        var found = await objects.ReadIntactAsync([.. keys.Where(which)], RecordJson.Default.StagedReleaseRecord, cancellation)
            .ConfigureAwait(false);
        var whole = found.Where(release => !release.Value.Deleted && release.Value.Subject == subject && FaultIn(release.Value) is null)
            .ToList();
        foreach (var release in whole.Where(release => release.Value.IsPublishedForGood() && _published.Count < MostPublished))
        {
            _published[release.Key] = true;
        }

        return [.. whole.OrderByDescending(release => release.Value.Started).Select(release => release.Value.Shown())];
    }

    /// <summary>What is wrong with a record that can be read.</summary>
    private static string? FaultIn(StagedReleaseRecord record)
    {
        if (record.Legs is null || record.Legs.Any(leg => leg is not { Name: not null }))
        {
            return "it is not whole";
        }

        try
        {
            _ = record.Shown();
            return record.Legs.All(leg => leg.Manifest is null || leg.Manifest.StartsWith(Keys.Legs, StringComparison.Ordinal))
                ? null
                : "it names a list of files where none is kept";
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }
}
