using System.Text.Json;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Report;

namespace BintrayPush.Tests.Pushing;

/// <summary>A failed push publishes nothing, says everything that is wrong, and the next one completes it.</summary>
[TestClass]
public sealed class FailedPushTests
{
    [TestMethod]
    [DataRow("GetRepository", "BTP4002")]
    [DataRow("CreateRepository", "BTP4002")]
    [DataRow("GetPackage", "BTP4003")]
    [DataRow("CreatePackage", "BTP4003")]
    [DataRow("GetVersion", "BTP4004")]
    [DataRow("CreateVersion", "BTP4004")]
    [DataRow("ListFiles", "BTP4007")]
    [DataRow("Upload acme/bin/a.zip", "BTP4005")]
    [DataRow("Publish", "BTP4006")]
    public async Task A_refusal_at_any_step_has_a_code_and_the_services_own_words_and_the_next_push_completes(string step, string code)
    {
        using var scene = await PushScene.BeginAsync();
        var artifacts = new[] { scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta") };
        scene.Service.Before = call =>
        {
            if (call.StartsWith(step, StringComparison.Ordinal))
            {
                throw new BintrayException(400, "this moon is closed");
            }
        };

        var refused = await scene.PushAsync(artifacts);

        Assert.IsFalse(refused.Complete);
        CollectionAssert.AreEqual(new[] { code }, refused.Codes());
        StringAssert.Contains(refused.Problems[0].Text, "this moon is closed (status 400).");
        Assert.IsEmpty(scene.PublicFiles);

        scene.Service.Before = _ => { };
        var repeated = await scene.PushAsync(artifacts);
        Assert.IsTrue(repeated.Complete);
        Assert.HasCount(2, scene.PublicFiles);
    }

    [TestMethod]
    public async Task An_answer_that_is_lost_after_the_work_was_done_leaves_a_push_that_completes_when_repeated()
    {
        foreach (var step in new[] { "CreateRepository", "CreatePackage", "CreateVersion", "Upload" })
        {
            using var scene = await PushScene.BeginAsync();
            scene.Limits = scene.Limits with { RetryCount = 0 };
            var artifact = scene.Write("a.zip", "alpha");
            scene.Service.After = call =>
            {
                if (call.StartsWith(step, StringComparison.Ordinal))
                {
                    throw new BintrayException(503, "gone");
                }
            };
            Assert.IsFalse((await scene.PushAsync(artifact)).Complete, step);

            scene.Service.After = _ => { };
            var repeated = await scene.PushAsync(artifact);

            Assert.IsTrue(repeated.Complete, step);
            Assert.AreEqual("alpha", scene.PublicText("a.zip"));
        }
    }

    [TestMethod]
    public async Task A_publish_whose_answer_is_lost_is_looked_after()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.After = call =>
        {
            if (call.StartsWith("Publish", StringComparison.Ordinal))
            {
                throw new BintrayException(503, "gone");
            }
        };

        var receipt = await scene.PushAsync(scene.Write("a.zip", "alpha"));

        Assert.IsTrue(receipt.Complete);
        CollectionAssert.AreEqual(new[] { "a.zip Uploaded" }, receipt.Outcomes());
    }

    [TestMethod]
    public async Task A_push_that_is_cancelled_when_the_publish_is_done_says_that_it_is_public()
    {
        using var scene = await PushScene.BeginAsync();
        using var cancel = new CancellationTokenSource();
        scene.Service.After = call =>
        {
            if (call.StartsWith("Publish", StringComparison.Ordinal))
            {
                cancel.Cancel();
                cancel.Token.ThrowIfCancellationRequested();
            }
        };

        var receipt = await scene.PushAsync(request => request, cancel.Token, scene.Write("a.zip", "alpha"));

        CollectionAssert.AreEqual(new[] { "a.zip Uploaded" }, receipt.Outcomes());
        Assert.IsFalse(receipt.Complete);
    }

    [TestMethod]
    [DataRow("alpha", "a.zip Unchanged", null)]
    [DataRow("theirs", "a.zip Failed unpublished", "BTP3001")]
    public async Task Somebody_who_was_faster_with_the_same_content_is_no_conflict(string theirs, string outcome, string? code)
    {
        using var scene = await PushScene.BeginAsync();
        var ours = scene.Write("a.zip", "alpha");
        var faster = scene.Write("theirs.zip", theirs) with { DefaultPath = "a.zip" };
        var raced = false;
        scene.Service.Before = call =>
        {
            if (call.StartsWith("Upload", StringComparison.Ordinal) && !raced)
            {
                raced = true;
                Assert.IsTrue(scene.PushAsync(faster).GetAwaiter().GetResult().Complete);
            }
        };

        var receipt = await scene.PushAsync(ours);

        CollectionAssert.AreEqual(new[] { outcome }, receipt.Outcomes());
        CollectionAssert.AreEqual(code is null ? [] : new[] { code }, receipt.Codes());
        Assert.AreEqual(theirs, scene.PublicText("a.zip"));
    }

