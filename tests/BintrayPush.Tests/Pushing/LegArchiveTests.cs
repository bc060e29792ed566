using System.IO.Compression;
using BintrayPush.Api.Names;
using BintrayPush.Planning;

namespace BintrayPush.Tests.Pushing;

/// <summary>A leg with an archive that the service unpacks: each of its files may stand in another leg, too.</summary>
[TestClass]
public sealed class LegArchiveTests
{
    [TestMethod]
    public async Task A_file_in_it_that_another_leg_has_with_other_bytes_is_found_before_the_first_byte()
    {
        using var scene = await PushScene.BeginAsync();
        Assert.IsTrue((await scene.PushAsync(
            Staged("win"), scene.Write("LICENSE", "ours") with { DefaultPath = "tool/LICENSE" })).Complete);
        var before = scene.Service.CallsOf("Upload").Length;

        var receipt = await scene.PushAsync(Staged("mac"), Archive(scene, "theirs"));

        Assert.AreEqual("BTP4054", receipt.Problems.Single().Code);
        StringAssert.StartsWith(
            receipt.Problems[0].Text,
            "The file 'acme/bin/tool/LICENSE' stands in leg 'win' of release '17', too, and not with the same bytes in the same version.");
        Assert.HasCount(before, scene.Service.CallsOf("Upload"));
    }

    [TestMethod]
    public async Task The_same_file_in_both_is_no_matter()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(Staged("win"), scene.Write("LICENSE", "ours") with { DefaultPath = "tool/LICENSE" });

        Assert.IsTrue((await scene.PushAsync(Staged("mac"), Archive(scene, "ours"))).Complete);

        var release = ReleaseAddress.Of("acme", ReleaseId.Of("17"));
        Assert.AreEqual(2, (await scene.Service.SealReleaseAsync(release, [LegName.Of("win"), LegName.Of("mac")], default)).Files);
        CollectionAssert.AreEqual(new[] { "tool/LICENSE", "tool/mac.txt" }, scene.PublicFiles);
    }

    private static Artifacts.Artifact Archive(PushScene scene, string licence) =>
        scene.WriteZip("tool.zip", 2020, CompressionLevel.Optimal, ("LICENSE", licence), ("mac.txt", "mac")) with
        {
            Explode = true,
            DefaultPath = "tool/tool.zip",
        };

    private static Func<PushSettings, PushSettings> Staged(string leg) =>
        settings => settings with { Leg = new LegOrder(ReleaseId.Of("17"), LegName.Of(leg)) };
}
