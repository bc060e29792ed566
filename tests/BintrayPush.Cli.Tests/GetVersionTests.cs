using System.Security.Cryptography;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Places;

namespace BintrayPush.Cli.Tests;

/// <summary><c>bintray get</c> of a version with all of its files.</summary>
[TestClass]
public sealed class GetVersionTests : EveryPlaceTest
{
    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task A_version_comes_with_all_of_its_files_and_only_what_is_missing_comes_again(string place)
    {
        await OpenAsync(place);
        Publish("acme/tools/lib/1.0", "a.txt", "aaaa");
        Publish("acme/tools/lib/1.0", "deep/b.txt", "bb");

        var first = Json("get", "acme/tools/lib/1.0", "--to", "out");
        File.Delete(At("out", "lib", "1.0", "a.txt"));
        var kept = File.GetLastWriteTimeUtc(At("out", "lib", "1.0", "deep", "b.txt"));
        var second = Json("get", "acme/tools/lib/1.0", "--to", "out");
        var third = There("get", "acme/tools/lib/1.0", "--to", "out").Succeeds();

        Assert.AreEqual(6, first.GetProperty("received").GetInt64());
        Assert.AreEqual(4, second.GetProperty("received").GetInt64());
        StringAssert.Contains(third.Output, "2 there already, 0 B received");
        Assert.AreEqual(kept, File.GetLastWriteTimeUtc(At("out", "lib", "1.0", "deep", "b.txt")));
        foreach (var file in first.GetProperty("files").EnumerateArray())
        {
            var bytes = File.ReadAllBytes(file.GetProperty("file").GetString()!);
            Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.GetProperty("sha256").GetString());
        }

        Assert.HasCount(2, Directory.GetFiles(At("out"), "*", SearchOption.AllDirectories), "Nothing else is left.");
    }

    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task A_package_stands_for_its_newest_stable_version_and_the_name_of_a_file_for_the_file(string place)
    {
        await OpenAsync(place);
        Publish("acme/tools/lib/1.0", "a.txt", "old");
        Publish("acme/tools/lib/1.1", "a.txt", "stable");
        Publish("acme/tools/lib/2.0-rc.1", "a.txt", "candidate");
        Publish("acme/tools/lib/3.0", "a.txt", "waits", "--publish", "false");
        Publish("acme/tools/pre/1.0-beta", "a.txt", "beta");
        Write("in/plain.txt", "a file");
        There(
            "push", "in/plain.txt", "--repo", "acme/tools", "--package", "plain", "--version", "1", "--path", "other/plain.txt").Succeeds();

        Assert.AreEqual("acme/tools/lib/1.1", Json("get", "acme/tools/lib", "--to", "out").GetProperty("version").GetString());
        Assert.AreEqual("stable", File.ReadAllText(At("out", "lib", "1.1", "a.txt")));
        There("get", "acme/tools/pre", "--to", "out").Fails("BTP4111");
        There("get", "acme/tools/none", "--to", "out").Fails("BTP1046");
        There("get", "acme/tools/lib/3.0", "--to", "out").Fails("BTP4110");
        There("get", "acme/tools/lib/3.0", "--to", "out", "--unpublished").Succeeds();
        Assert.AreEqual("waits", File.ReadAllText(At("out", "lib", "3.0", "a.txt")));
        Assert.AreEqual("other/plain.txt", Json("get", "acme/tools/other/plain.txt").GetProperty("path").GetString());
        There("get", "acme/tools/a", "--to", "out", "-o", "x").IsWrongUsage("BTP1041");
        There("get", "acme/tools/a/b/c/d", "--to", "out").IsWrongUsage("BTP1043");
    }

    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task What_is_in_the_way_is_told_before_anything_is_got_and_is_replaced_only_by_force(string place)
    {
        await OpenAsync(place);
        Publish("acme/tools/lib/1.0", "a.txt", "a");
        Publish("acme/tools/lib/1.0", "b.txt", "b");
        Write("out/lib/1.0/b.txt", "mine");

        StringAssert.Contains(There("get", "acme/tools/lib/1.0", "--to", "out").Fails("BTP4112").Error, "'lib/1.0/b.txt'");

        Assert.IsFalse(File.Exists(At("out", "lib", "1.0", "a.txt")));
        Assert.AreEqual("mine", File.ReadAllText(At("out", "lib", "1.0", "b.txt")));
        Assert.AreEqual(2, Json("get", "acme/tools/lib/1.0", "--to", "out", "--force").GetProperty("received").GetInt64());
        Assert.AreEqual("b", File.ReadAllText(At("out", "lib", "1.0", "b.txt")));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task No_link_leads_out_of_the_folder()
    {
        await OpenAsync(InFolder);
        Publish("acme/tools/lib/1.0", "a.txt", "a");
        Directory.CreateDirectory(At("outside"));
        Directory.CreateDirectory(At("out"));
        Directory.CreateSymbolicLink(At("out", "lib"), At("outside"));

        There("get", "acme/tools/lib/1.0", "--to", "out", "--force").Fails("BTP4113");

        Assert.IsEmpty(Directory.GetFileSystemEntries(At("outside")));
    }

    [TestMethod]
    public async Task A_file_and_a_folder_of_one_name_are_refused_before_the_first_is_written()
    {
        var files = new[] { "a", "a/b" }.Select(path => new RepositoryFile
        {
            Version = VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of("s", "r"), "p"), "1"),
            Path = RepositoryPath.Of(path),
            Size = 1,
            Sha1 = "",
        }).ToList();

        var refusal = await Assert.ThrowsExactlyAsync<CommandFailure>(
            () => new VersionFolder(At("out")).LookAsync(files, CancellationToken.None));

        Assert.AreEqual("BTP4113", refusal.Problems.Single().Code);
    }
}
