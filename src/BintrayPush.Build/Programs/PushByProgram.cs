using BintrayPush.Background;
using BintrayPush.Build.Tasks;
using BintrayPush.Report;

namespace BintrayPush.Build.Programs;

/// <summary>A push to a bucket by the program of the package: what speaks to its engine is not loaded into a build.</summary>
/// <param name="program">The program.</param>
/// <param name="push">What is pushed, and where to.</param>
/// <param name="journalFile">Where it is written down how far a release is.</param>
/// <param name="log">Hears how far it is.</param>
internal sealed class PushByProgram(AttendedProgram program, BackgroundPush push, string? journalFile, TransferLog log) : IPushRunner
{
    public async Task<DryRunReport> PreviewAsync(CancellationToken cancellation)
    {
        DryRunReport? preview = null;
        await RunAsync(isDry: true, word => preview ??= (word as AttendedWord.Previewed)?.Preview, cancellation).ConfigureAwait(false);
        return preview ?? throw ProgramFailure.Ended(cancellation);
    }

    public async Task<Receipt> PushAsync(CancellationToken cancellation)
    {
        Receipt? receipt = null;
        await RunAsync(isDry: false, word => receipt ??= (word as AttendedWord.Pushed)?.Receipt, cancellation).ConfigureAwait(false);
        return receipt is null ? throw ProgramFailure.Ended(cancellation)
            : receipt.Cancelled && !cancellation.IsCancellationRequested
                ? receipt with { Problems = [.. receipt.Problems, .. ProgramFailure.Ended(cancellation).Problems] }
            : receipt;
    }

    public void Dispose()
    {
    }

    private async Task RunAsync(bool isDry, Action<AttendedWord> hear, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        await program.RunAsync(new AttendedOrder.Push(push, isDry, journalFile), log, problems.Add, hear, cancellation)
            .ConfigureAwait(false);
        if (problems.Count > 0)
        {
            throw new ProgramFailure([.. problems]);
        }
    }
}
