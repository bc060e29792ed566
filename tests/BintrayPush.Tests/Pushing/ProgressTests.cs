using BintrayPush.Report;
using BintrayPush.Retry;

namespace BintrayPush.Tests.Pushing;

/// <summary>A long push says how far it is.</summary>
[TestClass]
public sealed class ProgressTests
{
    [TestMethod]
    public async Task Every_ten_seconds_it_says_what_is_done_how_fast_and_how_long_it_will_take()
    {
        using var scene = await PushScene.BeginAsync();
        var tick = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = new TaskCompletionSource<PushProgress>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waits = new List<TimeSpan>();
        var now = TimeSpan.Zero;
        scene.Limits = new PushLimits
        {
            MaxParallelUploads = 1,
            Clock = new Clock(
                (wait, cancellation) =>
                {
                    waits.Add(wait);
                    var turn = waits.Count == 1 ? tick : new TaskCompletionSource<bool>();
                    cancellation.Register(() => turn.TrySetCanceled());
                    return turn.Task;
                },
                () => 1,
                () => now),
        };
        scene.Service.Before = call =>
        {
            if (call == "Upload acme/bin/b.zip")
            {
                now = TimeSpan.FromSeconds(2);
                tick.TrySetResult(true);
                Assert.IsTrue(told.Task.Wait(TimeSpan.FromSeconds(30)));
            }
        };

        await scene.PushAsync(progress => told.TrySetResult(progress), scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta"));

        var progress = await told.Task;
        Assert.AreEqual(new PushProgress(1, 2, 5, 9, TimeSpan.FromSeconds(2)), progress);
        Assert.AreEqual(2.5, progress.Rate);
        Assert.AreEqual(1.6, progress.Left!.Value.TotalSeconds, 0.01);
        Assert.AreEqual(10, waits[0].TotalSeconds);
    }

    [TestMethod]
    public async Task What_was_sent_and_not_answered_has_not_arrived_and_no_time_left_is_claimed()
    {
        using var scene = await PushScene.BeginAsync();
        var tick = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = new TaskCompletionSource<PushProgress>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (waits, now) = (0, TimeSpan.Zero);
        scene.Limits = new PushLimits
        {
            MaxParallelUploads = 1,
            Clock = new Clock(
                (_, cancellation) =>
                {
                    var turn = Interlocked.Increment(ref waits) == 1 ? tick : new TaskCompletionSource<bool>();
                    cancellation.Register(() => turn.TrySetCanceled());
                    return turn.Task;
                },
                () => 1,
                () => now),
        };

        // The service has read all bytes of the second file, and keeps its answer back.
        scene.Service.After = call =>
        {
            if (call == "Upload acme/bin/b.zip")
            {
                now = TimeSpan.FromSeconds(2);
                tick.TrySetResult(true);
                Assert.IsTrue(told.Task.Wait(TimeSpan.FromSeconds(30)));
            }
        };

        await scene.PushAsync(progress => told.TrySetResult(progress), scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta"));

        var progress = await told.Task;
        Assert.AreEqual(new PushProgress(1, 2, 5, 9, TimeSpan.FromSeconds(2)) { SentBytes = 4, UnansweredBytes = 4 }, progress);
        Assert.IsNull(progress.Left);
        Assert.AreEqual(
            "  1 of 2 files, 5 B of 9 B, 4 B sent and not yet confirmed, 2 B/s, waiting for the service", PushSummary.Progress(progress));
    }

    [TestMethod]
    [DataRow(
        0,
        60,
        0,
        "  0 of 2 files, 0 B of 100 B, 60 B sent and not yet confirmed, 30 B/s, 1 s left",
        DisplayName = "a large file is half sent")]
    [DataRow(
        0, 60, 60, "  0 of 2 files, 0 B of 100 B, 60 B sent and not yet confirmed", DisplayName = "one is sent, the other has not begun")]
    [DataRow(
        0,
        100,
        100,
        "  0 of 2 files, 0 B of 100 B, 100 B sent and not yet confirmed, waiting for the service",
        DisplayName = "both are sent")]
    [DataRow(
        40,
        60,
        60,
        "  0 of 2 files, 40 B of 100 B, 60 B sent and not yet confirmed, 20 B/s, waiting for the service",
        DisplayName = "the last answer is missing")]
    [DataRow(100, 0, 0, "  0 of 2 files, 100 B of 100 B, 50 B/s, 0 s left", DisplayName = "all have arrived")]
    public void A_rate_and_a_time_are_named_only_as_far_as_they_are_known(int done, int sent, int unanswered, string line) =>
        Assert.AreEqual(
            line,
            PushSummary.Progress(
                new PushProgress(0, 2, done, 100, TimeSpan.FromSeconds(2)) { SentBytes = sent, UnansweredBytes = unanswered }));

    [TestMethod]
    public async Task Who_draws_a_bar_is_told_as_often_as_it_wants_also_of_what_is_read_back()
    {
        using var scene = await PushScene.BeginAsync();
        var receipt = await scene.PushAsync(scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta"));
        var told = new TaskCompletionSource<PushProgress>(TaskCreationOptions.RunContinuationsAsynchronously);
        var tick = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waits = new List<TimeSpan>();
        scene.Limits = new PushLimits
        {
            MaxParallelUploads = 1,
            ProgressInterval = Milliseconds(200),
            Clock = new Clock(
                (wait, cancellation) =>
                {
                    waits.Add(wait);
                    var turn = waits.Count == 1 ? tick : new TaskCompletionSource<bool>();
                    cancellation.Register(() => turn.TrySetCanceled());
                    return turn.Task;
                },
                () => 1,
                () => TimeSpan.Zero),
        };
        scene.Service.Before = call =>
        {
            if (call == "Download acme/bin/b.zip")
            {
                tick.TrySetResult(true);
                Assert.IsTrue(told.Task.Wait(TimeSpan.FromSeconds(30)));
            }
        };

        await scene.ReadBackAsync(receipt, progress: progress => told.TrySetResult(progress));

        Assert.AreEqual(new PushProgress(1, 2, 5, 9, TimeSpan.Zero), await told.Task);
        Assert.AreEqual(Milliseconds(200), waits[0]);
    }

    [TestMethod]
    public async Task Where_the_time_went_stands_in_the_receipt_if_that_is_asked_for()
    {
        using var scene = await PushScene.BeginAsync();
        var now = 0;
        var file = Path.Combine(scene.Store.Folder, "receipt.json");
        ReceiptFile.Write(await scene.PushAsync(scene.Write("a.zip", "alpha")), file);
        Assert.DoesNotContain("timings", File.ReadAllText(file));

        scene.Limits = scene.Limits with
        {
            Timings = true,
            Clock = scene.Limits.Clock with { Elapsed = () => TimeSpan.FromMilliseconds(now) },
        };
        scene.Service.Before = call =>
            now += call.StartsWith("ListFiles", StringComparison.Ordinal)
                ? 5
                : call.StartsWith("Publish", StringComparison.Ordinal) ? 700 : 0;
        var receipt = await scene.PushAsync(scene.Write("b.zip", "beta"));
        ReceiptFile.Write(receipt, file);

        Assert.AreEqual(
            new PushTimings(Milliseconds(5), TimeSpan.Zero, Milliseconds(5), TimeSpan.Zero, Milliseconds(700)), receipt.Timings);
        StringAssert.Contains(File.ReadAllText(file), "\"publishMilliseconds\": 700");
    }

    private static TimeSpan Milliseconds(int number) => TimeSpan.FromMilliseconds(number);
}
