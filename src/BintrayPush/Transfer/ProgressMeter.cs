using System.Collections.Concurrent;
using BintrayPush.Compare;
using BintrayPush.Report;

namespace BintrayPush.Transfer;

/// <summary>Reports the progress of a transfer at intervals, also while nothing moves.</summary>
/// <param name="files">How many files there are.</param>
/// <param name="bytes">How many bytes they have.</param>
/// <param name="options">Who gets the reports, how often, and the clock.</param>
internal sealed class ProgressMeter(int files, long bytes, RunOptions options)
{
    private readonly ConcurrentDictionary<object, Stream> _arriving = new();
    private readonly ConcurrentDictionary<LocalFile, long> _sending = new();
    private readonly TimeSpan _begun = options.Limits.Clock.Elapsed();
    private int _doneFiles;
    private long _doneBytes;

    /// <summary>A file is being sent. What was read of it is on its way, and has arrived only when the service says so.</summary>
    public void Begin(LocalFile file) => _sending[file] = file.Size;

    /// <summary>Content is being received; what was read of it is there.</summary>
    public void Begin(object owner, Stream content) => _arriving[owner] = content;

    /// <summary>It is not sent any more; whether it has arrived is another question.</summary>
    public void End(LocalFile file) => _sending.TryRemove(file, out _);

    /// <summary>It is not received any more.</summary>
    public void End(object owner) => _arriving.TryRemove(owner, out _);

    /// <summary>Nothing more will be done about a file.</summary>
    public void Finish(FilePush filePush) => Finish(filePush.File.Artifact.Size ?? 0);

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
        var reporting = options.Progress is { } report ? ReportAsync(report, end.Token) : Task.CompletedTask;
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
                await options.Limits.Clock.WaitAsync(options.Limits.ProgressInterval, end).ConfigureAwait(false);
                tell(Now());
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The work has ended.
        }
    }

    private PushProgress Now()
    {
        var (sent, unanswered) = (0L, 0L);
        foreach (var file in _sending)
        {
            var read = file.Key.BytesRead;
            sent += read;
            unanswered += read >= file.Value ? read : 0;
        }

        var done = Math.Min(bytes, Interlocked.Read(ref _doneBytes) + _arriving.Values.Sum(content => content.Position));
        sent = Math.Min(bytes - done, sent);
        return new PushProgress(Volatile.Read(ref _doneFiles), files, done, bytes, options.Limits.Clock.Elapsed() - _begun)
        {
            SentBytes = sent,
            UnansweredBytes = Math.Min(sent, unanswered),
        };
    }
}
