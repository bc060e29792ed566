using System.Text;
using BintrayPush.Artifacts;
using BintrayPush.Background;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Output;
using BintrayPush.Report;
using BintrayPush.Transfer;

namespace BintrayPush.Cli.Jobs;

/// <summary>Does what a build orders while it waits. All that it says is for the build: lines that people never see as such.</summary>
/// <param name="environment">Where the command is run.</param>
/// <param name="home">Finds the user's own folder.</param>
/// <param name="output">Where the lines go.</param>
internal sealed class AttendedRun(CliEnvironment environment, Func<string> home, Stream output)
{
    private readonly object _lock = new();
    private IReadOnlyList<Artifact> _files = [];

    /// <returns>Whether it could be done; the build knows more from the lines.</returns>
    public async Task<bool> RunAsync(AttendedInput input, CancellationToken cancellation)
    {
        Say(new AttendedWord.Begun());
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var isDone = false;
        try
        {
            var order = await ReadAsync(input, ending.Token).ConfigureAwait(false);
            _files = order.Files;
            _ = EndOnRequestAsync(input, ending);
            await CarryOutAsync(order, ending.Token).ConfigureAwait(false);
            isDone = true;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The build knows that it has ended it.
        }
#pragma warning disable CA1031 // Whatever happens, the build is to hear it.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            foreach (var problem in Complaints.OfBuild(cause, ending.Token))
            {
                Say(new AttendedWord.Complained(problem));
            }
        }

        Say(new AttendedWord.Ended());
        return isDone;
    }

    private static async Task<AttendedOrder> ReadAsync(AttendedInput input, CancellationToken cancellation)
    {
        try
        {
            return AttendedLines.ReadOrder(await input.ReadOrderAsync(cancellation).ConfigureAwait(false));
        }
        catch (FormatException fault)
        {
            throw CommandFailure.Usage(Complaints.OptionsAtOdds($"Standard input is no order of a build: {fault.Message}"));
        }
    }

    private async Task CarryOutAsync(AttendedOrder order, CancellationToken cancellation)
    {
        var options = new RunOptions { Trace = line => Tell(line, isDetail: true), Progress = Tell };
        var push = new JobPush(environment, home(), new Printer(TextWriter.Null, TextWriter.Null, json: false, server: null));
        switch (order)
        {
            case AttendedOrder.Push { IsDry: true } dry:
                Say(new AttendedWord.Previewed(await push.PreviewAsync(dry.What, options, cancellation).ConfigureAwait(false)));
                break;
            case AttendedOrder.Push whole:
                var receipt = await push.RunAsync(whole.What, options with { JournalFile = whole.JournalFile }, cancellation)
                    .ConfigureAwait(false);
                Say(new AttendedWord.Pushed(receipt));
                break;
            case AttendedOrder.Verify verify:
                await new AttendedVerify(environment, home(), Say).RunAsync(verify, options, cancellation).ConfigureAwait(false);
                break;
        }
    }

    private static async Task EndOnRequestAsync(AttendedInput input, CancellationTokenSource ending)
    {
        try
        {
            await input.WaitAsync().ConfigureAwait(false);
            await ending.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is IOException or InvalidOperationException)
        {
            // All has been done by then, or nobody can say that it is to end.
        }
    }

    private void Tell(PushProgress progress) => Tell(PushSummary.Progress(progress), isDetail: false);

    private void Tell(string line, bool isDetail) => Say(new AttendedWord.Told(line, isDetail));

    /// <summary>It comes from several threads.</summary>
    private void Say(AttendedWord word)
    {
        var line = Encoding.ASCII.GetBytes(AttendedLines.Write(word, _files) + "\n");
        lock (_lock)
        {
            try
            {
                output.Write(line);
                output.Flush();
            }
            catch (IOException)
            {
                // The build is gone, which the end of the input says, too: what has been begun ends in order.
            }
        }
    }
}
