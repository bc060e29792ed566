using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Conformance;

/// <summary>Many versions, public at one moment (docs/store.md, "Releases").</summary>
public abstract class ReleasesConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    private static readonly RepositoryAddress Second = RepositoryAddress.Of("acme", "docs");
    private static readonly VersionAddress Elsewhere = VersionAddress.Of(PackageAddress.Of(Second, "manual"), "1.0");

    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        await Service.CreateRepositoryAsync(Second, new RepositoryDetails(), Cancellation);
        await Service.CreatePackageAsync(Elsewhere.Package, new PackageDetails(), Cancellation);

        // What a service far away can do is known once it has answered something.
        Assert.IsTrue(Service.Capabilities.Releases);
    }

    [TestMethod]
    public async Task All_versions_of_a_release_become_public()
    {
        await UploadAsync(V1, "a", "1");
        await UploadAsync(V2, "b", "2");
        await UploadAsync(Elsewhere, "c", "3");

        var answer = await ReleaseAsync(All(V2), All(V1), All(Elsewhere));

        Assert.AreEqual(3, answer.Files);
        Assert.IsTrue(answer.IsDone);
        Assert.IsNull(answer.Warning);
        CollectionAssert.AreEqual(new[] { "a" }, await PublishedPathsAsync(V1));
        CollectionAssert.AreEqual(new[] { "b" }, await PublishedPathsAsync(V2));
        CollectionAssert.AreEqual(new[] { "c" }, await PublishedPathsAsync(Elsewhere));
        Assert.IsEmpty(await UnpublishedPathsAsync(V1));
        Assert.AreEqual("2", await ReadAsync("b"));
        Assert.IsTrue((await Service.GetVersionAsync(V1, Cancellation))!.Published);
    }

    [TestMethod]
    public async Task If_one_version_is_not_as_expected_nothing_of_any_is_public()
    {
        await UploadAsync(V1, "a", "1");
        await UploadAsync(V2, "b", "2");

        await RefusedAsync(409, "'b'", () => ReleaseAsync(new(V1, [Expect("a", "1")]), new(V2, [Expect("b", "other")])));
        await RefusedAsync(409, "'none'", () => ReleaseAsync(new(V1, [Expect("none", "1")]), All(V2)));
        await RefusedAsync(404, "was not found", () => ReleaseAsync(All(V1), All(VersionAddress.Of(Lib, "3.0"))));

        Assert.IsEmpty(await PublishedPathsAsync(V1));
        Assert.IsEmpty(await PublishedPathsAsync(V2));
        CollectionAssert.AreEqual(new[] { "a" }, await UnpublishedPathsAsync(V1));
        Assert.AreEqual(2, (await ReleaseAsync(new(V1, [Expect("a", "1")]), new(V2, [Expect("b", "2")]))).Files);
    }

    [TestMethod]
    public async Task An_expected_list_publishes_exactly_that_of_each_version()
    {
        await UploadAsync(V1, "a", "1");
        await UploadAsync(V1, "stranger", "2");
        await UploadAsync(V2, "b", "3", publish: true);

        Assert.AreEqual(1, (await ReleaseAsync(new(V1, [Expect("a", "1")]), new(V2, [Expect("b", "3")]))).Files);

        CollectionAssert.AreEqual(new[] { "a" }, await PublishedPathsAsync(V1));
        CollectionAssert.AreEqual(new[] { "stranger" }, await UnpublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task A_release_of_what_is_public_changes_nothing()
    {
        await UploadAsync(V1, "a", "1");
        await UploadAsync(V2, "b", "2");
        await ReleaseAsync(All(V1), All(V2));
        var updated = (await Service.GetVersionAsync(V1, Cancellation))!.Updated;

        var again = await ReleaseAsync(new(V1, [Expect("a", "1")]), new(V2, [Expect("b", "2")]));

        Assert.AreEqual(0, again.Files);
        Assert.IsTrue(again.IsDone);
        Assert.AreEqual(updated, (await Service.GetVersionAsync(V1, Cancellation))!.Updated);
    }

    [TestMethod]
    public async Task What_makes_no_sense_is_refused()
    {
        await UploadAsync(V1, "a", "1");
        await RefusedAsync(400, "twice", () => ReleaseAsync(All(V1), All(V1)));
        Assert.AreEqual(1, (await ReleaseAsync(All(V1))).Files, "One version is a release too.");
    }

    [TestMethod]
    public async Task Releases_that_share_versions_publish_each_file_once()
    {
        var versions = Enumerable.Range(0, 6).Select(i => VersionAddress.Of(Lib, $"{i}.0")).ToArray();
        foreach (var version in versions)
        {
            await UploadAsync(version, $"{version.Name}/a", version.Name);
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            i => Task.Run(() => ReleaseAsync([.. versions.Skip(i).Take(3).Reverse().Select(All)]))));

        Assert.AreEqual(6, answers.Sum(answer => answer.Files));
        foreach (var version in versions)
        {
            Assert.HasCount(1, await PublishedPathsAsync(version));
        }
    }

    private static ReleasedVersion All(VersionAddress version) => new(version, null);

    private Task<PublishAnswer> ReleaseAsync(params ReleasedVersion[] versions) => Service.PublishReleaseAsync(versions, Cancellation);
}
