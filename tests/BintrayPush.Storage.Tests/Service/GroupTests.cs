using System.Security.Cryptography;
using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Tests.Interleaving;

namespace BintrayPush.Storage.Tests.Service;

/// <summary>Releases that are put together one package at a time.</summary>
[TestClass]
public sealed class GroupTests
{
    private static readonly RepositoryAddress Repo = RepositoryAddress.Of("acme", "tools");
    private static readonly ReleaseAddress Spring = ReleaseAddress.Of("acme", ReleaseId.Of("spring"));

    private readonly CountingStore _store = new(new MemoryStore());
    private readonly ObjectStoreBintray _service;

    public GroupTests() => _service = new ObjectStoreBintray(_store);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestInitialize]
    public Task Prepare() => _service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);

    [TestMethod]
    public async Task To_add_a_package_costs_the_same_however_many_are_there_and_published_releases_are_read_once()
    {
        await AddAsync("p0", Spring);
        var early = await CountAsync("p1", Spring);
        for (var i = 2; i < 60; i++)
        {
            await AddAsync($"p{i}", Spring);
        }

        for (var i = 0; i < 30; i++)
        {
            var release = ReleaseAddress.Of("acme", ReleaseId.Of($"r{i}"));
            await AddAsync($"r{i}", release);
            await _service.SealReleaseAsync(release, [LegName.OfGroups], Cancellation);
        }

        Assert.HasCount(1, await _service.Groups.ListOpenAsync("acme", Cancellation));
        var before = _store.Cost;
        Assert.HasCount(1, await _service.Groups.ListOpenAsync("acme", Cancellation));
        var (reads, late) = ((_store.Cost - before).Reads, await CountAsync("late", Spring));

        Assert.AreEqual(1, reads, "Of 31 releases 30 are known to be published.");
        Assert.AreEqual(early, late);
    }

    [TestMethod]
    public async Task Many_that_add_at_once_lose_nothing_of_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => AddAsync($"p{i}", Spring))));

        var leg = await _service.GetLegAsync(Spring, LegName.OfGroups, Cancellation);
        Assert.HasCount(40, leg!.Versions);
        Assert.AreEqual(40, (await _service.SealReleaseAsync(Spring, [LegName.OfGroups], Cancellation)).Files);
    }

    [TestMethod]
    public async Task What_does_not_wait_with_these_bytes_is_not_added_and_makes_no_release()
    {
        var file = await UploadAsync("p");
        var wrong = file with { Files = [file.Files[0] with { Sha256 = new string('0', 64) }] };

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => _service.Groups.AddAsync(Spring, wrong, Cancellation));

        Assert.AreEqual(BintrayException.Conflict, refusal.Status);
        StringAssert.StartsWith(refusal.Message, "BTP4053: ");
        Assert.IsNull(await _service.GetReleaseAsync(Spring, Cancellation));
    }

    [TestMethod]
    public async Task A_group_takes_a_thousand_versions_and_goes_on_with_what_it_has()
    {
        var file = await UploadAsync("p");
        await _service.Groups.AddAsync(Spring, file, Cancellation);
        for (var i = 1; i < 1000; i++)
        {
            await AddAsync($"p{i}", Spring);
        }

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => AddAsync("more", Spring));
        StringAssert.Contains(refusal.Message, "has 1000 packages, and takes no more");
        var more = VersionAddress.Of(PackageAddress.Of(Repo, "more"), "1.0");
        var early = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => _service.Groups.RequireRoomAsync(Spring, more, Cancellation));
        Assert.AreEqual(refusal.Message, early.Message, "It is said before anything is stored.");
        await _service.Groups.RequireRoomAsync(Spring, file.Version, Cancellation);
        await _service.Groups.AddAsync(Spring, file, Cancellation);
        await _service.Groups.RemoveAsync(Spring, file.Version, _ => true, drop: true, Cancellation);
        await AddAsync("another", Spring);
    }

    [TestMethod]
    public async Task What_is_dropped_from_a_group_is_gone_unless_another_release_has_it()
    {
        var (first, second) = (await UploadAsync("first"), await UploadAsync("second"));
        var autumn = ReleaseAddress.Of("acme", ReleaseId.Of("autumn"));
        foreach (var file in (LegVersion[])[first, second])
        {
            await _service.Groups.AddAsync(Spring, file, Cancellation);
        }

        await _service.Groups.AddAsync(autumn, second, Cancellation);
        await _service.Groups.RemoveAsync(Spring, first.Version, _ => true, drop: true, Cancellation);
        await _service.Groups.RemoveAsync(Spring, second.Version, _ => true, drop: true, Cancellation);

        Assert.IsEmpty((await _service.ListFilesAsync(first.Version, includeUnpublished: true, Cancellation)).Unpublished);
        Assert.HasCount(1, (await _service.ListFilesAsync(second.Version, includeUnpublished: true, Cancellation)).Unpublished);
        Assert.IsEmpty((await _service.GetReleaseAsync(Spring, Cancellation))!.Legs);
    }

    [TestMethod]
    public async Task What_is_in_no_group_is_staged_again_after_all_of_it_was_sealed_and_its_release_goes_when_it_is_empty()
    {
        var ungrouped = ReleaseAddress.Of("acme", ReleaseId.OfUngrouped);
        await AddAsync("first", ungrouped);
        await _service.SealReleaseAsync(ungrouped, [LegName.OfGroups], Cancellation);
        var second = await UploadAsync("second");

        await _service.Groups.AddAsync(ungrouped, second, Cancellation);

        Assert.HasCount(1, await _service.Groups.ListOpenAsync("acme", Cancellation));
        await _service.Groups.RemoveAsync(ungrouped, second.Version, _ => true, drop: false, Cancellation);
        Assert.IsNull(await _service.GetReleaseAsync(ungrouped, Cancellation));
        Assert.HasCount(1, (await _service.ListFilesAsync(second.Version, includeUnpublished: true, Cancellation)).Unpublished);
    }

    private async Task<Cost> CountAsync(string name, ReleaseAddress release)
    {
        var file = await UploadAsync(name);
        var before = _store.Cost;
        await _service.Groups.AddAsync(release, file, Cancellation);
        return _store.Cost - before;
    }

    private async Task AddAsync(string name, ReleaseAddress release) =>
        await _service.Groups.AddAsync(release, await UploadAsync(name), Cancellation);

    /// <summary>A package with one version, in which one file waits.</summary>
    private async Task<LegVersion> UploadAsync(string name)
    {
        var version = VersionAddress.Of(PackageAddress.Of(Repo, name), "1.0");
        await _service.CreatePackageAsync(version.Package, new PackageDetails(), Cancellation);
        var bytes = Encoding.UTF8.GetBytes(name);
        var upload = new UploadRequest { Version = version, Path = RepositoryPath.Of($"{name}.zip") };
        await _service.UploadAsync(upload, new MemoryStream(bytes), Cancellation);
        return new LegVersion(version, [new LegFile(upload.Path, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length)]);
    }
}
