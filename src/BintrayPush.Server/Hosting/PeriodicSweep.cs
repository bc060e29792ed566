using BintrayPush.Storage;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Sweeps the store in the background, one sweep at a time: an interval that ends while one is at work begins the next one after it. A
/// sweep that fails is logged, and the next one tries again.
/// </summary>
internal sealed partial class PeriodicSweep(
    IServerStore store, TimeSpan interval, TimeProvider time, ILogger<PeriodicSweep> logger) : BackgroundService
{
    // Made here and not when the work begins: the first interval begins with the server.
    private readonly PeriodicTimer _timer = new(interval, time);
    private readonly SweepOptions _options = new() { Pause = (grace, stop) => Task.Delay(grace, time, stop) };

    /// <inheritdoc/>
    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken))
            {
                await SweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops. What is left is found by the next sweep.
        }
    }

    private async Task SweepAsync(CancellationToken stop)
    {
        try
        {
            var report = await store.SweepAsync(_options, stop);
            Swept(report.Count, report.Bytes, SweepText.Summary(report));
        }
        catch (BintrayException refusal)
        {
            Failed(refusal.Message);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            // Whatever became of this one, the server goes on, and so does the next sweep.
            Broken(failure);
        }
    }

    [LoggerMessage(30, LogLevel.Information, "Swept {Objects} objects, {Bytes} bytes: {Kinds}")]
    private partial void Swept(int objects, long bytes, string kinds);

    [LoggerMessage(31, LogLevel.Error, "The sweep failed, and is tried again when the next one is due: {Reason}")]
    private partial void Failed(string reason);

    [LoggerMessage(32, LogLevel.Error, "The sweep failed, and is tried again when the next one is due")]
    private partial void Broken(Exception failure);
}
