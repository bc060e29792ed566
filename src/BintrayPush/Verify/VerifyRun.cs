using System.Diagnostics;
using BintrayPush.Destinations;
using BintrayPush.Messages;
using BintrayPush.Retry;
using BintrayPush.Transfer;

namespace BintrayPush.Verify;

/// <summary>
/// Reads back what a push made public, any time later, and compares it with the receipt. It changes nothing. It is never content with
/// nothing: what the receipt does not call public is named, and a receipt by which nothing is public is an error.
/// </summary>
public sealed class VerifyRun
{
    private readonly StoredReceipt _receipt;
    private readonly Destination _destination;
    private readonly RunOptions _options;
    private readonly Retrying _retry;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<RepositoryAddress, RepositoryDetails> _repositories = [];
    private readonly Dictionary<RepositoryAddress, Exception> _refusals = [];

    private VerifyRun(StoredReceipt receipt, Destination destination, RunOptions options, CancellationToken cancellation)
    {
        _receipt = receipt;
        _destination = destination;
        _options = options;
        _retry = new Retrying(options.Limits.RetryCount, options.Limits.Clock, options.Trace);
        _cancellation = cancellation;
    }

    /// <summary>Reads back.</summary>
    /// <param name="receipt">The receipt, of a push to this place.</param>
    /// <param name="destination">The place.</param>
    /// <param name="options">How it is run.</param>
    /// <exception cref="OperationCanceledException">It was cancelled: then nothing is known.</exception>
    public static async Task<VerifyReport> RunAsync(
        StoredReceipt receipt, Destination destination, RunOptions options, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var reading = new VerifyRun(receipt, destination, options, cancellation);
        await reading.AskRepositoriesAsync().ConfigureAwait(false);
        var files = await reading.ReadAsync().ConfigureAwait(false);
        return new VerifyReport
        {
            Receipt = receipt,
            Place = reading.Place(),
            Duration = clock.Elapsed,
            Files = files,
            Problems = [.. reading.Judge(files).Distinct()],
        };
    }

    /// <summary>Only where plain files lie is it of interest whether a repository is private: then it has none.</summary>
    private async Task AskRepositoriesAsync()
    {
        var service = new RetryingBintray(_destination.Service, _retry);
        foreach (var repository in _receipt.Files.Select(file => file.Address.Repository).Distinct())
        {
            _repositories[repository] = new RepositoryDetails();
            try
            {
                if (_destination.HasPlainFiles
                    && await service.GetRepositoryAsync(repository, _cancellation).ConfigureAwait(false) is { } found)
                {
                    _repositories[repository] = found.Details;
                }
            }
            catch (Exception cause) when (Failure.IsExpected(cause))
            {
                _refusals[repository] = cause;
            }
        }
    }

    /// <summary>Every file is tried, a bounded number at one time, fewer for a while if the service shows that it is crowded.</summary>
    private async Task<IReadOnlyList<VerifiedFile>> ReadAsync()
    {
        var claims = _receipt.Files;
        var files = new VerifiedFile[claims.Count];
        var width = new UploadWidth(_options.Limits.MaxParallelUploads);
        var next = -1;
        var meter = new ProgressMeter(claims.Count, claims.Sum(claim => claim.Content.Size), _options);
        var workers = Enumerable.Range(0, Math.Min(_options.Limits.MaxParallelUploads, claims.Count))
            .Select(_ => Task.Run(WorkAsync, CancellationToken.None));
        await meter.ReportUntilAsync(Task.WhenAll(workers)).ConfigureAwait(false);
        return files;

        async Task WorkAsync()
        {
            while (true)
            {
                var entered = await width.EnterAsync(_cancellation).ConfigureAwait(false);
                try
                {
                    var i = Interlocked.Increment(ref next);
                    if (i >= claims.Count)
                    {
                        return;
                    }

                    files[i] = await ReadAsync(
                        claims[i],
                        meter,
                        failure => entered = RetryPolicy.ShowsCrowding(failure) ? width.Halve(entered) : entered).ConfigureAwait(false);
                    meter.Finish(claims[i].Content.Size);
                    width.Widen();
                }
                finally
                {
                    width.Leave();
                }
            }
        }
    }

    private Task<VerifiedFile> ReadAsync(ClaimedFile claim, ProgressMeter meter, Action<BintrayException> failed) =>
        _refusals.TryGetValue(claim.Address.Repository, out var refusal)
            ? Task.FromResult(new VerifiedFile(claim, Finding.Unread, null, VerifyProblems.PublishedUnreadable(claim, refusal)))
            : new PublicReader(_destination, _retry, meter, _options.Trace, failed, _cancellation)
                .ReadAsync(claim, _repositories[claim.Address.Repository]);

    private IEnumerable<Problem> Judge(IReadOnlyList<VerifiedFile> files)
    {
        if (!_receipt.IsComplete)
        {
            yield return VerifyProblems.ReceiptIncomplete(_receipt);
        }
        else if (_receipt.LeftOut.Count > 0)
        {
            yield return VerifyProblems.NeverSent(_receipt.LeftOut);
        }

        if (_receipt.UnknownArchives.Count > 0)
        {
            yield return VerifyProblems.UnpackedUnknown(_receipt.UnknownArchives);
        }

        foreach (var problem in files.Select(file => file.Problem).OfType<Problem>())
        {
            yield return problem;
        }

        var waiting = files.Where(file => file.Finding == Finding.Waiting).Select(file => file.Claim.Address.ToString()).ToList();
        if (waiting.Count > 0)
        {
            yield return VerifyProblems.NotPublic(waiting);
        }

        if (files.All(file => file.Finding == Finding.Waiting))
        {
            yield return VerifyProblems.NothingVerified(_receipt);
        }
    }

    private string Place() =>
        (_repositories.Count == 1 ? _destination.LocateRepository(_repositories.Keys.Single(), _repositories.Values.Single()) : null)
            ?? _destination.Name;
}
