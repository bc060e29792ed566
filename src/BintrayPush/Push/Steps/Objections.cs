using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Planning;

namespace BintrayPush.Push.Steps;

/// <summary>
/// What stands against a plan as a whole, found out before the first write: by a dry run and by the push itself, so that a plan that is
/// called good is one that can be carried out.
/// </summary>
/// <param name="session">The push.</param>
/// <param name="prefetched">Knows what there is.</param>
internal sealed class Objections(PushSession session, PrefetchedAnswers prefetched)
{
    private PushSettings Settings => session.Settings;

    public async Task<List<Problem>> FindAsync()
    {
        var problems = new List<Problem>();
        foreach (var package in session.Plan.Versions.Select(version => version.Address.Package).Distinct())
        {
            if (await LicencesAsync(package).ConfigureAwait(false) is { } problem)
            {
                problems.Add(problem);
            }
        }

        // The capabilities are known now: the service has answered.
        problems.AddRange(await new SigningObjections(session).FindAsync().ConfigureAwait(false));

        problems.AddRange(await new StaticFeedObjections(session, prefetched).FindAsync().ConfigureAwait(false));
        if (Settings.Leg is { } leg)
        {
            problems.AddRange(await new LegObjections(session, leg, prefetched).FindAsync().ConfigureAwait(false));
        }

        if (session.JournalFile is { } journal && File.Exists(journal) && await JournalAsync(journal).ConfigureAwait(false) is { } other)
        {
            problems.Add(other);
        }

        foreach (var repository in session.Plan.Versions.GroupBy(version => version.Address.Repository))
        {
            problems.AddRange(await CollisionsAsync([.. repository.SelectMany(version => version.Files)]).ConfigureAwait(false));
        }

        return problems;
    }

    /// <summary>Whether a package that is yet to be made lacks what a service may demand of one that everybody can see.</summary>
    private async Task<Problem?> LicencesAsync(PackageAddress package)
    {
        var details = Settings.Describe(package).Details;
        var missing = new[]
        {
            (Name: Setting.Licenses, IsMissing: details.Licenses is not { Count: > 0 }),
            (Name: Setting.VcsUrl, IsMissing: string.IsNullOrWhiteSpace(details.VcsUrl)),
        }.Where(field => field.IsMissing).Select(field => field.Name).ToList();
        try
        {
            var repository = await prefetched.RepositoryAsync(package.Repository).ConfigureAwait(false);
            var isNew = await prefetched.PackageAsync(package).ConfigureAwait(false) is null;
            if (missing.Count == 0 || !isNew || (repository?.Details ?? Settings.Repository?.Details)?.Private == true)
            {
                return null;
            }
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            // The preparation meets it too, and says it.
            return null;
        }

        return session.Service.Capabilities.DemandsLicences == true ? StepProblems.LicencesDemanded(package, missing) : null;
    }

    private async Task<Problem?> JournalAsync(string file)
    {
        try
        {
            return await new JournalObjections(session, prefetched).FindAsync(file).ConfigureAwait(false);
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            // The preparation or the upload meets it too, and says it.
            return null;
        }
    }

    /// <summary>Files that a service unpacks to places where other files of the same push go: one of them would be lost.</summary>
    private async Task<IReadOnlyList<Problem>> CollisionsAsync(IReadOnlyList<PlannedFile> files)
    {
        if (files.Count < 2 || !files.Any(file => file.Explode))
        {
            return [];
        }

        var taken = new Dictionary<string, (PlannedFile File, string? Sha256)>(StringComparer.OrdinalIgnoreCase);
        var problems = new List<Problem>();
        foreach (var file in files.OrderBy(file => file.Explode))
        {
            foreach (var (path, sha256) in await PlacesAsync(file).ConfigureAwait(false))
            {
                if (!taken.TryGetValue(path.Value, out var other))
                {
                    taken.Add(path.Value, (file, sha256));
                }
                else if (other.Sha256 is null || other.Sha256 != sha256 || !other.File.Version.Equals(file.Version))
                {
                    problems.Add(StepProblems.UnpackedTwice(new FileAddress(file.Version.Repository, path), other.File, file));
                }
            }
        }

        return problems;
    }

    private async Task<IEnumerable<(RepositoryPath Path, string? Sha256)>> PlacesAsync(PlannedFile file)
    {
        if (!file.Explode)
        {
            return [(file.Path, null)];
        }

        try
        {
            return (await ArchiveContents.ReadAsync(
                file.Artifact.ContentPath, file.Folder, session.Cancellation).ConfigureAwait(false) ?? [])
                .Select(placed => (placed.Path, (string?)placed.Content.Sha256));
        }
        catch (ContentReadException)
        {
            // The upload reports it.
            return [];
        }
    }
}
