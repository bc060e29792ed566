using System.Text;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Tests.Interleaving;

namespace BintrayPush.Storage.Tests.Service;

[TestClass]
public sealed class SweepTests
{
    private static readonly RepositoryAddress Repo = RepositoryAddress.Of("acme", "tools");
    private static readonly VersionAddress V1 = VersionAddress.Of(PackageAddress.Of(Repo, "lib"), "1.0");

    private readonly MemoryStore _store = new();
    private readonly ObjectStoreBintray _service;

    public SweepTests() => _service = new ObjectStoreBintray(_store);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestInitialize]
    public async Task Prepare()
    {
        await _service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
        await _service.CreatePackageAsync(V1.Package, new PackageDetails(), Cancellation);
    }

    [TestMethod]
    public async Task What_is_published_or_pending_stays_and_the_rest_goes()
    {
        await UploadAsync("a", "old", publish: true);
        await UploadAsync("a", "new", publish: true);
        await UploadAsync("b", "waiting", publish: false);
        Assert.HasCount(3, Contents());
        Assert.IsGreaterThan(0, (await _service.SweepAsync(new SweepOptions { Grace = TimeSpan.Zero }, Cancellation)).Count);
        CollectionAssert.AreEquivalent(new[] { Hex.Sha256Of("new"), Hex.Sha256Of("waiting") }, Contents());
        Assert.AreEqual(0, (await _service.SweepAsync(SweepOptions.Exclusive, Cancellation)).Count);
    }

    [TestMethod]
    public async Task A_content_that_was_swept_comes_back_under_another_name()
    {
        await UploadAsync("a", "old", publish: false);
        await _service.DiscardAsync(V1, Cancellation);
        await _service.SweepAsync(SweepOptions.Exclusive, Cancellation);
        Assert.IsEmpty(Contents());
        await UploadAsync("a", "old", publish: true);
        CollectionAssert.AreEqual(new[] { Hex.Sha256Of("old") + ".1" }, Contents());
        using var download = await _service.DownloadAsync(
            new FileAddress(Repo, RepositoryPath.Of("a")), includeUnpublished: false, Cancellation);
        Assert.AreEqual("old", await new StreamReader(download!.Content).ReadToEndAsync(Cancellation));
    }

    [TestMethod]
    public async Task A_deleted_repository_leaves_its_tombstone_and_nothing_else()
    {
        await UploadAsync("a", "1", publish: true);
        await _service.DeleteRepositoryAsync(Repo, Cancellation);
        await _service.SweepAsync(SweepOptions.Exclusive, Cancellation);
        CollectionAssert.AreEqual(
            new[] { Keys.Condemned(Hex.Sha256Of("1")), Keys.Repository(Repo) }, _store.Objects.Keys.ToArray());
    }

    [TestMethod]
    public async Task A_deleted_package_leaves_no_versions_behind()
    {
        await UploadAsync("a", "1", publish: true);
        await _service.DeletePackageAsync(V1.Package, Cancellation);
        await _service.SweepAsync(SweepOptions.Exclusive, Cancellation);
        Assert.IsFalse(
            _store.Objects.Keys.Any(
                key => key.Contains("/version/", StringComparison.Ordinal) || key.Contains("/manifest/", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task A_repository_whose_record_is_away_is_not_garbage()
    {
        await UploadAsync("a", "1", publish: true);
        var record = _store.Objects[Keys.Repository(Repo)];
        await _store.DeleteAsync(Keys.Repository(Repo), Cancellation);
        await IsStoppedAsync("no repository record names");
        Assert.HasCount(1, Contents());

        _store.Damage(Keys.Repository(Repo), record);
        await _service.SweepAsync(SweepOptions.Exclusive, Cancellation);
        Assert.HasCount(1, Contents());
    }

    [TestMethod]
    public async Task A_version_whose_package_record_is_away_is_not_garbage()
    {
        await UploadAsync("a", "1", publish: true);
        await _store.DeleteAsync(_store.Objects.Keys.Single(key => key.Contains("/package/", StringComparison.Ordinal)), Cancellation);
        await IsStoppedAsync("no package record names");
        Assert.HasCount(1, Contents());
    }

    [TestMethod]
    public async Task What_a_repository_left_that_was_deleted_and_made_again_is_garbage()
    {
        await UploadAsync("a", "1", publish: true);
        await _service.DeleteRepositoryAsync(Repo, Cancellation);
        await _service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
        await _service.SweepAsync(SweepOptions.Exclusive, Cancellation);
        Assert.IsEmpty(Contents());
        Assert.IsFalse(_store.Objects.Keys.Any(key => key.StartsWith("r/", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task What_a_package_left_that_was_deleted_and_made_again_is_garbage()
    {
        await UploadAsync("a", "1", publish: true);
        await _service.DeletePackageAsync(V1.Package, Cancellation);
        await _service.CreatePackageAsync(V1.Package, new PackageDetails(), Cancellation);
        for (var i = 0; i < 3; i++)
        {
            await _service.SweepAsync(SweepOptions.Exclusive, Cancellation);
        }

        Assert.IsEmpty(Contents());
        Assert.IsFalse(
            _store.Objects.Keys.Any(
                key => key.Contains("/version/", StringComparison.Ordinal) || key.Contains("/gone/", StringComparison.Ordinal)));
    }

    private async Task IsStoppedAsync(string words)
    {
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => _service.SweepAsync(SweepOptions.Exclusive, Cancellation));
        StringAssert.Contains(refusal.Message, words, StringComparison.Ordinal);
        Assert.IsFalse(_store.Objects.Keys.Any(key => key.StartsWith(Keys.Condemnations, StringComparison.Ordinal)));
    }

    private string[] Contents() =>
        [.. _store.Objects.Keys.Where(key => key.StartsWith(Keys.Contents, StringComparison.Ordinal)).Select(Keys.LastPart)];

    private Task<UploadAnswer> UploadAsync(string path, string text, bool publish) => _service.UploadAsync(
        new UploadRequest { Version = V1, Path = RepositoryPath.Of(path), Publish = publish, Override = true },
        new MemoryStream(Encoding.UTF8.GetBytes(text)),
        Cancellation);
}
