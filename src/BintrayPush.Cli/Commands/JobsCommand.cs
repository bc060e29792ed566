using BintrayPush.Cli.Jobs;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray jobs</c>: pushes in the background.</summary>
internal static class JobsCommand
{
    public static Command Create(CliEnvironment environment)
    {
        var jobs = new Command("jobs", "Shows the pushes in the background of this machine, and waits for them, ends or repeats them.")
        {
            List(environment),
            Show(environment),
            Log(environment),
            JobActions.Wait(environment),
            JobActions.Cancel(environment),
            JobActions.Retry(environment),
            JobActions.Clear(environment),
            JobProcess.Add(environment),
            JobProcess.Run(environment),
            JobProcess.Attend(environment),
        };
        return jobs.Out([], (_, printer, _) => ListAsync(environment, printer));
    }

    /// <summary>The job that a command is about: the newest, if it may be left out and is.</summary>
    public static Argument<string> Which(bool isOptional)
    {
        var which = CommonOptions.Subject<string>(
            "job", isOptional ? "The job, or the beginning of its name; without it the newest." : "The job, or the beginning of its name.");
        which.Arity = isOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne;
        return which;
    }

    /// <summary>Shows a job.</summary>
    public static void Print(JobRecord job, JobFolder folder, Printer printer) =>
        printer.Show(JobText.Lines(job, folder), json => JobText.Write(json, job, folder));

    private static Command List(CliEnvironment environment) =>
        new Command("list", "Lists the jobs, the oldest first.").Out([], (_, printer, _) => ListAsync(environment, printer));

    private static Command Show(CliEnvironment environment)
    {
        var which = Which(isOptional: true);
        return new Command("show", "Shows a job.") { which }.Out([], (result, printer, _) =>
        {
            var folder = JobFolder.Find(ConnectionOptions.Home(environment), result.GetValue(which));
            Print(JobList.Read(folder), folder, printer);
            return Task.FromResult(ExitCode.Success);
        });
    }

    private static Command Log(CliEnvironment environment)
    {
        var which = Which(isOptional: true);
        return new Command("log", "Prints what a job has said so far.") { which }.Out([], (result, printer, _) =>
        {
            var folder = JobFolder.Find(ConnectionOptions.Home(environment), result.GetValue(which));
            var job = JobList.Read(folder);
            using var reader = new StreamReader(
                RegularFile.OpenRead(folder.Log, FileShare.ReadWrite | FileShare.Delete));
            printer.Show(Lines(reader), json =>
            {
                json.WriteString("id", job.Id);
                json.WriteTexts("lines", Lines(reader));
            });
            return Task.FromResult(ExitCode.Success);
        });
    }

    private static Task<int> ListAsync(CliEnvironment environment, Printer printer)
    {
        var jobs = new List<(JobFolder Folder, JobRecord Record)>();
        foreach (var folder in JobFolder.All(ConnectionOptions.Home(environment)))
        {
            var (record, problem) = JobList.Look(folder);
            printer.Show(problem is null ? [] : [problem]);
            if (record is not null)
            {
                jobs.Add((folder, record));
            }
        }

        printer.Show(jobs.Count == 0 ? ["There are no jobs."] : jobs.Select(job => JobText.Line(job.Record)), json =>
        {
            json.WriteStartArray("jobs");
            foreach (var (folder, record) in jobs)
            {
                json.WriteStartObject();
                JobText.Write(json, record, folder);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return Task.FromResult(ExitCode.Success);
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
