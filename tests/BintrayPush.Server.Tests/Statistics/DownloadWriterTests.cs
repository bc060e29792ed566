using BintrayPush.Api.Failures;
using BintrayPush.Api.Names;
using BintrayPush.Server.Statistics;
using BintrayPush.Storage.Statistics;
using Microsoft.Extensions.Logging;

namespace BintrayPush.Server.Tests.Statistics;

/// <summary>What becomes of counted downloads while the store cannot be written.</summary>
[TestClass]
public sealed class DownloadWriterTests
{
    private static readonly PackageAddress Lib = PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib");

    private readonly ManualTime _time = new();

    [TestMethod]
    public async Task What_could_not_be_written_comes_again_as_the_same_batch_before_what_is_new()
    {
        var (store, tally, log) = (new FailingStore(), new DownloadTally(_time), new RecordedLog());
        using var writer = WriterOf(store, tally, log);
        await writer.StartAsync(CancellationToken.None);
        store.Failure = new BintrayException(BintrayException.Unavailable, "the disk is full");
        Count(tally, "1.0");
        await MinuteAsync(store);
        Count(tally, "2.0");
        await MinuteAsync(store);
        store.Failure = null;
        await MinuteAsync(store);
        await writer.StopAsync(CancellationToken.None);
        await writer.StoppedAsync(CancellationToken.None);

        Assert.AreEqual("1:1.0 1:1.0 1:1.0 2:2.0", string.Join(' ', store.Batches.Select(
            batch => $"{batch.Number}:{string.Join(',', batch.Downloads.Select(download => download.Version))}")));
        Assert.HasCount(1, store.Batches.Select(batch => batch.Writer).Distinct());
        StringAssert.Contains(log.Text, "1 downloads are not written down yet: the disk is full");
    }

    [TestMethod]
    public async Task What_no_try_could_ever_write_is_given_up_and_named()
    {
        var (store, tally, log) = (new FailingStore(), new DownloadTally(_time), new RecordedLog());
        using var writer = WriterOf(store, tally, log);
        store.Failure = new BintrayException(BintrayException.BadRequest, "too large");
        Count(tally, "1.0");
        await writer.StoppedAsync(CancellationToken.None);
        await writer.StoppedAsync(CancellationToken.None);

        Assert.HasCount(1, store.Batches);
        StringAssert.Contains(log.Text, "The downloads of acme/tools/lib cannot be written down: too large");
    }

    [TestMethod]
    public async Task What_fills_the_memory_is_written_before_the_minute_is_over()
    {
        var (store, tally) = (new FailingStore(), new DownloadTally(_time, maxFiles: 4));
        using var writer = WriterOf(store, tally, new RecordedLog());
        await writer.StartAsync(CancellationToken.None);
        var written = store.Next();
        Count(tally, "1.0");
        Count(tally, "2.0");
        await written;
        await writer.StopAsync(CancellationToken.None);
        Assert.AreEqual(2, store.Batches.Sum(batch => batch.Downloads.Count));
    }

    private static void Count(DownloadTally tally, string version) =>
        tally.Count(VersionAddress.Of(Lib, version), RepositoryPath.Of("a.zip"));

    private DownloadWriter WriterOf(FailingStore store, DownloadTally tally, RecordedLog log) =>
        new(store, tally, _time, LoggerFactory.Create(logging => logging.AddProvider(log)).CreateLogger<DownloadWriter>());

    /// <summary>Lets a minute go by, and waits for what is written then.</summary>
    private async Task MinuteAsync(FailingStore store)
    {
        var written = store.Next();
        _time.Advance(DownloadWriter.Interval);
        await written;
    }

    /// <summary>A store that fails as long as it is to.</summary>
    private sealed class FailingStore : IDownloadCounts
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public BintrayException? Failure { get; set; }

        public List<DownloadBatch> Batches { get; } = [];

        public Task Next()
        {
            lock (_lock)
            {
                _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
                return _next.Task;
            }
        }

        public Task AddAsync(PackageAddress package, DownloadBatch batch, CancellationToken cancellation)
        {
            lock (_lock)
            {
                Batches.Add(batch);
                var failure = Failure;
                // After that the test goes on, and may mend the store.
                _next.TrySetResult();
                return failure is null ? Task.CompletedTask : Task.FromException(failure);
            }
        }

        public Task<PackageDownloads> ReadAsync(PackageAddress package, CancellationToken cancellation) =>
            throw new NotSupportedException("Nobody reads here.");
    }
}
