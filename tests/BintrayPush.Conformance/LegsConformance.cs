using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Conformance;

/// <summary>Releases that several machines stage (docs/store.md, "Legs").</summary>
public abstract class LegsConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    private static readonly RepositoryAddress Second = RepositoryAddress.Of("acme", "docs");
    private static readonly VersionAddress Elsewhere = VersionAddress.Of(PackageAddress.Of(Second, "manual"), "1.0");
    private static readonly ReleaseAddress Release = Named("run-17");
    private static readonly LegName Win = LegName.Of("win");
    private static readonly LegName Linux = LegName.Of("linux");
    private static readonly LegName Mac = LegName.Of("mac");

    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        await Service.CreateRepositoryAsync(Second, new RepositoryDetails(), Cancellation);
        await Service.CreatePackageAsync(Elsewhere.Package, new PackageDetails(), Cancellation);

        // What a service far away can do is known once it has answered something.
        Assert.IsTrue(Service.Capabilities.Legs);
    }

    [TestMethod]
    public async Task Legs_of_one_version_and_of_several_become_public_with_the_seal_and_not_before()
    {
        await StageAsync(Win, V1, ("win/a", "1"));
        await StageAsync(Linux, V1, ("linux/a", "2"));
        var release = await StageAsync(Mac, Elsewhere, ("mac/a", "3"));
        CollectionAssert.AreEqual(new[] { "linux", "mac", "win" }, release.Legs.Select(leg => leg.Name.Name).ToArray());
        Assert.AreEqual(StagedState.Open, release.State);
        Assert.IsEmpty(await PublishedPathsAsync(V1));
        Assert.IsEmpty(await PublishedPathsAsync(Elsewhere));

        var answer = await SealAsync(Mac, Win, Linux);

        Assert.AreEqual(new SealAnswer(3, WasSealed: false), answer with { Versions = [] });
        CollectionAssert.AreEqual(new[] { "linux/a", "win/a" }, await PublishedPathsAsync(V1));
        CollectionAssert.AreEqual(new[] { "mac/a" }, await PublishedPathsAsync(Elsewhere));
        Assert.AreEqual(StagedState.Sealed, (await Service.GetReleaseAsync(Release, Cancellation))!.State);
    }

    [TestMethod]
    public async Task A_release_is_sealed_once()
    {
        await StageAsync(Win, V1, ("a", "1"));
        await SealAsync(Win);

        Assert.AreEqual(new SealAnswer(0, WasSealed: true), await SealAsync(Win) with { Versions = [] });
        await RefusedAsync(409, "BTP4056", () => StageAsync(Linux, V2, ("b", "2")));
        await RefusedAsync(409, "BTP4056", () => DiscardAsync());
        Assert.AreEqual("1", await ReadAsync("a"));
        Assert.AreEqual(1, (await Service.GetReleaseAsync(Release, Cancellation))!.Legs.Single().Files);
    }

    [TestMethod]
    public async Task Nothing_is_public_unless_exactly_the_expected_legs_are_there()
    {
        await RefusedAsync(404, "BTP4050", () => SealAsync(Win));
        await StageAsync(Win, V1, ("a", "1"));
        await StageAsync(Mac, V2, ("b", "2"));

        await RefusedAsync(409, "BTP4051", () => SealAsync(Win, Mac, Linux));
        await RefusedAsync(409, "'linux'", () => SealAsync(Win, Mac, Linux));
        await RefusedAsync(409, "BTP4052", () => SealAsync(Win));
        await RefusedAsync(409, "'mac'", () => SealAsync(Win));

        Assert.IsEmpty(await PublishedPathsAsync(V1));
        Assert.IsEmpty(await PublishedPathsAsync(V2));
        Assert.AreEqual(2, (await SealAsync(LegName.Of("WIN"), LegName.Of("Mac"))).Files, "Letter case tells no legs apart.");
    }

    [TestMethod]
    public async Task Nothing_is_public_if_a_file_changed_or_is_gone_until_its_leg_is_staged_again()
    {
        await StageAsync(Win, V1, ("a", "1"));
        await StageAsync(Linux, V2, ("b", "2"));
        await UploadAsync(V2, "b", "other");

        await RefusedAsync(409, "BTP4053", () => SealAsync(Win, Linux));
        await Service.DiscardAsync(V2, Cancellation);
        await RefusedAsync(409, "'b'", () => SealAsync(Win, Linux));
        Assert.IsEmpty(await PublishedPathsAsync(V1));
        Assert.AreEqual(StagedState.Open, (await Service.GetReleaseAsync(Release, Cancellation))!.State);

        await StageAsync(Linux, V2, ("b", "2"));
        Assert.AreEqual(2, (await SealAsync(Win, Linux)).Files);
    }

    [TestMethod]
    public async Task Nothing_is_public_if_something_waits_in_its_versions_that_no_leg_has()
    {
        await StageAsync(Win, V1, ("a", "1"));
        await UploadAsync(V1, "stranger", "2");

        await RefusedAsync(409, "BTP4055", () => SealAsync(Win));
        await RefusedAsync(409, "'stranger'", () => SealAsync(Win));

        Assert.IsEmpty(await PublishedPathsAsync(V1));
        await Service.DeleteFileAsync(File("stranger"), Cancellation);
        Assert.AreEqual(1, (await SealAsync(Win)).Files);
    }

    [TestMethod]
    public async Task Two_legs_may_have_one_file_and_not_with_other_bytes()
    {
        await StageAsync(Win, V1, ("LICENSE", "1"), ("a", "1"));
        await StageAsync(Linux, V1, ("LICENSE", "1"), ("b", "1"));

        await RefusedAsync(409, "BTP4054", () => StageAsync(Mac, V1, ("LICENSE", "2")));
        await RefusedAsync(409, "'mac'", () => StageAsync(Mac, V1, ("LICENSE", "2")));

        await UploadAsync(V1, "LICENSE", "1");
        Assert.AreEqual(3, (await SealAsync(Win, Linux)).Files);
    }

    [TestMethod]
    public async Task A_leg_is_only_taken_with_what_is_there()
    {
        await UploadAsync(V1, "a", "1");

        await RefusedAsync(409, "BTP4053", () => RecordAsync(Win, V1, ("a", "2")));
        await RefusedAsync(409, "BTP4053", () => RecordAsync(Win, V1, ("a", "1"), ("none", "1")));
        await RefusedAsync(404, "was not found", () => RecordAsync(Win, VersionAddress.Of(Lib, "7"), ("a", "1")));
        await RefusedAsync(400, "no files", () => Service.StageLegAsync(Release, Win, new LegManifest([]), Cancellation));
        await RefusedAsync(400, "twice", () => RecordAsync(Win, V1, ("a", "1"), ("A", "1")));
        Assert.IsNull(await Service.GetReleaseAsync(Release, Cancellation));
        Assert.IsNull(await Service.GetLegAsync(Release, Win, Cancellation));
    }

    [TestMethod]
    public async Task A_leg_that_is_staged_again_stands_in_place_of_the_earlier_one()
    {
        var first = await StageAsync(Win, V1, ("a", "1"), ("old", "1"));
        Assert.AreEqual(first.Updated, (await RecordAsync(Win, V1, ("old", "1"), ("a", "1"))).Updated, "Nothing has changed.");

        await StageAsync(Win, V1, ("a", "2"));

        CollectionAssert.AreEqual(new[] { "a" }, await UnpublishedPathsAsync(V1));
        var manifest = await Service.GetLegAsync(Release, Win, Cancellation);
        Assert.AreEqual(new LegFile(RepositoryPath.Of("a"), Sha256Of("2"), 1), manifest!.Versions.Single().Files.Single());
        Assert.AreEqual(1, (await SealAsync(Win)).Files);
        Assert.AreEqual("2", await ReadAsync("a"));
    }

    [TestMethod]
    public async Task A_leg_that_is_staged_again_does_not_make_the_packages_of_another_push_vanish()
    {
        await StageAsync(Win, V1, ("a", "1"));
        await UploadAsync(Elsewhere, "b", "2");

        await RefusedAsync(409, "BTP4058", () => RecordAsync(Win, Elsewhere, ("b", "2")));
        await RefusedAsync(409, "acme/tools/lib", () => RecordAsync(Win, Elsewhere, ("b", "2")));

        await StageAsync(Win, V2, ("2/a", "2"));
        Assert.IsEmpty(await UnpublishedPathsAsync(V1), "Another version of the package stands in its place.");
    }

    [TestMethod]
    public async Task A_release_is_dropped_with_what_waits_of_it_and_nothing_else()
    {
        await UploadAsync(V1, "public", "1", publish: true);
        await UploadAsync(V1, "a", "1");
        await RecordAsync(Win, V1, ("public", "1"), ("a", "1"));
        await StageAsync(Linux, V1, ("a", "1"), ("b", "2"));
        await UploadAsync(V2, "other", "3");

        Assert.AreEqual(1, (await DiscardAsync(Linux)).Files);
        CollectionAssert.AreEqual(new[] { "a" }, await UnpublishedPathsAsync(V1), "The other leg has it, too.");
        await RefusedAsync(404, "BTP4050", () => DiscardAsync(Linux));
        Assert.AreEqual(1, (await DiscardAsync()).Files);

        Assert.IsEmpty(await UnpublishedPathsAsync(V1));
        CollectionAssert.AreEqual(new[] { "public" }, await PublishedPathsAsync(V1));
        CollectionAssert.AreEqual(new[] { "other" }, await UnpublishedPathsAsync(V2));
        Assert.IsNull(await Service.GetReleaseAsync(Release, Cancellation));
        Assert.AreEqual(0, (await DiscardAsync()).Files, "The answer may have been lost.");
        await RefusedAsync(404, "BTP4050", () => Service.DiscardReleaseAsync(Named("never"), null, Cancellation));
        Assert.HasCount(1, (await StageAsync(Mac, V1, ("c", "1"))).Legs, "Its name is free again.");
    }

    [TestMethod]
    public async Task Releases_are_listed_the_newest_first()
    {
        Assert.IsEmpty(await Service.ListReleasesAsync("acme", Cancellation));
        await StageAsync(Win, V1, ("a", "1"));
        await UploadAsync(V2, "b", "1");
        await Service.StageLegAsync(Named("18"), Win, ManifestOf(V2, ("b", "1")), Cancellation);
        await SealAsync(Win);

        var list = await Service.ListReleasesAsync("acme", Cancellation);

        CollectionAssert.AreEqual(new[] { "18", "run-17" }, list.Select(release => release.Address.Id.Name).ToArray());
        Assert.AreEqual(StagedState.Sealed, list[1].State);
    }

    [TestMethod]
    public async Task Legs_that_are_staged_at_one_moment_do_not_lose_each_other()
    {
        var legs = Enumerable.Range(0, 12).Select(i => LegName.Of($"leg{i}")).ToArray();

        await Task.WhenAll(legs.Select((leg, i) => Task.Run(() => StageAsync(leg, i % 2 == 0 ? V1 : V2, ($"{leg}/a", $"{i}")))));

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => SealAsync(legs))));
        Assert.AreEqual(12, answers.Sum(answer => answer.Files));
        Assert.HasCount(6, await PublishedPathsAsync(V1));
    }

    private static ReleaseAddress Named(string id) => ReleaseAddress.Of("acme", ReleaseId.Of(id));

    private static LegManifest ManifestOf(VersionAddress version, params (string Path, string Text)[] files) =>
        new([new LegVersion(version, [.. files.Select(
            file => new LegFile(RepositoryPath.Of(file.Path), Sha256Of(file.Text), file.Text.Length))])]);

    /// <summary>What a push of a leg does.</summary>
    private async Task<StagedRelease> StageAsync(LegName leg, VersionAddress version, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            await UploadAsync(version, path, text);
        }

        return await RecordAsync(leg, version, files);
    }

    private Task<StagedRelease> RecordAsync(LegName leg, VersionAddress version, params (string Path, string Text)[] files) =>
        Service.StageLegAsync(Release, leg, ManifestOf(version, files), Cancellation);

    private Task<SealAnswer> SealAsync(params LegName[] legs) => Service.SealReleaseAsync(Release, legs, Cancellation);

    private Task<PublishAnswer> DiscardAsync(LegName? leg = null) => Service.DiscardReleaseAsync(Release, leg, Cancellation);
}
