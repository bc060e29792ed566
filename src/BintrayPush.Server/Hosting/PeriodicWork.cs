namespace BintrayPush.Server.Hosting;

/// <summary>
/// Work in the background, each time that an interval is over: an interval that ends while it is done begins the next one after it.
/// </summary>
internal abstract class PeriodicWork(TimeSpan interval, TimeProvider time) : BackgroundService
{
    // Made here and not when the work begins: the first interval begins with the server.
    private readonly PeriodicTimer _timer = new(interval, time);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <summary>Does it once. It fails only because the server stops.</summary>
    protected abstract Task WorkAsync(CancellationToken stop);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken))
            {
                await WorkAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops. What is left is found the next time.
        }
    }
}
