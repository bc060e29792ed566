using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Retry;

namespace BintrayPush.Transfer;

/// <summary>Brings many files to the service, the largest first, a bounded number at one time.</summary>
internal sealed class UploadQueue(TransferSession session)
{
    private volatile bool _bundlesFail;

    /// <summary>Every file is tried; a failure of one does not stop the others.</summary>
    /// <param name="filePushes">The files, each with what the service has in its version.</param>
    /// <returns>What is wrong with each, in the order of the files; nothing where nothing is, or where a cancellation came first.</returns>
    public async Task<IReadOnlyList<Problem?>> RunAsync(IReadOnlyList<(FilePush FilePush, KnownFiles Known)> filePushes)
    {
        var problems = new Problem?[filePushes.Count];

        // With the largest first, none of them begins when the others have ended.
        var next = new Queue<IReadOnlyList<UploadItem>>(Divide(filePushes).OrderByDescending(batch => batch.Sum(item => item.Size)));
        var width = new UploadWidth(session.Options.Limits.MaxParallelUploads);
        var bytes = filePushes.Sum(file => file.FilePush.File.Artifact.Size ?? 0);
        var meter = new ProgressMeter(filePushes.Count, bytes, session.Options);
        var workers = Enumerable.Range(0, Math.Min(session.Options.Limits.MaxParallelUploads, filePushes.Count))
            .Select(_ => Task.Run(WorkAsync, CancellationToken.None));
        try
        {
            await meter.ReportUntilAsync(Task.WhenAll(workers)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (session.Cancellation.IsCancellationRequested)
        {
            // Problems found until then are reported all the same; the caller sees the cancellation itself.
        }

        return problems;

        async Task WorkAsync()
        {
            while (true)
            {
                var entered = await width.EnterAsync(session.Cancellation).ConfigureAwait(false);
                try
                {
                    IReadOnlyList<UploadItem>? batch;
                    lock (next)
                    {
                        batch = next.Count > 0 ? next.Dequeue() : null;
                    }

                    if (batch is null)
                    {
                        return;
                    }

                    await RunBatchAsync(batch, failure => entered = OnFailure(width, failure, entered)).ConfigureAwait(false);
                }
                finally
                {
                    width.Leave();
                }
            }
        }

        async Task RunBatchAsync(IReadOnlyList<UploadItem> batch, Action<BintrayException> failed)
        {
            if (batch.Count > 1 && await TryBundleAsync(batch, failed).ConfigureAwait(false) is { } found)
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    Finish(batch[i], found[i]);
                }

                return;
            }

            foreach (var item in batch)
            {
                var upload = new Upload(session, meter, failed);
                Finish(item, await upload.RunAsync(item.FilePush, item.Known).ConfigureAwait(false));
            }
        }

        void Finish(UploadItem item, Problem? problem)
        {
            problems[item.Index] = problem;
            meter.Finish(item.FilePush);
            if (item.FilePush.Sent)
            {
                width.Widen();
            }
        }
    }

    private IEnumerable<IReadOnlyList<UploadItem>> Divide(IReadOnlyList<(FilePush FilePush, KnownFiles Known)> filePushes)
    {
        var items = filePushes.Select((file, i) => new UploadItem(i, file.FilePush, file.Known)).ToList();
        return session.Service.Capabilities is { Bundles: true, Sha256InListings: true }
            ? Batches.Bundled(items, session.Options.Limits.MaxParallelUploads)
            : Batches.Single(items);
    }

    /// <summary>Where one bundle has failed, no other one is tried: the service is in trouble, or wants to be told of each file.</summary>
    private async Task<IReadOnlyList<Problem?>?> TryBundleAsync(IReadOnlyList<UploadItem> batch, Action<BintrayException> failed)
    {
        if (_bundlesFail)
        {
            return null;
        }

        var problems = await new BundleUpload(session, failed).TryRunAsync(batch).ConfigureAwait(false);
        _bundlesFail |= problems is null;
        return problems;
    }

    private int OnFailure(UploadWidth width, BintrayException failure, int entered)
    {
        if (!RetryPolicy.ShowsCrowding(failure))
        {
            return entered;
        }

        var halvings = width.Halve(entered);
        session.Options.Trace($"the service is crowded ({ProblemText.Said(failure)}); {width.Places} uploads at a time from now on");
        return halvings;
    }
}