    [TestMethod]
    public async Task Every_file_is_tried_and_every_failure_reported()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Before = call =>
        {
            if (call is "Upload acme/bin/a.zip" or "Upload acme/bin/c.zip")
            {
                throw new BintrayException(413, "too large");
            }
        };

        var receipt = await scene.PushAsync(scene.Write("a.zip", "1"), scene.Write("b.zip", "2"), scene.Write("c.zip", "3"));

        CollectionAssert.AreEqual(new[] { "BTP4041", "BTP4041" }, receipt.Codes());
        CollectionAssert.AreEqual(
            new[] { "a.zip Failed unpublished", "b.zip Uploaded unpublished", "c.zip Failed unpublished" }, receipt.Outcomes());
        Assert.IsEmpty(scene.PublicFiles);
    }

    [TestMethod]
    public async Task Bytes_that_change_on_the_way_are_noticed_before_anything_is_published()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Wire = content =>
        {
            content.CopyTo(Stream.Null);
            return new MemoryStream([1, 2, 3, 4, 5]);
        };

        var receipt = await scene.PushAsync(scene.Write("a.zip", "alpha"));

        CollectionAssert.AreEqual(new[] { "BTP3003" }, receipt.Codes());
        StringAssert.Contains(receipt.Problems[0].Text, "8ed3f6ad");
        Assert.IsEmpty(scene.PublicFiles);

        scene.Service.Wire = content => content;
        Assert.IsTrue((await scene.PushAsync(scene.Write("a.zip", "alpha"))).Complete);
    }

    [TestMethod]
    public async Task A_file_that_the_service_does_not_list_has_not_arrived()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Listing = _ => new FileListing([], []);

        var receipt = await scene.PushAsync(scene.Write("a.zip", "alpha"));

        CollectionAssert.AreEqual(new[] { "BTP3003" }, receipt.Codes());
        Assert.IsEmpty(scene.Service.CallsOf("Publish"));
    }

    [TestMethod]
    public async Task A_file_that_changes_while_it_is_read_is_not_published()
    {
        using var scene = await PushScene.BeginAsync();
        var artifact = scene.Write("a.zip", "alpha");
        scene.Service.After = call =>
        {
            if (call.StartsWith("Upload", StringComparison.Ordinal))
            {
                File.SetLastWriteTimeUtc(artifact.LocalPath, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            }
        };

        var receipt = await scene.PushAsync(artifact);

        CollectionAssert.AreEqual(new[] { "BTP3004" }, receipt.Codes());
        Assert.IsEmpty(scene.PublicFiles);
    }

    [TestMethod]
    public async Task A_file_that_is_gone_when_its_turn_comes_is_named()
    {
        using var scene = await PushScene.BeginAsync();
        var artifact = scene.Write("a.zip", "alpha");
        scene.Service.Before = call =>
        {
            if (call.StartsWith("CreateVersion", StringComparison.Ordinal))
            {
                File.Delete(artifact.LocalPath);
            }
        };

        var receipt = await scene.PushAsync(artifact, scene.Write("b.zip", "beta"));

        CollectionAssert.AreEqual(new[] { "BTP3002" }, receipt.Codes());
        Assert.AreEqual(artifact.LocalPath, receipt.Problems[0].File);
    }

    [TestMethod]
    public async Task A_cancelled_push_publishes_nothing_and_its_receipt_says_that_it_is_not_complete()
    {
        using var scene = await PushScene.BeginAsync();
        using var cancel = new CancellationTokenSource();
        scene.Service.After = call =>
        {
            if (call.StartsWith("Upload", StringComparison.Ordinal))
            {
                cancel.Cancel();
            }
        };
        var artifacts = new[] { scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta") };

        var receipt = await scene.PushAsync(request => request, cancel.Token, artifacts);

        Assert.IsFalse(receipt.Complete);
        Assert.IsEmpty(receipt.Problems);
        Assert.IsEmpty(scene.PublicFiles);
        Assert.IsTrue((await scene.PushAsync(artifacts)).Complete);
    }

    [TestMethod]
    public async Task The_receipt_file_says_what_happened()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.Write("a.zip", "alpha"));
        var receipt = await scene.PushAsync(scene.Write("a.zip", "other"));
        var path = Path.Combine(scene.Store.Folder, "out", "receipt.json");

        ReceiptFile.Write(receipt, path);
        ReceiptFile.Write(receipt, path);

        using var json = JsonDocument.Parse(File.ReadAllText(path));
        Assert.IsFalse(json.RootElement.GetProperty("complete").GetBoolean());
        var file = json.RootElement.GetProperty("files")[0];
        Assert.AreEqual("Failed", file.GetProperty("outcome").GetString());
        Assert.AreEqual("acme/bin", file.GetProperty("repo").GetString());
        Assert.IsFalse(file.TryGetProperty("url", out _));
        Assert.AreEqual("BTP3001", json.RootElement.GetProperty("problems")[0].GetProperty("code").GetString());
        Assert.HasCount(1, Directory.GetFiles(Path.GetDirectoryName(path)!));
    }
}
