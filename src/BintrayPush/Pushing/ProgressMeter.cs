using System.Collections.Concurrent;

namespace BintrayPush.Pushing;

/// <summary>Tells from time to time how far a transfer is, also while nothing moves.</summary>
/// <param name="files">How many files there are.</param>
/// <param name="bytes">How many bytes they have.</param>
/// <param name="limits">How often it tells, and how time passes.</param>
/// <param name="report">Is told; <see langword="null"/> if nobody wants to know.</param>
internal sealed class ProgressMeter(int files, long bytes, PushLimits limits, Action<PushProgress>? report)
{
    private readonly ConcurrentDictionary<object, Func<long>> _moving = new();
    private readonly TimeSpan _begun = limits.Clock.Elapsed();
    private int _doneFiles;
    private long _doneBytes;

    /// <summary>A file is being read.</summary>
    public void Begin(LocalFile file) => Begin(file, file.Content);

    /// <summary>Content is being read; it counts for what it belongs to.</summary>
    public void Begin(object owner, Stream content) => _moving[owner] = () => content.Position;

    /// <summary>It is not any more; whether it has arrived is another question.</summary>
    public void End(object owner) => _moving.TryRemove(owner, out _);

    /// <summary>Nothing more will be done about a file.</summary>
    public void Finish(Delivery delivery) => Finish(delivery.File.Artifact.Size ?? 0);

    /// <summary>Nothing more will be done about a file of that size.</summary>
    public void Finish(long size)
    {
        Interlocked.Add(ref _doneBytes, size);
        Interlocked.Increment(ref _doneFiles);
    }

    /// <summary>Reports until some work ends; its failure is the caller's.</summary>
    public async Task ReportUntilAsync(Task work)
    {
        using var end = new CancellationTokenSource();
        var reporting = report is null ? Task.CompletedTask : ReportAsync(report, end.Token);
        try
        {
            await work.ConfigureAwait(false);
        }
        finally
        {
            end.Cancel();
            await reporting.ConfigureAwait(false);
        }
    }

    private async Task ReportAsync(Action<PushProgress> tell, CancellationToken end)
    {
        try
        {
            while (true)
            {
                await limits.Clock.WaitAsync(limits.ProgressInterval, end).ConfigureAwait(false);
                var moving = _moving.Values.Sum(position => position());
                tell(new PushProgress(Volatile.Read(ref _doneFiles), files, Math.Min(bytes, Interlocked.Read(ref _doneBytes) + moving), bytes, limits.Clock.Elapsed() - _begun));
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The work has ended.
        }
    }
}
