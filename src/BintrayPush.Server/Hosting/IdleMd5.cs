using BintrayPush.Storage;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Computes MD5 sums while no uploads come, one content at a time, so that a first download seldom has to wait for its own. What a stop
/// cuts off is computed when it is asked for.
/// </summary>
internal sealed partial class IdleMd5(IServerStore store, Md5Backlog backlog, TimeProvider time, ILogger<IdleMd5> logger)
    : BackgroundService
{
    /// <summary>As long without an upload, and a push is over, or at its publish.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await backlog.Waiting.WaitToReadAsync(stoppingToken))
            {
                var arrivals = await WaitForQuietAsync(stoppingToken);
                while (arrivals == backlog.Arrivals && backlog.Waiting.TryRead(out var content))
                {
                    await ComputeAsync(content.Sha256, content.Size, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task<long> WaitForQuietAsync(CancellationToken stop)
    {
        for (var seen = backlog.Arrivals; ; seen = backlog.Arrivals)
        {
            await Task.Delay(Quiet, time, stop);
            if (seen == backlog.Arrivals)
            {
                return seen;
            }
        }
    }

    private async Task ComputeAsync(string sha256, long size, CancellationToken stop)
    {
        try
        {
            await store.GetMd5Async(sha256, size, stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            // Whoever downloads it sees what is wrong with it.
            Failed(sha256, failure.Message);
        }
    }

    [LoggerMessage(33, LogLevel.Warning, "The MD5 of {Sha256} could not be computed: {Reason}")]
    private partial void Failed(string sha256, string reason);
}
