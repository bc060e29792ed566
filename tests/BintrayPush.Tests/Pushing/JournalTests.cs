using BintrayPush.Api.Failures;
using BintrayPush.Api.Names;
using BintrayPush.Artifacts;
using BintrayPush.Push;
using BintrayPush.Report;
using BintrayPush.Transfer;

namespace BintrayPush.Tests.Pushing;

/// <summary>
/// A service that publishes version by version: a journal says how far the release got, and the next push finishes exactly that one.
/// </summary>
[TestClass]
public sealed class JournalTests
{
    private static readonly string[] Packages = ["a", "b", "c"];

    [TestMethod]
    public async Task A_release_that_comes_to_its_end_leaves_no_journal_and_had_one_while_it_was_published()
    {
        using var scene = await PushScene.BeginAsync();
        var seen = 0;
        scene.Service.Before = call => seen += call.StartsWith("Publish ", StringComparison.Ordinal) && File.Exists(Journal(scene)) ? 1 : 0;

        var receipt = await PushAsync(scene);

        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
        Assert.AreEqual(3, seen);
        Assert.IsFalse(File.Exists(Journal(scene)));
    }

    [TestMethod]
    public async Task One_publish_is_one_moment_and_needs_no_journal()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Before = call => Assert.IsFalse(File.Exists(Journal(scene)), call);

