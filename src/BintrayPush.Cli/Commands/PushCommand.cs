using BintrayPush.Background;
using BintrayPush.Cli.Jobs;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Notifications;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Places;
using BintrayPush.Planning;
using BintrayPush.Push;
using BintrayPush.Report;
using BintrayPush.Retry;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray push</c>: the push of the build, without a project.</summary>
internal sealed class PushCommand
{
    private readonly ConnectionOptions _connection = new();
    private readonly PushOptions _push;
    private readonly bool _stages;
    private readonly Option<int?> _parallel = CommonOptions.Number(
        Setting.MaxParallelUploads, "The most uploads at one time; without it 8, and 32 for a service on another machine.", 1, 1000, null);
    private readonly Option<int?> _retries = CommonOptions.Number(
        Setting.RetryCount, "How often a call is made again after a failure that may pass.", 0, 1000, new PushLimits().RetryCount);
    private readonly Option<OnFailure> _onFailure = new("--on-failure")
    {
        Description = "What becomes of files that were sent and not published, because something failed.",
        HelpName = "keep|discard",
        DefaultValueFactory = _ => OnFailure.Keep,
    };

    private readonly Option<string?> _receipt = CommonOptions.Text(
        Setting.ReceiptFile, "Where the receipt is written: what was done, file by file.");
    private readonly BackgroundOptions _background = new();
    private readonly NotificationOptions _notification = new();
    private readonly CliEnvironment _surroundings;

    private PushCommand(CliEnvironment environment, bool stages)
    {
        _surroundings = environment;
        _stages = stages;
        _push = new PushOptions(stages);

        // A number would be read as well, and is not meant.
        CommonOptions.OneOf(_onFailure, "keep", "discard");
    }

    public static Command Create(CliEnvironment environment) => Create(
        new PushCommand(environment, stages: false),
        new Command("push", "Pushes files: nothing becomes public until all of them have arrived intact."));

    /// <summary>The same push, of which nothing becomes public before the release is promoted.</summary>
    public static Command CreateStage(CliEnvironment environment) => Create(
        new PushCommand(environment, stages: true),
        new Command("stage", "Brings files into a release, and publishes nothing: 'bintray promote' does, all of it at one moment."));

