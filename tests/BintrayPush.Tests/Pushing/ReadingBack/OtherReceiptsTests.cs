using BintrayPush.Verify;

namespace BintrayPush.Tests.Pushing.ReadingBack;

/// <summary>A receipt that is not there may be that of another configuration, which is named.</summary>
[TestClass]
public sealed class OtherReceiptsTests
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "bintray-receipts-" + Guid.NewGuid().ToString("N"));

    [TestCleanup]
    public void CleanUp() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void The_receipt_of_the_other_configuration_is_named_with_the_switch_that_leads_to_it()
    {
        var release = Path.Combine(_folder, "obj", "Release", "net8.0", "bintray");
        Directory.CreateDirectory(release);
        File.WriteAllText(Path.Combine(release, "receipt.json"), "{}");

        Assert.IsNull(ReceiptReader.Read(Path.Combine(_folder, "obj", "Debug", "net8.0", "bintray", "receipt.json"), out var problems));

        Assert.AreEqual("BTP1028", problems.Single().Code);
        StringAssert.Contains(
            problems[0].Text,
            $"but there is {Path.Combine(release, "receipt.json")}. If that push is meant, build the same configuration (-c Release)");
    }
}
