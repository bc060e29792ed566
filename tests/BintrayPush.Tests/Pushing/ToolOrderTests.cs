using System.IO.Compression;
using BintrayPush.Api.Failures;
using BintrayPush.Artifacts;

namespace BintrayPush.Tests.Pushing;

/// <summary>Nobody finds a tool before its packages for single runtimes are there.</summary>
[TestClass]
public sealed class ToolOrderTests
{
    private const string Pointer =
        "<DotNetCliTool><RuntimeIdentifierPackages><RuntimeIdentifierPackage RuntimeIdentifier=\"linux-x64\" Id=\"Tool.linux-x64\" "
            + "/></RuntimeIdentifierPackages></DotNetCliTool>";

    [TestMethod]
    public async Task The_package_that_points_to_others_becomes_public_last_whatever_the_order_of_the_files_is()
    {
        using var scene = await PushScene.BeginAsync();

        var receipt = await scene.PushAsync(
            PointerPackage(scene), RuntimePackage(scene), scene.Write("z.nupkg", "no zip") with { Own = new(null, "other", null, null) });

        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
        var calls = scene.Service.CallsOf("Publish ");
        CollectionAssert.AreEquivalent(
            new[] { "Publish acme/bin/Tool.linux-x64/2.0", "Publish acme/bin/other/2.0", "Publish acme/bin/Tool/2.0" }, calls);
        Assert.AreEqual("Publish acme/bin/Tool/2.0", calls.Last());
    }

    [TestMethod]
    public async Task Where_one_of_the_others_cannot_become_public_it_waits_too_and_the_next_push_publishes_it()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Before = call =>
        {
            if (call == "Publish acme/bin/Tool.linux-x64/2.0")
            {
                throw new BintrayException(BintrayException.Forbidden, "not now");
            }
        };

        var failed = await scene.PushAsync(PointerPackage(scene), RuntimePackage(scene));

        Assert.IsFalse(failed.Complete);
        CollectionAssert.AreEqual(
            new[] { "Tool.nupkg Uploaded unpublished", "Tool.linux-x64.nupkg Uploaded unpublished" }, failed.Outcomes());
        Assert.IsEmpty(scene.PublicFiles);

        scene.Service.Before = _ => { };
        Assert.IsTrue((await scene.PushAsync(PointerPackage(scene), RuntimePackage(scene))).Complete);
        Assert.HasCount(2, scene.PublicFiles);
    }

    private static Artifact PointerPackage(PushScene scene) =>
        scene.WriteZip("Tool.nupkg", 2026, CompressionLevel.Optimal, ("tools/any/any/DotnetToolSettings.xml", Pointer)) with
        {
            Own = new(null, "Tool", null, null),
        };

    private static Artifact RuntimePackage(PushScene scene) =>
        scene.WriteZip(
            "Tool.linux-x64.nupkg", 2026, CompressionLevel.Optimal, ("tools/any/linux-x64/DotnetToolSettings.xml", "<DotNetCliTool />"))
            with
        { Own = new(null, "Tool.linux-x64", null, null) };
}
