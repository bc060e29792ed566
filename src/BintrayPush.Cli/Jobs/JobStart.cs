using System.ComponentModel;
using System.Diagnostics;
using BintrayPush.Background;
using BintrayPush.Cli.Messages;
using BintrayPush.Report;

namespace BintrayPush.Cli.Jobs;

/// <summary>Makes jobs, and begins their processes.</summary>
/// <param name="environment">Where the command is run.</param>
/// <param name="home">The user's own folder.</param>
internal sealed class JobStart(CliEnvironment environment, string home)
{
    /// <summary>The command that a job's process carries out.</summary>
    public const string Verb = "run";

    /// <summary>A program starts in a second; this is for machines that have too much to do.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>How long the records of jobs that are done are kept.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <summary>Copies the files of a push, and begins a process that pushes them.</summary>
    public async Task<JobRecord> AddAsync(BackgroundPush push, CancellationToken cancellation)
    {
        JobFolder? folder = null;
        try
        {
            RemoveOld();
            folder = JobFolder.Create(home);
            using (folder.TakeLock())
            {
                var copied = Snapshots.Make(push, folder, cancellation);
                AtomicFile.Write(folder.Push, stream => BackgroundPushFile.Write(copied, stream));
                await File.WriteAllTextAsync(folder.Log, "", cancellation).ConfigureAwait(false);
                var files = copied.Settings.Artifacts.Where(artifact => artifact.Snapshot is not null).ToList();
                folder.KeepRoom(files.Count);
                var now = DateTimeOffset.UtcNow;
                new JobRecord
                {
                    Id = folder.Id,
                    Name = push.Name,
                    Destination = push.Place,
                    State = JobState.Queued,
                    Files = files.Count,
                    Bytes = files.Sum(artifact => artifact.Size ?? 0),
                    Created = now,
                    Queued = now,
                }.Write(folder);
            }

            return await BeginAsync(folder, cancellation).ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            Forget(folder);
            throw cause is IOException or UnauthorizedAccessException
                ? CommandFailure.Failed(JobComplaints.NotMade(folder?.Path ?? home, cause.Message))
                : cause;
        }
    }

    /// <summary>Begins the process of a job that is queued, and waits until it has taken the job over.</summary>
    public async Task<JobRecord> BeginAsync(JobFolder folder, CancellationToken cancellation)
    {
        using var process = Start(folder);
        try
        {
            var waited = Stopwatch.StartNew();
            while (true)
            {
                var hasExited = process.HasExited;
                if (JobRecord.Read(folder) is { State: not JobState.Queued } record)
                {
                    return record.IsEnded || hasExited || folder.IsLocked() || JobRecord.Read(folder) is { IsEnded: true }
                        ? record
                        : throw CommandFailure.Failed(JobComplaints.NoLocks(folder.Path));
                }

                if (hasExited || waited.Elapsed > LongestStart)
                {
                    throw CommandFailure.Failed(JobComplaints.NotBegun(
                        folder.Id,
                        hasExited ? $"it ended with {process.ExitCode}{LastWords(folder)}" : "it did not say that it has begun"));
                }

                await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            }
        }
        catch
        {
            // Nobody will look after it.
            process.Kill();
            throw;
        }
    }

    private Process Start(JobFolder folder)
    {
        try
        {
            return DetachedProcess.Start([.. environment.Program, "jobs", Verb, folder.Path], folder.Path, folder.Log);
        }
        catch (Win32Exception cause)
        {
            throw CommandFailure.Failed(JobComplaints.NotBegun(folder.Id, cause.Message));
        }
    }

    private static string LastWords(JobFolder folder) =>
        File.ReadLines(folder.Log).LastOrDefault(line => line.Length > 0) is { } line ? $": {LogText.Shorten(line)}" : "";

    /// <summary>A push that was not begun leaves nothing.</summary>
    private static void Forget(JobFolder? folder)
    {
        try
        {
            if (folder is not null && Directory.Exists(folder.Path))
            {
                folder.Remove(folder.TakeLock());
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // What went wrong first is said; the next command removes what is left.
        }
    }

    private void RemoveOld()
    {
        foreach (var folder in JobFolder.All(home))
        {
            if (JobList.Look(folder).Record is { State: JobState.Done, Notified: true } record
                && DateTimeOffset.UtcNow - record.Created > KeptFor && folder.TryTakeLock() is { } held)
            {
                folder.Remove(held);
            }
        }
    }
}
