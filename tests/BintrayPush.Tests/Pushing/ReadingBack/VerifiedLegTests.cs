using BintrayPush.Api.Names;
using BintrayPush.Planning;
using BintrayPush.Verify;

namespace BintrayPush.Tests.Pushing.ReadingBack;

/// <summary>The receipt of a leg says nothing public before its release is sealed.</summary>
[TestClass]
public sealed class VerifiedLegTests
{
    [TestMethod]
    public async Task A_leg_is_verified_when_its_release_is_sealed_and_until_then_that_is_said()
    {
        using var scene = await PushScene.BeginAsync();
        var receipt = await scene.PushAsync(
            settings => settings with { Leg = new LegOrder(ReleaseId.Of("17"), LegName.Of("win")) }, scene.Write("a.zip", "1"));

        var before = await scene.ReadBackAsync(receipt);
        await scene.Service.SealReleaseAsync(ReleaseAddress.Of("acme", ReleaseId.Of("17")), [LegName.Of("win")], default);
        var after = await scene.ReadBackAsync(receipt);

        CollectionAssert.AreEqual(new[] { "BTP3012", "BTP3011" }, before.Codes());
        StringAssert.Contains(before.Problems[1].Text, "Publish it with 'bintray release seal 17', and verify then.");
        Assert.IsTrue(after.IsIntact);
        CollectionAssert.AreEqual(new[] { "a.zip Intact" }, after.Findings());
    }

    [TestMethod]
    public void A_release_in_a_receipt_that_no_release_can_be_called_is_a_fault_of_the_receipt()
    {
        using var scene = PushScene.BeginAsync().GetAwaiter().GetResult();
        File.WriteAllText(
            scene.At("receipt.json"), """{"destination":"here","complete":true,"leg":{"release":"a\nb"},"files":[]}""");

        Assert.IsNull(ReceiptReader.Read(scene.At("receipt.json"), out var problems));

        Assert.AreEqual("BTP1029", problems.Single().Code);
        StringAssert.Contains(problems.Single().Text, "leg.release");
    }
}
