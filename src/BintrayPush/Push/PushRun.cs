using System.Diagnostics;
using BintrayPush.Artifacts;
using BintrayPush.Destinations;
using BintrayPush.Planning;
using BintrayPush.Push.Steps;
using BintrayPush.Report;
using BintrayPush.Transfer;

namespace BintrayPush.Push;

/// <summary>
/// Carries out a plan: prepare, upload, verify, publish. Nothing becomes public unless every file of every version has arrived
/// intact, and running the same plan again does only what is missing.
/// </summary>
public sealed class PushRun
{
    private static readonly IReadOnlyList<IPushStep> Steps =
    [
        new PrepareStep(),
        new UploadStep(),
        new ChecksumsStep(),
        new CheckStep(),
        new SignStep(),
        new PublishStep(),
        new FileMetadataStep(),
        new StaticFeedStep(),
        new StageStep(),
        new DiscardStep(),
    ];

    private readonly PushSession _session;
    private readonly Dictionary<string, TimeSpan> _times = [];

    private PushRun(PushSession session) => _session = session;

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">A sound plan.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="cancellation">Ends the push; what has arrived stays unpublished and is found again by the next push.</param>
    /// <returns>What was done, truthfully, also when something failed or the push was cancelled.</returns>
    /// <exception cref="ArgumentException">The plan has an error.</exception>
    public static async Task<Receipt> RunAsync(
        Plan plan, Destination destination, RunOptions options, CancellationToken cancellation)
    {
        if (!plan.IsSound)
        {
            throw new ArgumentException("A plan with errors is not carried out.", nameof(plan));
        }

        var started = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var limits = options.Limits;
        limits.Clock.CancelAfter(end, limits.Whole);
        var push = new PushRun(new PushSession(plan, destination, options, end.Token));
        var finished = await push.RunStepsAsync().ConfigureAwait(false);
        if (!finished && !cancellation.IsCancellationRequested)
        {
            push._session.Report(PushProblems.TookTooLong(limits.Whole));
        }

        return push.Receipt(started, clock.Elapsed, finished) with { Cancelled = !finished && cancellation.IsCancellationRequested };
    }

    /// <returns>Whether it came to the end; false when it was cancelled.</returns>
    private async Task<bool> RunStepsAsync()
    {
        try
        {
            foreach (var step in Steps)
            {
                if (step.IsDue(_session))
                {
                    await TimeAsync(step).ConfigureAwait(false);
                }
            }

            return true;
        }
        catch (OperationCanceledException) when (_session.Cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task TimeAsync(IPushStep step)
    {
        var clock = _session.Limits.Clock;
        var begun = clock.Elapsed();
        _session.Step = step.Name;
        try
        {
            await step.RunAsync(_session).ConfigureAwait(false);
        }
        finally
        {
            _times[step.Name] = TimeOf(step.Name) + clock.Elapsed() - begun;
        }
    }

    private TimeSpan TimeOf(string step) => _times.TryGetValue(step, out var time) ? time : TimeSpan.Zero;

    private Receipt Receipt(DateTimeOffset started, TimeSpan duration, bool finished) => new()
    {
        Destination = _session.Destination.Name,
        Place = Place(),
        Started = started,
        Duration = duration,
        Timings = _session.Limits.Timings
            ? new(TimeOf("prepare"), TimeOf("upload"), TimeOf("verify"), TimeOf("sign"), TimeOf("publish"))
            : null,
        Complete = finished && !_session.HasFailed,
        Leg = _session.Settings.Leg is { } order
            ? new PushedLeg(
                _session.ReleaseOf(order).Subject, order.Release.Name, order.Leg.Name,
                _session.Staged is { } staged ? [.. staged.Legs.Select(leg => leg.Name.Name)] : [])
            {
                StaticFeed = _session.Settings.StaticFeed,
                StagedFeeds = StagedFeeds.Of(_session, order),
            }
            : null,
        Files = InOrder(
            _session.Settings.Artifacts,
            [
                .. _session.Files.Select(
                    file => file.ToPushedFile(_session.Destination, _session.DetailsOf(file.File.Version.Repository))),
                .. _session.Plan.Skipped.Select(skipped => new PushedFile
                {
                    Artifact = skipped.Artifact,
                    Coordinates = skipped.Coordinates,
                    Outcome = Outcome.Skipped,
                    Size = skipped.Artifact.Size,
                }),
            ]),
        Feeds = _session.Feeds,
        Problems = _session.Problems,
    };

    private static IReadOnlyList<PushedFile> InOrder(IReadOnlyList<Artifact> artifacts, IEnumerable<PushedFile> files)
    {
        var places = new Dictionary<Artifact, int>();
        for (var i = artifacts.Count - 1; i >= 0; i--)
        {
            places[artifacts[i]] = i;
        }

        // What the push makes itself comes last.
        return [.. files.OrderBy(file => places.TryGetValue(file.Artifact, out var place) ? place : int.MaxValue)];
    }

    private string Place()
    {
        var repositories = _session.Versions.Select(version => version.Address.Repository).Distinct().ToList();
        return (repositories.Count == 1
            ? _session.Destination.LocateRepository(repositories[0], _session.DetailsOf(repositories[0]))
            : null) ?? _session.Destination.Name;
    }
}
