using BintrayPush.Compare;
using BintrayPush.Report;
using BintrayPush.Retry;

namespace BintrayPush.Transfer;

/// <summary>What the uploads of one push share.</summary>
/// <param name="Service">Where to.</param>
/// <param name="Check">Compares a file with what the service has.</param>
/// <param name="Limits">How hard it may work.</param>
/// <param name="Trace">Gets a line per call.</param>
/// <param name="Progress">Gets how far the uploads are; <see langword="null"/> for no reports.</param>
/// <param name="Cancellation">Ends the uploads.</param>
internal sealed record TransferSession(
    RetriedService Service,
    ContentCheck Check,
    PushLimits Limits,
    Action<string> Trace,
    Action<PushProgress>? Progress,
    CancellationToken Cancellation);
