using System.Diagnostics;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Artifacts;
using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Places;
using BintrayPush.Planning;
using BintrayPush.Push.Steps;
using BintrayPush.Report;
using BintrayPush.Retry;
using BintrayPush.Transfer;

namespace BintrayPush.Push;

/// <summary>
/// Carries out a plan: prepare, upload, verify, publish. Nothing becomes public unless every file of every version has arrived
/// intact, and running the same plan again does only what is missing.
/// </summary>
public sealed class PushRun
{
    private readonly Plan _plan;
    private readonly Destination _destination;
    private readonly PushLimits _limits;
    private readonly Retrying _retry;
    private readonly RetryingBintray _service;
    private readonly Action<string> _trace;
    private readonly Action<PushProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly IReadOnlyList<VersionPush> _versions;
    private readonly List<Problem> _problems = [];
    private readonly Dictionary<string, TimeSpan> _times = [];
    private readonly Dictionary<RepositoryAddress, RepositoryDetails> _repositories = [];

    private PushRun(
        Plan plan,
        Destination destination,
        PushLimits limits,
        Action<string> trace,
        Action<PushProgress>? progress,
        CancellationToken cancellation)
    {
        _plan = plan;
        _destination = destination;
        _limits = limits;
        _retry = new Retrying(limits.RetryCount, limits.Clock, trace);
        _service = new RetryingBintray(destination.Service, _retry);
        _trace = trace;
        _progress = progress;
        _cancellation = cancellation;
        _versions = [.. plan.Versions.Select(version => new VersionPush(version))];
    }

    private bool HasFailed => _problems.Any(problem => problem.Severity == Severity.Error);

    private IEnumerable<FilePush> Files => _versions.SelectMany(versionPush => versionPush.Files);

    /// <summary>Carries out a plan without telling how far it is.</summary>
    /// <inheritdoc cref="RunAsync(Plan, Destination, PushLimits, Action{string}, Action{PushProgress}?, CancellationToken)"/>
    public static Task<Receipt> RunAsync(
        Plan plan, Destination destination, PushLimits limits, Action<string> trace, CancellationToken cancellation) =>
        RunAsync(plan, destination, limits, trace, progress: null, cancellation);

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">A sound plan.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="limits">How hard it may work.</param>
    /// <param name="trace">Gets a line per step, for diagnostic logs; may be called from any thread.</param>
    /// <param name="progress">
    /// Is told how far the uploads are, as often as the limits say, from any thread; <see langword="null"/> if nobody wants to know.
    /// </param>
    /// <param name="cancellation">Ends the push; what has arrived stays unpublished and is found again by the next push.</param>
    /// <returns>What was done, truthfully, also when something failed or the push was cancelled.</returns>
    /// <exception cref="ArgumentException">The plan has an error.</exception>
    public static async Task<Receipt> RunAsync(
        Plan plan,
        Destination destination,
        PushLimits limits,
        Action<string> trace,
        Action<PushProgress>? progress,
        CancellationToken cancellation)
    {
        if (!plan.IsSound)
        {
            throw new ArgumentException("A plan with errors is not carried out.", nameof(plan));
        }

        var started = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limits.Clock.CancelAfter(end, limits.Whole);
        var push = new PushRun(plan, destination, limits, trace, progress, end.Token);
        var finished = await push.RunStepsAsync().ConfigureAwait(false);
        if (!finished && !cancellation.IsCancellationRequested)
        {
            push.Report(PushProblems.TookTooLong(limits.Whole));
        }

        return new Receipt
        {
            Destination = destination.Name,
            Place = push.Place(),
            Started = started,
            Duration = clock.Elapsed,
            Timings = limits.Timings
                ? new(push.TimeOf("prepare"), push.TimeOf("upload"), push.TimeOf("verify"), push.TimeOf("sign"), push.TimeOf("publish"))
                : null,
            Complete = finished && !push.HasFailed,
            Files = InOrder(
                plan.Settings.Artifacts,
                [
                    .. push.Files.Select(
                        filePush => filePush.ToPushedFile(destination, push.DetailsOf(filePush.File.Version.Repository))),
                    .. plan.Skipped.Select(skipped => new PushedFile
                    {
                        Artifact = skipped.Artifact,
                        Coordinates = skipped.Coordinates,
                        Outcome = Outcome.Skipped,
                        Size = skipped.Artifact.Size,
                    }),
                ]),
            Problems = [.. plan.Problems, .. push._problems.Distinct()],
        };
    }

    private static IReadOnlyList<PushedFile> InOrder(IReadOnlyList<Artifact> artifacts, IEnumerable<PushedFile> files)
    {
        var places = new Dictionary<Artifact, int>();
        for (var i = artifacts.Count - 1; i >= 0; i--)
        {
            places[artifacts[i]] = i;
        }

        return [.. files.OrderBy(file => places[file.Artifact])];
    }

