using System.Diagnostics;
using BintrayPush.Api;
using BintrayPush.Artifacts;
using BintrayPush.Planning;

namespace BintrayPush.Pushing;

/// <summary>
/// Carries out a plan: prepare, upload, verify, publish. Nothing becomes public unless every file of every version has arrived
/// intact, and running the same plan again does only what is missing.
/// </summary>
public sealed class Push
{
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(10);

    private readonly Plan _plan;
    private readonly Destination _destination;
    private readonly PushLimits _limits;
    private readonly Action<string> _trace;
    private readonly CancellationToken _cancellation;
    private readonly IReadOnlyList<Shipment> _shipments;
    private readonly List<Problem> _problems = [];
    private readonly Dictionary<RepositoryAddress, RepositoryDetails> _repositories = [];

    private Push(Plan plan, Destination destination, PushLimits limits, Action<string> trace, CancellationToken cancellation)
    {
        _plan = plan;
        _destination = destination;
        _limits = limits;
        _trace = trace;
        _cancellation = cancellation;
        _shipments = [.. plan.Versions.Select(version => new Shipment(version))];
    }

    private bool HasFailed => _problems.Any(problem => problem.Severity == Severity.Error);

    private IEnumerable<Delivery> Deliveries => _shipments.SelectMany(shipment => shipment.Deliveries);

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">A sound plan.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="limits">How hard it may work.</param>
    /// <param name="trace">Gets a line per step, for diagnostic logs; may be called from any thread.</param>
    /// <param name="cancellation">Ends the push; what has arrived stays unpublished and is found again by the next push.</param>
    /// <returns>What was done, truthfully, also when something failed or the push was cancelled.</returns>
    /// <exception cref="ArgumentException">The plan has an error.</exception>
    public static async Task<Receipt> RunAsync(
        Plan plan, Destination destination, PushLimits limits, Action<string> trace, CancellationToken cancellation)
    {
        if (!plan.IsSound)
        {
            throw new ArgumentException("A plan with errors is not carried out.", nameof(plan));
        }

        var started = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        var push = new Push(plan, destination, limits, trace, cancellation);
        var finished = await push.RunStepsAsync().ConfigureAwait(false);
        return new Receipt
        {
            Destination = destination.Name,
            Place = push.Place(),
            Started = started,
            Duration = clock.Elapsed,
            Complete = finished && !push.HasFailed,
            Files = InOrder(
                plan.Request.Artifacts,
                [
                    .. push.Deliveries.Select(delivery => delivery.ToPushedFile(destination, push.DetailsOf(delivery.File.Version.Repository))),
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
            await PrepareAsync().ConfigureAwait(false);
            if (!HasFailed)
            {
                await UploadAsync().ConfigureAwait(false);
                await VerifyAsync().ConfigureAwait(false);
            }

            if (!HasFailed && _plan.Request.Signing is { } signing)
            {
                await SignAsync(signing).ConfigureAwait(false);
            }

            if (!HasFailed && _plan.Request.Publish)
            {
                await PublishAsync().ConfigureAwait(false);
                await AddExtrasAsync().ConfigureAwait(false);
            }

            return true;
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Every repository, then every package, then every version (semantics reference 3.4); all refusals are reported.</summary>
    private async Task PrepareAsync()
    {
        var preparation = new Preparation(_destination.Service, _plan.Request, ChangeAsync, _problems.Add, _cancellation);
        foreach (var repository in _shipments.GroupBy(shipment => shipment.Address.Repository))
        {
            var (details, problem) = await preparation.PrepareAsync(repository.Key).ConfigureAwait(false);
            _repositories[repository.Key] = details;
            if (!Report(problem))
            {
                continue;
            }

            foreach (var package in repository.GroupBy(shipment => shipment.Address.Package))
            {
                if (!Report(await preparation.PrepareAsync(package.Key).ConfigureAwait(false)))
                {
                    continue;
                }

                foreach (var shipment in package)
                {
                    if (Report((await preparation.PrepareAsync(shipment.Address).ConfigureAwait(false)).Problem))
                    {
                        await ListAsync(shipment).ConfigureAwait(false);
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

    /// <summary>Every file is tried; a failure of one does not stop the others. Problems are reported in the order of the files.</summary>
    private async Task UploadAsync()
    {
        using var places = new SemaphoreSlim(_limits.MaxParallelUploads);
        var uploads = _shipments
            .SelectMany(shipment => shipment.Deliveries.Select(delivery => UploadOneAsync(shipment, delivery, places)))
            .ToList();
        try
        {
            await Task.WhenAll(uploads).ConfigureAwait(false);
        }
        finally
        {
            foreach (var upload in uploads.Where(upload => upload.Status == TaskStatus.RanToCompletion))
            {
                Report(await upload.ConfigureAwait(false));
            }
        }
    }

    private async Task<Problem?> UploadOneAsync(Shipment shipment, Delivery delivery, SemaphoreSlim places)
    {
        await places.WaitAsync(_cancellation).ConfigureAwait(false);
        try
        {
            return await new Upload(_destination.Service, _trace, _cancellation).RunAsync(delivery, shipment.Known!).ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>The service's own listing is the proof. A version to which nothing was sent has just been listed.</summary>
    private async Task VerifyAsync()
    {
        foreach (var shipment in _shipments.Where(shipment => shipment.Deliveries.Any(delivery => delivery.Sent)))
        {
            if (!await ListAsync(shipment).ConfigureAwait(false))
            {
                continue;
            }

            foreach (var delivery in shipment.Deliveries.Where(delivery => delivery.Arrived))
            {
                if (Verification.FaultOf(delivery, shipment.Known!) is { } fault)
                {
                    delivery.Failed();
                    Report(Problems.ArrivedDamaged(delivery.File, fault));
                }
            }
        }
    }

    /// <summary>Before the publish, so that the signatures are published too (semantics reference 6.4). What is public with its signature stays.</summary>
    private async Task SignAsync(Signing signing)
    {
        var signatures = new Signatures(_destination.Service, signing, _trace, _cancellation);
        foreach (var shipment in _shipments.Where(shipment => shipment.Deliveries.Any(delivery => !delivery.Published || !Signatures.Covers(shipment.Known!, delivery))))
        {
            var (signed, problem) = await signatures.AddAsync(shipment.Address, shipment.Deliveries.Sum(delivery => Math.Max(1, delivery.Placed.Count))).ConfigureAwait(false);
            shipment.HasNewSignatures = signed;
            Report(problem);
            if (signed)
            {
                await ListAsync(shipment).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What a service says of a file only once it is public.</summary>
    private async Task AddExtrasAsync()
    {
        var extras = new FileExtras(_destination.Service, _trace, _cancellation);
        foreach (var shipment in _shipments)
        {
            foreach (var delivery in shipment.Deliveries.Where(delivery => delivery.Published))
            {
                Report(await extras.AddAsync(delivery, shipment.Known!).ConfigureAwait(false));
            }
        }
    }

    /// <summary>One call per version, and only for versions with something that is not public yet.</summary>
    private async Task PublishAsync()
    {
        foreach (var shipment in _shipments.Where(shipment => shipment.HasNewSignatures || shipment.Deliveries.Any(delivery => !delivery.Published)))
        {
            try
            {
                _trace($"publishing {shipment.Address}");
                var answer = await _destination.Service.PublishAsync(shipment.Address, new PublishRequest { Expected = shipment.Expected }, _cancellation).ConfigureAwait(false);
                shipment.WasPublished();
                if (answer.Warning is { } warning)
                {
                    Report(Problems.ServiceWarns(shipment.Address.ToString(), warning));
                }
            }
            catch (Exception cause) when (Failure.IsExpected(cause) || cause is OperationCanceledException)
            {
                // The answer may be lost and the work done: the receipt must not claim that nothing is public.
                if (await IsPublicAsync(shipment).ConfigureAwait(false))
                {
                    shipment.WasPublished();
                }
                else if (cause is not OperationCanceledException)
                {
                    Report(Problems.PublishRefused(shipment.Address, cause));
                }

                _cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Looks once, also after a cancellation, but then not for long.</summary>
    private async Task<bool> IsPublicAsync(Shipment shipment)
    {
        using var limit = new CancellationTokenSource(LastLook);
        try
        {
            var known = new KnownFiles(await _destination.Service.ListFilesAsync(shipment.Address, includeUnpublished: false, limit.Token).ConfigureAwait(false));
            return shipment.Deliveries.All(delivery => delivery.Placed.Count > 0 && delivery.Placed.All(placed => placed.IsPublished(known)));
        }
        catch (Exception cause) when (Failure.IsExpected(cause) || cause is OperationCanceledException)
        {
            return false;
        }
    }

    private RepositoryDetails DetailsOf(RepositoryAddress repository) =>
        _repositories.TryGetValue(repository, out var details) ? details : new RepositoryDetails();

    private string Place()
    {
        var repositories = _shipments.Select(shipment => shipment.Address.Repository).Distinct().ToList();
        return (repositories.Count == 1 ? _destination.LocateRepository(repositories[0], DetailsOf(repositories[0])) : null) ?? _destination.Name;
    }

    private async Task<bool> ListAsync(Shipment shipment)
    {
        try
        {
            shipment.Known = new KnownFiles(
                await _destination.Service.ListFilesAsync(shipment.Address, includeUnpublished: true, _cancellation).ConfigureAwait(false));
            return true;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return Report(Problems.ListingRefused(shipment.Address, cause));
        }
    }

    /// <returns>Whether the step may go on: there is no problem, or only a warning.</returns>
    private bool Report(Problem? problem)
    {
        if (problem is not null)
        {
            _problems.Add(problem);
        }

        return problem?.Severity != Severity.Error;
    }

    /// <summary>The deliveries of one version, and what the service last said it holds of it.</summary>
    private sealed class Shipment(PlannedVersion version)
    {
        public VersionAddress Address => version.Address;

        public IReadOnlyList<Delivery> Deliveries { get; } = [.. version.Files.Select(file => new Delivery(file))];

        public KnownFiles? Known { get; set; }

        public bool HasNewSignatures { get; set; }

        /// <summary>
        /// Exactly what is to become public: what was delivered, with its signatures. <see langword="null"/>, for whatever is pending,
        /// where only the service knows what an archive became.
        /// </summary>
        public IReadOnlyList<ExpectedFile>? Expected
        {
            get
            {
                if (Deliveries.Any(delivery => delivery.Placed.Count == 0))
                {
                    return null;
                }

                // Two archives may hold the same file.
                var files = Deliveries.SelectMany(delivery => delivery.Placed)
                    .GroupBy(placed => placed.Path)
                    .Select(same => new ExpectedFile(same.Key, same.Last().Content.Sha256))
                    .ToList();
                return HasNewSignatures ? [.. files, .. Signatures.Waiting(Known!, files)] : files;
            }
        }

        public void WasPublished()
        {
            foreach (var delivery in Deliveries)
            {
                delivery.WasPublished();
            }
        }
    }
}
