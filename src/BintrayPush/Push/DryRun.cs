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
    public static Task<DryRunReport> RunAsync(Plan plan, Destination destination, PushLimits limits, CancellationToken cancellation) =>
        RunAsync(plan, destination, new RunOptions { Limits = limits }, cancellation);

    /// <inheritdoc cref="RunAsync(Plan, Destination, PushLimits, CancellationToken)"/>
    /// <param name="plan">A sound plan.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="options">How the push would be run.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<DryRunReport> RunAsync(Plan plan, Destination destination, RunOptions options, CancellationToken cancellation)
    {
        if (!plan.IsSound)
        {
            throw new ArgumentException("A plan with errors is not carried out.", nameof(plan));
        }

        var session = new PushSession(plan, destination, options, cancellation);
        using var owners = new PathOwners(session);
        var dryRun = new DryRun(session, owners);
        await dryRun.AskAsync().ConfigureAwait(false);
        var files = dryRun._files.ToLookup(file => file.Artifact);
        var made = session.Versions.SelectMany(version => version.Checksums).Select(file => file.File.Artifact);
        return new DryRunReport
        {
            Destination = destination.Name,
            Asked = DateTimeOffset.UtcNow,
            Changes = dryRun._changes,
            Files = [.. plan.Settings.Artifacts.Concat(made).Distinct().SelectMany(artifact => files[artifact])],
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
        if (_session.Settings is { StaticFeed: not null, PublishesAtOnce: true })
        {
            _changes.AddRange(_session.Versions.Select(version => version.Address.Repository).Distinct()
                .Select(repository => $"bring the static feed of {repository} up to date"));
        }
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
            var found = new List<PlacedContent>();
            foreach (var file in version.Artifacts.Concat(version.Checksums).Select(file => file.File))
            {
                var intention = file.IsChecksums
                    ? IntentionOf(file, known, judged.All(other => IsThere(other.Intention)) ? found : null)
                    : await IntentionAsync(file, known, found).ConfigureAwait(false);
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

    private static bool IsThere(Intention intention) => intention is Intention.Same or Intention.Publish or Intention.Wait;

    /// <summary>
    /// What becomes of the checksums: if everything is there they can be compared. If anything is new, so are they.
    /// </summary>
    private Intention IntentionOf(PlannedFile checksums, KnownFiles known, IReadOnlyList<PlacedContent>? named)
    {
        if (named is not null)
        {
            var text = ChecksumsText.Of(named);
            var placed = new PlacedContent(checksums.Path, ContentHashes.Of(text, text.Length));
            if (placed.IsPublished(known))
            {
                return Intention.Same;
            }

            if (known.Published(checksums.Path) is null && placed.IsPending(known))
            {
                return _session.Settings.PublishesAtOnce ? Intention.Publish : Intention.Wait;
            }
        }

        if (known.Published(checksums.Path) is not { } published || checksums.Override)
        {
            return known.Published(checksums.Path) is null ? Intention.Add : Intention.Replace;
        }

        _session.Report(ContentProblems.ChecksumsConflict(checksums, published));
        return Intention.Conflict;
    }

    private async Task<Intention> IntentionAsync(PlannedFile file, KnownFiles known, List<PlacedContent> there)
    {
        try
        {
            switch (await _session.Check.JudgeAsync(file, known).ConfigureAwait(false))
            {
                case Verdict.Found { Published: true } found:
                    there.AddRange(found.Placed);
                    return Intention.Same;
                case Verdict.Found found:
                    there.AddRange(found.Placed);
                    return _session.Settings.PublishesAtOnce ? Intention.Publish : Intention.Wait;
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
