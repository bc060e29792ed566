using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Planning;

namespace BintrayPush.Push.Steps;

/// <summary>
/// What stands against staging a leg, found out before the first write: the service would refuse it at the end, when everything was sent.
/// </summary>
internal sealed class LegObjections(PushSession session, LegOrder order, PrefetchedAnswers prefetched)
{
    /// <summary>What the archives of the push hold: each of their files may stand in another leg, too.</summary>
    private readonly Dictionary<PlannedFile, IReadOnlyList<PlacedContent>> _unpacked = [];

    private IEnumerable<PlannedFile> Files => session.Plan.Versions.SelectMany(version => version.Files);

    /// <summary>To be asked once the service has answered something: only then it is known what it can do.</summary>
    public async Task<IReadOnlyList<Problem>> FindAsync()
    {
        if (!session.Service.Capabilities.Legs)
        {
            return [ReleaseFailure.NotKept(session.Destination.Name)];
        }

        var problems = new List<Problem>();
        try
        {
            foreach (var archive in Files.Where(file => file.Explode))
            {
                if (await ArchiveContents.ReadAsync(archive.Artifact.ContentPath, archive.Folder, session.Cancellation)
                    .ConfigureAwait(false) is { } contents)
                {
                    _unpacked[archive] = contents;
                }
                else
                {
                    problems.Add(LegProblems.Unknowable(archive));
                }
            }

            await CompareAsync(problems).ConfigureAwait(false);
        }
        catch (ContentReadException)
        {
            // The upload reports it.
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            problems.Add(StepProblems.LegRefused(order, cause));
        }

        return problems;
    }

