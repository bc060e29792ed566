using System.IO.Compression;
using BintrayPush.Api.Failures;
using BintrayPush.Report;

namespace BintrayPush.Tests.Pushing;

/// <summary>Packing the same again makes other bytes and is no change; packing something else is one, and its entries are named.</summary>
[TestClass]
public sealed class RepackTests
{
    private const CompressionLevel Smallest = CompressionLevel.Optimal;
    private const CompressionLevel Quickest = CompressionLevel.NoCompression;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task The_same_entries_in_another_order_at_another_time_and_packed_in_another_way_are_unchanged(bool mayReplace)
    {
        using var scene = await PushScene.BeginAsync();
        var first = await scene.PushAsync(scene.WriteZip("a.zip", 2020, Smallest, ("a.txt", "alpha"), ("!b/run", "beta"), ("c/", "")));

        var receipt = await scene.PushAsync(
            request =>
                request with { Override = mayReplace }, scene.WriteZip(
                    "a.zip", 2026, Quickest, ("c/", ""), ("!b/run", "beta"), ("a.txt", "alpha")));

        Assert.IsTrue(receipt.Complete);
        CollectionAssert.AreEqual(new[] { "a.zip Unchanged" }, receipt.Outcomes());
        Assert.AreEqual(first.Files[0].Sha256, receipt.Files[0].Sha256);
        Assert.AreEqual(first.Files[0].Sha1, receipt.Files[0].Sha1);
        Assert.AreEqual(first.Files[0].Size, receipt.Files[0].Size);
        Assert.HasCount(1, scene.Service.CallsOf("Upload"));
        Assert.HasCount(1, scene.Service.CallsOf("Publish"));
    }

    [TestMethod]
    public async Task A_package_that_is_packed_again_is_unchanged_beside_one_that_is_new()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(
            scene.Pack("Tool.2.0.nupkg", "abc", ("lib/a.dll", "code")), scene.Pack("Tool.2.0.snupkg", "abc", ("lib/a.pdb", "symbols")));

        var receipt = await scene.PushAsync(
            scene.Pack("Tool.2.0.nupkg", "abc", ("lib/a.dll", "code")), scene.Pack(
                "Tool.2.0.snupkg", "abc", ("lib/a.pdb", "symbols")), scene.Write("new.zip", "new"));

