using System.Diagnostics;
using BintrayPush.Cli.Jobs;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Notifications;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;

namespace BintrayPush.Cli.Commands;

/// <summary>The commands of <c>bintray jobs</c> that wait for a job, end it, repeat it or remove it.</summary>
internal static class JobActions
{
    /// <summary>A push ends by itself after a day.</summary>
    private static readonly TimeSpan LongestPush = TimeSpan.FromHours(25);

    /// <summary>What is on its way when a job is cancelled has this long.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static Command Wait(CliEnvironment environment)
    {
        var which = JobsCommand.Which(isOptional: true);
        var limit = CommonOptions.Interval("--limit", "How long to wait at most, for example 30m.", LongestPush);
        var wait = new Command("wait", "Waits until a job has ended, and ends as it has.") { which };
        return wait.Out([limit], async (result, printer, cancellation) =>
        {
            var folder = JobFolder.Find(ConnectionOptions.Home(environment), result.GetValue(which));
            var job = await EndOfAsync(folder, environment, printer, result.GetValue(limit), cancellation).ConfigureAwait(false);
            return Report(job, folder, printer);
        });
    }

    public static Command Cancel(CliEnvironment environment)
    {
        var which = JobsCommand.Which(isOptional: false);
        var cancel = new Command("cancel", "Ends a job. What has arrived stays unpublished, for a retry.") { which };
        return cancel.Out([], async (result, printer, cancellation) =>
        {
            var folder = JobFolder.Find(ConnectionOptions.Home(environment), result.GetRequiredValue(which));
            var job = JobList.Read(folder);
            if (job.IsEnded)
            {
                throw CommandFailure.Failed(JobComplaints.WrongState(job.Id, job.State.Word(), "There is nothing to cancel."));
            }

            await File.WriteAllTextAsync(folder.Cancel, "", cancellation).ConfigureAwait(false);
            job = await EndOfAsync(folder, environment, printer, LongestEnd, cancellation).ConfigureAwait(false);
            JobsCommand.Print(job, folder, printer);
            return job.State == JobState.Cancelled ? ExitCode.Success : ExitCode.Failure;
        });
    }

    public static Command Retry(CliEnvironment environment)
    {
        var which = JobsCommand.Which(isOptional: false);
        var retry = new Command("retry", "Begins a job again that has not done all. It sends only what is missing.") { which };
        return retry.Out([], async (result, printer, cancellation) =>
        {
            var home = ConnectionOptions.Home(environment);
            var folder = JobFolder.Find(home, result.GetRequiredValue(which));
            JobRecord job;
            using (var held = folder.TryTakeLock())
            {
                job = JobList.Read(folder);
                var fault = held is null ? "It is at work; 'bintray jobs wait' waits for it, 'bintray jobs cancel' ends it."
                    : job.State == JobState.Done ? "There is nothing left to do."
                    : null;
                if (fault is not null)
                {
                    throw CommandFailure.Failed(JobComplaints.WrongState(job.Id, job.State.Word(), fault));
                }

                folder.KeepRoom(job.Files);
                File.Delete(folder.Cancel);
                // It must not stand for an attempt that is killed.
                File.Delete(folder.Receipt);
                (job with
                {
                    State = JobState.Queued,
                    Queued = DateTimeOffset.UtcNow,
                    Attempt = job.Attempt + 1,
                    Ended = null,
                    Result = null,
                }).Write(folder);
            }

            job = await BeginAsync(new JobStart(environment, home), folder, job, cancellation).ConfigureAwait(false);
            printer.Show([JobText.Begun(job)], json => JobText.Write(json, job, folder));
            return ExitCode.Success;
        });
    }

    public static Command Clear(CliEnvironment environment)
    {
        var which = CommonOptions.Subject<string[]>("jobs", "The jobs; without any, all that are done.");
        which.Arity = ArgumentArity.ZeroOrMore;
        var all = CommonOptions.Flag("--all", "Remove also those that failed, crashed or were cancelled, with their copies of the files.");
        var clear = new Command("clear", "Removes jobs that have ended.") { which };
        return clear.Out([all], (result, printer, _) =>
        {
            var home = ConnectionOptions.Home(environment);
            var named = result.GetValue(which) ?? [];
            var folders = named.Length > 0 ? [.. named.Select(name => JobFolder.Find(home, name)).DistinctBy(folder => folder.Id)]
                : JobFolder.All(home).Where(
                    folder => JobList.Look(folder).Record is { IsEnded: true } job && (result.GetValue(all) || job.State == JobState.Done))
                    .ToList();
            var removed = new List<string>();
            foreach (var folder in folders)
            {
                var held = folder.TryTakeLock();
                if (held is null || JobList.Look(folder).Record is { IsEnded: false })
                {
                    held?.Dispose();
                    throw CommandFailure.Failed(
                        JobComplaints.WrongState(folder.Id, "at work", "'bintray jobs cancel' ends it; then it can be removed."));
                }

                folder.Remove(held);
                removed.Add(folder.Id);
            }

            printer.Show([$"{removed.Count} {(removed.Count == 1 ? "job" : "jobs")} removed"], json => json.WriteTexts("removed", removed));
            return Task.FromResult(ExitCode.Success);
        });
    }

    private static async Task<JobRecord> BeginAsync(JobStart start, JobFolder folder, JobRecord before, CancellationToken cancellation)
    {
        try
        {
            return await start.BeginAsync(folder, cancellation).ConfigureAwait(false);
        }
        catch
        {
            // Whoever asked for it hears what went wrong, so nobody else is told.
            using var held = folder.TakeLock();
            (before with { Notified = true }).Write(folder);
            throw;
        }
    }

    /// <summary>Its process holds the lock until all is said.</summary>
    private static async Task<JobRecord> EndOfAsync(
        JobFolder folder, CliEnvironment environment, Printer printer, TimeSpan limit, CancellationToken cancellation)
    {
        var crashed = new CrashedJobs(environment, ConnectionOptions.Home(environment));
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (!folder.IsLocked())
            {
                await crashed.FinishAsync(folder, printer, cancellation).ConfigureAwait(false);
                if (JobList.Read(folder) is { IsEnded: true, Notified: true } job)
                {
                    return job;
                }
            }

            if (waited.Elapsed > limit)
            {
                throw CommandFailure.Failed(JobComplaints.StillRunning(folder.Id, JobList.Read(folder).Process, limit));
            }

            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What the job itself would have said.</summary>
    private static int Report(JobRecord job, JobFolder folder, Printer printer)
    {
        if (File.Exists(folder.Receipt))
        {
            printer.Show(EndedPush.Read(folder.Receipt).Problems.Select(
                problem => new Problem(problem.Code, problem.IsError ? Severity.Error : Severity.Warning, problem.Text)));
        }

        JobsCommand.Print(job, folder, printer);
        return job.State == JobState.Done ? ExitCode.Success : ExitCode.Failure;
    }
}
