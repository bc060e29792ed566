using BintrayPush.Background;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Places;
using BintrayPush.Places;
using BintrayPush.Transfer;
using BintrayPush.Verify;

namespace BintrayPush.Cli.Jobs;

/// <summary>Reads back for a build what a push made public.</summary>
/// <param name="environment">Where the command is run.</param>
/// <param name="home">The user's own folder.</param>
/// <param name="say">Tells the build.</param>
internal sealed class AttendedVerify(CliEnvironment environment, string home, Action<AttendedWord> say)
{
    /// <summary>Reads back, and tells what was found.</summary>
    public async Task RunAsync(AttendedOrder.Verify order, RunOptions options, CancellationToken cancellation)
    {
        var receipt = ReceiptReader.Read(order.ReceiptFile, out var faults) ?? throw CommandFailure.Failed([.. faults]);
        var reader = new PlaceReader(buckets: new Buckets());
        var place = ChosenPlace.Choose(order.Place, allowInsecure: false, home, environment.Variable, reader)
            ?? throw CommandFailure.Failed([.. reader.Problems]);
        if (PlaceOfReceipt.FaultOf(receipt, place) is { } fault)
        {
            throw CommandFailure.Failed(fault);
        }

        var connection = new Connection(place, Settings: null, HomeKeys.Of(environment.Variable));
        using var opened = await connection.OpenAsync(readOnly: true, cancellation).ConfigureAwait(false);
        var limits = PlaceOpener.LimitsFor(place) with
        {
            MaxParallelUploads = order.MaxParallelUploads,
            RetryCount = order.RetryCount,
        };
        var report = await VerifyRun.RunAsync(receipt, opened.Destination, options with { Limits = limits }, cancellation)
            .ConfigureAwait(false);
        foreach (var problem in report.Problems)
        {
            say(new AttendedWord.Complained(problem));
        }

        foreach (var line in VerifySummary.Lines(report).Append(VerifySummary.Total(order.Name, report)))
        {
            say(new AttendedWord.Told(line, IsDetail: false));
        }

        say(new AttendedWord.Verified());
    }
}
