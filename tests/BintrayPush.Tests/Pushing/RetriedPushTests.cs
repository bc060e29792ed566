using BintrayPush.Api.Failures;

namespace BintrayPush.Tests.Pushing;

/// <summary>A push gets past failures that pass, without doing anything twice that must be done once.</summary>
[TestClass]
public sealed class RetriedPushTests
{
    [TestMethod]
    [DataRow("GetRepository")]
    [DataRow("CreateRepository")]
    [DataRow("CreatePackage")]
    [DataRow("CreateVersion")]
    [DataRow("ListFiles")]
    [DataRow("Upload")]
    [DataRow("Publish")]
    public async Task A_failure_that_passes_is_not_seen_whether_before_or_after_the_work_was_done(string step)
    {
        foreach (var after in new[] { false, true })
        {
            using var scene = await PushScene.BeginAsync();
            var fault = Times(4, step, () => new BintrayException(BintrayException.NoAnswer, "the line broke"));
            scene.Service.Before = after ? _ => { } : fault;
            scene.Service.After = after ? fault : _ => { };

            var receipt = await scene.PushAsync(scene.Write("a.zip", "alpha"));

            Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
            CollectionAssert.AreEqual(new[] { "a.zip Uploaded" }, receipt.Outcomes());
            Assert.AreEqual("alpha", scene.PublicText("a.zip"));
        }
    }

    [TestMethod]
    public async Task After_the_given_number_of_tries_it_is_an_error_and_with_0_at_once()
    {
        foreach (var retries in new[] { 2, 0 })
        {
            using var scene = await PushScene.BeginAsync();
            scene.Limits = scene.Limits with { RetryCount = retries };
            scene.Service.Before = Times(int.MaxValue, "Upload", () => new BintrayException(503, "come back later"));

            var receipt = await scene.PushAsync(scene.Write("a.zip", "alpha"));

            CollectionAssert.AreEqual(new[] { "BTP4043" }, receipt.Codes());
            Assert.HasCount(retries + 1, scene.Service.CallsOf("Upload"));
            Assert.HasCount(retries, scene.Waits);
        }
    }

    [TestMethod]
    public async Task A_service_that_is_gone_is_not_waited_for_once_per_file()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Limits = scene.Limits with { MaxParallelUploads = 1 };
        scene.Service.Before = Times(int.MaxValue, "Upload", () => new BintrayException(BintrayException.NoAnswer, "refused"));

        var receipt = await scene.PushAsync([.. Enumerable.Range(0, 5).Select(i => scene.Write($"{i}.zip", "x"))]);

        Assert.HasCount(5, receipt.Problems);
        Assert.HasCount(5, scene.Waits);
    }

    [TestMethod]
    public async Task The_service_decides_how_long_is_waited_if_it_says_so()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Before = Times(1, "Upload", () => new BintrayException(429, "slow down") { RetryAfter = TimeSpan.FromSeconds(33) });

        Assert.IsTrue((await scene.PushAsync(scene.Write("a.zip", "alpha"))).Complete);

        Assert.AreEqual(33.5, scene.Waits.Single().TotalSeconds);
    }

    [TestMethod]
    public async Task A_wait_ends_with_the_push()
    {
        using var scene = await PushScene.BeginAsync();
        using var cancel = new CancellationTokenSource();
        scene.Service.Before = Times(1, "Upload", () =>
        {
            cancel.Cancel();
            return new BintrayException(503, "later");
        });

        var receipt = await scene.PushAsync(request => request, cancel.Token, scene.Write("a.zip", "alpha"));

        Assert.IsFalse(receipt.Complete);
        Assert.HasCount(1, scene.Service.CallsOf("Upload"));
    }

    [TestMethod]
    public async Task A_large_file_whose_answer_was_lost_is_looked_for_before_it_is_sent_again()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.After = Times(1, "Upload", () => new BintrayException(BintrayException.NoAnswer, "reset"));

        var receipt = await scene.PushAsync(scene.Write("a.zip", new string('a', (8 << 20) + 1)));

        CollectionAssert.AreEqual(new[] { "a.zip Uploaded" }, receipt.Outcomes());
        Assert.HasCount(1, scene.Service.CallsOf("Upload"));
        Assert.IsNotNull(receipt.Files[0].UploadTime);
    }

    [TestMethod]
    public async Task A_conflict_over_nothing_is_sent_once_more()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Before = Times(1, "Upload", () => new BintrayException(409, "concurrent creation"));
        Assert.IsTrue((await scene.PushAsync(scene.Write("a.zip", "alpha"))).Complete);

        scene.Service.Before = Times(int.MaxValue, "Upload", () => new BintrayException(409, "still no"));
        var receipt = await scene.PushAsync(scene.Write("b.zip", "beta"));
        CollectionAssert.AreEqual(new[] { "BTP4005" }, receipt.Codes());
        Assert.HasCount(2, scene.Service.CallsOf("Upload acme/bin/b.zip"));
    }

    [TestMethod]
    public async Task Bytes_that_changed_on_the_way_once_are_sent_again_and_the_push_is_whole()
    {
        using var scene = await PushScene.BeginAsync();
        var sent = 0;
        scene.Service.Wire = content =>
        {
            if (Interlocked.Increment(ref sent) > 1)
            {
                return content;
            }

            content.CopyTo(Stream.Null);
            return new MemoryStream([1, 2, 3, 4, 5]);
        };

        var receipt = await scene.PushAsync(scene.Write("a.zip", "alpha"));

        Assert.IsTrue(receipt.Complete);
        Assert.AreEqual("alpha", scene.PublicText("a.zip"));
        Assert.HasCount(2, scene.Service.CallsOf("Upload"));
    }

    [TestMethod]
    public async Task A_publish_that_timed_out_and_happened_is_not_made_again()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.After = Times(1, "Publish", () => new BintrayException(408, "still publishing"));

        Assert.IsTrue((await scene.PushAsync(scene.Write("a.zip", "alpha"))).Complete);

        Assert.HasCount(1, scene.Service.CallsOf("Publish"));
    }

    [TestMethod]
    public async Task The_largest_file_is_sent_first_and_never_more_than_may_be_at_a_time()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Limits = scene.Limits with { MaxParallelUploads = 1 };

        await scene.PushAsync(scene.Write("small.zip", "a"), scene.Write("large.zip", "aaa"), scene.Write("middle.zip", "aa"));

        CollectionAssert.AreEqual(
            new[] { "Upload acme/bin/large.zip", "Upload acme/bin/middle.zip", "Upload acme/bin/small.zip" }, scene.Service.CallsOf("Upload"));
    }

    private static Action<string> Times(int times, string step, Func<Exception> fault)
    {
        var left = times;
        return call =>
        {
            if (call.StartsWith(step, StringComparison.Ordinal) && left > 0)
            {
                left--;
                throw fault();
            }
        };
    }
}
