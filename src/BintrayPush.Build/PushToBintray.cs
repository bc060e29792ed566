using BintrayPush.Build.Programs;
using BintrayPush.Build.Releases;
using BintrayPush.Build.Settings;
using BintrayPush.Build.Tasks;
using BintrayPush.Places;
using BintrayPush.Planning;
using BintrayPush.Report;

namespace BintrayPush.Build;

/// <summary>
/// Pushes files to a Bintray-style repository. Each parameter is the property <c>Bintray...</c> of the same name, described in
/// docs/properties.md. Credentials are no parameters: they are read from the environment.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed partial class PushToBintray : DescribingTask
{
    private bool _isDry;
    private string? _temporary;
    private NotificationOrder? _notification;
    private Receipt? _end;

    /// <summary>
    /// The files with what became of them: the four coordinates, <c>BintrayUploadTime</c>, <c>Url</c>, <c>Sha1</c>,
    /// <c>Sha256</c>, <c>Size</c> and <c>Outcome</c>.
    /// </summary>
    [Output]
    public ITaskItem[] PushedArtifacts { get; private set; } = [];

    /// <summary>The receipt's absolute path, if one was written.</summary>
    [Output]
    public string? Receipt { get; private set; }

    /// <summary>Where the program lies that tells others of the push; elsewhere in tests.</summary>
    internal string Program { get; set; } = BintrayProgram.InPackage;

    private protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await PushAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception cause) when (_notification is not null)
        {
            _end ??= NothingDone(place: null, cancellation.IsCancellationRequested ? [] : [Texts.Unexpected(cause)]) with
            {
                Cancelled = cancellation.IsCancellationRequested,
            };
            throw;
        }
        finally
        {
            if (_temporary is { } folder && Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            if (!_isDry && _end is { } done && RunSummary.Write(
                ProjectName ?? "Push", done, Receipt, EnvironmentVariable, Log.LogCommand) is { } unwritten)
            {
                Log.LogProblems([unwritten]);
            }

            if (_notification is { } order && _end is { } receipt
                && (order.On == Planning.NotifyOn.Always || receipt.State != PushState.Done))
            {
                Log.LogProblems(await TellAsync(receipt).ConfigureAwait(false));
            }
        }
    }

    private async System.Threading.Tasks.Task PushAsync(CancellationToken cancellation)
    {
        var reader = new PropertyReader();
        _isDry = reader.Switch(Setting.DryRun, DryRun, false);
        var allowInsecure = reader.Switch(Setting.AllowInsecureConnections, AllowInsecureConnections, false);
        var order = NotificationOrder.Read(Notify, NotifyOn, NotifyUrl, EnvironmentVariable, allowInsecure, reader.Add);

        // After a dry run there is nothing to tell of.
        _notification = _isDry ? null : order;
        using var claim = ClaimRecord(out var mayPush);
        if (!mayPush)
        {
            return;
        }

        ForgetRecord();
        var inBackground = IsInBackground(reader);
        var place = ChosenPlace.Choose(Url, allowInsecure, ProjectDirectory, EnvironmentVariable, reader);
        var policy = ReadPolicy(reader);
        if (policy.DisabledBy is { } by)
        {
            Log.LogProblems([.. reader.Problems, PolicyProblems.Disabled(by)]);
            return;
        }

        var input = ReadOrder(place, allowInsecure, reader);
        input = input with
        {
            Project = input.Project with
            {
                MaxFiles = policy.Limit(
                string.IsNullOrWhiteSpace(MaxFiles) ? null : input.Project.MaxFiles, out var bound)
            },
        };
        if (bound is not null)
        {
            reader.Add(PolicyProblems.Bound(input.Project.MaxFiles, bound));
        }

        var guards = ReadGuards(reader);
        var limits = ReadLimits(place, reader);
        var connection = new PlaceParameters(this, DownloadUrl, CertificateAuthorityFile, TimeoutSeconds)
            .Connection(place, input.Project.Project.Repository, allowInsecure, reader);
        if (place is not null)
        {
            WarnIfUnlikely(place, input.Project.Override || input.Project.Artifacts.Any(artifact => artifact.Override == true), reader);
        }

        var (request, notices) = input.Complete(cancellation);
        var plan = request is null ? null : Planner.Make(request);
        var refusals = await guards.CheckAsync(
            [.. plan?.Versions.Select(version => version.Address) ?? []], BuildServer.SignOf(EnvironmentVariable), ProjectDirectory,
            cancellation).ConfigureAwait(false);
        IReadOnlyList<Problem> found = [
            .. reader.Problems.Concat(notices).Concat(refusals).Select(problem => problem.Judged(TreatsAsError))
        ];
        Log.LogProblems(found);
        if (place is null || plan is not { IsSound: true } || found.Any(problem => problem.Severity == Severity.Error))
        {
            Log.LogProblems(plan?.Problems ?? []);
            WriteReceipt(NothingDone(place, [.. found, .. plan?.Problems ?? []]));
            return;
        }

        var push = new PreparedPush(plan, place, limits, connection, found);
        try
        {
            await CarryOutAsync(push, inBackground && !_isDry, cancellation).ConfigureAwait(false);
        }
        catch (ProgramFailure failure)
        {
            Log.LogProblems([.. plan.Problems, .. failure.Problems]);
            WriteReceipt(NothingDone(place, [.. found, .. plan.Problems, .. failure.Problems]) with
            {
                Cancelled = cancellation.IsCancellationRequested,
                Files = failure.HasBegun && !_isDry ? UnknownOutcome.Of(plan) : [],
            });
        }
    }

    private async System.Threading.Tasks.Task CarryOutAsync(PreparedPush push, bool inBackground, CancellationToken cancellation)
    {
        var log = new TransferLog(Log);
        using var runner = await RunnerAsync(push, readOnly: _isDry || inBackground, log, cancellation).ConfigureAwait(false);
        if (inBackground)
        {
            await LeaveToJobAsync(push, runner, cancellation).ConfigureAwait(false);
            return;
        }

        if (_isDry)
        {
            var preview = await runner.PreviewAsync(cancellation).ConfigureAwait(false);
            Log.LogProblems(preview.Problems);
            PushedArtifacts = [.. preview.Files.Select(file => ArtifactItems.Stamp(_sources.Of(file.Artifact), file))];
            var file = WritePlan(preview with { Problems = [.. push.Found, .. preview.Problems] });
            log.ShowPlan(PushSummary.Lines(preview), PushSummary.Total(ProjectName ?? "Push", preview, file));
            return;
        }

        var receipt = await runner.PushAsync(cancellation).ConfigureAwait(false);
        Log.LogProblems(receipt.Problems);
        PushedArtifacts = [.. receipt.Files.Select(file => ArtifactItems.Stamp(_sources.Of(file.Artifact), file))];
        WriteReceipt(receipt with { Problems = [.. push.Found, .. receipt.Problems] });
        log.Show(PushSummary.Lines(receipt), PushSummary.Total(ProjectName ?? "Push", receipt), PushSummary.Seal(receipt));
        if (SolutionHint.IsDue(BuildEngine))
        {
            Log.LogMessage(MessageImportance.High, SolutionHint.Text);
        }
    }

    /// <summary>The administrator's settings; another file in tests.</summary>
    internal string MachineFile { get; set; } = PushPolicy.MachineFile;

    private PushPolicy ReadPolicy(PropertyReader reader)
    {
        var problems = new List<Problem>();
        var policy = PushPolicy.Read(
            ChosenPlace.Home(EnvironmentVariable, new PropertyReader()), EnvironmentVariable, problems, MachineFile);
        problems.ForEach(reader.Add);
        return policy;
    }

    private static Receipt NothingDone(ChosenPlace? place, IReadOnlyList<Problem> problems) => new()
    {
        Destination = place?.Name ?? "",
        Place = place?.Name ?? "",
        Started = DateTimeOffset.UtcNow,
        Duration = TimeSpan.Zero,
        Complete = false,
        Files = [],
        Problems = problems,
    };
}
