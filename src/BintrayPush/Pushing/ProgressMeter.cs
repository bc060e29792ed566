using System.Collections.Concurrent;

namespace BintrayPush.Pushing;

/// <summary>Tells every ten seconds how far uploads are, also while nothing moves.</summary>
/// <param name="files">How many files there are.</param>
/// <param name="bytes">How many bytes they have.</param>
/// <param name="clock">How time passes.</param>
/// <param name="report">Is told; <see langword="null"/> if nobody wants to know.</param>
internal sealed class ProgressMeter(int files, long bytes, Clock clock, Action<PushProgress>? report)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<LocalFile, bool> _sending = new();
    private readonly TimeSpan _begun = clock.Elapsed();
    private int _doneFiles;
    private long _doneBytes;

    /// <summary>A file is being read.</summary>
    public void Begin(LocalFile file) => _sending[file] = true;

    /// <summary>It is not any more; whether it has arrived is another question.</summary>
    public void End(LocalFile file) => _sending.TryRemove(file, out _);

    /// <summary>Nothing more will be done about a file.</summary>
    public void Finish(Delivery delivery)
    {
        Interlocked.Add(ref _doneBytes, delivery.File.Artifact.Size ?? 0);
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
                await clock.WaitAsync(Pause, end).ConfigureAwait(false);
                var sending = _sending.Keys.Sum(file => file.Content.Position);
                tell(new PushProgress(Volatile.Read(ref _doneFiles), files, Math.Min(bytes, Interlocked.Read(ref _doneBytes) + sending), bytes, clock.Elapsed() - _begun));
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The work has ended.
        }
    }
}
