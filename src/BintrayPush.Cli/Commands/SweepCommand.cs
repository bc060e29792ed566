using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray sweep</c>: what nothing refers to any longer in a repository that is a folder.</summary>
internal static class SweepCommand
{
    public static Command Create(CliEnvironment environment)
    {
        var folder = new FolderArgument("folder", "The folder of the repository, or 'embedded' for that of this machine.");
        var delete = CommonOptions.Flag("--delete", "Delete it; without this it is only said what would be deleted.");
        var exclusive = CommonOptions.Flag("--exclusive", "Look once and do not wait; only where nothing else works on the folder.");
        var grace = CommonOptions.Interval(
            "--grace", "How long to wait between the two looks: longer than any upload or publish takes.", SweepOptions.DefaultGrace);
        var command = new Command("sweep", "Says what nothing refers to any longer in the folder of a repository, or deletes it.")
        {
            folder.Argument,
        };
        return command.Out([delete, exclusive, grace], async (result, printer, cancellation) =>
        {
            if (result.GetValue(exclusive) && result.GetResult(grace) is { Implicit: false })
            {
                throw CommandFailure.Usage(Complaints.OptionsAtOdds("--exclusive does not wait, so there is no --grace with it."));
            }

            var path = folder.Read(result, environment);
            var options = new SweepOptions
            {
                DryRun = !result.GetValue(delete),
                Grace = result.GetValue(exclusive) ? null : result.GetValue(grace),
                Pause = (time, end) => PauseAsync(printer, time, end),
            };
            var report = await SweepAsync(path, options, cancellation).ConfigureAwait(false);
            printer.Show(SweepText.Lines(report), json =>
            {
                json.WriteString("folder", path);
                SweepText.Write(json, report);
            });
            return ExitCode.Success;
        });
    }

    private static async Task<SweepReport> SweepAsync(string folder, SweepOptions options, CancellationToken cancellation)
    {
        try
        {
            return await FolderSweep.RunAsync(folder, options, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException refusal)
        {
            throw CommandFailure.Failed(Complaints.NotSwept(folder, refusal.Message));
        }
    }

    private static Task PauseAsync(Printer printer, TimeSpan time, CancellationToken cancellation)
    {
        printer.Tell($"Waits {time} for uploads that are under way, then looks again");
        return Task.Delay(time, cancellation);
    }
}
