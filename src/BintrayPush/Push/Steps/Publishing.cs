using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Service;
using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Retry;
using BintrayPush.Transfer;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Makes versions public, one call each. Whether that has happened is never guessed: where the answer is lost, or only says that the
/// publish was accepted, it is looked.
/// </summary>
internal sealed class Publishing(IBintray service, Retrying retry, PushLimits limits, Action<string> trace, CancellationToken cancellation)
{
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(10);
    private readonly Appearance _appearance = new(service, limits, trace, cancellation);

    /// <summary>Publishes a version; it is told what of it is public then.</summary>
    /// <returns>What is wrong, or nothing.</returns>
    public async Task<Problem?> RunAsync(Shipment shipment)
    {
        try
        {
            var answer = await AskAsync(shipment).ConfigureAwait(false);
            if (!answer.IsDone)
            {
                shipment.IsOnItsWay = true;
                if (await _appearance.AwaitAsync(shipment).ConfigureAwait(false) is { } problem)
                {
                    return problem;
                }
            }

            shipment.WasPublished();
            return answer.Warning is { } warning ? TransferProblems.ServiceWarns(shipment.Address.ToString(), warning) : null;
        }
        catch (Exception cause) when (Failure.IsExpected(cause) || cause is OperationCanceledException)
        {
            // The answer may be lost and the work done: the receipt must not claim that nothing is public.
            if (await IsPublicAsync(shipment).ConfigureAwait(false))
            {
                shipment.WasPublished();
                return null;
            }

            return cause is OperationCanceledException ? null : StepProblems.PublishRefused(shipment.Address, cause);
        }
    }

    private async Task<PublishAnswer> AskAsync(Shipment shipment)
    {
        try
        {
            return await retry.RunAsync($"publish {shipment.Address}", attempt => PublishAsync(shipment, attempt), cancellation)
                .ConfigureAwait(false);
        }
        catch (BintrayException late) when (late.Status == BintrayException.Timeout)
        {
            // It was accepted, and may come to its end without anybody waiting for it (protocol reference, section 9).
            return new PublishAnswer(0);
        }
    }

    private async Task<PublishAnswer> PublishAsync(Shipment shipment, int attempt)
    {
        if (attempt > 1 && await IsPublicAsync(shipment).ConfigureAwait(false))
        {
            return new PublishAnswer(0) { IsDone = true };
        }

        trace($"publishing {shipment.Address}");
        return await service.PublishAsync(shipment.Address, new PublishRequest { Expected = shipment.Expected }, cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>Looks once, also after a cancellation, but then not for long.</summary>
    private async Task<bool> IsPublicAsync(Shipment shipment)
    {
        using var limit = new CancellationTokenSource(LastLook);
        try
        {
            var listing = await service.ListFilesAsync(shipment.Address, includeUnpublished: false, limit.Token).ConfigureAwait(false);
            return shipment.Sighted(new KnownFiles(listing)).Count == 0;
        }
        catch (Exception cause) when (Failure.IsExpected(cause) || cause is OperationCanceledException)
        {
            return false;
        }
    }
}
