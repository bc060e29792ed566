using BintrayPush.Pushing;

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

        scene.Limits = scene.Limits with { Timings = true, Clock = scene.Limits.Clock with { Elapsed = () => TimeSpan.FromMilliseconds(now) } };
        scene.Service.Before = call => now += call.StartsWith("ListFiles", StringComparison.Ordinal) ? 5 : call.StartsWith("Publish", StringComparison.Ordinal) ? 700 : 0;
        var receipt = await scene.PushAsync(scene.Write("b.zip", "beta"));
        ReceiptFile.Write(receipt, file);

        Assert.AreEqual(new PushTimings(Milliseconds(5), TimeSpan.Zero, Milliseconds(5), TimeSpan.Zero, Milliseconds(700)), receipt.Timings);
        StringAssert.Contains(File.ReadAllText(file), "\"publishMilliseconds\": 700");
    }

    private static TimeSpan Milliseconds(int number) => TimeSpan.FromMilliseconds(number);
}
