using System.Text.Json;

namespace BintrayPush.Cli.Tests;

/// <summary>Checksums that are pushed with the files leave nothing behind on this machine.</summary>
[TestClass]
public sealed class ChecksumsTests : CommandTest
{
    [TestMethod]
    public void They_are_pushed_and_the_local_file_is_gone()
    {
        Write("a.txt", "alpha");

        var said = Push("a.txt", "--checksums-file", "{package}-{version}.sha256", "--json").Succeeds();

        Assert.AreEqual(
            "8ed3f6ad685b959ead7022518e1af76cd816f8e8ec7ccdda1ed4018e8f2223f8  a.txt\n",
            File.ReadAllText(At("home", "repository", "dl", "local", "nuget", "acme-1.0.0.sha256")));
        using var receipt = JsonDocument.Parse(said.Output);
        var local = receipt.RootElement.GetProperty("files")[1].GetProperty("source").GetString()!;
        Assert.AreEqual("SHA256SUMS", Path.GetFileName(local));
        Assert.IsFalse(Directory.Exists(Path.GetDirectoryName(Path.GetDirectoryName(local))), local);
    }

    [TestMethod]
    public void A_path_that_cannot_be_is_named_by_its_option()
    {
        Write("a.txt");

        StringAssert.Contains(Push("a.txt", "--checksums-file", "../sums").Fails("BTP1003").Error, "error BTP1003: --checksums-file: ");
    }
}
