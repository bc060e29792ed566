using BintrayPush.Compare;
using BintrayPush.Retry;

namespace BintrayPush.Transfer;

/// <summary>What the uploads of one push share.</summary>
/// <param name="Service">Where to.</param>
/// <param name="Check">Compares a file with what the service has.</param>
/// <param name="Options">How the push is run.</param>
/// <param name="Cancellation">Ends the uploads.</param>
internal sealed record TransferSession(
    RetriedService Service, ContentCheck Check, RunOptions Options, CancellationToken Cancellation);
