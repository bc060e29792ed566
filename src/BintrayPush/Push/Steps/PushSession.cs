using BintrayPush.Compare;
using BintrayPush.Destinations;
using BintrayPush.Messages;
using BintrayPush.Planning;
using BintrayPush.Report;
using BintrayPush.Retry;
using BintrayPush.Transfer;

namespace BintrayPush.Push.Steps;

/// <summary>What the steps of one push share: the plan, the service, and what is known of every version so far.</summary>
internal sealed class PushSession
{
    private readonly List<Problem> _problems;
    private readonly HashSet<string> _failedSteps = [];
    private readonly Dictionary<RepositoryAddress, RepositoryDetails> _repositories = [];

    public PushSession(Plan plan, Destination destination, RunOptions options, CancellationToken cancellation)
    {
        Plan = plan;
        Destination = destination;
        Limits = options.Limits;
        Trace = options.Trace;
        JournalFile = options.JournalFile;
        StaticFeeds = options.StaticFeeds;
        Cancellation = cancellation;
        Service = new RetriedService(destination.Service, new Retrying(Limits.RetryCount, Limits.Clock, Trace));
        Signing = plan.Settings.Signing;
        Check = new ContentCheck(Service, plan.Settings.IsReproducible, Trace, cancellation);
        Transfer = new TransferSession(Service, Check, options, cancellation);
        Versions = [.. plan.Versions.Select(version => new VersionPush(version))];
        _problems = [.. plan.Problems];
    }

    public Plan Plan { get; }

    public PushSettings Settings => Plan.Settings;

    public Destination Destination { get; }

    public PushLimits Limits { get; }

    public Action<string> Trace { get; }

    public CancellationToken Cancellation { get; }

    /// <inheritdoc cref="RunOptions.JournalFile"/>
    public string? JournalFile { get; }

    /// <inheritdoc cref="RunOptions.StaticFeeds"/>
    public IStaticFeeds? StaticFeeds { get; }

    /// <summary>The static feeds that show what was pushed.</summary>
    public List<WrittenFeed> Feeds { get; } = [];

    public RetriedService Service { get; }

    /// <summary>How the versions are signed; nothing if they are not, or cannot be where that is enough.</summary>
    public SigningOrder? Signing { get; set; }

    public ContentCheck Check { get; }

    public TransferSession Transfer { get; }

    public IReadOnlyList<VersionPush> Versions { get; }

    public IEnumerable<FilePush> Files => Versions.SelectMany(version => version.Files);

    /// <summary>The release with the leg that the push has staged, once it has.</summary>
    public StagedRelease? Staged { get; set; }

    /// <summary>Whether the release of the leg was sealed before, with this leg as it is.</summary>
    public bool IsLegPublished { get; set; }

    /// <summary>The journal of a release that was cut off, and that this push finishes.</summary>
    public ReleaseJournal? Journal { get; set; }

    /// <summary>What the user should know, each thing once.</summary>
    public IReadOnlyList<Problem> Problems => [.. _problems.Distinct()];

    /// <summary>The name of the step that is being done.</summary>
    public string Step { get; set; } = "";

    public bool HasFailed
    {
        get
        {
            lock (_problems)
            {
                return _failedSteps.Count > 0;
            }
        }
    }

    /// <summary>Whether something went wrong in another step than one.</summary>
    public bool HasFailedOutside(string step) => _failedSteps.Any(failed => failed != step);

    /// <summary>The metadata of a repository, once it is prepared.</summary>
    public RepositoryDetails DetailsOf(RepositoryAddress repository) =>
        _repositories.TryGetValue(repository, out var details) ? details : new RepositoryDetails();

    public void SetDetails(RepositoryAddress repository, RepositoryDetails details) => _repositories[repository] = details;

    /// <summary>Whether a problem ends the push, as severe as the settings say it is.</summary>
    public bool IsError(Problem? problem) => problem?.Judged(Settings.IsError) is { Severity: Severity.Error };

    /// <summary>Reports a problem, as severe as the settings say. Calls that run at the same time may report at the same time.</summary>
    /// <returns>Whether the step may go on: there is no problem, or only a warning.</returns>
    public bool Report(Problem? problem)
    {
        if (problem is null)
        {
            return true;
        }

        lock (_problems)
        {
            _problems.Add(problem.Judged(Settings.IsError));
            if (!IsError(problem))
            {
                return true;
            }

            _failedSteps.Add(Step);
            return false;
        }
    }

    /// <summary>The release of a leg; its subject is that of all versions.</summary>
    public ReleaseAddress ReleaseOf(LegOrder order) => ReleaseAddress.Of(Versions[0].Address.Repository.Subject, order.Release);

    /// <summary>Asks what the service has of a version.</summary>
    /// <returns>Whether it has answered.</returns>
    public Task<bool> ListAsync(VersionPush version) =>
        ListAsync(version, Service.Files.ListFilesAsync(version.Address, includeUnpublished: true, Cancellation));

    /// <summary>Takes what the service has of a version from an answer that may still be awaited.</summary>
    /// <returns>Whether it has answered.</returns>
    public async Task<bool> ListAsync(VersionPush version, Task<FileListing> listing)
    {
        try
        {
            version.Known = new KnownFiles(await listing.ConfigureAwait(false));
            foreach (var file in version.Files)
            {
                file.MarkListed(version.Known);
            }

            return true;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return Report(StepProblems.ListingRefused(version.Address, cause));
        }
    }
}