        Assert.IsTrue((await scene.PushAsync(Journal(scene), scene.Write("a.zip", "1"))).Complete);
    }

    [TestMethod]
    public async Task What_was_cut_off_is_finished_by_the_same_push_and_the_journal_goes()
    {
        using var scene = await PushScene.BeginAsync();
        await CutOffAsync(scene);
        var (journal, _) = JournalFile.Read(Journal(scene));
        CollectionAssert.AreEquivalent(
            new[] { "a True", "b False", "c True" },
            journal!.Versions.Select(version => $"{version.Version.Package.Name} {version.Published}").ToArray());
        Assert.AreEqual("acme", journal.Subject);

        var receipt = await PushAsync(scene);

        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
        Assert.HasCount(3, scene.PublicFiles);
        Assert.IsFalse(File.Exists(Journal(scene)));
    }

    [TestMethod]
    public async Task Another_build_is_refused_before_it_takes_the_place_of_what_waits_and_is_told_the_two_ways()
    {
        using var scene = await PushScene.BeginAsync();
        await CutOffAsync(scene);
        var uploads = scene.Service.CallsOf("Upload ").Length;

        var other = await PushAsync(scene, "other bytes");
        var fewer = await scene.PushAsync(Journal(scene), Artifacts(scene, "1")[0]);
        var options = new RunOptions { Limits = scene.Limits, JournalFile = Journal(scene) };
        var plan = await DryRun.RunAsync(PushScene.PlanFor(Artifacts(scene, "other bytes")), scene.Destination, options, default);

        foreach (var (problems, words) in new[]
                 {
                     (other.Problems, "b.zip has other bytes"),
                     (fewer.Problems, "acme/bin/b/2.0 is missing"),
                     (plan.Problems, "b.zip has other bytes"),
                 })
        {
            var problem = problems.Single(problem => problem.Code == "BTP4063");
            StringAssert.Contains(problem.Text, "cut off when 2 of 3 versions were public");
            StringAssert.Contains(problem.Text, words);
            StringAssert.Contains(problem.Text, $"bintray release discard --journal {Journal(scene)}");
        }

        Assert.HasCount(uploads, scene.Service.CallsOf("Upload "));
        Assert.IsTrue(File.Exists(Journal(scene)));
    }

    [TestMethod]
    public async Task The_rest_can_be_dropped_and_what_is_public_or_of_others_stays()
    {
        using var scene = await PushScene.BeginAsync();
        await CutOffAsync(scene);
        await scene.Service.UploadAsync(
            new() { Version = VersionOf("b"), Path = RepositoryPath.Of("stranger") }, new MemoryStream([1]), default);

        var journal = JournalFile.Read(Journal(scene)).Journal!;
        var dropped = await JournalDiscard.RunAsync(journal, scene.Destination, scene.Limits, _ => { }, default);

        Assert.AreEqual(1, dropped);
        CollectionAssert.AreEqual(new[] { "a.zip", "c.zip" }, scene.PublicFiles);
        var left = await scene.Service.ListFilesAsync(VersionOf("b"), includeUnpublished: true, default);
        Assert.AreEqual("stranger", left.Unpublished.Single().Path.Value);
    }

    [TestMethod]
    public async Task A_release_of_which_nothing_became_public_binds_nobody()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Before = Refusing("Publish ");
        Assert.IsFalse((await PushAsync(scene)).Complete);
        Assert.IsTrue(File.Exists(Journal(scene)));
        scene.Service.Before = _ => { };

        Assert.IsTrue((await PushAsync(scene, "other bytes")).Complete);
        Assert.IsFalse(File.Exists(Journal(scene)));
    }

    [TestMethod]
    public async Task A_version_that_became_public_when_nobody_could_write_it_down_counts_as_public()
    {
        using var scene = await PushScene.BeginAsync();
        await CutOffAsync(scene);
        var (journal, _) = JournalFile.Read(Journal(scene));
        JournalFile.Write(
            journal! with { Versions = [.. journal.Versions.Select(version => version with { Published = false })] }, Journal(scene));

        StringAssert.Contains((await PushAsync(scene, "other bytes")).Problems.Single().Text, "2 of 3 versions were public");
        Assert.IsTrue((await PushAsync(scene)).Complete);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("[1]")]
    [DataRow("""{ "schemaVersion": 2 }""")]
    [DataRow("""{ "schemaVersion": 1 }""")]
    [DataRow("""*[null]""")]
    [DataRow("""*[{"version":"a/../b/1","files":[]}]""")]
    [DataRow("""*[{"version":"a/b/c/1","files":[{"path":"../x"}]}]""")]
    [DataRow("""*[{"version":"a/b/c/1","files":[]},{"version":"a/b/c/1","files":[]}]""")]
    public async Task A_journal_that_cannot_be_believed_stops_the_push_before_the_first_byte(string content)
    {
        using var scene = await PushScene.BeginAsync();
        const string Head = """{ "schemaVersion": 1, "destination": "x", "started": "2026-01-01T00:00:00Z", "versions": """;
        File.WriteAllText(Journal(scene), content is ['*', ..] ? $"{Head}{content[1..]} }}" : content);

        var receipt = await PushAsync(scene);

        Assert.AreEqual("BTP1126", receipt.Problems.Single().Code);
        Assert.IsEmpty(scene.Service.CallsOf("Create"));
    }

    [TestMethod]
    public async Task A_journal_of_another_place_stops_the_push()
    {
        using var scene = await PushScene.BeginAsync();
        JournalFile.Write(new ReleaseJournal("https://elsewhere.example", DateTimeOffset.UtcNow, []), Journal(scene));

        var receipt = await PushAsync(scene);

        StringAssert.Contains(receipt.Problems.Single(problem => problem.Code == "BTP4062").Text, "https://elsewhere.example");
    }

    [TestMethod]
    public async Task Where_it_cannot_be_written_nothing_is_published()
    {
        using var scene = await PushScene.BeginAsync();
        var blocked = scene.At("folder");
        Directory.CreateDirectory(Path.Combine(blocked, "x"));

        var receipt = await scene.PushAsync(blocked, Artifacts(scene, "1"));

        Assert.AreEqual("BTP1127", receipt.Problems.Single().Code);
        Assert.IsEmpty(scene.PublicFiles);
    }

    private static string Journal(PushScene scene) => scene.At("receipt.journal.json");

    private static VersionAddress VersionOf(string package) => VersionAddress.Of(PackageAddress.Of(PushScene.Repository, package), "2.0");

    private static Action<string> Refusing(string beginning) => call =>
    {
        if (call.StartsWith(beginning, StringComparison.Ordinal))
        {
            throw new BintrayException(BintrayException.Forbidden, "not now");
        }
    };

    /// <summary>All but one of its versions become public.</summary>
    private static async Task CutOffAsync(PushScene scene)
    {
        scene.Service.Before = Refusing("Publish acme/bin/b/");
        Assert.IsFalse((await PushAsync(scene)).Complete);
        scene.Service.Before = _ => { };
        CollectionAssert.AreEqual(new[] { "a.zip", "c.zip" }, scene.PublicFiles);
    }

    private static Task<Receipt> PushAsync(PushScene scene, string text = "1") => scene.PushAsync(Journal(scene), Artifacts(scene, text));

    /// <summary>Only what is not public yet can change: a published file with other bytes is another error.</summary>
    private static Artifact[] Artifacts(PushScene scene, string text) =>
    [
        .. Packages.Select(name => scene.Write($"{name}.zip", name == "b" || text == "1" || scene.PublicFiles.Length == 0 ? text : "1") with
        {
            Own = new(null, name, null, null),
        }),
    ];
}
