using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Changes;

/// <summary>
/// Writes down where to look for what has changed in a repository: others keep indexes of it (docs/store.md, "Changes"). A single change
/// is written down after its commit, and by whoever finds its note if its writer dies in between; a release before its commit, so that
/// those who follow look at its record and take all of its versions or none.
/// </summary>
internal sealed class ChangeLog(Objects objects)
{
    /// <summary>Whoever is further behind looks at everything; the record stays small enough to be written with each publish.</summary>
    private const int MostEntries = 64;

    /// <summary>A larger release is followed by looking at everything.</summary>
    private const int MostVersions = 1000;

    /// <summary>Whether what is said of a version is a change, too: a feed shows it.</summary>
    public static bool HasDetails(RepositoryRecord repository) => repository.Details.Type == RepositoryTypes.NuGet;

    /// <summary>Writes down a change that has happened.</summary>
    /// <param name="work">What has changed.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public async Task AppendAsync(PendingViewUpdate work, CancellationToken cancellation)
    {
        if (await objects.RepositoryAsync(work.Address, cancellation).ConfigureAwait(false) is { Value.Deleted: false } repository
            && repository.Value.RepositoryId == work.RepositoryId)
        {
            var versions = work is { Package: { } package, PackageId: { } packageId }
                ? new[]
                {
                    new ChangedVersion(
                        package, work.Version is { } version ? Keys.Version(work.RepositoryId, packageId, version) : null),
                }
                : null;
            await AppendAsync(work.RepositoryId, release: null, versions, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Writes down a release that is open.</summary>
    public async Task AppendAsync(string release, IEnumerable<VersionPlace> places, CancellationToken cancellation)
    {
        foreach (var repository in places.GroupBy(place => place.RepositoryId))
        {
            var versions = repository.Select(place => new ChangedVersion(place.In.Package.Value.Name, place.Head.Key)).ToArray();
            await AppendAsync(repository.Key, release, versions.Length > MostVersions ? null : versions, cancellation)
                .ConfigureAwait(false);
        }
    }

    private async Task AppendAsync(
        string repositoryId, string? release, IReadOnlyList<ChangedVersion>? versions, CancellationToken cancellation)
    {
        var key = Keys.Changes(repositoryId);
        var entry = new ChangeEntry { Id = objects.NewId(), Release = release, Versions = versions };
        var retry = new WriteRetry(objects, $"'{key}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var old = await ReadAsync(objects, repositoryId, cancellation).ConfigureAwait(false);
            var next = await ShortenedAsync([.. old?.Value.Entries ?? [], entry], old?.Value.Open ?? [], cancellation)
                .ConfigureAwait(false);
            if (await objects.TryWriteAsync(key, old, next, RecordJson.Default.ChangeRecord, cancellation)
                .ConfigureAwait(false) is not null)
            {
                return;
            }
        }
    }

    private async Task<ChangeRecord> ShortenedAsync(
        List<ChangeEntry> entries, IReadOnlyList<ChangeEntry> open, CancellationToken cancellation)
    {
        var spare = 0;
        for (var versions = entries.Sum(Weight); spare < entries.Count - 1
            && (entries.Count - spare > MostEntries || versions > MostVersions); spare++)
        {
            versions -= Weight(entries[spare]);
        }

        if (spare == 0)
        {
            return new ChangeRecord { Entries = entries, Open = open };
        }

        var still = new List<ChangeEntry>();
        foreach (var release in open.Concat(entries.Take(spare)))
        {
            if (await IsOpenAsync(objects, release, cancellation).ConfigureAwait(false))
            {
                still.Add(release);
            }
        }

        return new ChangeRecord { Entries = entries.GetRange(spare, entries.Count - spare), Open = still };
    }

    /// <summary>What is written down. A record that is damaged says nothing, and is replaced by the next change.</summary>
    public static Task<Stored<ChangeRecord>?> ReadAsync(Objects objects, string repositoryId, CancellationToken cancellation) =>
        objects.ReadOrEmptyAsync(Keys.Changes(repositoryId), new ChangeRecord(), RecordJson.Default.ChangeRecord, cancellation);

    /// <summary>Whether a change is that of a release which may still become public.</summary>
    public static async Task<bool> IsOpenAsync(Objects objects, ChangeEntry entry, CancellationToken cancellation) =>
        entry.Release is { } release
            && await objects.ReadAsync(release, RecordJson.Default.ReleaseRecord, cancellation).ConfigureAwait(false)
                is { Value.State: ReleaseState.Open };

    private static int Weight(ChangeEntry entry) => entry.Versions?.Count ?? 1;
}
