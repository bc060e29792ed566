using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>Sealing and dropping what several machines have staged, where others have been at work meanwhile.</summary>
[TestClass]
public sealed class SealTests : FolderTests
{
    private static readonly LegName Win = LegName.Of("win");
    private static readonly LegName Linux = LegName.Of("linux");
    private static readonly ReleaseAddress Release = Named("17");

    [TestMethod]
    public async Task A_seal_that_comes_late_is_refused_if_it_names_a_leg_that_was_not_in_it()
    {
        await StageAsync(Release, Win, V1, "a");
        await Service.SealReleaseAsync(Release, [Win], Cancellation);

        var refusal = await RefusalAsync(() => Service.SealReleaseAsync(Release, [Win, Linux], Cancellation));

        Assert.AreEqual(
            (409, "BTP4056: release 'Acme/17' is published already, and its leg 'linux' is not in it"), (refusal.Status, refusal.Message));
    }

    [TestMethod]
    public async Task A_seal_names_the_versions_that_became_public_also_if_it_is_one()
    {
        await StageAsync(Release, Win, V1, "a");

        CollectionAssert.AreEqual(new[] { V1 }, (await Service.SealReleaseAsync(Release, [Win], Cancellation)).Versions.ToArray());
        Assert.IsEmpty((await Service.SealReleaseAsync(Release, [Win], Cancellation)).Versions);
    }

    [TestMethod]
    public async Task A_seal_says_which_leg_is_to_be_pushed_again()
    {
        await StageAsync(Release, Win, V1, "a");
        await StageAsync(Release, Linux, V2, "b");
        await Service.DiscardAsync(V2, Cancellation);
        StringAssert.StartsWith(
            (await RefusalAsync(() => Service.SealReleaseAsync(Release, [Win, Linux], Cancellation))).Message,
            "BTP4053: leg 'linux' of release 'Acme/17': nothing was published: 'b' ");

        await Service.DeleteVersionAsync(V1, Cancellation);

        StringAssert.StartsWith(
            (await RefusalAsync(() => Service.SealReleaseAsync(Release, [Win, Linux], Cancellation))).Message,
            "BTP4053: leg 'win' of release 'Acme/17': nothing was published: ");
        Assert.AreEqual(StagedState.Open, (await Service.GetReleaseAsync(Release, Cancellation))!.State);
        await StageAsync(Release, Win, V1, "a");
        await StageAsync(Release, Linux, V2, "b");
        Assert.AreEqual(2, (await Service.SealReleaseAsync(Release, [Win, Linux], Cancellation)).Files);
    }

    [TestMethod]
    public async Task A_leg_that_was_public_before_does_not_make_a_seal_that_was_killed_count_as_done()
    {
        await PublishAsync(V1, ("a", "of a"));
        await StageAsync(Release, Win, V1, "a");
        await StageAsync(Release, Linux, V2, "b");
        var record = FilesIn("staged").Single();
        await File.WriteAllTextAsync(
            record, (await File.ReadAllTextAsync(record)).Replace("\"Open\"", "\"Sealing\"", StringComparison.Ordinal), Cancellation);
        Opened = await FolderRepository.OpenAsync(Folder, Cancellation);
        Assert.AreEqual(StagedState.Sealing, (await Service.GetReleaseAsync(Release, Cancellation))!.State);

        await Service.DiscardReleaseAsync(Release, Win, Cancellation);

        Assert.AreEqual(StagedState.Open, (await Service.GetReleaseAsync(Release, Cancellation))!.State);
        Assert.AreEqual(1, (await Service.SealReleaseAsync(Release, [Linux], Cancellation)).Files);
    }

    [TestMethod]
    public async Task A_release_that_is_given_up_takes_nothing_along_that_a_later_one_waits_to_publish()
    {
        await StageAsync(Release, Win, V1, "a", "old");
        await StageAsync(Release, Linux, V1, "b");
        await StageAsync(Named("18"), Win, V1, "a", "b");

        await StageAsync(Release, Win, V1, "old");
        Assert.AreEqual(1, (await Service.DiscardReleaseAsync(Release, null, Cancellation)).Files);

        Assert.AreEqual(2, (await Service.SealReleaseAsync(Named("18"), [Win], Cancellation)).Files);
    }

    private static ReleaseAddress Named(string id) => ReleaseAddress.Of("Acme", ReleaseId.Of(id));

    private static Task<BintrayException> RefusalAsync(Func<Task> call) => Assert.ThrowsExactlyAsync<BintrayException>(call);

    private async Task StageAsync(ReleaseAddress release, LegName leg, VersionAddress version, params string[] paths)
    {
        foreach (var path in paths)
        {
            await UploadAsync(Service, version, path, $"of {path}");
        }

        var files = paths.Select(path => new LegFile(RepositoryPath.Of(path), Hex.Sha256Of($"of {path}"), $"of {path}".Length));
        await Service.StageLegAsync(release, leg, new LegManifest([new LegVersion(version, [.. files])]), Cancellation);
    }
}
