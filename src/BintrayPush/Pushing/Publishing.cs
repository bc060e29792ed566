using BintrayPush.Api;

namespace BintrayPush.Pushing;

/// <summary>Makes versions public, one call each. Whether that has happened is never guessed: where the answer is lost, it is looked.</summary>
internal sealed class Publishing(IBintray service, Retry retry, Action<string> trace, CancellationToken cancellation)
{
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(10);

    /// <summary>Publishes a version; it is told if that has happened.</summary>
    /// <returns>What is wrong, or nothing.</returns>
    public async Task<Problem?> RunAsync(Shipment shipment)
    {
        try
        {
            var answer = await retry.RunAsync($"publish {shipment.Address}", attempt => PublishAsync(shipment, attempt), cancellation).ConfigureAwait(false);
            shipment.WasPublished();
            return answer.Warning is { } warning ? Problems.ServiceWarns(shipment.Address.ToString(), warning) : null;
        }
        catch (Exception cause) when (Failure.IsExpected(cause) || cause is OperationCanceledException)
        {
            // The answer may be lost and the work done: the receipt must not claim that nothing is public.
            if (await IsPublicAsync(shipment).ConfigureAwait(false))
            {
                shipment.WasPublished();
                return null;
            }

            return cause is OperationCanceledException ? null : Problems.PublishRefused(shipment.Address, cause);
        }
    }

    private async Task<PublishAnswer> PublishAsync(Shipment shipment, int attempt)
    {
        if (attempt > 1 && await IsPublicAsync(shipment).ConfigureAwait(false))
        {
            return new PublishAnswer(0);
        }

        trace($"publishing {shipment.Address}");
        return await service.PublishAsync(shipment.Address, new PublishRequest { Expected = shipment.Expected }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Looks once, also after a cancellation, but then not for long.</summary>
    private async Task<bool> IsPublicAsync(Shipment shipment)
    {
        if (shipment.Expected is not { } expected)
        {
            return false;
        }

        using var limit = new CancellationTokenSource(LastLook);
        try
        {
            var known = new KnownFiles(await service.ListFilesAsync(shipment.Address, includeUnpublished: false, limit.Token).ConfigureAwait(false));
            return shipment.Deliveries.All(delivery => delivery.Placed.All(placed => placed.IsPublished(known)))
                && expected.All(file => known.Published(file.Path) is { } published && (published.Sha256 is not { } sha256 || sha256 == file.Sha256));
        }
        catch (Exception cause) when (Failure.IsExpected(cause) || cause is OperationCanceledException)
        {
            return false;
        }
    }
}
