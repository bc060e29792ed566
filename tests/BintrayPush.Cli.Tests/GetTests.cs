using System.Text.Json;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Places;

namespace BintrayPush.Cli.Tests;

[TestClass]
public sealed class GetTests : CommandTest
{
    private const string File = "local/nuget/deep/one.txt";

    [TestInitialize]
    public void Fill()
    {
        Write("in/deep/one.txt", "1");
        Push("in").Succeeds();
        Directory.CreateDirectory(At("out"));
    }

    [TestMethod]
    public void A_file_comes_into_the_current_folder_or_a_folder_or_a_file_that_is_named()
    {
        Run("get", File).Succeeds();
        Run("get", File, "-o", "out").Succeeds();
        Run("get", File, "-o", "new/").Succeeds();
        Run("get", File, "--output", "out/two.txt").Succeeds();

        foreach (var file in new[] { "one.txt", "out/one.txt", "new/one.txt", "out/two.txt" })
        {
            Assert.AreEqual("1", System.IO.File.ReadAllText(At(file)));
        }
    }

    [TestMethod]
    public void What_is_there_is_replaced_only_by_force()
    {
        Write("out/one.txt", "mine");

        Run("get", File, "-o", "out").Fails("BTP1044");
        Assert.AreEqual("mine", System.IO.File.ReadAllText(At("out", "one.txt")));

        Run("get", File, "-o", "out", "--force").Succeeds();
        Assert.AreEqual("1", System.IO.File.ReadAllText(At("out", "one.txt")));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void A_link_is_never_written_through()
    {
        var outside = Write("outside.txt", "untouched");
        System.IO.File.CreateSymbolicLink(At("out", "one.txt"), outside);
        System.IO.File.CreateSymbolicLink(At("out", "dangling"), At("nowhere"));

        Run("get", File, "-o", "out").Fails("BTP1044");
        Run("get", File, "-o", "out/dangling").Fails("BTP1044");
        Run("get", File, "-o", "out", "--force").Succeeds();

        Assert.AreEqual("untouched", System.IO.File.ReadAllText(outside));
        Assert.IsNull(new FileInfo(At("out", "one.txt")).LinkTarget);
        Assert.IsFalse(System.IO.File.Exists(At("nowhere")));
    }

    [TestMethod]
    public void What_is_not_public_is_got_only_when_it_is_asked_for()
    {
        Write("in/two.txt", "2");
        Push("in/two.txt", "--publish", "false").Succeeds();

        Run("get", "local/nuget/two.txt", "-o", "out").Fails("BTP1046");
        using var said = JsonDocument.Parse(Run("get", "local/nuget/two.txt", "-o", "out", "--unpublished", "--json").Succeeds().Output);

        Assert.IsFalse(said.RootElement.GetProperty("published").GetBoolean());
        Assert.AreEqual("2", System.IO.File.ReadAllText(At("out", "two.txt")));
    }

    [TestMethod]
    [DataRow(1, "356a192b7913b04c54574d18c28d46e6395428ab", "00")]
    [DataRow(2, "356a192b7913b04c54574d18c28d46e6395428ab", null)]
    [DataRow(1, null, null)]
    public async Task Damaged_content_and_what_nothing_can_verify_is_not_kept(int size, string? sha1, string? sha256)
    {
        var target = OutputFile.Choose("out/x", RepositoryPath.Of("x"), CliEnvironment, replace: false);
        var described = new DownloadedFile(RepositoryPath.Of("x")) { Size = size, Sha1 = sha1, Sha256 = sha256 };
        using var download = new FileDownload(described, Published: true, new MemoryStream("1"u8.ToArray()));

        var failure = await Assert.ThrowsExactlyAsync<CommandFailure>(
            () => target.ReceiveAsync(download, described, CancellationToken.None));

        Assert.AreEqual("BTP1045", failure.Problems.Single().Code);
        Assert.IsEmpty(Directory.GetFileSystemEntries(At("out")));
    }

    [TestMethod]
    public void Everything_on_the_way_to_a_file_can_be_shown()
    {
        StringAssert.Contains(Run("show", "local").Succeeds().Output, "local: 1 repository");
        StringAssert.Contains(Run("show", "local/nuget").Succeeds().Output, "local/nuget: nuget repository, 1 package");
        var package = Run("show", "local/nuget/acme").Succeeds().Output;
        StringAssert.Contains(package, "  latest: 1.0.0");
        StringAssert.Contains(package, "  1.0.0 (latest): published, ");
        StringAssert.Contains(Run("show", "local/nuget/acme/1.0.0").Succeeds().Output, "  published   deep/one.txt (1 B)");
        Run("show", "local/nuget/other").Fails("BTP1046");

        using var version = JsonDocument.Parse(Run("show", "local/nuget/acme/1.0.0", "--json").Succeeds().Output);
        var file = version.RootElement.GetProperty("files")[0];
        Assert.AreEqual("deep/one.txt", file.GetProperty("path").GetString());
        StringAssert.EndsWith(file.GetProperty("url").GetString(), "local/nuget/deep/one.txt", StringComparison.Ordinal);
        Assert.AreEqual("published", version.RootElement.GetProperty("state").GetString());
        Assert.IsTrue(version.RootElement.GetProperty("latest").GetBoolean());
        Assert.AreEqual(
            "acme",
            JsonDocument.Parse(Run("show", "local/nuget", "--json").Succeeds().Output).RootElement.GetProperty("packages")[0].GetString());
    }
}
