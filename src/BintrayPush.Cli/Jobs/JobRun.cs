using System.Text.Json;
using BintrayPush.Background;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Notifications;
using BintrayPush.Cli.Output;
using BintrayPush.Planning;
using BintrayPush.Report;
using BintrayPush.Transfer;

namespace BintrayPush.Cli.Jobs;

/// <summary>What the process of a job does. It holds the lock of the job as long as it lives.</summary>
internal sealed class JobRun(CliEnvironment environment, string home, JobFolder folder, Printer printer)
{
    private const int LargestPush = 256 << 20;

    /// <summary>How soon a wish to end it is seen.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly JobPush _push = new(environment, home, printer);

    /// <returns>Whether all was done that was planned.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        using var held = folder.TakeLock();
        if (JobRecord.Read(folder) is not { State: JobState.Queued } queued)
        {
            return false;
        }

        var record = queued with
        {
            State = JobState.Running,
            Started = DateTimeOffset.UtcNow,
            Ended = null,
            Result = null,
            Process = Environment.ProcessId,
            Machine = Environment.MachineName,
            Notified = false,
        };
        record.Write(folder);
        printer.Tell($"--- attempt {record.Attempt}, {WireDate.Format(record.Started.Value)}, process {record.Process}");

        BackgroundPush? push = null;
        Receipt receipt;
        using (var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        using (var looking = new CancellationTokenSource())
        {
            var look = EndOnRequestAsync(ending, looking.Token);
            try
            {
                push = Load(folder);
                receipt = await _push.RunAsync(
                    Snapshots.Place(push, folder, ending.Token), new RunOptions { Progress = printer.Tell }, ending.Token)
                    .ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A job must end with a record and a word to those who wait for one, whatever happens.
            catch (Exception cause)
#pragma warning restore CA1031
            {
                receipt = JobPush.NothingDone(push, Complaints.Of(cause, ending.Token)) with
                {
                    Cancelled = ending.IsCancellationRequested,
                };
            }

            await looking.CancelAsync().ConfigureAwait(false);
            await look.ConfigureAwait(false);
        }

        if (push is { Project: null })
        {
            receipt = receipt with { Problems = [.. receipt.Problems.Select(problem => problem.OnCommandLine())] };
        }

        folder.GiveRoom();
        ReceiptFile.Write(receipt, folder.Receipt);
        record = record with
        {
            State = StateOf(receipt.State),
            Ended = DateTimeOffset.UtcNow,
            Result = receipt.Files.Count > 0 ? PushSummary.Total(record.Name, receipt)
                : receipt.Problems is [var first, ..] ? first.Text
                : null,
        };
        record.Write(folder);
        string[] next = PushSummary.Seal(receipt) is { } seal ? [seal] : [];
        printer.Show([.. PushSummary.Lines(receipt), record.Result ?? "", .. next], stream => PushJson.Write(receipt, stream));
        printer.Show(receipt.Problems);
        await TellAsync(push, EndedPush.Of(receipt), CancellationToken.None).ConfigureAwait(false);
        (record with { Notified = true }).Write(folder);
        if (record.State == JobState.Done)
        {
            folder.DropSnapshots();
        }

        return record.State == JobState.Done;
    }

    /// <summary>
    /// Writes down how a job ended whose process is gone, and tells those who are to be told, once. Whoever calls it has the lock.
    /// </summary>
    /// <param name="record">What the process has left.</param>
    public async Task<JobRecord> FinishAsync(JobRecord record, CancellationToken cancellation)
    {
        var push = TryLoad(folder);
        if (!record.IsEnded)
        {
            // The process may have been through, but for the last word about it.
            var left = TryRead(folder.Receipt);
            if (left is null)
            {
                folder.GiveRoom();
                var crash = JobComplaints.Crashed(record.Id, record.Name, record.Destination);
                ReceiptFile.Write(CrashReceipt(push, record, crash with { Severity = Severity.Error }), folder.Receipt);
                printer.Tell(crash.Text);
            }

            record = record with
            {
                State = left is null ? JobState.Crashed : StateOf(left.State),
                Ended = DateTimeOffset.UtcNow,
            };
            record.Write(folder);
        }

        if (TryRead(folder.Receipt) is { } ended)
        {
            await TellAsync(push, ended, cancellation).ConfigureAwait(false);
        }

        record = record with { Notified = true };
        record.Write(folder);
        if (record.State == JobState.Done)
        {
            folder.DropSnapshots();
        }

        return record;
    }

    private static JobState StateOf(PushState state) => state switch
    {
        PushState.Done => JobState.Done,
        PushState.Cancelled => JobState.Cancelled,
        _ => JobState.Failed,
    };

    private static BackgroundPush Load(JobFolder folder)
    {
        try
        {
            return BackgroundPushFile.Read(
                RegularFile.ReadAllBytes(folder.Push, LargestPush) ?? throw new JsonException("it is larger than any push"));
        }
        catch (Exception cause) when (cause is JsonException or IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Failed(JobComplaints.RecordUnusable(folder.Push, cause.Message));
        }
    }

    private static BackgroundPush? TryLoad(JobFolder folder)
    {
        try
        {
            return Load(folder);
        }
        catch (CommandFailure)
        {
            return null;
        }
    }

    private static EndedPush? TryRead(string receipt)
    {
        try
        {
            return EndedPush.Read(receipt);
        }
        catch (Exception cause) when (cause is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Which of its files have arrived is not known: the next attempt asks the service.</summary>
    private static Receipt CrashReceipt(BackgroundPush? push, JobRecord record, Problem crash) => JobPush.NothingDone(push, [crash]) with
    {
        Destination = record.Destination,
        Place = record.Destination,
        Started = record.Started ?? record.Created,
        Files = push is null ? [] : UnknownOutcome.Of(Planner.Make(push.Settings)),
    };

    private async Task EndOnRequestAsync(CancellationTokenSource ending, CancellationToken looking)
    {
        try
        {
            while (!File.Exists(folder.Cancel))
            {
                await Task.Delay(Look, looking).ConfigureAwait(false);
            }

            await ending.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task TellAsync(BackgroundPush? push, EndedPush ended, CancellationToken cancellation)
    {
        if (push is not null && _push.NotificationOf(push) is { } order)
        {
            printer.Show(
                await new Notifier(home, environment.Variable).TellAsync(order, ended, cancellation).ConfigureAwait(false));
        }
    }
}
