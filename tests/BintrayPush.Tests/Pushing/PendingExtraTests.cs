using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Artifacts;
using BintrayPush.Planning;

namespace BintrayPush.Tests.Pushing;

/// <summary>What a file is to say of itself waits with it, where it is pushed and not published.</summary>
[TestClass]
public sealed class PendingExtraTests
{
    private static readonly FileAddress File = new(PushScene.Repository, RepositoryPath.Of("a.zip"));

    private static Func<PushSettings, PushSettings> Unpublished => request => request with { Publish = false };

    [TestMethod]
    public async Task Properties_and_the_place_in_the_list_hold_as_soon_as_anybody_publishes_the_file()
    {
        using var scene = await PushScene.BeginAsync();

        var receipt = await scene.PushAsync(Unpublished, Wanted(scene));
        await scene.Store.Service.PublishAsync(PushScene.Version, new PublishRequest(), CancellationToken.None);

        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Codes()));
        Assert.AreEqual("beta", await ChannelAsync(scene));
        Assert.IsTrue((await scene.Store.Service.GetFileAsync(File, CancellationToken.None))!.ListedInDownloads);
        CollectionAssert.Contains(
            (await scene.Store.Service.GetAttributesAsync(File, [], CancellationToken.None)).Select(attribute => attribute.Name).ToArray(),
            "bintray.upload.time");
    }

    [TestMethod]
    public async Task A_replacement_that_waits_leaves_what_is_public_as_it_is()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.Write("a.zip", "old"));

        await scene.PushAsync(request => request with { Publish = false, Override = true }, Wanted(scene));

        Assert.IsNull(await ChannelAsync(scene));
        Assert.IsFalse((await scene.Store.Service.GetFileAsync(File, CancellationToken.None))!.ListedInDownloads);
        await scene.Store.Service.PublishAsync(PushScene.Version, new PublishRequest(), CancellationToken.None);
        Assert.AreEqual("beta", await ChannelAsync(scene));
        Assert.IsTrue((await scene.Store.Service.GetFileAsync(File, CancellationToken.None))!.ListedInDownloads);
    }

    [TestMethod]
    public async Task A_service_that_keeps_nothing_with_a_waiting_file_gets_it_at_the_push_that_publishes()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Capabilities = scene.Service.Capabilities with { PendingMetadata = false };

        var waiting = await scene.PushAsync(Unpublished, Wanted(scene));
        var published = await scene.PushAsync(Wanted(scene));

        CollectionAssert.AreEqual(new[] { "BTP4023" }, waiting.Codes());
        Assert.IsTrue(published.Complete);
        Assert.AreEqual("beta", await ChannelAsync(scene));
        Assert.HasCount(1, scene.Service.CallsOf("Upload"));
    }

    [TestMethod]
    public async Task Every_file_is_stamped_only_if_that_is_asked_for()
    {
        using var scene = await PushScene.BeginAsync();
        var artifact = scene.Write("a.zip", "alpha");

        await scene.PushAsync(artifact);
        Assert.IsEmpty(await scene.Store.Service.GetAttributesAsync(File, [], CancellationToken.None));
        await scene.PushAsync(request => request with { StampService = true }, artifact);

        var attributes = await scene.Store.Service.GetAttributesAsync(File, [], CancellationToken.None);
        CollectionAssert.AreEquivalent(
            new[] { "bintray.repo=acme/bin", "bintray.package=tool", "bintray.version=2.0", "bintray.path=a.zip" },
            attributes.Select(attribute => $"{attribute.Name}={attribute.Values[0]}").ToArray());
    }

    private static Artifact Wanted(PushScene scene) => scene.Write("a.zip", "alpha") with
    {
        ListInDownloads = true,
        Disclosed = ArtifactProperties.Of([new("channel", "beta")]),
    };

    private static async Task<string?> ChannelAsync(PushScene scene) =>
        (await scene.Store.Service.GetAttributesAsync(File, ["channel"], CancellationToken.None)).SingleOrDefault()?.Values[0];
}
