using BintrayPush.Artifacts;
using BintrayPush.Messages;

namespace BintrayPush.Planning;

/// <summary>Makes a plan from a request: pure, no file and no service is touched.</summary>
public static class Planner
{
    /// <summary>Decides where every artifact goes and finds everything that is wrong with that, all at once.</summary>
    public static Plan Make(PushSettings settings)
    {
        var problems = new List<Problem>();
        var skipped = new List<SkippedArtifact>();
        var files = new List<PlannedFile>();
        foreach (var artifact in settings.Artifacts)
        {
            var coordinates = CoordinateRules.Resolve(artifact, settings);
            var missing = CoordinateRules.Missing(coordinates);
            if (missing.Count > 0)
            {
                skipped.Add(new SkippedArtifact(artifact, coordinates));
                problems.Add(PlanProblems.CoordinateMissing(artifact, missing));
                continue;
            }

            CheckFile(artifact, settings, problems);
            if (PlaceOf(artifact, coordinates, settings, problems) is { } file)
            {
                files.Add(file);
            }
        }

        files = WithoutRepeats(files);
        problems.AddRange(files.Select(file => file.Version).Distinct()
            .Select(version => settings.Describe(version.Package).ReleaseNotes?.FaultFor(version)).OfType<Problem>());
        var count = files.Count;
        files.AddRange(settings.Checksums?.PlannedFor(files, problems) ?? []);
        problems.AddRange(TargetsTaken(files));
        if (count > settings.MaxFiles && settings.MaxFiles != 0)
        {
            problems.Add(PlanProblems.TooManyFiles(count, settings.MaxFiles));
        }

        if (settings.Leg is not null
            && files.Select(file => file.Version.Repository.Subject).Distinct().ToList() is { Count: > 1 } subjects)
        {
            problems.Add(LegProblems.ManySubjects(subjects));
        }

        var sent = settings with
        {
            Package = BareUrls.Of(settings.Package, problems),
            Packages = settings.Packages.ToDictionary(
                package => package.Key, package => package.Value with { Details = BareUrls.Of(package.Value.Details, problems) }),
        };
        if (files.Count == 0 && problems.All(problem => problem.Severity != Severity.Error))
        {
            problems.Add(PlanProblems.NothingToPush(skipped.Count));
        }

        return new Plan
        {
            Settings = sent,
            Versions = [.. files.GroupBy(file => file.Version).Select(version => new PlannedVersion(version.Key, [.. version]))],
            Skipped = skipped,
            Problems = [.. problems.Select(problem => problem.Judged(settings.IsError)).Distinct()],
        };
    }

    private static void CheckFile(Artifact artifact, PushSettings settings, List<Problem> problems)
    {
        if (artifact.IsFolder)
        {
            problems.Add(PlanProblems.FolderGiven(artifact));
        }
        else if (artifact.OtherKind is { } kind)
        {
            problems.Add(PlanProblems.NotAFile(artifact, kind));
        }
        else if (artifact.Size is null)
        {
            problems.Add(PlanProblems.FileMissing(artifact));
        }
        else if (artifact.LeadsTo is { } target && !settings.FollowLinks)
        {
            problems.Add(PlanProblems.LinkLeadsOut(artifact, target));
        }
    }

    /// <summary>The checked place of an artifact, or nothing and an error for each name that is not legal.</summary>
    private static PlannedFile? PlaceOf(Artifact artifact, GivenCoordinates coordinates, PushSettings settings, List<Problem> problems)
    {
        var before = problems.Count;
        if (!RepositoryAddress.TryParse(coordinates.Repository!, out var repository, out var repositoryFault))
        {
            problems.Add(Illegal(Setting.Repo, repositoryFault, artifact, artifact.Own.Repository, settings));
        }

        // A slash at the end says that an archive is unpacked into this folder; of a file it is a mistake.
        var explode = artifact.Explode ?? settings.Explode;
        var intoFolder = explode && coordinates.Path!.EndsWith("/", StringComparison.Ordinal);
        if (!RepositoryPath.TryParse(intoFolder ? coordinates.Path!.TrimEnd('/') : coordinates.Path!, out var path, out var pathFault))
        {
            problems.Add(PlanProblems.ItemValueIllegal(Setting.Path, pathFault, artifact));
        }

        // The names below a repository are judged on their own, so that one wrong name does not hide the next.
        Check(PackageAddress.FaultInName(coordinates.Package!), Setting.Package, artifact.Own.Package);
        Check(VersionAddress.FaultInName(coordinates.Version!), Setting.Version, artifact.Own.Version);
        if (problems.Count > before)
        {
            return null;
        }

        var version = VersionAddress.Of(PackageAddress.Of(repository!, coordinates.Package!), coordinates.Version!);
        return new PlannedFile(artifact, version, path!, artifact.Override ?? settings.Override)
        {
            Explode = explode,
            IntoFolder = intoFolder,
        };

        void Check(string? fault, Setting name, string? own)
        {
            if (fault is not null)
            {
                problems.Add(Illegal(name, fault, artifact, own, settings));
            }
        }
    }

    private static Problem Illegal(Setting name, string fault, Artifact artifact, string? own, PushSettings settings) =>
        settings.UseArtifactProperties && !string.IsNullOrWhiteSpace(own)
            ? PlanProblems.ItemValueIllegal(name, fault, artifact)
            : PlanProblems.ProjectValueIllegal(name, fault);

    /// <summary>The same file named twice for the same place is one file: a pack output may also be listed by hand.</summary>
    private static List<PlannedFile> WithoutRepeats(List<PlannedFile> files) =>
        [.. files.GroupBy(file => (file.Artifact.LocalPath, file.Address, file.Version, file.Override, file.LeavesNoFile))
            .Select(same => same.First())];

    /// <summary>
    /// Two files for one path would overwrite each other in silence (semantics reference 5.4, 8.8). What an archive becomes is known only
    /// after a look into it (<see cref="BintrayPush.Push.Steps.Objections"/>); unpacked beside its path, it leaves that to others.
    /// </summary>
    private static IEnumerable<Problem> TargetsTaken(List<PlannedFile> files) =>
        from file in files
        group file by (file.Version.Repository, file.Path.Value.Normalize().ToUpperInvariant(), file.LeavesNoFile) into target
        where target.Count() > 1
        select PlanProblems.TargetTwice(target.First().Address, [.. target]);
}
