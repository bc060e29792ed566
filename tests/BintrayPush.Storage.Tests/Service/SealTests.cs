using System.Text;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Tests.Service;

/// <summary>What others do to a release while it is being sealed, and what is left by a seal that was cut off.</summary>
[TestClass]
public sealed class SealTests : IDisposable
{
    private static readonly PackageAddress Package = PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib");
    private static readonly VersionAddress[] Versions = [VersionAddress.Of(Package, "1.0"), VersionAddress.Of(Package, "2.0")];
    private static readonly ReleaseAddress Release = ReleaseAddress.Of("acme", ReleaseId.Of("17"));
    private static readonly LegName Win = LegName.Of("win");

    private readonly TemporaryFolder _folder = new();
    private readonly FolderStore _store;
    private readonly ObjectStoreBintray _others;

    public SealTests()
    {
        _store = new FolderStore(_folder.Path, TimeSpan.FromSeconds(60));
        _others = new ObjectStoreBintray(_store);
    }

    public TestContext TestContext { get; set; } = null!;

    public void Dispose() => _folder.Dispose();

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestInitialize]
    public async Task Stage()
    {
        await _others.CreateRepositoryAsync(Package.Repository, new RepositoryDetails(), Cancellation);
        await _others.CreatePackageAsync(Package, new PackageDetails(), Cancellation);
        await StageAsync(Win, "a", "1");
    }

    [TestMethod]
    public async Task While_it_is_being_published_it_takes_no_leg()
    {
        var refusals = new List<BintrayException>();
        var service = Hooked("replace", Keys.Releases, async () =>
            refusals.Add(await Assert.ThrowsExactlyAsync<BintrayException>(() => StageAsync(LegName.Of("mac"), "b", "2"))));

        Assert.AreEqual(2, (await service.SealReleaseAsync(Release, [Win], Cancellation)).Files);

        Assert.IsNotEmpty(refusals);
        Assert.IsTrue(refusals.All(refusal => refusal.Message.StartsWith("BTP4057", StringComparison.Ordinal)));
        var release = await _others.GetReleaseAsync(Release, Cancellation);
        Assert.AreEqual((StagedState.Sealed, 1), (release!.State, release.Legs.Count));
    }

    [TestMethod]
    public async Task While_it_is_being_published_it_keeps_its_name_and_is_published_all_the_same()
    {
        var refusals = new List<BintrayException>();
        var service = Hooked("replace", Keys.Releases, async () => refusals.Add(await Assert.ThrowsExactlyAsync<BintrayException>(
            () => _others.Groups.RenameAsync(Release, "another", Cancellation))));

        Assert.AreEqual(2, (await service.SealReleaseAsync(Release, [Win], Cancellation)).Files);

        Assert.IsNotEmpty(refusals);
        Assert.IsTrue(refusals.All(refusal => refusal.Message.StartsWith("BTP4057", StringComparison.Ordinal)));
        Assert.AreEqual(StagedState.Sealed, (await _others.GetReleaseAsync(Release, Cancellation))!.State);
    }

    [TestMethod]
    public async Task A_seal_that_was_cut_off_after_its_publish_is_brought_to_its_end_by_the_next_and_cannot_be_dropped()
    {
        await CutOffAsync();
        Assert.AreEqual(StagedState.Sealing, (await _others.GetReleaseAsync(Release, Cancellation))!.State);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => _others.DiscardReleaseAsync(Release, null, Cancellation));

        StringAssert.StartsWith(refusal.Message, "BTP4056");
        Assert.AreEqual(2, await PublishedAsync());
        Assert.IsTrue((await _others.SealReleaseAsync(Release, [Win], Cancellation)).WasSealed);
    }

    [TestMethod]
    public async Task A_seal_that_was_cut_off_after_its_publish_says_when_it_is_repeated_that_it_is_public()
    {
        await CutOffAsync();

        Assert.AreEqual(0, (await _others.SealReleaseAsync(Release, [Win], Cancellation)).Files);

        Assert.AreEqual(StagedState.Sealed, (await _others.GetReleaseAsync(Release, Cancellation))!.State);
        Assert.IsEmpty(await _store.ListAsync(Keys.Legs, Cancellation));
    }

    [TestMethod]
    public async Task A_seal_that_was_cut_off_before_its_publish_can_be_dropped()
    {
        var service = Hooked("create", Keys.Releases, () => throw new BintrayException(BintrayException.Unavailable, "the disk is gone"));
        await Assert.ThrowsExactlyAsync<BintrayException>(() => service.SealReleaseAsync(Release, [Win], Cancellation));
        Assert.AreEqual(StagedState.Sealing, (await _others.GetReleaseAsync(Release, Cancellation))!.State);

        Assert.AreEqual(2, (await _others.DiscardReleaseAsync(Release, null, Cancellation)).Files);

        Assert.AreEqual(0, await PublishedAsync());
        Assert.IsNull(await _others.GetReleaseAsync(Release, Cancellation));
    }

    /// <summary>The writer dies when all is public and the record does not say so yet.</summary>
    private async Task CutOffAsync()
    {
        var replaced = 0;
        var service = Hooked("replace", Keys.StagedReleases, () => ++replaced == 2
            ? throw new BintrayException(BintrayException.Unavailable, "the disk is gone")
            : Task.CompletedTask);
        var answer = await service.SealReleaseAsync(Release, [Win], Cancellation);
        StringAssert.Contains(answer.Warning, "it is not noted that the release is sealed");
        Assert.AreEqual(2, await PublishedAsync());
    }

    private ObjectStoreBintray Hooked(string operation, string prefix, Func<Task> work) => new(new HookedStore(_store)
    {
        Before = (made, key) => made == operation && key.StartsWith(prefix, StringComparison.Ordinal) ? work() : Task.CompletedTask,
    });

    private async Task<int> PublishedAsync() =>
        (await _others.ListFilesAsync(Package, includeUnpublished: false, Cancellation)).Published.Count;

    /// <summary>A file in each version.</summary>
    private async Task StageAsync(LegName leg, string name, string text)
    {
        foreach (var version in Versions)
        {
            var upload = new UploadRequest { Version = version, Path = RepositoryPath.Of($"{version.Name}/{name}") };
            await _others.UploadAsync(upload, new MemoryStream(Encoding.UTF8.GetBytes(text)), Cancellation);
        }

        await _others.StageLegAsync(Release, leg, new LegManifest([.. Versions.Select(version => new LegVersion(
            version, [new LegFile(RepositoryPath.Of($"{version.Name}/{name}"), Hex.Sha256Of(text), text.Length)]))]), Cancellation);
    }
}
