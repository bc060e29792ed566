using BintrayPush.Api.Http.Connection;
using BintrayPush.Background;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Output;
using BintrayPush.Cli.Places;
using BintrayPush.Places;
using BintrayPush.Planning;
using BintrayPush.Push;
using BintrayPush.Report;
using BintrayPush.Retry;
using BintrayPush.Transfer;

namespace BintrayPush.Cli.Jobs;

/// <summary>Carries out a planned push. What depends on this machine and on secrets is looked at anew.</summary>
internal sealed class JobPush(CliEnvironment environment, string home, Printer printer)
{
    /// <summary>Who is told how it ended.</summary>
    public NotificationOrder? NotificationOf(BackgroundPush push)
    {
        var problems = new List<Problem>();
        var order = NotificationOrder.Read(
            push.Notify, push.NotifyOn, push.NotifyUrl, environment.Variable, push.AllowInsecure, problems.Add);
        printer.Show(problems);
        return order;
    }

    /// <summary>Pushes.</summary>
    /// <param name="push">What, and where to.</param>
    /// <param name="options">Who hears of it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What was done.</returns>
    public async Task<Receipt> RunAsync(BackgroundPush push, RunOptions options, CancellationToken cancellation)
    {
        var plan = PlanOf(push);
        if (!plan.IsSound)
        {
            return NothingDone(push, plan.Problems);
        }

        var connection = Connect(push);
        using var opened = await connection.OpenAsync(readOnly: false, cancellation).ConfigureAwait(false);
        var receipt = await PushRun.RunAsync(
            plan,
            opened.Destination,
            options with { Limits = LimitsOf(push), StaticFeeds = connection.StaticFeeds },
            cancellation).ConfigureAwait(false);
        return receipt with { Project = push.Project };
    }

    /// <summary>Finds out what a push would do.</summary>
    /// <param name="push">What, and where to.</param>
    /// <param name="options">Who hears of it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CommandFailure">It cannot be found out.</exception>
    public async Task<DryRunReport> PreviewAsync(BackgroundPush push, RunOptions options, CancellationToken cancellation)
    {
        var plan = PlanOf(push);
        if (!plan.IsSound)
        {
            throw CommandFailure.Failed([.. plan.Problems]);
        }

        using var opened = await Connect(push).OpenAsync(readOnly: true, cancellation).ConfigureAwait(false);
        return await DryRun.RunAsync(plan, opened.Destination, options with { Limits = LimitsOf(push) }, cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>The receipt of a push that did nothing, or of which nothing is known.</summary>
    public static Receipt NothingDone(BackgroundPush? push, IReadOnlyList<Problem> problems) => new()
    {
        Project = push?.Project,
        Destination = push?.Place ?? "",
        Place = push?.Place ?? "",
        Started = DateTimeOffset.UtcNow,
        Duration = TimeSpan.Zero,
        Complete = false,
        Files = [],
        Problems = problems,
    };

    private Plan PlanOf(BackgroundPush push) => Planner.Make(Unlocked(Allowed(push), push.NeedsPassphrase));

    private static PushLimits LimitsOf(BackgroundPush push) => new()
    {
        MaxParallelUploads = Math.Max(1, push.MaxParallelUploads),
        RetryCount = Math.Max(0, push.RetryCount),
        Timings = push.Timings,
    };

    /// <summary>The administrator may have said no meanwhile.</summary>
    private PushSettings Allowed(BackgroundPush push)
    {
        var problems = new List<Problem>();
        var policy = PushPolicy.Read(home, environment.Variable, problems, environment.MachineFile);
        if (policy.DisabledBy is { } by)
        {
            problems.Add(PolicyProblems.Disabled(by) with { Severity = Severity.Error });
        }

        return problems.Count == 0
            ? push.Settings with { MaxFiles = policy.Limit(push.Settings.MaxFiles, out _) }
            : throw CommandFailure.Failed([.. problems]);
    }

    private PushSettings Unlocked(PushSettings settings, bool needsPassphrase)
    {
        if (settings.Signing is null || !needsPassphrase)
        {
            return settings;
        }

        return environment.Passphrase is { } passphrase
            ? settings with { Signing = settings.Signing with { Passphrase = passphrase } }
            : throw CommandFailure.Failed(JobComplaints.PassphraseMissing());
    }

    private Connection Connect(BackgroundPush push)
    {
        var reader = new PlaceReader(buckets: new Buckets());
        var place = ChosenPlace.Choose(push.Place, push.AllowInsecure, home, environment.Variable, reader);
        var settings = place is not ChosenPlace.Service service ? null : ServiceDestination.Connect(
            service.Url,
            push.Repo,
            reader.DownloadUrl(push.DownloadUrl, push.AllowInsecure),
            new HttpLimits { Silence = push.Silence, Authorities = reader.Authorities(push.AuthorityFile) },
            environment.Variable,
            reader);
        reader.StaticFeed(push.Settings.StaticFeed is not null, place, push.Settings.StaticFeed?.ToString(), push.AllowInsecure);
        return place is null || reader.Problems.Count > 0
            ? throw CommandFailure.Failed([.. reader.Problems])
            : new Connection(place, settings, HomeKeys.Of(environment.Variable));
    }
}
