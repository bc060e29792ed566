using BintrayPush.Api.Failures;
using BintrayPush.Messages;
using BintrayPush.Planning;

namespace BintrayPush.Tests.Pushing;

/// <summary>After a failure the files of a push are kept, or dropped if the project says so, and then only its own.</summary>
[TestClass]
public sealed class DiscardTests
{
    private static readonly Func<PushSettings, PushSettings> Discarding = request => request with { OnFailure = OnFailure.Discard };

    [TestMethod]
    public async Task Nothing_of_a_failed_push_is_left_and_the_receipt_says_so()
    {
        using var scene = await PushScene.BeginAsync();
        Refuse(scene, "Upload acme/bin/b.zip", 413);

        var receipt = await scene.PushAsync(Discarding, scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta"));

        CollectionAssert.AreEqual(new[] { "a.zip Failed unpublished", "b.zip Failed unpublished" }, receipt.Outcomes());
        CollectionAssert.AreEqual(new[] { "BTP4041", "BTP3006" }, receipt.Codes());
        StringAssert.Contains(receipt.Problems[1].Text, "1 unpublished file of version acme/bin/tool/2.0 was dropped");
        Assert.AreEqual(Severity.Message, receipt.Problems[1].Severity);
        Assert.IsEmpty(await PendingAsync(scene));
    }

    [TestMethod]
    public async Task Without_it_they_are_kept()
    {
        using var scene = await PushScene.BeginAsync();
        Refuse(scene, "Upload acme/bin/b.zip", 413);

        await scene.PushAsync(scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta"));

        CollectionAssert.AreEqual(new[] { "a.zip" }, await PendingAsync(scene));
    }

    [TestMethod]
    public async Task What_others_sent_before_is_never_dropped()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(
            request => request with { Publish = false }, scene.Write("theirs.zip", "theirs"), scene.Write("same.zip", "same"));
        Refuse(scene, "Publish", 403);

        var receipt = await scene.PushAsync(Discarding, scene.Write("a.zip", "alpha"), scene.Write("same.zip", "same"));

        CollectionAssert.AreEqual(new[] { "a.zip Failed unpublished", "same.zip Unchanged unpublished" }, receipt.Outcomes());
        CollectionAssert.AreEqual(new[] { "BTP4039", "BTP3007" }, receipt.Codes());
        CollectionAssert.AreEqual(new[] { "same.zip", "theirs.zip" }, await PendingAsync(scene));
        Assert.IsEmpty(scene.Service.CallsOf("Discard"));
    }

    [TestMethod]
    public async Task A_published_file_outlives_the_discard_of_what_was_to_replace_it()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.Write("a.zip", "old"));
        await scene.PushAsync(request => request with { Publish = false }, scene.Write("theirs.zip", "theirs"));
        Refuse(scene, "Publish", 403);

        var receipt = await scene.PushAsync(request => Discarding(request) with { Override = true }, scene.Write("a.zip", "new"));

        CollectionAssert.AreEqual(new[] { "a.zip Replaced unpublished" }, receipt.Outcomes());
        Assert.AreEqual("old", scene.PublicText("a.zip"));
        CollectionAssert.AreEqual(new[] { "BTP4039", "BTP3007" }, receipt.Codes());
    }

    [TestMethod]
    public async Task A_file_whose_answers_were_all_lost_is_found_and_dropped_too()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.After = call =>
        {
            if (call.StartsWith("Upload", StringComparison.Ordinal))
            {
                throw new BintrayException(BintrayException.NoAnswer, "reset");
            }
        };

        var receipt = await scene.PushAsync(Discarding, scene.Write("a.zip", "alpha"));

        CollectionAssert.AreEqual(new[] { "BTP4038", "BTP3006" }, receipt.Codes());
        Assert.IsEmpty(await PendingAsync(scene));
    }

    [TestMethod]
    public async Task What_is_published_already_stays_published_when_another_version_fails()
    {
        using var scene = await PushScene.BeginAsync();
        Refuse(scene, "Publish acme/bin/tool/3.0", 403);

        var receipt = await scene.PushAsync(
            Discarding, scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta") with { Own = new(null, null, "3.0", null) });

        CollectionAssert.AreEqual(new[] { "a.zip Uploaded", "b.zip Failed unpublished" }, receipt.Outcomes());
        CollectionAssert.AreEqual(new[] { "a.zip" }, scene.PublicFiles);
    }

    [TestMethod]
    public async Task A_service_that_cannot_drop_them_is_told_of()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Before = call =>
        {
            if (call.StartsWith("Publish", StringComparison.Ordinal) || call.StartsWith("Discard", StringComparison.Ordinal))
            {
                throw new BintrayException(403, "no");
            }
        };

        var receipt = await scene.PushAsync(Discarding, scene.Write("a.zip", "alpha"));

        CollectionAssert.AreEqual(new[] { "a.zip Uploaded unpublished" }, receipt.Outcomes());
        CollectionAssert.AreEqual(new[] { "BTP4039", "BTP3007" }, receipt.Codes());
    }

    private static void Refuse(PushScene scene, string step, int status) => scene.Service.Before = call =>
    {
        if (call.StartsWith(step, StringComparison.Ordinal))
        {
            throw new BintrayException(status, "no");
        }
    };

    private static async Task<string[]> PendingAsync(PushScene scene) =>
        [.. (
            await scene.Store.Service.ListFilesAsync(PushScene.Version, true, CancellationToken.None)).Unpublished.Select(file =>
                file.Path.Value)];
}
