using BintrayPush.Api.Content;
using BintrayPush.Api.Model;
using BintrayPush.Compare;
using BintrayPush.Destinations;
using BintrayPush.Messages;
using BintrayPush.Planning;
using BintrayPush.Push.Steps;
using BintrayPush.Report;
using BintrayPush.Retry;
using BintrayPush.Transfer;

namespace BintrayPush.Push;

/// <summary>A dry run: asks the service everything that the push would ask, in the same order, and changes nothing.</summary>
public sealed class DryRun
{
    private readonly PushSession _session;
    private readonly PathOwners _owners;
    private readonly List<string> _changes = [];
    private readonly List<DryRunFile> _files;

    private DryRun(PushSession session, PathOwners owners)
    {
        _session = session;
        _owners = owners;
        _files = [.. session.Plan.Skipped.Select(skipped => new DryRunFile(skipped.Artifact, skipped.Coordinates, Intention.Skip))];
    }

    /// <summary>Finds out what carrying out a plan would do.</summary>
    /// <param name="plan">A sound plan.</param>
    /// <param name="destination">Where to.</param>
    /// <exception cref="ArgumentException">The plan has an error.</exception>
    public static Task<DryRunReport> RunAsync(Plan plan, Destination destination, CancellationToken cancellation) =>
        RunAsync(plan, destination, new PushLimits(), cancellation);

    /// <summary>Finds out what carrying out a plan would do.</summary>
    /// <param name="plan">A sound plan.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="limits">How hard it may work.</param>
    /// <exception cref="ArgumentException">The plan has an error.</exception>
    public static async Task<DryRunReport> RunAsync(Plan plan, Destination destination, PushLimits limits, CancellationToken cancellation)
    {
        if (!plan.IsSound)
        {
            throw new ArgumentException("A plan with errors is not carried out.", nameof(plan));
        }

        var session = new PushSession(plan, destination, new RunOptions { Limits = limits }, cancellation);
        using var owners = new PathOwners(session);
        var dryRun = new DryRun(session, owners);
        await dryRun.AskAsync().ConfigureAwait(false);
        var files = dryRun._files.ToLookup(file => file.Artifact);
        return new DryRunReport
        {
            Destination = destination.Name,
            Asked = DateTimeOffset.UtcNow,
            Changes = dryRun._changes,
            Files = [.. plan.Settings.Artifacts.Distinct().SelectMany(artifact => files[artifact])],
            Problems = session.Problems,
        };
    }

    private async Task AskAsync()
    {
        using var prefetched = PrefetchedAnswers.Begin(_session);
        foreach (var objection in await new Objections(_session, prefetched).FindAsync().ConfigureAwait(false))
        {
            _session.Report(objection);
        }

        await new PreparationWalk(_session, new Preparation(_session, prefetched, NoteAsync)) { BeforePackage = _owners.AskAsync }
            .RunAsync(version => CompareAsync(version, prefetched.ListingAsync(version.Address))).ConfigureAwait(false);
    }

    private Task NoteAsync(string words, Func<Task> carryOut)
    {
        _ = carryOut;
        _changes.Add(words);
        return Task.CompletedTask;
    }

    private async Task CompareAsync(VersionPush version, Task<FileListing> listing)
    {
        try
        {
            var known = new KnownFiles(await listing.ConfigureAwait(false));
            var judged = new List<(PlannedFile File, Intention Intention, Task<RepositoryFile?> Owner)>();
            foreach (var file in version.Files.Select(file => file.File))
            {
                var intention = await IntentionAsync(file, known).ConfigureAwait(false);
                var owner = intention == Intention.Add && !file.Explode
                    ? _owners.OtherAsync(version.Address, file.Path)
                    : Task.FromResult<RepositoryFile?>(null);
                judged.Add((file, intention, owner));
            }

            await Task.WhenAll(judged.Select(file => file.Owner)).ConfigureAwait(false);
            foreach (var (file, intention, asked) in judged)
            {
                var owner = await asked.ConfigureAwait(false);
                _session.Report(owner is null ? null : PushProblems.PathTaken(file, owner));
                _files.Add(new DryRunFile(
                    file.Artifact,
                    new(version.Address.Repository.ToString(), version.Address.Package.Name, version.Address.Name, file.Path.Value),
                    owner is null ? intention : Intention.Conflict));
            }
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            _session.Report(StepProblems.ListingRefused(version.Address, cause));
        }
    }

    private async Task<Intention> IntentionAsync(PlannedFile file, KnownFiles known)
    {
        try
        {
            switch (await _session.Check.JudgeAsync(file, known).ConfigureAwait(false))
            {
                case Verdict.Found { Published: true }:
                    return Intention.Same;
                case Verdict.Found:
                    return _session.Settings.Publish ? Intention.Publish : Intention.Wait;
                case Verdict.Missing missing:
                    return missing.Replaces ? Intention.Replace : Intention.Add;
                case Verdict.Taken taken:
                    _session.Report(taken.Problem);
                    return Intention.Conflict;
                default:
                    throw new InvalidOperationException("There is no fourth verdict.");
            }
        }
        catch (ContentReadException cause)
        {
            _session.Report(TransferProblems.FileUnreadable(file, cause));
            return Intention.Conflict;
        }
    }
}
