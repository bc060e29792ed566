using BintrayPush.Api.Http.Connection;

namespace BintrayPush.Tests.Pushing;

/// <summary>A push ends in any case.</summary>
[TestClass]
public sealed class LimitTests
{
    [TestMethod]
    public async Task A_push_that_takes_too_long_ends_says_so_and_is_continued_by_the_next_one()
    {
        using var scene = await PushScene.BeginAsync();
        var limits = scene.Limits;
        using var wholeIsOver = new CancellationTokenSource();
        scene.Limits = limits with
        {
            Clock = limits.Clock with
            {
                CancelAfter = (source, time) =>
                {
                    if (time == limits.Whole)
                    {
                        wholeIsOver.Token.Register(source.Cancel);
                    }
                },
            },
        };
        scene.Service.After = call =>
        {
            if (call.StartsWith("Upload", StringComparison.Ordinal))
            {
                wholeIsOver.Cancel();
            }
        };
        var artifact = scene.Write("a.zip", "alpha");

        var ended = await scene.PushAsync(artifact);

        Assert.IsFalse(ended.Complete);
        CollectionAssert.AreEqual(new[] { "BTP3015" }, ended.Codes());
        Assert.IsEmpty(scene.PublicFiles);

        scene.Limits = limits;
        scene.Service.After = _ => { };
        var continued = await scene.PushAsync(artifact);

        Assert.IsTrue(continued.Complete);
        CollectionAssert.AreEqual(new[] { "a.zip Unchanged" }, continued.Outcomes());
        CollectionAssert.AreEqual(new[] { "a.zip" }, scene.PublicFiles);
    }

    [TestMethod]
    public async Task An_attempt_that_never_gets_on_is_given_up_and_the_next_one_succeeds()
    {
        using var scene = await PushScene.BeginAsync();
        var attempts = 0;
        scene.Limits = scene.Limits with
        {
            Clock = scene.Limits.Clock with
            {
                CancelAfter = (source, time) =>
                {
                    if (time == HttpLimits.Attempt(5) && attempts++ == 0)
                    {
                        source.Cancel();
                    }
                },
            },
        };

        var receipt = await scene.PushAsync(scene.Write("a.zip", "alpha"));

        Assert.IsTrue(receipt.Complete);
        Assert.AreEqual(2, attempts);
        Assert.HasCount(1, scene.Waits);
    }

    [TestMethod]
    [DataRow(0L, 10.0)]
    [DataRow(1L << 20, 14.3)]
    [DataRow(1L << 31, 8748.1)]
    public void An_attempt_may_take_longer_the_larger_the_file_is(long size, double minutes) =>
        Assert.AreEqual(minutes, HttpLimits.Attempt(size).TotalMinutes, 0.1);
}
