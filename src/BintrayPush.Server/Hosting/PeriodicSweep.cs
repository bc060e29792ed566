using BintrayPush.Storage;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Hosting;

/// <summary>Sweeps the store in the background. A sweep that fails is logged, and the next one tries again.</summary>
internal sealed partial class PeriodicSweep(
    IServerStore store, TimeSpan interval, SweepOptions options, TimeProvider time, ILogger<PeriodicSweep> logger)
    : PeriodicWork(interval, time)
{
    protected override async Task WorkAsync(CancellationToken stop)
    {
        try
        {
            var report = await store.SweepAsync(options, stop);
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