        CollectionAssert.AreEqual(
            new[] { "Tool.2.0.nupkg Unchanged", "Tool.2.0.snupkg Unchanged", "new.zip Uploaded" }, receipt.Outcomes());
        Assert.IsTrue(receipt.Complete);
        var preview = await scene.PreviewAsync(request => request, scene.Pack("Tool.2.0.nupkg", "abc", ("lib/a.dll", "code")));
        Assert.AreEqual(Intention.Same, preview.Files.Single().Intention);
    }

    [TestMethod]
    [DataRow("a.txt changed", "a.txt differs.")]
    [DataRow("!a.txt alpha", "a.txt differs in whether it can be executed.")]
    [DataRow("A.txt alpha", "A.txt only here; a.txt only there.")]
    [DataRow("a.txt alpha|more.md x", "more.md only here.")]
    [DataRow("a.txt alpha|a.txt alpha", "a.txt is twice in the one here.")]
    [DataRow("a.txt alpha|.signature.p7s signed", ".signature.p7s only here.")]
    public async Task What_differs_is_named(string entries, string words)
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.WriteZip("a.zip", 2020, Smallest, ("a.txt", "alpha")));

        var receipt = await scene.PushAsync(
            scene.WriteZip("a.zip", 2026, Smallest, [.. entries.Split('|').Select(entry => (entry.Split(' ')[0], entry.Split(' ')[1]))]));

        CollectionAssert.AreEqual(new[] { "BTP3001" }, receipt.Codes());
        StringAssert.Contains(receipt.Problems[0].Text, $"with other content. {words} Raise the version");
        Assert.HasCount(1, scene.Service.CallsOf("Upload"));
    }

    [TestMethod]
    public async Task No_more_than_ten_entries_are_named()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.WriteZip("a.zip", 2020, Smallest, ("same", "x")));

        var receipt = await scene.PushAsync(
            scene.WriteZip("a.zip", 2020, Smallest, [.. Enumerable.Range(10, 30).Select(i => ($"{i}", "x"))]));

        StringAssert.Contains(receipt.Problems[0].Text, "19 only here; and 21 more.");
    }

    [TestMethod]
    [DataRow("def", "code", false, "Tool.nuspec tells of another commit. They were packed from different commits")]
    [DataRow("def", "other", true, "Tool.nuspec tells of another commit; lib/a.dll differs. They were packed from different commits")]
    [DataRow(
        "abc",
        "other",
        false,
        "lib/a.dll differs. If the sources are the same, they were built in different folders: pack with ContinuousIntegrationBuild=true")]
    [DataRow("abc", "other", true, "lib/a.dll differs. Raise the version")]
    public async Task Where_only_the_commit_or_the_folder_may_differ_the_cure_is_named(
        string commit, string code, bool reproducible, string words)
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.Pack("Tool.2.0.nupkg", "abc", ("lib/a.dll", "code")));

        var receipt = await scene.PushAsync(
            request => request with { IsReproducible = reproducible }, scene.Pack("Tool.2.0.nupkg", commit, ("lib/a.dll", code)));

        StringAssert.Contains(receipt.Problems.Single().Text, words);
    }

    [TestMethod]
    public async Task Debug_against_Release_is_said_before_anything_is_guessed_and_checksums_come_last()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.Pack("Tool.2.0.nupkg", "abc", ("lib/a.dll", "code \u0001\0\u0007Release\0\0")));

        var receipt = await scene.PushAsync(scene.Pack("Tool.2.0.nupkg", "abc", ("lib/a.dll", "code \u0001\0\u0005Debug\0\0")));

        var text = receipt.Problems.Single().Text;
        StringAssert.Contains(
            text, "lib/a.dll differs. The one here was built in Debug, the published one in Release: build with -c Release");
        Assert.DoesNotContain("ContinuousIntegrationBuild", text);
        StringAssert.EndsWith(
            text.Substring(0, text.IndexOf("(There", StringComparison.Ordinal)), "or set BintrayOverride=true to replace it. ");
        Assert.DoesNotContain("SHA-256", text.Substring(0, text.IndexOf("(There", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Symbols_that_differ_beside_a_package_that_does_not_are_one_error()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(
            scene.Pack("Tool.2.0.nupkg", "abc", ("lib/a.dll", "code")), scene.Pack("Tool.2.0.snupkg", "abc", ("lib/a.pdb", "symbols")));

        var receipt = await scene.PushAsync(
            scene.Pack("Tool.2.0.nupkg", "abc", ("lib/a.dll", "code")), scene.Pack("Tool.2.0.snupkg", "abc", ("lib/a.pdb", "other")));

        CollectionAssert.AreEqual(new[] { "BTP3005" }, receipt.Codes());
        StringAssert.Contains(
            receipt.Problems[0].Text, "while Tool.2.0.nupkg, which it belongs to, is the same as published. lib/a.pdb differs.");
    }

    [TestMethod]
    public async Task What_a_packer_writes_anew_counts_in_a_zip_that_is_no_package()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.Pack("a.zip", "abc", ("lib/a.dll", "code")));

        var receipt = await scene.PushAsync(scene.Pack("a.zip", "abc", ("lib/a.dll", "code")));

        CollectionAssert.AreEqual(new[] { "BTP3001" }, receipt.Codes());
        StringAssert.Contains(receipt.Problems[0].Text, "_rels/.rels differs; package/services");
    }

    [TestMethod]
    public async Task A_relationship_that_leads_elsewhere_counts()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.WriteZip("Tool.nupkg", 2020, Smallest, ("_rels/.rels", "<r><x Target=\"/a\" Id=\"1\" /></r>")));

        var receipt = await scene.PushAsync(
            scene.WriteZip("Tool.nupkg", 2020, Smallest, ("_rels/.rels", "<r><x Target=\"/b\" Id=\"1\" /></r>")));

        StringAssert.Contains(receipt.Problems.Single().Text, "_rels/.rels differs.");
    }

    [TestMethod]
    public async Task A_published_file_that_cannot_be_read_is_a_conflict_that_says_so()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.WriteZip("a.zip", 2020, Smallest, ("a", "x")));
        scene.Service.Before = call =>
        {
            if (call.StartsWith("Download", StringComparison.Ordinal))
            {
                throw new BintrayException(403, "pay first");
            }
        };

        var receipt = await scene.PushAsync(scene.WriteZip("a.zip", 2021, Smallest, ("a", "x")));

        CollectionAssert.AreEqual(new[] { "BTP3001" }, receipt.Codes());
        StringAssert.Contains(receipt.Problems[0].Text, "What is in them could not be compared: pay first (status 403).");
    }

    [TestMethod]
    public async Task A_download_that_breaks_off_is_made_again()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.WriteZip("a.zip", 2020, Smallest, ("a", "x")));
        var downloads = 0;
        scene.Service.Download = content => ++downloads == 1 ? new MemoryStream([1, 2, 3]) : content;

        var receipt = await scene.PushAsync(scene.WriteZip("a.zip", 2021, Smallest, ("a", "x")));

        CollectionAssert.AreEqual(new[] { "a.zip Unchanged" }, receipt.Outcomes());
        Assert.AreEqual(2, downloads);
    }

    [TestMethod]
    public async Task A_download_that_does_not_end_is_cut_at_the_listed_size()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.WriteZip("a.zip", 2020, Smallest, ("a", "x")));
        var endless = new EndlessStream();
        scene.Service.Download = _ => endless;

        var receipt = await scene.PushAsync(scene.WriteZip("a.zip", 2021, Smallest, ("a", "x")));

        CollectionAssert.AreEqual(new[] { "BTP3001" }, receipt.Codes());
        Assert.IsLessThan(1 << 20, endless.Given);
    }
}
