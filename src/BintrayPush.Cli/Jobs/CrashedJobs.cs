using System.Diagnostics;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Output;

namespace BintrayPush.Cli.Jobs;

/// <summary>Finds jobs whose process is gone, and does what it left undone.</summary>
/// <param name="environment">Where the command is run.</param>
/// <param name="home">The user's own folder.</param>
internal sealed class CrashedJobs(CliEnvironment environment, string home)
{
    /// <summary>
    /// Whoever called a command for something else does not want to wait for a slow mail server; what is not done by then is left to the
    /// next command.
    /// </summary>
    private static readonly TimeSpan LongestWord = TimeSpan.FromSeconds(20);

    /// <summary>Between the making of a job and its beginning nobody holds its lock.</summary>
    private static readonly TimeSpan LongestBeginning = TimeSpan.FromMinutes(2);

    /// <summary>Finds them; says a line for each.</summary>
    /// <param name="printer">The printer of the command.</param>
    public async Task FinishAsync(Printer printer, CancellationToken cancellation)
    {
        var since = Stopwatch.StartNew();
        foreach (var folder in Folders().Where(IsLeft).TakeWhile(_ => since.Elapsed < LongestWord))
        {
            try
            {
                await FinishAsync(folder, printer, cancellation).ConfigureAwait(false);
            }
            catch (CommandFailure failure)
            {
                printer.Show(failure.Problems);
            }
        }
    }

    /// <summary>None where they cannot be listed: they are somebody else's then.</summary>
    private IReadOnlyList<JobFolder> Folders()
    {
        try
        {
            return JobFolder.All(home);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsLeft(JobFolder folder)
    {
        var (record, problem) = JobList.Look(folder);
        return problem is null && record switch
        {
            null => folder.HasLock(),
            { State: JobState.Queued } => DateTimeOffset.UtcNow - record.Queued > LongestBeginning,
            { State: JobState.Running } => true,
            _ => !record.Notified,
        };
    }

    /// <summary>Looks at one job.</summary>
    /// <exception cref="CommandFailure">How it ended cannot be written down.</exception>
    public async Task FinishAsync(JobFolder folder, Printer printer, CancellationToken cancellation)
    {
        try
        {
            if (folder.IsLocked() || folder.TryTakeLock() is not { } held)
            {
                return;
            }

            if (!IsLeft(folder))
            {
                held.Dispose();
                return;
            }

            if (JobList.Look(folder).Record is not { } record)
            {
                // Whoever made it was ended before it was whole.
                folder.Remove(held);
                return;
            }

            using (held)
            using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
            using (var log = JobLog.Open(folder))
            {
                limit.CancelAfter(LongestWord);
                record = await new JobRun(environment, home, folder, new Printer(log, log, json: false, server: null))
                    .FinishAsync(record, limit.Token).ConfigureAwait(false);
            }

            if (record.State == JobState.Crashed)
            {
                printer.Show([JobComplaints.Crashed(record.Id, record.Name, record.Destination)]);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Failed(JobComplaints.EndNotWritten(folder, cause.Message));
        }
    }
}
