using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Places;
using BintrayPush.Retry;
using BintrayPush.Verify;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray verify</c>: whether what a push made public is still what was pushed.</summary>
internal sealed class VerifyCommand
{
    private readonly ConnectionOptions _connection = new();
    private readonly Argument<string> _receipt = CommonOptions.Subject<string>("receipt", "The receipt of the push.", "file");
    private readonly Option<int?> _parallel = CommonOptions.Number(
        Setting.MaxParallelUploads,
        "The most files that are read at one time; without it 8, and 32 from a service on another machine.",
        1,
        1000,
        null);
    private readonly Option<int?> _retries = CommonOptions.Number(
        Setting.RetryCount, "How often a call is made again after a failure that may pass.", 0, 1000, new PushLimits().RetryCount);
    private readonly Option<bool> _signatures = CommonOptions.Flag(
        "--signatures", "Check, too, that each file has a good signature beside it.");
    private readonly Option<string?> _key = new("--key")
    {
        Description = "A file with the public keys for --signatures; without it those that the service shows.",
        HelpName = "file",
    };
    private readonly CliEnvironment _surroundings;

    private VerifyCommand(CliEnvironment environment)
    {
        _surroundings = environment;
        _receipt.Arity = ArgumentArity.ZeroOrOne;
        _receipt.DefaultValueFactory = _ => "receipt.json";
    }

    public static Command Create(CliEnvironment environment)
    {
        var verify = new VerifyCommand(environment);
        var command = new Command("verify", "Reads back what a push made public, and compares it with the receipt.") { verify._receipt };
        return command.Out(
            [.. verify._connection.All, verify._parallel, verify._retries, verify._signatures, verify._key], verify.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, Printer printer, CancellationToken cancellation)
    {
        var receipt = ReceiptReader.Read(_surroundings.Absolute(result.GetRequiredValue(_receipt)), out var faults)
            ?? throw CommandFailure.Failed([.. faults]);
        var connection = _connection.Read(result, _surroundings, receipt.Subject, usual: receipt.Destination);
        if (PlaceOfReceipt.FaultOf(receipt, connection.Place) is { } fault)
        {
            throw CommandFailure.Failed(fault);
        }

        var usual = PlaceOpener.LimitsFor(connection.Place);
        var limits = usual with
        {
            MaxParallelUploads = result.GetValue(_parallel) ?? usual.MaxParallelUploads,
            RetryCount = result.GetValue(_retries) ?? usual.RetryCount,
        };
        using var opened = await connection.OpenAsync(readOnly: true, cancellation).ConfigureAwait(false);
        var display = new ProgressDisplay(printer, _surroundings.Terminal());
        var report = await display.ShowAsync(
            "verify", limits, options => VerifyRun.RunAsync(receipt, opened.Destination, options, cancellation)).ConfigureAwait(false);
        var keys = result.GetValue(_key) is { } file ? _surroundings.Absolute(file) : null;
        var signatures = await SignatureCheck.RunAsync(
            result.GetValue(_signatures), keys, opened.Destination, receipt, cancellation).ConfigureAwait(false);
        report = report with { Problems = [.. report.Problems, .. signatures?.Problems ?? []] };
        report = report with { Problems = [.. report.Problems.Select(problem => problem.OnCommandLine())] };
        printer.Show(report.Problems);
        printer.Show(
            [
                .. VerifySummary.Lines(report), .. signatures is { Line: var line } ? [line] : Array.Empty<string>(),
                VerifySummary.Total("bintray", report),
            ],
            stream => VerifyJson.Write(report, stream));
        return report.IsIntact ? ExitCode.Success : ExitCode.Failure;
    }
}