    private static Command Create(PushCommand push, Command command)
    {
        command.Arguments.Add(push._push.Files);
        return command.Out(
            [
                .. push._connection.All, .. push._push.All, push._parallel, push._retries, push._onFailure, push._receipt,
                .. push._background.All, .. push._notification.All,
            ],
            push.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, Printer printer, CancellationToken cancellation)
    {
        var inBackground = _background.Read(result, _surroundings, result.GetValue(_receipt));
        var file = ReceiptPath(result);

        // The receipt of an earlier push must not stand for one that was killed.
        PreparedPush.Keep(file, Forget);
        if (PreparedPush.ReadPolicy(_surroundings).DisabledBy is { } by)
        {
            printer.Fail([PolicyProblems.Disabled(by)]);
            return ExitCode.Success;
        }

        var order = _notification.Read(result, _surroundings, _connection.AllowsInsecure(result));
        PreparedPush? prepared = null;
        Receipt? receipt = null;
        try
        {
            prepared = await PreparedPush.ReadAsync(result, _connection, _push, _surroundings, cancellation).ConfigureAwait(false);
            if (prepared.IsSound && inBackground)
            {
                receipt = await LeaveToJobAsync(prepared, result, printer, cancellation).ConfigureAwait(false);
                if (receipt is null)
                {
                    return ExitCode.Success;
                }
            }

            receipt ??= prepared.IsSound
                ? await CarryOutAsync(prepared, result, printer, cancellation).ConfigureAwait(false)
                : NothingDone(prepared.Connection.Place.Name, prepared.Problems);
            receipt = receipt with { Problems = [.. receipt.Problems.Select(problem => problem.OnCommandLine())] };
            Show(receipt, prepared, printer, cancellation);
        }
        catch (Exception cause)
        {
            receipt ??= NothingDone("", Complaints.Of(cause, cancellation)) with
            {
                Cancelled = cancellation.IsCancellationRequested,
            };
            throw;
        }
        finally
        {
            if (prepared?.Plan?.Settings.Checksums is { } checksums && Directory.Exists(checksums.Folder))
            {
                Directory.Delete(checksums.Folder, recursive: true);
            }

            if (receipt is not null
                && RunSummary.Write(prepared?.Name ?? "bintray", receipt, file, _surroundings.Variable, printer.Give) is { } unwritten)
            {
                printer.Show([unwritten]);
            }

            if (order is not null && receipt is not null)
            {
                // Who ended the push has not ended the word about it.
                printer.Show(await new Notifier(ConnectionOptions.Home(_surroundings), _surroundings.Variable)
                    .TellAsync(order, EndedPush.Of(receipt), CancellationToken.None).ConfigureAwait(false));
            }
        }

        PreparedPush.Keep(file, path => ReceiptFile.Write(receipt, path));
        return receipt.Complete && !PreparedPush.HasError(receipt.Problems) ? ExitCode.Success : ExitCode.Failure;
    }

    private void Show(Receipt receipt, PreparedPush prepared, Printer printer, CancellationToken cancellation)
    {
        printer.Show(receipt.Problems);
        printer.Show(
            prepared.IsSound ? Lines(receipt, prepared.Name) : [],
            stream => PushJson.Write(receipt, stream));
        if (cancellation.IsCancellationRequested && !receipt.Complete)
        {
            printer.Show([Complaints.Cancelled(Arrived(receipt))]);
        }
    }

    private IEnumerable<string> Lines(Receipt receipt, string name)
    {
        string[] next = (_stages ? PushSummary.Promote(receipt) : PushSummary.Seal(receipt)) is { } seal ? [seal] : [];
        return [.. PushSummary.Lines(receipt), PushSummary.Total(name, receipt), .. next];
    }

    /// <summary>Also where not even its folder is there.</summary>
    private static void Forget(string file)
    {
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    private async Task<Receipt> CarryOutAsync(PreparedPush prepared, ParseResult result, Printer printer, CancellationToken cancellation)
    {
        var plan = prepared.Plan! with { Settings = prepared.Plan.Settings with { OnFailure = result.GetValue(_onFailure) } };
        var limits = Limits(prepared, result);
        using var opened = await prepared.Connection.OpenAsync(readOnly: false, cancellation).ConfigureAwait(false);
        var display = new ProgressDisplay(printer, _surroundings.Terminal());
        var receipt = await display.ShowAsync(
            prepared.Name,
            limits,
            options => PushRun.RunAsync(
                plan,
                opened.Destination,
                options with { JournalFile = JournalFile.Beside(ReceiptPath(result)), StaticFeeds = prepared.Connection.StaticFeeds },
                cancellation))
            .ConfigureAwait(false);
        return receipt with { Problems = [.. prepared.Notices, .. receipt.Problems] };
    }

    private string? ReceiptPath(ParseResult result) =>
        result.GetValue(_receipt) is { Length: > 0 } given ? _surroundings.Absolute(given) : null;

    /// <summary>Asks all that a push asks first, and hands it over.</summary>
    /// <returns>Nothing if a job has it now; else why none has.</returns>
    private async Task<Receipt?> LeaveToJobAsync(PreparedPush prepared, ParseResult result, Printer printer, CancellationToken cancellation)
    {
        var plan = prepared.Plan!;
        var limits = Limits(prepared, result);
        using (var opened = await prepared.Connection.OpenAsync(readOnly: true, cancellation).ConfigureAwait(false))
        {
            var preview = await DryRun.RunAsync(plan, opened.Destination, limits, cancellation).ConfigureAwait(false);
            if (!preview.WouldSucceed)
            {
                return NothingDone(prepared.Connection.Place.Name, [.. prepared.Notices, .. preview.Problems]);
            }

            printer.Show(prepared.Notices.Concat(preview.Problems).Select(problem => problem.OnCommandLine()));
        }

        var settings = plan.Settings with { OnFailure = result.GetValue(_onFailure) };
        var push = new BackgroundPush
        {
            Name = prepared.Name,
            Place = prepared.Connection.Place.Name,
            AllowInsecure = _connection.AllowsInsecure(result),
            DownloadUrl = prepared.Connection.Settings?.Downloads?.ToString(),
            AuthorityFile = _connection.AuthorityFile(result, _surroundings),
            Silence = prepared.Connection.Settings?.Limits.Silence ?? TimeSpan.Zero,
            MaxParallelUploads = limits.MaxParallelUploads,
            RetryCount = limits.RetryCount,
            Repo = _push.Repo(result),
            NeedsPassphrase = settings.Signing?.Passphrase is not null,
            Settings = settings,
        };
        var home = ConnectionOptions.Home(_surroundings);
        var job = await new JobStart(_surroundings, home).AddAsync(_notification.AddTo(push, result), cancellation).ConfigureAwait(false);
        printer.Show([JobText.Begun(job)], json => JobText.Write(json, job, JobFolder.Find(home, job.Id)));
        return null;
    }

    private PushLimits Limits(PreparedPush prepared, ParseResult result)
    {
        var usual = PlaceOpener.LimitsFor(prepared.Connection.Place);
        return usual with
        {
            MaxParallelUploads = result.GetValue(_parallel) ?? usual.MaxParallelUploads,
            RetryCount = result.GetValue(_retries) ?? usual.RetryCount,
        };
    }

    private static Receipt NothingDone(string place, IReadOnlyList<Problem> problems) => new()
    {
        Destination = place,
        Place = place,
        Started = DateTimeOffset.UtcNow,
        Duration = TimeSpan.Zero,
        Complete = false,
        Files = [],
        Problems = problems,
    };

    private static string Arrived(Receipt receipt)
    {
        var arrived = receipt.Files.Count(file => file.Outcome is Outcome.Uploaded or Outcome.Replaced or Outcome.Unchanged);
        var published = receipt.Files.Count(file => file.Published);
        return $"{arrived} of {receipt.Files.Count} files have arrived, {published} of them are public. The same push again does what is "
            + "missing.";
    }
}
