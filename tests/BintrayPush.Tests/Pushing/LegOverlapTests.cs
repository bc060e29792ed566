using System.IO.Compression;
using BintrayPush.Api.Names;
using BintrayPush.Planning;

namespace BintrayPush.Tests.Pushing;

/// <summary>What two legs both have where the bytes on the machines do not tell: archives, packages packed again, checksums.</summary>
[TestClass]
public sealed class LegOverlapTests
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

    [TestMethod]
    public async Task Checksums_that_two_legs_would_write_to_one_path_are_found_before_the_first_byte()
    {
        using var scene = await PushScene.BeginAsync();
        Assert.IsTrue((await scene.PushAsync(WithChecksums(scene, "win"), scene.Write("win.txt", "win"))).Complete);
        Assert.IsTrue((await scene.PushAsync(WithChecksums(scene, "same"), scene.Write("win.txt", "win"))).Complete);
        var before = scene.Service.CallsOf("Upload").Length;

        var receipt = await scene.PushAsync(WithChecksums(scene, "mac"), scene.Write("mac.txt", "mac"));

        CollectionAssert.AreEqual(new[] { "BTP4054", "BTP4054" }, receipt.Codes());
        StringAssert.Contains(receipt.Problems[0].Text, "The file 'acme/bin/tool/2.0/SHA256SUMS' stands in leg 'same' ");
        Assert.HasCount(before, scene.Service.CallsOf("Upload"));
    }

    [TestMethod]
    public async Task A_published_package_that_each_machine_packed_again_stands_in_all_legs()
    {
        using var scene = await PushScene.BeginAsync();
        var published = scene.WriteZip("a.zip", 2020, CompressionLevel.Optimal, ("a.txt", "a"));
        Assert.IsTrue((await scene.PushAsync(published)).Complete);
        Assert.IsTrue((await scene.PushAsync(Staged("win"), published, scene.Write("win.txt", "win"))).Complete);

        var again = scene.WriteZip("a.zip", 2026, CompressionLevel.NoCompression, ("a.txt", "a"));
        var receipt = await scene.PushAsync(Staged("mac"), again, scene.Write("mac.txt", "mac"));

        Assert.IsTrue(receipt.Complete, string.Join(", ", receipt.Problems.Select(problem => problem.Text)));
        Assert.AreEqual("a.zip Unchanged, mac.txt Uploaded unpublished", string.Join(", ", receipt.Outcomes()));
    }

    private static Artifacts.Artifact Archive(PushScene scene, string licence) =>
        scene.WriteZip("tool.zip", 2020, CompressionLevel.Optimal, ("LICENSE", licence), ("mac.txt", "mac")) with
        {
            Explode = true,
            DefaultPath = "tool/tool.zip",
        };

    private static Func<PushSettings, PushSettings> WithChecksums(PushScene scene, string leg) =>
        settings => Staged(leg)(settings) with { Checksums = new("{package}/{version}/SHA256SUMS", scene.At("sums")) };

    private static Func<PushSettings, PushSettings> Staged(string leg) =>
        settings => settings with { Leg = new LegOrder(ReleaseId.Of("17"), LegName.Of(leg)) };
}