    private async Task CompareAsync(List<Problem> problems)
    {
        var release = session.ReleaseOf(order);
        if (await session.Service.Releases.GetReleaseAsync(release, session.Cancellation).ConfigureAwait(false) is not { } found)
        {
            return;
        }

        if (found.State != StagedState.Open)
        {
            session.IsLegPublished = await IsPublishedAsync(found).ConfigureAwait(false);
            problems.Add(session.IsLegPublished ? LegProblems.PublishedBefore(order) : StepProblems.ReleaseClosed(found));
            return;
        }

        foreach (var leg in found.Legs)
        {
            var manifest = await session.Service.Releases.GetLegAsync(release, leg.Name, session.Cancellation).ConfigureAwait(false);
            if (manifest is null)
            {
                continue;
            }

            if (leg.Name.Equals(order.Leg))
            {
                var lost = manifest.Versions.Select(version => version.Version.Package)
                    .Except(session.Plan.Versions.Select(version => version.Address.Package)).ToList();
                if (lost.Count > 0)
                {
                    problems.Add(StepProblems.PackagesLost(order, lost));
                }
                else if (order.IsUnnamed && LostOf(manifest) is { Count: > 0 } files)
                {
                    problems.Add(StepProblems.FilesLost(order, files));
                }
            }
            else
            {
                await CompareAsync(leg.Name, manifest, problems).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What stands in the leg and is not pushed again.</summary>
    private List<RepositoryPath> LostOf(LegManifest manifest)
    {
        var pushed = Files.SelectMany(
            file => PlacesOf(file).Select(place => (file.Version, Path: Folded(place.Path)))).ToHashSet();
        return
        [
            .. manifest.Versions.SelectMany(version => version.Files
                .Where(file => !pushed.Contains((version.Version, Folded(file.Path)))).Select(file => file.Path)),
        ];
    }

    /// <summary>
    /// Whether the leg is part of the sealed release, and public as it is here: a job that is run again has nothing to do and did nothing
    /// wrong.
    /// </summary>
    private async Task<bool> IsPublishedAsync(StagedRelease release)
    {
        if (release.State != StagedState.Sealed || !release.Legs.Any(leg => leg.Name.Equals(order.Leg)))
        {
            return false;
        }

        foreach (var version in session.Plan.Versions)
        {
            var known = new KnownFiles(await prefetched.ListingAsync(version.Address).ConfigureAwait(false));
            foreach (var file in version.Files)
            {
                if (!await IsPublishedAsync(file, known).ConfigureAwait(false))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private async Task<bool> IsPublishedAsync(PlannedFile file, KnownFiles known) => file.IsChecksums
        ? known.Published(file.Path)?.Sha256 == await Sha256OfChecksumsAsync(file).ConfigureAwait(false)
        : await session.Check.JudgeAsync(file, known).ConfigureAwait(false) is Verdict.Found { Published: true };

    /// <summary>Of files that are no archives only those are read that both legs have.</summary>
    private async Task CompareAsync(LegName other, LegManifest manifest, List<Problem> problems)
    {
        var theirs = new Dictionary<(RepositoryAddress, string), (VersionAddress Version, LegFile File)>();
        foreach (var (version, files) in manifest.Versions)
        {
            foreach (var file in files)
            {
                theirs[(version.Repository, Folded(file.Path))] = (version, file);
            }
        }

        foreach (var file in Files)
        {
            foreach (var (path, content) in PlacesOf(file))
            {
                if (theirs.TryGetValue((file.Version.Repository, Folded(path)), out var same)
                    && !(same.Version.Equals(file.Version) && same.File.Path.Equals(path)
                        && (await Sha256Async(file, content).ConfigureAwait(false) == same.File.Sha256
                            || await IsThereAsync(file, same.File).ConfigureAwait(false))))
                {
                    problems.Add(StepProblems.LegsDisagree(order, other, file, path));
                }
            }
        }
    }

    /// <summary>Where a file will be, and what will be there, if that is known.</summary>
    private IEnumerable<(RepositoryPath Path, ContentHashes? Content)> PlacesOf(PlannedFile file) =>
        !file.Explode ? [(file.Path, null)]
        : _unpacked.TryGetValue(file, out var contents) ? contents.Select(placed => (placed.Path, (ContentHashes?)placed.Content))
        : [];

    private async Task<string> Sha256Async(PlannedFile file, ContentHashes? content) =>
        file.IsChecksums ? await Sha256OfChecksumsAsync(file).ConfigureAwait(false)
        : (content ?? await LocalFile.HashAsync(file.Artifact.ContentPath, withSha1: false, session.Cancellation).ConfigureAwait(false))
            .Sha256;

    /// <summary>They are written when all else has arrived, and follow from what is pushed.</summary>
    private async Task<string> Sha256OfChecksumsAsync(PlannedFile checksums)
    {
        var named = new List<PlacedContent>();
        foreach (var file in Files.Where(file => !file.IsChecksums && file.Version.Equals(checksums.Version)))
        {
            foreach (var (path, content) in PlacesOf(file))
            {
                named.Add(new PlacedContent(path, content
                    ?? await LocalFile.HashAsync(file.Artifact.ContentPath, withSha1: false, session.Cancellation).ConfigureAwait(false)));
            }
        }

        return Hex.Sha256Of(ChecksumsText.Of(named));
    }

    /// <summary>
    /// Whether what the other leg has is what counts as this file: a package that is published already, and was packed again here, stays as
    /// it is.
    /// </summary>
    private async Task<bool> IsThereAsync(PlannedFile file, LegFile theirs)
    {
        if (file.Explode || file.IsChecksums)
        {
            return false;
        }

        var known = new KnownFiles(await prefetched.ListingAsync(file.Version).ConfigureAwait(false));
        return await session.Check.JudgeAsync(file, known).ConfigureAwait(false) is Verdict.Found { Placed: var there }
            && there.Any(placed => placed.Path.Equals(theirs.Path) && placed.Content.Sha256 == theirs.Sha256);
    }

    private static string Folded(RepositoryPath path) => path.Value.Normalize().ToUpperInvariant();
}
