using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;

namespace BintrayPush.Cli.Commands;

/// <summary>How every command is carried out: whatever goes wrong ends as a complaint with a code and an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>Adds options, <c>--json</c>, and what the command does.</summary>
    /// <param name="command">The command.</param>
    /// <param name="options">Its options.</param>
    /// <param name="run">Does it; answers the exit code.</param>
    public static Command Out(
        this Command command, IEnumerable<Option> options, Func<ParseResult, Printer, CancellationToken, Task<int>> run)
    {
        var json = CommonOptions.Json();
        foreach (var option in options.Append(json))
        {
            command.Options.Add(option);
        }

        command.SetAction((result, cancellation) =>
            RunAsync(
                result,
                new Printer(result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, result.GetValue(json),
                    (result.InvocationConfiguration as PrintedInvocation)?.Server),
                run,
                cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult result, Printer printer, Func<ParseResult, Printer, CancellationToken, Task<int>> run, CancellationToken cancellation)
    {
        try
        {
            return await run(result, printer, cancellation).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // An exception that leaves a program prints a stack trace and whatever its message holds.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            printer.Fail(Complaints.Of(cause, cancellation));
            return cause is CommandFailure failure ? failure.ExitCode : ExitCode.Failure;
        }
    }
}
