using BintrayPush.Api.Failures;
using BintrayPush.Api.Names;
using BintrayPush.Planning;
using BintrayPush.Report;

namespace BintrayPush.Tests.Pushing;

/// <summary>A push that stages a leg of a release: everything of a push but the publish, and then the record.</summary>
[TestClass]
public sealed class LegPushTests
{
    private static readonly ReleaseAddress Release = ReleaseAddress.Of("acme", ReleaseId.Of("17"));

    [TestMethod]
    public async Task All_of_it_has_arrived_when_it_is_recorded_and_nothing_is_published()
    {
        using var scene = await PushScene.BeginAsync();

        var receipt = await scene.PushAsync(Staged, scene.Write("a.zip", "1"), scene.Write("b.zip", "22"));

        Assert.IsTrue(receipt.Complete);
        var leg = receipt.Leg!;
        Assert.AreEqual("acme 17 win win", $"{leg.Subject} {leg.Release} {leg.Name} {string.Join(", ", leg.Legs)}");
        Assert.IsEmpty(scene.PublicFiles);
        Assert.IsEmpty(scene.Service.CallsOf("Publish"));
        Assert.AreEqual("StageLeg acme/17 win", scene.Service.Calls[^1]);
        var manifest = await scene.Service.GetLegAsync(Release, LegName.Of("win"), default);
        CollectionAssert.AreEqual(
            new[] { "a.zip 1", "b.zip 2" }, manifest!.Versions.Single().Files.Select(file => $"{file.Path} {file.Size}").ToArray());
        StringAssert.Contains(PushSummary.Seal(receipt), "bintray release seal 17 --legs win --repo acme --url ");
    }

    [TestMethod]
    public async Task The_same_leg_again_sends_nothing()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(Staged, scene.Write("a.zip", "1"));
        var before = scene.Service.Calls.Length;

        var receipt = await scene.PushAsync(Staged, scene.Write("a.zip", "1"));

        Assert.IsTrue(receipt.Complete);
        Assert.AreEqual(Outcome.Unchanged, receipt.Files.Single().Outcome);
        Assert.IsEmpty(scene.Service.Calls.Skip(before).Where(call => call.StartsWith("Upload ", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task A_place_that_keeps_no_such_releases_is_an_error_before_the_first_byte_and_of_the_plan()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Capabilities = scene.Service.Capabilities with { Legs = false };

        var receipt = await scene.PushAsync(Staged, scene.Write("a.zip", "1"));
        var plan = await scene.PreviewAsync(Staged, scene.Write("a.zip", "1"));

        Assert.AreEqual("BTP4060", receipt.Problems.Single().Code);
        Assert.AreEqual("BTP4060", plan.Problems.Single().Code);
        Assert.IsEmpty(
            scene.Service.Calls.Where(call => !call.StartsWith("Get", StringComparison.Ordinal) && !call.StartsWith("List", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task A_lost_answer_of_the_record_changes_nothing()
    {
        using var scene = await PushScene.BeginAsync();
        var lost = false;
        scene.Service.After = call =>
        {
            if (call.StartsWith("StageLeg", StringComparison.Ordinal) && !lost)
            {
                lost = true;
                throw new BintrayException(BintrayException.NoAnswer, "the line broke");
            }
        };

        var receipt = await scene.PushAsync(Staged, scene.Write("a.zip", "1"));

        Assert.IsTrue(receipt.Complete && lost);
        Assert.IsTrue(receipt.Leg!.IsStaged);
    }

    [TestMethod]
    public async Task A_leg_that_is_refused_says_why_in_the_words_of_the_service_and_is_not_staged()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Before = call =>
        {
            if (call.StartsWith("StageLeg", StringComparison.Ordinal))
            {
                throw new BintrayException(BintrayException.Conflict, "not on a Friday");
            }
        };

        var receipt = await scene.PushAsync(
            settings => Staged(settings) with { OnFailure = OnFailure.Discard }, scene.Write("a.zip", "1"));

        Assert.IsFalse(receipt.Complete);
        Assert.IsFalse(receipt.Leg!.IsStaged);
        Assert.IsNull(PushSummary.Seal(receipt));
        CollectionAssert.AreEqual(new[] { "BTP4061", "BTP3006" }, receipt.Problems.Select(problem => problem.Code).ToArray());
        StringAssert.Contains(receipt.Problems[0].Text, "not on a Friday");
    }

    [TestMethod]
    public async Task What_stands_in_the_way_is_found_before_the_first_byte()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(Staged, scene.Write("a.zip", "1"));
        var before = scene.Service.CallsOf("Upload").Length;

        var other = await scene.PushAsync(settings => Staged(settings, leg: "mac"), scene.Write("a.zip", "2"), scene.Write("b.zip", "2"));
        var lost = await scene.PushAsync(
            settings => Staged(settings) with { Project = new("acme/bin", "other", "2.0", null) }, scene.Write("c.zip", "2"));
        await scene.Service.SealReleaseAsync(Release, [LegName.Of("win")], default);
        var late = await scene.PushAsync(settings => Staged(settings, leg: "mac"), scene.Write("d.zip", "2"));

        CollectionAssert.AreEqual(
            new[] { "BTP4054", "BTP4058", "BTP4056" },
            new[] { other, lost, late }.Select(receipt => receipt.Problems.Single().Code).ToArray());
        Assert.HasCount(before, scene.Service.CallsOf("Upload"));
        CollectionAssert.AreEqual(new[] { "a.zip" }, scene.PublicFiles);
    }

    [TestMethod]
    public void A_leg_has_files_for_one_subject()
    {
        using var scene = PushScene.BeginAsync().GetAwaiter().GetResult();
        var plan = Planner.Make(Staged(new PushSettings
        {
            Artifacts =
            [
                scene.Write("a.zip", "1"), scene.Write("b.zip", "1") with { Own = new("other/bin", null, null, null) },
            ],
            Project = new("acme/bin", "tool", "2.0", null),
        }));

        Assert.AreEqual("BTP1124", plan.Problems.Single().Code);
    }

    private static PushSettings Staged(PushSettings settings) => Staged(settings, "win");

    private static PushSettings Staged(PushSettings settings, string leg) =>
        settings with { Leg = new LegOrder(ReleaseId.Of("17"), LegName.Of(leg)) };
}
