using System.Collections.Concurrent;
using BintrayPush.Storage.Statistics;

namespace BintrayPush.Server.Statistics;

/// <summary>
/// Writes down once a minute what was downloaded, and at last when the server has stopped: a crash costs the last minute's. What cannot be
/// written is tried again a minute later, as the very same batch, so that nothing is counted twice.
/// </summary>
internal sealed partial class DownloadWriter(
    IDownloadCounts counts, DownloadTally tally, TimeProvider time, ILogger<DownloadWriter> logger)
    : BackgroundService, IHostedLifecycleService
{
    /// <summary>How much a crash may cost.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const int AtOnce = 8;

    /// <summary>How long a stopped server waits for a store that does not answer.</summary>
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(10);

    private readonly PeriodicTimer _timer = new(Interval, time);
    private readonly string _id = Guid.NewGuid().ToString("N");
    private List<(PackageAddress Package, DownloadBatch Batch)> _unwritten = [];
    private long _batches;

    /// <summary>Counts the downloads of a server, unless nothing may be written there.</summary>
    public static void Add(IServiceCollection services, IDownloadCounts counts, bool readOnly, TimeProvider time)
    {
        if (!readOnly)
        {
            var tally = new DownloadTally(time);
            services.AddSingleton(tally);
            services.AddHostedService(
                provider => new DownloadWriter(counts, tally, time, provider.GetRequiredService<ILogger<DownloadWriter>>()));
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>All answers have been sent by then, or were cut off.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LastWrite, time);
        try
        {
            await WriteAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            NotWritten(Unwritten, $"the store has not answered within {LastWrite.TotalSeconds} seconds");
        }
    }

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
            var tick = _timer.WaitForNextTickAsync(stoppingToken).AsTask();
            for (var isWritten = true; ;)
            {
                // A store that cannot be written is not asked again before the minute is over, however much there is to write.
                await (isWritten ? Task.WhenAny(tick, tally.Filling) : (Task)tick);
                if (tick.IsCompleted)
                {
                    if (!await tick)
                    {
                        return;
                    }

                    tick = _timer.WaitForNextTickAsync(stoppingToken).AsTask();
                }

                isWritten = await WriteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is written when the last answer has been sent.
        }
    }

    private long Unwritten => _unwritten.Sum(one => one.Batch.Downloads.Sum(download => download.Count));

    /// <summary>Writes what waits from before, and then what was counted since.</summary>
    /// <returns>Whether nothing waits any more.</returns>
    private async Task<bool> WriteAsync(CancellationToken cancellation)
    {
        if (_unwritten.Count > 0 && !await WriteBatchesAsync(cancellation))
        {
            return false;
        }

        var (packages, lost) = tally.Take();
        if (lost > 0)
        {
            Lost(lost);
        }

        _unwritten = [.. packages.Select(package => (package.Key, new DownloadBatch(_id, ++_batches, package.Value)))];
        return await WriteBatchesAsync(cancellation);
    }

    private async Task<bool> WriteBatchesAsync(CancellationToken cancellation)
    {
        var written = new ConcurrentDictionary<long, bool>();
        var reason = "";
        try
        {
            await Parallel.ForEachAsync(
                _unwritten,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (one, token) =>
                {
                    try
                    {
                        await counts.AddAsync(one.Package, one.Batch, token);
                        written[one.Batch.Number] = true;
                    }
                    catch (BintrayException failure) when (failure.Status != BintrayException.Unavailable)
                    {
                        // Trying again would not help.
                        written[one.Batch.Number] = false;
                        Refused(one.Package.ToString(), failure.Message);
                    }
                    catch (Exception failure) when (failure is not OperationCanceledException)
                    {
                        // Whatever became of this one, the server goes on.
                        reason = failure.Message;
                    }
                });
        }
        finally
        {
            _unwritten.RemoveAll(one => written.ContainsKey(one.Batch.Number));
        }

        if (_unwritten.Count > 0)
        {
            NotWritten(Unwritten, reason);
        }

        return _unwritten.Count == 0;
    }

    [LoggerMessage(33, LogLevel.Warning, "{Downloads} downloads are not written down yet: {Reason}")]
    private partial void NotWritten(long downloads, string reason);

    [LoggerMessage(34, LogLevel.Warning, "{Downloads} downloads were not counted: of too many files while the store could not be written")]
    private partial void Lost(long downloads);

    [LoggerMessage(35, LogLevel.Error, "The downloads of {Package} cannot be written down: {Reason}")]
    private partial void Refused(string package, string reason);
}
