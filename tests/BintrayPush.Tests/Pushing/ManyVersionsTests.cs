using System.Collections.Concurrent;
using BintrayPush.Api.Failures;
using BintrayPush.Artifacts;

namespace BintrayPush.Tests.Pushing;

/// <summary>A push of many packages: each step takes the round trips of one, and what it says is in the order of the packages.</summary>
[TestClass]
public sealed class ManyVersionsTests
{
    private static readonly string[] Packages = ["a", "b", "c", "d"];

    [TestMethod]
    public async Task Packages_are_prepared_listed_and_published_at_the_same_time()
    {
        using var scene = await PushScene.BeginAsync();
        var meetings = new ConcurrentDictionary<string, Meeting>();

        // Each call waits for its like about the other packages: one after the other, none would ever come back.
        scene.Service.Gate = call => call.Split(' ')[0] is var name && name is "CreatePackage" or "CreateVersion" or "Publish" or "ListFiles"
            ? meetings.GetOrAdd(name, _ => new Meeting(Packages.Length)).ComeAsync()
            : Task.CompletedTask;

        var receipt = await scene.PushAsync(Artifacts(scene));

        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
        CollectionAssert.AreEquivalent(new[] { "CreatePackage", "CreateVersion", "ListFiles", "Publish" }, meetings.Keys.ToArray());
        Assert.HasCount(Packages.Length, scene.PublicFiles);
    }

    [TestMethod]
    public async Task Where_one_call_at_a_time_is_the_most_they_come_one_after_the_other_in_their_order()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Limits = scene.Limits with { MaxParallelUploads = 1 };
        var running = 0;
        scene.Service.Gate = async _ =>
        {
            Assert.AreEqual(1, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
        };

        Assert.IsTrue((await scene.PushAsync(Artifacts(scene))).Complete);

        CollectionAssert.AreEqual(
            Packages.Select(name => $"Publish acme/bin/{name}/2.0").ToArray(), scene.Service.CallsOf("Publish "));
    }

    [TestMethod]
    [DataRow("CreatePackage", 0, DisplayName = "prepare")]
    [DataRow("Publish", 2, DisplayName = "publish")]
    public async Task What_goes_wrong_with_several_of_them_is_said_of_all_in_their_order(string call, int published)
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Before = made =>
        {
            if (made.StartsWith($"{call} acme/bin/b", StringComparison.Ordinal) || made.StartsWith($"{call} acme/bin/d", StringComparison.Ordinal))
            {
                throw new BintrayException(BintrayException.Forbidden, "not now");
            }
        };

        var receipt = await scene.PushAsync(Artifacts(scene));

        Assert.IsFalse(receipt.Complete);
        Assert.HasCount(2, receipt.Problems);
        StringAssert.Contains(receipt.Problems[0].Text, "acme/bin/b");
        StringAssert.Contains(receipt.Problems[1].Text, "acme/bin/d");
        Assert.HasCount(published, scene.PublicFiles);
    }

    [TestMethod]
    public async Task Where_the_service_takes_releases_all_become_public_by_one_call()
    {
        using var scene = await BeginWithReleasesAsync();

        var receipt = await scene.PushAsync(Artifacts(scene));

        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
        Assert.IsTrue(receipt.Files.All(file => file.Published));
        CollectionAssert.AreEqual(
            new[] { $"PublishRelease {string.Join(" ", Packages.Select(name => $"acme/bin/{name}/2.0"))}" }, scene.Service.CallsOf("Publish"));
        Assert.HasCount(Packages.Length, scene.PublicFiles);

        await scene.PushAsync(Artifacts(scene));
        Assert.HasCount(1, scene.Service.CallsOf("Publish"), "Nothing was to be published.");
    }

    [TestMethod]
    public async Task One_version_needs_no_release()
    {
        using var scene = await BeginWithReleasesAsync();

        Assert.IsTrue((await scene.PushAsync(Artifacts(scene)[0])).Complete);

        CollectionAssert.AreEqual(new[] { "Publish acme/bin/a/2.0" }, scene.Service.CallsOf("Publish"));
    }

    [TestMethod]
    public async Task A_refused_release_leaves_nothing_public_and_is_one_error()
    {
        using var scene = await BeginWithReleasesAsync();
        scene.Service.Before = call =>
        {
            if (call.StartsWith("PublishRelease", StringComparison.Ordinal))
            {
                throw new BintrayException(BintrayException.Conflict, "c.txt is not there");
            }
        };

        var receipt = await scene.PushAsync(Artifacts(scene));

        Assert.IsFalse(receipt.Complete);
        CollectionAssert.AreEqual(new[] { "BTP4006" }, receipt.Problems.Select(problem => problem.Code).ToArray());
        StringAssert.Contains(receipt.Problems[0].Text, "The release of 4 versions of 'acme' could not be published");
        StringAssert.Contains(receipt.Problems[0].Text, "c.txt is not there");
        Assert.IsEmpty(scene.PublicFiles);
    }

    [TestMethod]
    public async Task A_release_whose_answer_is_lost_is_looked_at_and_not_made_again()
    {
        using var scene = await BeginWithReleasesAsync();
        scene.Service.After = call =>
        {
            if (call.StartsWith("PublishRelease", StringComparison.Ordinal))
            {
                throw new BintrayException(BintrayException.Unavailable, "the line is cut");
            }
        };

        var receipt = await scene.PushAsync(Artifacts(scene));

        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
        Assert.IsTrue(receipt.Files.All(file => file.Published));
        Assert.HasCount(1, scene.Service.CallsOf("PublishRelease"));
    }

    private static async Task<PushScene> BeginWithReleasesAsync()
    {
        var scene = await PushScene.BeginAsync();
        scene.Service.Capabilities = scene.Service.Capabilities with { Releases = true };
        return scene;
    }

    private static Artifact[] Artifacts(PushScene scene) =>
        [.. Packages.Select(name => scene.Write($"{name}.txt", name) with { Own = new GivenCoordinates(null, name, null, null) })];

    /// <summary>All wait until all are there, and longer than any test should take for nobody.</summary>
    private sealed class Meeting(int size)
    {
        private readonly TaskCompletionSource<bool> _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _present;

        public async Task ComeAsync()
        {
            if (Interlocked.Increment(ref _present) >= size)
            {
                _complete.TrySetResult(true);
            }

            Assert.AreSame(_complete.Task, await Task.WhenAny(_complete.Task, Task.Delay(TimeSpan.FromSeconds(30))));
        }
    }
}
