using BintrayPush.Api;

namespace BintrayPush.Pushing;

/// <summary>Brings many files to the service, the largest first, a bounded number at one time.</summary>
internal sealed class UploadQueue(IBintray service, Comparison comparison, Retry retry, PushLimits limits, Action<string> trace, Action<PushProgress>? progress, CancellationToken cancellation)
{
    /// <summary>Every file is tried; a failure of one does not stop the others.</summary>
    /// <param name="deliveries">The files, each with what the service has in its version.</param>
    /// <returns>What is wrong with each, in the order of the files; nothing where nothing is, or where a cancellation came first.</returns>
    public async Task<IReadOnlyList<Problem?>> RunAsync(IReadOnlyList<(Delivery Delivery, KnownFiles Known)> deliveries)
    {
        var problems = new Problem?[deliveries.Count];

        // With the largest first, none of them begins when the others have ended.
        var next = new Queue<int>(Enumerable.Range(0, deliveries.Count).OrderByDescending(i => deliveries[i].Delivery.File.Artifact.Size ?? 0));
        var width = new UploadWidth(limits.MaxParallelUploads);
        var meter = new ProgressMeter(deliveries.Count, deliveries.Sum(file => file.Delivery.File.Artifact.Size ?? 0), limits, progress);
        var workers = Enumerable.Range(0, Math.Min(limits.MaxParallelUploads, deliveries.Count)).Select(_ => Task.Run(WorkAsync, CancellationToken.None));
        try
        {
            await meter.ReportUntilAsync(Task.WhenAll(workers)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What was found wrong until then is told all the same; the caller sees the cancellation itself.
        }

        return problems;

        async Task WorkAsync()
        {
            while (true)
            {
                var entered = await width.EnterAsync(cancellation).ConfigureAwait(false);
                try
                {
                    int? index;
                    lock (next)
                    {
                        index = next.Count > 0 ? next.Dequeue() : null;
                    }

                    if (index is not { } i)
                    {
                        return;
                    }

                    var upload = new Upload(service, comparison, retry, limits.Clock, meter, failure => entered = Feel(width, failure, entered), trace, cancellation);
                    problems[i] = await upload.RunAsync(deliveries[i].Delivery, deliveries[i].Known).ConfigureAwait(false);
                    meter.Finish(deliveries[i].Delivery);
                    if (deliveries[i].Delivery.Sent)
                    {
                        width.Widen();
                    }
                }
                finally
                {
                    width.Leave();
                }
            }
        }
    }

    private int Feel(UploadWidth width, BintrayException failure, int entered)
    {
        if (!RetryPolicy.ShowsCrowding(failure))
        {
            return entered;
        }

        var halvings = width.Halve(entered);
        trace($"the service is crowded ({Problems.Said(failure)}); {width.Places} uploads at a time from now on");
        return halvings;
    }
}
