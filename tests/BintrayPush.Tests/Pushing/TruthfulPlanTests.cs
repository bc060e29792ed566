using System.IO.Compression;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Descriptors;
using BintrayPush.Planning;
using BintrayPush.Report;

namespace BintrayPush.Tests.Pushing;

/// <summary>Where the push would fail, the dry run says so.</summary>
[TestClass]
public sealed class TruthfulPlanTests
{
    [TestMethod]
    [DataRow("tool", "3.0", true)]
    [DataRow("tool", "3.0", false)]
    [DataRow("other", "2.0", true)]
    public async Task A_path_that_belongs_to_another_version_is_a_conflict_in_plan_and_push(string package, string version, bool published)
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(request => request with { Publish = published }, scene.Write("a.zip", "alpha"));
        var artifact = scene.Write("a.zip", "beta");
        PushSettings Elsewhere(PushSettings request) => request with { Project = new("acme/bin", package, version, null) };

        var plan = await scene.PreviewAsync(Elsewhere, artifact);
        var push = await scene.PushAsync(Elsewhere, artifact);

        Assert.AreEqual(Intention.Conflict, plan.Files.Single().Intention);
        Assert.IsFalse(plan.WouldSucceed);
        var problem = plan.Problems.Single();
        Assert.AreEqual("BTP4005", problem.Code);
        StringAssert.Contains(problem.Text, "belongs to version 2.0 of package tool");
        StringAssert.Contains(problem.Text, "put the version into BintrayPath");
        CollectionAssert.AreEqual(new[] { "BTP4005" }, push.Codes());
        StringAssert.Contains(push.Problems[0].Text, "put the version into BintrayPath");
    }

    [TestMethod]
    public async Task Who_may_not_publish_is_told_by_the_plan()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.Write("a.zip", "alpha"));
        scene.Service.Before = call =>
        {
            if (call.StartsWith("ListFiles", StringComparison.Ordinal) && call.EndsWith("acme/bin/tool", StringComparison.Ordinal))
            {
                throw new BintrayException(BintrayException.Forbidden, "joe may only read");
            }
        };

        var plan = await scene.PreviewAsync(
            request => request with { Project = new("acme/bin", "tool", "3.0", null) }, scene.Write("b.zip", "beta"));

        CollectionAssert.AreEqual(new[] { "BTP4022" }, plan.Problems.Select(problem => problem.Code).ToArray());
        StringAssert.Contains(plan.Problems[0].Text, "joe may only read");
    }

    [TestMethod]
    public async Task Licences_that_the_service_demands_stop_plan_and_push_before_the_first_write()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Capabilities = scene.Service.Capabilities with { DemandsLicences = true };
        var artifact = scene.Write("a.zip", "alpha");
        var before = scene.Snapshot();

        var plan = await scene.PreviewAsync(request => request, artifact);
        var push = await scene.PushAsync(artifact);

        CollectionAssert.AreEqual(new[] { "BTP4021" }, plan.Problems.Select(problem => problem.Code).ToArray());
        CollectionAssert.AreEqual(new[] { "BTP4021" }, push.Codes());
        StringAssert.Contains(push.Problems[0].Text, "BintrayLicenses and BintrayVcsUrl");
        CollectionAssert.AreEqual(before, scene.Snapshot());
    }

    [TestMethod]
    public async Task Archives_that_are_unpacked_over_each_other_are_found_before_the_first_write()
    {
        using var scene = await PushScene.BeginAsync();
        var one = scene.WriteZip("one.zip", 2026, CompressionLevel.Optimal, ("sub/x.txt", "one")) with
        {
            Explode = true,
            Own = new(null, null, null, "site"),
        };
        var two = scene.WriteZip("two.zip", 2026, CompressionLevel.Optimal, ("x.txt", "two")) with
        {
            Explode = true,
            Own = new(null, null, null, "site/SUB"),
        };
        var before = scene.Snapshot();

        var plan = await scene.PreviewAsync(request => request, one, two);
        var push = await scene.PushAsync(one, two);

        CollectionAssert.AreEqual(new[] { "BTP1005", "BTP1005" }, new[] { plan.Problems[^1].Code, push.Problems[^1].Code });
        CollectionAssert.AreEqual(before, scene.Snapshot());
    }

    [TestMethod]
    public async Task An_archive_that_is_unpacked_beside_other_files_meets_those_of_the_same_names_before_the_first_write()
    {
        using var scene = await PushScene.BeginAsync();
        var page = scene.Write("index.html", "ours");
        var archive = scene.WriteZip("site.zip", 2026, CompressionLevel.Optimal, ("index.html", "theirs")) with { Explode = true };
        var before = scene.Snapshot();

        var plan = await scene.PreviewAsync(request => request, page, archive);
        var push = await scene.PushAsync(page, archive);

        CollectionAssert.AreEqual(new[] { "BTP1005", "BTP1005" }, new[] { plan.Problems[^1].Code, push.Problems[^1].Code });
        StringAssert.Contains(push.Problems[^1].Text, "acme/bin/index.html");
        CollectionAssert.AreEqual(before, scene.Snapshot());
    }

    [TestMethod]
    public async Task An_archive_may_be_pushed_as_it_is_and_unpacked_at_once()
    {
        using var scene = await PushScene.BeginAsync();
        var archive = scene.WriteZip("site.zip", 2026, CompressionLevel.Optimal, ("index.html", "page"));

        var push = await scene.PushAsync(archive, archive with { Explode = true });

        Assert.IsTrue(push.Complete, string.Join("\n", push.Problems.Select(problem => problem.Text)));
        CollectionAssert.AreEqual(new[] { "index.html", "site.zip" }, scene.PublicFiles);
    }

    [TestMethod]
    public async Task An_archive_that_may_not_replace_what_it_would_be_unpacked_over_is_a_conflict()
    {
        using var scene = await PushScene.BeginAsync();
        var old = scene.WriteZip("site.zip", 2026, CompressionLevel.Optimal, ("x.txt", "old")) with
        {
            Explode = true,
            Own = new(null, null, null, "site"),
        };
        await scene.PushAsync(old);
        var changed = scene.WriteZip("site.zip", 2026, CompressionLevel.Optimal, ("x.txt", "new")) with
        {
            Explode = true,
            Own = new(null, null, null, "site"),
        };

        var plan = await scene.PreviewAsync(request => request, changed);

        Assert.AreEqual(Intention.Conflict, plan.Files.Single().Intention);
        CollectionAssert.AreEqual(new[] { "BTP3001" }, plan.Problems.Select(problem => problem.Code).ToArray());
    }

    [TestMethod]
    public async Task A_repository_that_may_only_be_updated_is_not_created()
    {
        using var scene = await PushScene.BeginAsync();
        PushSettings Updating(PushSettings request) =>
            request with
            {
                Repository = new RepositoryClause(new RepositoryDetails { Description = "ours" }, UpdateExisting: true, Create: false),
            };

        CollectionAssert.AreEqual(new[] { "BTP4001" }, (await scene.PushAsync(Updating, scene.Write("a.zip", "alpha"))).Codes());
        await scene.PushAsync(scene.Write("a.zip", "alpha"));
        Assert.IsTrue((await scene.PushAsync(Updating, scene.Write("a.zip", "alpha"))).Complete);

        Assert.AreEqual(
            "ours", (await scene.Store.Service.GetRepositoryAsync(PushScene.Repository, CancellationToken.None))!.Details.Description);
    }
}
