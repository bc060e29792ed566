using BintrayPush.Api.Model;
using BintrayPush.Report;
using BintrayPush.Versions;

namespace BintrayPush.Tests.Pushing;

/// <summary>A dry run says what the push would do, and changes nothing.</summary>
[TestClass]
public sealed class DryRunTests
{
    [TestMethod]
    public async Task One_equal_one_different_and_one_missing_file_are_told_apart()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.Write("same.zip", "same"), scene.Write("other.zip", "old"));
        var before = scene.Snapshot();

        var preview = await scene.PreviewAsync(
            request => request, scene.Write("same.zip", "same"), scene.Write("other.zip", "new"), scene.Write("more.zip", "12345"));

        CollectionAssert.AreEqual(new[] { "same.zip Same", "other.zip Conflict", "more.zip Add" }, Intentions(preview));
        CollectionAssert.AreEqual(new[] { "BTP3001" }, preview.Problems.Select(problem => problem.Code).ToArray());
        Assert.IsFalse(preview.WouldSucceed);
        Assert.AreEqual(5, preview.BytesToSend);
        CollectionAssert.AreEqual(before, scene.Snapshot());
    }

    [TestMethod]
    public async Task Where_nothing_is_there_yet_everything_is_announced_and_nothing_made()
    {
        using var scene = await PushScene.BeginAsync();
        var before = scene.Snapshot();

        var preview = await scene.PreviewAsync(
            request => request with
            {
                Package = new PackageDetails { Description = "A tool" },
                VersionAttributes = [new AttributeValues("tfm", AttributeType.String, ["net8.0"])],
                ReleaseNotes = ReleaseNotes.OfText("First."),
            },
            scene.Write("a.zip", "alpha"));

        CollectionAssert.AreEqual(
            new[]
            {
                "create repository acme/bin",
                "create package acme/bin/tool",
                "create version acme/bin/tool/2.0",
                "set attributes of acme/bin/tool/2.0: tfm",
                "set the release notes of acme/bin/tool/2.0",
            },
            preview.Changes.ToArray());
        CollectionAssert.AreEqual(new[] { "a.zip Add" }, Intentions(preview));
        Assert.IsTrue(preview.WouldSucceed);
        CollectionAssert.AreEqual(before, scene.Snapshot());
    }

    [TestMethod]
    public async Task Metadata_that_would_change_is_named_field_by_field()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(
            request => request with { Package = new PackageDetails { Description = "A tool", VcsUrl = "https://example.org/a" } },
            scene.Write("a.zip", "alpha"));

        var preview = await scene.PreviewAsync(
            request =>
                request with { Package = new PackageDetails { Description = "A better tool", VcsUrl = "https://example.org/a", Labels = ["x"] } },
            scene.Write("a.zip", "alpha"));

        CollectionAssert.AreEqual(new[] { "update package acme/bin/tool: desc, labels" }, preview.Changes.ToArray());
    }

    [TestMethod]
    public async Task What_waits_unpublished_would_only_be_published_and_with_override_the_different_one_replaced()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.Write("a.zip", "old"));
        await scene.PushAsync(request => request with { Publish = false }, scene.Write("b.zip", "beta"));

        var preview = await scene.PreviewAsync(
            request => request with { Override = true }, scene.Write("a.zip", "new"), scene.Write("b.zip", "beta"));

        CollectionAssert.AreEqual(new[] { "a.zip Replace", "b.zip Publish" }, Intentions(preview));
        Assert.IsTrue(preview.WouldSucceed);
    }

    [TestMethod]
    public async Task A_missing_repository_that_must_not_be_made_fails_the_preview_as_it_would_the_push()
    {
        using var scene = await PushScene.BeginAsync();

        var preview = await scene.PreviewAsync(request => request with { Repository = null }, scene.Write("a.zip", "alpha"));

        CollectionAssert.AreEqual(new[] { "BTP4001" }, preview.Problems.Select(problem => problem.Code).ToArray());
    }

    [TestMethod]
    public async Task The_plan_file_holds_it_all()
    {
        using var scene = await PushScene.BeginAsync();
        var preview = await scene.PreviewAsync(request => request, scene.Write("a.zip", "alpha"));
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "plan.json");

        PlanFile.Write(preview, path);

        var written = File.ReadAllText(path);
        foreach (
            var part in new[] { "\"wouldSucceed\": true", "\"bytesToSend\": 5", "\"create repository acme/bin\"", "\"intention\": \"Add\"", "\"path\": \"a.zip\"" })
        {
            StringAssert.Contains(written, part);
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static string[] Intentions(DryRunReport preview) =>
        [.. preview.Files.Select(file => $"{file.Coordinates.Path} {file.Intention}")];
}
