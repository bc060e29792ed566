using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Push;
using BintrayPush.Report;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray plan</c>: what the same push would do.</summary>
internal sealed class PlanCommand
{
    private readonly ConnectionOptions _connection = new();
    private readonly PushOptions _push = new();
    private readonly Option<string?> _file = new("--plan-file") { Description = "Where the plan is written, as JSON." };
    private readonly CliEnvironment _surroundings;

    private PlanCommand(CliEnvironment environment) => _surroundings = environment;

    public static Command Create(CliEnvironment environment)
    {
        var plan = new PlanCommand(environment);
        var command = new Command("plan", "Says what a push with the same options would do, and changes nothing.") { plan._push.Files };
        return command.Out([.. plan._connection.All, .. plan._push.All, plan._file], plan.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, Printer printer, CancellationToken cancellation)
    {
        var prepared = await PreparedPush.ReadAsync(result, _connection, _push, _surroundings, cancellation).ConfigureAwait(false);
        var preview = prepared.IsSound ? await AskAsync(prepared, cancellation).ConfigureAwait(false) : NothingAsked(prepared);
        preview = preview with { Problems = [.. preview.Problems.Select(problem => problem.OnCommandLine())] };
        printer.Show(preview.Problems);
        printer.Show(
            prepared.IsSound ? [.. PushSummary.Lines(preview), PushSummary.Total(prepared.Name, preview)] : [],
            stream => PushJson.Write(preview, stream));
        PreparedPush.Keep(
            result.GetValue(_file) is { Length: > 0 } given ? _surroundings.Absolute(given) : null, path => PlanFile.Write(preview, path));
        return preview.WouldSucceed ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<DryRunReport> AskAsync(PreparedPush prepared, CancellationToken cancellation)
    {
        using var opened = await prepared.Connection.OpenAsync(readOnly: true, cancellation).ConfigureAwait(false);
        var preview = await DryRun.RunAsync(prepared.Plan!, opened.Destination, cancellation).ConfigureAwait(false);
        return preview with { Problems = [.. prepared.Notices, .. preview.Problems] };
    }

    private static DryRunReport NothingAsked(PreparedPush prepared) => new()
    {
        Destination = prepared.Connection.Place.Name,
        Asked = DateTimeOffset.UtcNow,
        Changes = [],
        Files = [],
        Problems = prepared.Problems,
    };
}
