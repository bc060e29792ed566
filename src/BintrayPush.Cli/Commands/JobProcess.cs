using System.Text.Json;
using BintrayPush.Background;
using BintrayPush.Cli.Jobs;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;

namespace BintrayPush.Cli.Commands;

/// <summary>
/// The commands of <c>bintray jobs</c> that are not for people: a build hands over its push by one, or waits for another one that pushes,
/// and the third is the job itself.
/// </summary>
internal static class JobProcess
{
    /// <summary>Makes a job of the push that comes from standard input.</summary>
    public static Command Add(CliEnvironment environment)
    {
        var add = new Command("add", "Takes over a push from a build.") { Hidden = true };
        return add.Out([], async (_, printer, cancellation) =>
        {
            var push = await ReadAsync(environment, cancellation).ConfigureAwait(false);
            var home = ConnectionOptions.Home(environment);
            var job = await new JobStart(environment, home).AddAsync(push, cancellation).ConfigureAwait(false);
            printer.Show([JobText.Begun(job)], json =>
            {
                json.WriteString("line", JobText.Begun(job));
                JobText.Write(json, job, JobFolder.Find(home, job.Id));
            });
            return ExitCode.Success;
        });
    }

    /// <summary>Does what a build orders on standard input, while it waits.</summary>
    public static Command Attend(CliEnvironment environment)
    {
        var attend = new Command("attend", "Does what a build orders, while it waits.") { Hidden = true };
        return attend.Out([], async (_, _, cancellation) =>
        {
            await using var input = environment.OpenInput();
            await using var output = environment.OpenOutput();
            var isDone = await new AttendedRun(environment, () => ConnectionOptions.Home(environment), output)
                .RunAsync(new AttendedInput(input), cancellation).ConfigureAwait(false);
            return isDone ? ExitCode.Success : ExitCode.Failure;
        });
    }

    /// <summary>Carries out a job.</summary>
    public static Command Run(CliEnvironment environment)
    {
        var folder = CommonOptions.Subject<string>("folder", "The folder of the job.");
        var run = new Command(JobStart.Verb, "Carries out a job.") { folder };
        run.Hidden = true;
        return run.Out([], async (result, _, cancellation) =>
        {
            var job = JobFolder.At(environment.Absolute(result.GetRequiredValue(folder)));
            DetachedProcess.Leave();
            using var log = JobLog.Open(job);
            var own = environment with { Variable = name => name == "BINTRAY_HOME" ? job.Home : environment.Variable(name) };
            var isDone = await new JobRun(own, job.Home, job, new Printer(log, log, json: false, server: null))
                .RunAsync(cancellation).ConfigureAwait(false);
            return isDone ? ExitCode.Success : ExitCode.Failure;
        });
    }

    private static async Task<BackgroundPush> ReadAsync(CliEnvironment environment, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await using var input = environment.OpenInput();
        await input.CopyToAsync(bytes, cancellation).ConfigureAwait(false);
        try
        {
            return BackgroundPushFile.Read(bytes.ToArray());
        }
        catch (JsonException fault)
        {
            throw CommandFailure.Usage(Complaints.OptionsAtOdds($"Standard input is no push that can be taken over: {fault.Message}"));
        }
    }
}
