using BintrayPush.Api.Failures;
using BintrayPush.Artifacts;
using BintrayPush.Report;

namespace BintrayPush.Tests.Pushing;

/// <summary>
/// Many small files go in few calls to a service that takes them so; whatever goes wrong, it is as if each had gone by itself.
/// </summary>
[TestClass]
public sealed class BundledPushTests
{
    private static readonly string[] Names = [.. Enumerable.Range(10, 40).Select(i => $"f{i}.txt")];

    [TestMethod]
    public async Task Many_small_files_go_in_few_calls_and_a_large_one_by_itself()
    {
        using var scene = await BeginAsync();
        var large = scene.WriteBytes("large.bin", new byte[300_000]);

        var receipt = await scene.PushAsync([.. Files(scene), large]);

        Assert.IsTrue(receipt.Complete);
        CollectionAssert.AreEqual(new[] { "Upload acme/bin/large.bin" }, scene.Service.CallsOf("Upload acme"));
        var bundles = scene.Service.CallsOf("UploadBundle");
        Assert.HasCount(8, bundles);
        Assert.AreEqual(5, bundles[0].Split(' ').Count(word => word.EndsWith(".txt", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(Names.Append("large.bin").ToArray(), scene.PublicFiles);
        Assert.AreEqual("content of f10.txt", scene.PublicText("f10.txt"));
        Assert.IsTrue(
            receipt.Files.All(
                file => file is { Outcome: Outcome.Uploaded, Published: true, UploadTime: not null, Sha256: not null, Sha1: not null }));
    }

    [TestMethod]
    public async Task Few_files_go_by_themselves()
    {
        using var scene = await BeginAsync();

        await scene.PushAsync([.. Files(scene).Take(31)]);

        Assert.HasCount(31, scene.Service.CallsOf("Upload "));
        Assert.IsEmpty(scene.Service.CallsOf("UploadBundle"));
    }

    [TestMethod]
    public async Task A_service_that_has_not_said_so_gets_each_by_itself()
    {
        using var scene = await BeginAsync();
        scene.Service.Capabilities = scene.Service.Capabilities with { Bundles = false };

        await scene.PushAsync(Files(scene));

        Assert.HasCount(40, scene.Service.CallsOf("Upload "));
        Assert.IsEmpty(scene.Service.CallsOf("UploadBundle"));
    }

    [TestMethod]
    public async Task What_is_there_already_is_compared_by_itself_and_not_sent()
    {
        using var scene = await BeginAsync();
        var files = Files(scene);
        await scene.PushAsync(files);

        var again = await scene.PushAsync(files);

        Assert.IsTrue(again.Files.All(file => file.Outcome == Outcome.Unchanged));
        Assert.HasCount(8, scene.Service.CallsOf("UploadBundle"));
        Assert.IsEmpty(scene.Service.CallsOf("Upload "));
    }

    [TestMethod]
    [DataRow(413)]
    [DataRow(503)]
    [DataRow(BintrayException.NoAnswer)]
    public async Task Where_one_bundle_is_refused_no_other_is_tried_and_each_file_goes_by_itself(int status)
    {
        using var scene = await BeginAsync(places: 1);
        scene.Service.Before = call => Refuse(call, status);

        var receipt = await scene.PushAsync(Files(scene));

        Assert.IsTrue(receipt.Complete);
        Assert.HasCount(1, scene.Service.CallsOf("UploadBundle"));
        Assert.HasCount(40, scene.Service.CallsOf("Upload "));
        CollectionAssert.AreEqual(Names, scene.PublicFiles);
    }

    [TestMethod]
    public async Task A_lost_answer_is_no_loss()
    {
        using var scene = await BeginAsync();
        scene.Service.After = call => Refuse(call, BintrayException.NoAnswer);

        var receipt = await scene.PushAsync(Files(scene));

        Assert.IsTrue(receipt.Complete);
        Assert.IsTrue(receipt.Files.All(file => file is { Outcome: Outcome.Uploaded, Published: true }));
        CollectionAssert.AreEqual(Names, scene.PublicFiles);
    }

    [TestMethod]
    public async Task A_file_that_cannot_be_read_is_named_and_nothing_is_published()
    {
        using var scene = await BeginAsync();
        var files = Files(scene);
        File.Delete(files[7].LocalPath);

        var receipt = await scene.PushAsync(files);

        CollectionAssert.AreEqual(new[] { "BTP3002" }, receipt.Codes());
        StringAssert.Contains(receipt.Problems.Single().Text, "f17.txt");
        Assert.IsEmpty(scene.PublicFiles);
        Assert.AreEqual(39, receipt.Files.Count(file => file.Outcome == Outcome.Uploaded));
    }

    [TestMethod]
    public async Task A_file_that_changes_while_it_is_sent_is_named_and_nothing_is_published()
    {
        using var scene = await BeginAsync();
        var files = Files(scene);
        scene.Service.After = call =>
        {
            if (call.StartsWith("UploadBundle", StringComparison.Ordinal) && call.Contains("f17.txt"))
            {
                File.AppendAllText(files[7].LocalPath, " and more");
            }
        };

        var receipt = await scene.PushAsync(files);

        CollectionAssert.AreEqual(new[] { "BTP3004" }, receipt.Codes());
        StringAssert.Contains(receipt.Problems.Single().Text, "f17.txt");
        Assert.IsEmpty(scene.PublicFiles);
    }

    [TestMethod]
    public async Task A_file_that_grew_beyond_small_goes_by_itself()
    {
        using var scene = await BeginAsync();
        var files = Files(scene);
        File.WriteAllBytes(files[7].LocalPath, new byte[300_000]);

        var receipt = await scene.PushAsync(files);

        Assert.IsTrue(receipt.Complete);
        Assert.AreEqual(300_000, new FileInfo(scene.PublicFile("f17.txt")).Length);
    }

    [TestMethod]
    public async Task A_conflict_is_told_of_the_one_file_as_if_it_had_gone_by_itself()
    {
        using var scene = await BeginAsync();
        var other = scene.Write("other.txt", "something else") with
        {
            Own = GivenCoordinates.None with { Version = "1.0", Path = "f17.txt" },
        };
        await scene.PushAsync(other);

        var receipt = await scene.PushAsync(Files(scene));

        CollectionAssert.AreEqual(new[] { "BTP4005" }, receipt.Codes());
        StringAssert.Contains(receipt.Problems.Single().Text, "f17.txt");
        Assert.AreEqual(39, receipt.Files.Count(file => file.Outcome == Outcome.Uploaded));
        CollectionAssert.AreEqual(new[] { "f17.txt" }, scene.PublicFiles);
        Assert.AreEqual("something else", scene.PublicText("f17.txt"));
    }

    private static async Task<PushScene> BeginAsync(int places = 2)
    {
        var scene = await PushScene.BeginAsync();
        scene.Service.Capabilities = scene.Service.Capabilities with { Bundles = true };
        scene.Limits = scene.Limits with { MaxParallelUploads = places };
        return scene;
    }

    private static Artifact[] Files(PushScene scene) => [.. Names.Select(name => scene.Write(name, "content of " + name))];

    private static void Refuse(string call, int status)
    {
        if (call.StartsWith("UploadBundle", StringComparison.Ordinal))
        {
            throw new BintrayException(status, "not like this");
        }
    }
}
