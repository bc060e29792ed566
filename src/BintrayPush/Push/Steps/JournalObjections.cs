using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Planning;
using BintrayPush.Report;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Where a journal says that a release was cut off in the middle of its publishes, this push must be the same release: it finishes it.
/// Found out before anything is sent, since that would take the place of what waits.
/// </summary>
/// <param name="session">The push.</param>
/// <param name="prefetched">Knows what there is.</param>
internal sealed class JournalObjections(PushSession session, PrefetchedAnswers prefetched)
{
    /// <exception cref="BintrayException">The service could not be asked.</exception>
    /// <exception cref="ContentReadException">A file cannot be read.</exception>
    public async Task<Problem?> FindAsync(string file)
    {
        var (journal, fault) = JournalFile.Read(file);
        if (journal is null)
        {
            return fault;
        }

        if (journal.Destination != session.Destination.Name)
        {
            return ReportProblems.JournalOfOtherPlace(file, journal, session.Destination.Name);
        }

        var known = new Dictionary<VersionAddress, KnownFiles>();
        foreach (var version in session.Versions)
        {
            known[version.Address] = new KnownFiles(await prefetched.ListingAsync(version.Address).ConfigureAwait(false));
        }

        // It may have become public when nobody could write that down any more.
        journal = journal with
        {
            Versions = [.. journal.Versions.Select(version => version with { Published = version.Published || IsPublic(version, known) })],
        };
        if (!journal.Versions.Any(version => version.Published))
        {
            // Nothing of it ever became public: whatever is pushed now need not be the same.
            return null;
        }

        session.Journal = journal;
        var changes = await ChangesAsync(journal, known).ConfigureAwait(false);
        return changes.Count == 0 ? null : ReportProblems.ReleaseChanged(file, journal, changes);
    }

    private static bool IsPublic(JournalVersion version, Dictionary<VersionAddress, KnownFiles> known) =>
        version.Files.Count > 0 && known.TryGetValue(version.Version, out var files) && version.Files.All(file => file.IsPublished(files));

    private async Task<IReadOnlyList<string>> ChangesAsync(ReleaseJournal journal, Dictionary<VersionAddress, KnownFiles> known)
    {
        var old = new HashSet<VersionAddress>(journal.Versions.Select(version => version.Version));
        var changes = session.Versions.Where(version => !old.Contains(version.Address) && !known[version.Address].HasPublished)
            .Select(version => $"version {version.Address} is new").ToList();
        foreach (var version in journal.Versions)
        {
            if (session.Versions.FirstOrDefault(one => one.Address.Equals(version.Version)) is not { } now)
            {
                changes.Add($"version {version.Version} is missing");
            }
            else if (!version.Published)
            {
                changes.AddRange(await ChangesAsync(now, version, known[now.Address]).ConfigureAwait(false));
            }
        }

        return changes;
    }

    private async Task<IEnumerable<string>> ChangesAsync(VersionPush version, JournalVersion old, KnownFiles known)
    {
        // The checksums are made later, of all others.
        var made = new HashSet<RepositoryPath>(version.Checksums.Select(file => file.File.Path));
        var before = old.Files.Where(file => !made.Contains(file.Path)).GroupBy(file => file.Path)
            .ToDictionary(same => same.Key, same => same.Last().Content.Sha256);
        var now = new Dictionary<RepositoryPath, string>();
        foreach (var file in version.Artifacts)
        {
            foreach (var placed in await PlacedAsync(file.File, known).ConfigureAwait(false))
            {
                now[placed.Path] = placed.Content.Sha256;
            }
        }

        return
        [
            .. before.Keys.Where(path => !now.ContainsKey(path)).Select(path => $"{path} is missing"),
            .. now.Keys.Where(path => !before.ContainsKey(path)).Select(path => $"{path} is new"),
            .. now.Where(file => before.TryGetValue(file.Key, out var sha256) && sha256 != file.Value)
                .Select(file => $"{file.Key} has other bytes"),
        ];
    }

    /// <summary>What the service is to hold of a file; what it holds already counts, where it is the same in other bytes.</summary>
    private async Task<IReadOnlyList<PlacedContent>> PlacedAsync(PlannedFile file, KnownFiles known) =>
        await session.Check.JudgeAsync(file, known).ConfigureAwait(false) switch
        {
            Verdict.Found found => found.Placed,
            Verdict.Missing { Unpacked: { } unpacked } => unpacked,
            _ when file.Explode => [],
            _ => [new(file.Path, await LocalFile.HashAsync(file.Artifact.ContentPath, withSha1: false, session.Cancellation)
                .ConfigureAwait(false))],
        };
}
