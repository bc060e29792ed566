using System.IO.Compression;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Planning;

namespace BintrayPush.Tests.Pushing;

/// <summary>A service that only accepts a publish is looked at until everybody sees the files, and not longer than is allowed.</summary>
[TestClass]
public sealed class SlowPublishTests
{
    [TestMethod]
    public async Task It_is_looked_with_growing_pauses_until_everything_is_public()
    {
        using var scene = await PushScene.BeginAsync();
        PublishSlowly(scene, new SlowPublisher(scene.Store.Service, looks: 5));

        var receipt = await scene.PushAsync(scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta"));

        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
        CollectionAssert.AreEqual(new[] { "a.zip Uploaded", "b.zip Uploaded" }, receipt.Outcomes());
        // A call before the publish may have been made again, too, where the disk is very busy.
        CollectionAssert.AreEqual(
            new[] { 0.5, 1, 2, 4 },
            scene.Waits.Skip(scene.Waits.Count - 4).Select(wait => wait.TotalSeconds).ToArray(),
            string.Join("\n", scene.Service.Calls));
        Assert.HasCount(1, scene.Service.CallsOf("Publish"));
    }

    [TestMethod]
    public async Task What_does_not_become_public_in_time_is_told_file_by_file_and_the_next_push_looks_again()
    {
        using var scene = await PushScene.BeginAsync();
        var artifacts = new[] { scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta") };
        PublishSlowly(scene, new SlowPublisher(scene.Store.Service, looks: int.MaxValue)
        {
            AtOnce = [new ExpectedFile(RepositoryPath.Of("a.zip"), "8ed3f6ad685b959ead7022518e1af76cd816f8e8ec7ccdda1ed4018e8f2223f8")],
        });

        var receipt = await scene.PushAsync(request => request with { OnFailure = OnFailure.Discard }, artifacts);

        CollectionAssert.AreEqual(new[] { "BTP4014" }, receipt.Codes());
        StringAssert.Contains(receipt.Problems[0].Text, "1 file cannot be seen, among them b.zip, after 300 seconds");
        CollectionAssert.AreEqual(new[] { "a.zip Uploaded", "b.zip Uploaded unpublished" }, receipt.Outcomes());
        Assert.AreEqual(scene.Limits.VisibleWithin, TimeSpan.FromTicks(scene.Waits.Sum(wait => wait.Ticks)));
        Assert.IsEmpty(scene.Service.CallsOf("Discard"), "What is being published was dropped.");

        PublishSlowly(scene, new SlowPublisher(scene.Store.Service, looks: 2));
        var repeated = await scene.PushAsync(artifacts);

        Assert.IsTrue(repeated.Complete);
        CollectionAssert.AreEqual(new[] { "a.zip Unchanged", "b.zip Unchanged" }, repeated.Outcomes());
    }

    [TestMethod]
    public async Task Looks_that_last_count_as_waiting()
    {
        using var scene = await PushScene.BeginAsync();
        var time = TimeSpan.Zero;
        scene.Limits = scene.Limits with { Clock = scene.Limits.Clock with { Elapsed = () => time } };
        var slow = new SlowPublisher(scene.Store.Service, looks: int.MaxValue);
        scene.Service.Publish = slow.AcceptAsync;
        scene.Service.Before = _ => time += TimeSpan.FromMinutes(2);

        var receipt = await scene.PushAsync(scene.Write("a.zip", "alpha"));

        CollectionAssert.AreEqual(new[] { "BTP4014" }, receipt.Codes());
        Assert.HasCount(2, scene.Waits);
    }

    [TestMethod]
    public async Task A_replaced_file_is_looked_at_until_its_new_content_is_public()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.Write("a.zip", "alpha"));
        PublishSlowly(scene, new SlowPublisher(scene.Store.Service, looks: 4));

        var receipt = await scene.PushAsync(request => request with { Override = true }, scene.Write("a.zip", "other"));

        Assert.IsTrue(receipt.Complete);
        Assert.AreEqual("other", scene.PublicText("a.zip"));
        Assert.HasCount(3, scene.Waits);
    }

    [TestMethod]
    public async Task An_archive_of_which_only_the_service_knows_the_content_is_public_when_nothing_waits_any_more()
    {
        using var scene = await PushScene.BeginAsync();
        PublishSlowly(scene, new SlowPublisher(scene.Store.Service, looks: 3));

        // Only a name that ends in .zip is opened here.
        var receipt = await scene.PushAsync(
            request => request with { Explode = true }, scene.WriteZip("a.bundle", 2020, CompressionLevel.Fastest, ("inside.txt", "beta")));

        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
        Assert.HasCount(2, scene.Waits);
        Assert.Contains("a.bundle/inside.txt", scene.PublicFiles);
    }

    [TestMethod]
    public async Task A_push_that_is_cancelled_while_it_waits_says_what_is_public()
    {
        using var scene = await PushScene.BeginAsync();
        using var cancel = new CancellationTokenSource();
        PublishSlowly(scene, new SlowPublisher(scene.Store.Service, looks: 3));
        scene.Service.After = call =>
        {
            if (call.StartsWith("Publish", StringComparison.Ordinal))
            {
                cancel.Cancel();
            }
        };

        var receipt = await scene.PushAsync(request => request, cancel.Token, scene.Write("a.zip", "alpha"));

        Assert.IsFalse(receipt.Complete);
        Assert.IsEmpty(receipt.Problems);
        CollectionAssert.AreEqual(new[] { "a.zip Uploaded unpublished" }, receipt.Outcomes());
        Assert.IsEmpty(scene.PublicFiles);
    }

    [TestMethod]
    public async Task A_service_that_does_not_show_what_is_public_any_more_is_quoted()
    {
        using var scene = await PushScene.BeginAsync();
        var slow = new SlowPublisher(scene.Store.Service, looks: int.MaxValue);
        scene.Service.Publish = slow.AcceptAsync;
        scene.Service.After = call =>
        {
            if (call.StartsWith("ListFiles", StringComparison.Ordinal) && scene.Service.CallsOf("Publish").Length > 0)
            {
                throw new BintrayException(403, "this moon is closed");
            }
        };

        var receipt = await scene.PushAsync(scene.Write("a.zip", "alpha"));

        CollectionAssert.AreEqual(new[] { "BTP4039" }, receipt.Codes());
        StringAssert.Contains(receipt.Problems[0].Text, "this moon is closed (status 403).");
        Assert.IsEmpty(scene.Waits);
    }

    private static void PublishSlowly(PushScene scene, SlowPublisher slow)
    {
        scene.Service.Publish = slow.AcceptAsync;
        scene.Service.Before = slow.Notice;
    }
}