    /// <returns>Whether it came to the end; false when it was cancelled.</returns>
    private async Task<bool> RunStepsAsync()
    {
        try
        {
            await TimeAsync("prepare", PrepareAsync).ConfigureAwait(false);
            if (!HasFailed)
            {
                await TimeAsync("upload", UploadAsync).ConfigureAwait(false);
                await TimeAsync("verify", VerifyAsync).ConfigureAwait(false);
            }

            if (!HasFailed && _plan.Settings.Signing is { } signing)
            {
                await TimeAsync("sign", () => SignAsync(signing)).ConfigureAwait(false);
            }

            if (!HasFailed)
            {
                await TimeAsync("publish", _plan.Settings.Publish ? PublishAsync : () => Task.CompletedTask).ConfigureAwait(false);
                await TimeAsync("publish", AddExtrasAsync).ConfigureAwait(false);
            }

            if (HasFailed && _plan.Settings.OnFailure == OnFailure.Discard)
            {
                await DropAsync().ConfigureAwait(false);
            }

            return true;
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task TimeAsync(string step, Func<Task> work)
    {
        var begun = _limits.Clock.Elapsed();
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            _times[step] = TimeOf(step) + _limits.Clock.Elapsed() - begun;
        }
    }

    private TimeSpan TimeOf(string step) => _times.TryGetValue(step, out var time) ? time : TimeSpan.Zero;

    /// <summary>Every repository, then every package, then every version (semantics reference 3.4); all refusals are reported.</summary>
    private async Task PrepareAsync()
    {
        using var prefetched = PrefetchedAnswers.Begin(
            _service, _versions.Select(versionPush => versionPush.Address), _limits.MaxParallelUploads, _cancellation);
        var preparation = new Preparation(_service, prefetched, _plan.Settings, ChangeAsync, _problems.Add, _cancellation);
        (await new Objections(_destination.Service as IServiceTerms, prefetched, _plan, _cancellation).FindAsync().ConfigureAwait(false))
            .ForEach(problem => Report(problem));
        if (HasFailed)
        {
            return;
        }

        foreach (var repository in _versions.GroupBy(versionPush => versionPush.Address.Repository))
        {
            var (details, problem) = await preparation.PrepareAsync(repository.Key).ConfigureAwait(false);
            _repositories[repository.Key] = details;
            if (!Report(problem))
            {
                continue;
            }

            foreach (var package in repository.GroupBy(versionPush => versionPush.Address.Package))
            {
                if (!Report(await preparation.PrepareAsync(package.Key).ConfigureAwait(false)))
                {
                    continue;
                }

                foreach (var versionPush in package)
                {
                    if (Report(await preparation.PrepareAsync(versionPush.Address).ConfigureAwait(false)))
                    {
                        // What another push brings meanwhile to a version that was not there is met as a conflict.
                        await ListAsync(versionPush, prefetched.ListingAsync(versionPush.Address)).ConfigureAwait(false);
                    }
                }
            }
        }
    }

    private Task ChangeAsync(string words, Func<Task> carryOut)
    {
        _trace(words);
        return carryOut();
    }

    private Task UploadAsync() =>
        UploadAsync([.. _versions.SelectMany(versionPush => versionPush.Files.Select(filePush => (filePush, versionPush.Known!)))]);

    /// <summary>Problems are reported in the order of the files.</summary>
    private async Task UploadAsync(IReadOnlyList<(FilePush FilePush, KnownFiles Known)> filePushes)
    {
        var queue = new UploadQueue(
            _service,
            _destination.Service as IBundleUploads,
            new ContentCheck(_service, _retry, _plan.Settings.IsReproducible, _trace, _cancellation),
            _retry,
            _limits,
            _trace,
            _progress,
            _cancellation);
        var problems = await queue.RunAsync(filePushes).ConfigureAwait(false);
        for (var i = 0; i < problems.Count; i++)
        {
            Report(problems[i] is null ? null : SymbolPackages.Explain(filePushes[i].FilePush, Files) ?? problems[i]);
        }

        _cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>
    /// The service's own listing is the proof. What is not there as it was sent is sent once more, and then proved again.
    /// </summary>
    private async Task VerifyAsync()
    {
        var faulty = await FindFaultyAsync(_versions).ConfigureAwait(false);
        if (faulty.Count == 0)
        {
            return;
        }

        foreach (var (_, filePush, fault) in faulty)
        {
            _trace($"{filePush.File.Address} did not arrive intact: {fault}; sending it again");
        }

        await UploadAsync([.. faulty.Select(file => (file.FilePush, file.VersionPush.Known!))]).ConfigureAwait(false);
        faulty = await FindFaultyAsync([.. faulty.Select(file => file.VersionPush).Distinct()]).ConfigureAwait(false);
        foreach (var (_, filePush, fault) in faulty)
        {
            filePush.Failed();
            Report(TransferProblems.ArrivedDamaged(filePush.File, fault));
        }
    }

    /// <summary>A version to which nothing was sent has just been listed.</summary>
    private async Task<IReadOnlyList<(
        VersionPush VersionPush, FilePush FilePush, string Fault)>> FindFaultyAsync(IReadOnlyList<VersionPush> versions)
    {
        var faulty = new List<(VersionPush, FilePush, string)>();
        foreach (var versionPush in versions.Where(versionPush => versionPush.Files.Any(filePush => filePush.Sent)))
        {
            if (await ListAsync(versionPush).ConfigureAwait(false))
            {
                faulty.AddRange(versionPush.Files
                    .Where(filePush => filePush.Arrived)
                    .Select(filePush => (versionPush, filePush, Fault: ArrivalCheck.FaultOf(filePush, versionPush.Known!)))
                    .Where(file => file.Fault is not null)
                    .Select(file => (file.versionPush, file.filePush, file.Fault!)));
            }
        }

        return faulty;
    }

    /// <summary>
    /// Before the publish, so that the signatures are published too (semantics reference 6.4). What is public with its signature stays.
    /// </summary>
    private async Task SignAsync(Signing signing)
    {
        var signatures = new Signatures(_service, signing, _limits.Clock, _trace, _cancellation);
        foreach (var versionPush in _versions.Where(
            versionPush => versionPush.Files.Any(filePush => !filePush.Published || !Signatures.Covers(versionPush.Known!, filePush))))
        {
            var (signed, problem) = await signatures.AddAsync(
                versionPush.Address, versionPush.Files.Sum(filePush => Math.Max(1, filePush.Placed.Count))).ConfigureAwait(false);
            versionPush.HasNewSignatures = signed;
            Report(problem);
            if (signed)
            {
                await ListAsync(versionPush).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What files say of themselves: now if they are public, else as soon as somebody publishes them.</summary>
    private Task AddExtrasAsync() =>
        new FileMetadata(_service, _plan.Settings.StampService, _trace, _cancellation)
            .AddAsync(_versions, _destination.Service as IPendingMetadata, problem => Report(problem));

    private async Task DropAsync()
    {
        var leftovers = new Leftovers(_service, _plan.Settings.Signing is not null, _trace, _cancellation);
        foreach (var versionPush in _versions)
        {
            Report(await leftovers.DropAsync(versionPush).ConfigureAwait(false));
        }
    }

    /// <summary>
    /// Only versions with something that is not public yet. What points to other versions waits until all of those are public.
    /// </summary>
    private async Task PublishAsync()
    {
        var publishing = new Publishing(_service, _retry, _limits, _trace, _cancellation);
        foreach (var group in PublishOrder.Of([.. _versions.Where(versionPush => versionPush.NeedsPublish)]).TakeWhile(_ => !HasFailed))
        {
            foreach (var versionPush in group)
            {
                Report(await publishing.RunAsync(versionPush).ConfigureAwait(false));
                _cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private RepositoryDetails DetailsOf(RepositoryAddress repository) =>
        _repositories.TryGetValue(repository, out var details) ? details : new RepositoryDetails();

    private string Place()
    {
        var repositories = _versions.Select(versionPush => versionPush.Address.Repository).Distinct().ToList();
        return (repositories.Count == 1 ? _destination.LocateRepository(repositories[0], DetailsOf(repositories[0])) : null)
            ?? _destination.Name;
    }

    private Task<bool> ListAsync(VersionPush versionPush) =>
        ListAsync(versionPush, _service.ListFilesAsync(versionPush.Address, includeUnpublished: true, _cancellation));

    private async Task<bool> ListAsync(VersionPush versionPush, Task<FileListing> listing)
    {
        try
        {
            versionPush.Known = new KnownFiles(await listing.ConfigureAwait(false));
            foreach (var filePush in versionPush.Files)
            {
                filePush.MarkListed(versionPush.Known);
            }

            return true;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return Report(PushProblems.ListingRefused(versionPush.Address, cause));
        }
    }

    /// <returns>Whether the step may go on: there is no problem, or only a warning.</returns>
    private bool Report(Problem? problem)
    {
        problem = problem?.Judged(_plan.Settings.IsError);
        if (problem is not null)
        {
            _problems.Add(problem);
        }

        return problem?.Severity != Severity.Error;
    }
}
