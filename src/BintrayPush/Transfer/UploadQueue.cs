using BintrayPush.Api.Failures;
using BintrayPush.Api.Service;
using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Report;
using BintrayPush.Retry;

namespace BintrayPush.Transfer;

/// <summary>Brings many files to the service, the largest first, a bounded number at one time.</summary>
internal sealed class UploadQueue(
    IBintray service,
    IBundleUploads? bundles,
    Comparison comparison,
    Retrying retry,
    PushLimits limits,
    Action<string> trace,
    Action<PushProgress>? progress,
    CancellationToken cancellation)
{
    private volatile bool _bundlesFail;

    /// <summary>Every file is tried; a failure of one does not stop the others.</summary>
    /// <param name="deliveries">The files, each with what the service has in its version.</param>
    /// <returns>What is wrong with each, in the order of the files; nothing where nothing is, or where a cancellation came first.</returns>
    public async Task<IReadOnlyList<Problem?>> RunAsync(IReadOnlyList<(Delivery Delivery, KnownFiles Known)> deliveries)
    {
        var problems = new Problem?[deliveries.Count];

        // With the largest first, none of them begins when the others have ended.
        var next = new Queue<IReadOnlyList<Parcel>>(Divide(deliveries).OrderByDescending(batch => batch.Sum(parcel => parcel.Size)));
        var width = new UploadWidth(limits.MaxParallelUploads);
        var meter = new ProgressMeter(deliveries.Count, deliveries.Sum(file => file.Delivery.File.Artifact.Size ?? 0), limits, progress);
        var workers = Enumerable.Range(0, Math.Min(limits.MaxParallelUploads, deliveries.Count))
            .Select(_ => Task.Run(WorkAsync, CancellationToken.None));
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
                    IReadOnlyList<Parcel>? batch;
                    lock (next)
                    {
                        batch = next.Count > 0 ? next.Dequeue() : null;
                    }

                    if (batch is null)
                    {
                        return;
                    }

                    await RunBatchAsync(batch, failure => entered = Feel(width, failure, entered)).ConfigureAwait(false);
                }
                finally
                {
                    width.Leave();
                }
            }
        }

        async Task RunBatchAsync(IReadOnlyList<Parcel> batch, Action<BintrayException> failed)
        {
            if (batch.Count > 1 && await TryBundleAsync(batch, failed).ConfigureAwait(false) is { } found)
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    Finish(batch[i], found[i]);
                }

                return;
            }

            foreach (var parcel in batch)
            {
                var upload = new Upload(service, comparison, retry, limits.Clock, meter, failed, trace, cancellation);
                Finish(parcel, await upload.RunAsync(parcel.Delivery, parcel.Known).ConfigureAwait(false));
            }
        }

        void Finish(Parcel parcel, Problem? problem)
        {
            problems[parcel.Index] = problem;
            meter.Finish(parcel.Delivery);
            if (parcel.Delivery.Sent)
            {
                width.Widen();
            }
        }
    }

    private IEnumerable<IReadOnlyList<Parcel>> Divide(IReadOnlyList<(Delivery Delivery, KnownFiles Known)> deliveries)
    {
        var parcels = deliveries.Select((file, i) => new Parcel(i, file.Delivery, file.Known)).ToList();
        return bundles is { TakesBundles: true } && service.TellsSha256
            ? Batches.Bundled(parcels, limits.MaxParallelUploads)
            : Batches.Single(parcels);
    }

    /// <summary>Where one bundle has failed, no other one is tried: the service is in trouble, or wants to be told of each file.</summary>
    private async Task<IReadOnlyList<Problem?>?> TryBundleAsync(IReadOnlyList<Parcel> batch, Action<BintrayException> failed)
    {
        if (_bundlesFail)
        {
            return null;
        }

        var problems = await new BundleUpload(bundles!, limits.Clock, failed, trace, cancellation).TryRunAsync(batch).ConfigureAwait(false);
        _bundlesFail |= problems is null;
        return problems;
    }

    private int Feel(UploadWidth width, BintrayException failure, int entered)
    {
        if (!RetryPolicy.ShowsCrowding(failure))
        {
            return entered;
        }

        var halvings = width.Halve(entered);
        trace($"the service is crowded ({ProblemText.Said(failure)}); {width.Places} uploads at a time from now on");
        return halvings;
    }
}
