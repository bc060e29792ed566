using System.Text;
using BintrayPush.Api.Content;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;
using BintrayPush.Storage.Tests.Interleaving;

namespace BintrayPush.Storage.Tests.Service;

/// <summary>How many store operations a call takes, which is what it costs on a bucket.</summary>
[TestClass]
public sealed class CostTests
{
    private static readonly RepositoryAddress Repo = RepositoryAddress.Of("acme", "tools");
    private static readonly VersionAddress V1 = VersionAddress.Of(PackageAddress.Of(Repo, "lib"), "1.0");

    private readonly MemoryStore _memory = new();
    private readonly CountingStore _store;
    private readonly ObjectStoreBintray _service;

    public CostTests()
    {
        _store = new CountingStore(_memory);
        _service = new ObjectStoreBintray(_store);
    }

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestInitialize]
    public async Task Prepare()
    {
        await _service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
        await _service.CreatePackageAsync(V1.Package, new PackageDetails(), Cancellation);
        await UploadAsync("first", "first");
    }

    [TestMethod]
    public async Task An_upload_costs_the_same_however_much_there_is_and_never_lists()
    {
        var early = await CountAsync(() => UploadAsync("early", "early"));
        for (var i = 0; i < 300; i++)
        {
            await UploadAsync($"f{i}", $"{i}");
        }

        await _service.PublishAsync(V1, new PublishRequest(), Cancellation);
        await UploadAsync("warm", "warm");
        var late = await CountAsync(() => UploadAsync("late", "late"));
        Assert.AreEqual(early, late);
        TestContext.WriteLine($"{late}");
    }

    [TestMethod]
    public async Task Asking_for_the_details_of_a_repository_is_one_read()
    {
        var cost = await CountAsync(() => _service.GetRepositoryDetailsAsync(Repo, Cancellation));
        Assert.AreEqual(new Cost(Reads: 1, 0, 0, 0, 0), cost);
    }

    [TestMethod]
    public async Task A_download_never_lists()
    {
        await _service.PublishAsync(V1, new PublishRequest(), Cancellation);
        var cost = await CountAsync(
            async () => (await _service.DownloadAsync(new FileAddress(Repo, RepositoryPath.Of("first")), false, Cancellation))!.Dispose());
        Assert.AreEqual(0, cost.Lists);
        TestContext.WriteLine($"{cost}");
    }

    [TestMethod]
    public async Task A_publish_is_one_list_and_five_writes_and_reads_what_is_pending()
    {
        for (var i = 0; i < 20; i++)
        {
            await UploadAsync($"f{i}", $"{i}");
        }

        var cost = await CountAsync(() => _service.PublishAsync(V1, new PublishRequest(), Cancellation));
        Assert.AreEqual(1, cost.Lists);
        Assert.AreEqual(5, cost.Writes, "a page, the root, the note, the head and what has changed");
        Assert.IsLessThan(21 + 10, cost.Reads);
        Assert.AreEqual(22, cost.Deletes);
    }

    [TestMethod]
    public async Task Publishing_one_more_file_costs_the_same_in_a_version_of_any_size()
    {
        await _service.PublishAsync(V1, new PublishRequest(), Cancellation);
        var early = await OneMoreAsync("x1");
        for (var i = 0; i < 1000; i++)
        {
            await UploadAsync($"f{i:d4}", $"{i}");
        }

        await _service.PublishAsync(V1, new PublishRequest(), Cancellation);
        var late = await OneMoreAsync("x2");
        TestContext.WriteLine($"{early} and {late}");
        Assert.AreEqual(early.Cost, late.Cost);

        // A page has 128 files at most and a file takes less than 500 bytes; the root names ten pages.
        Assert.IsLessThan(128 * 500, late.Bytes);
    }

    [TestMethod]
    public async Task Published_one_by_one_no_old_manifest_is_left()
    {
        await _service.PublishAsync(V1, new PublishRequest(), Cancellation);
        for (var i = 0; i < 300; i++)
        {
            await OneMoreAsync($"f{i:d4}");
        }

        var left = _memory.Objects.Where(item => item.Key.Contains("/manifest/", StringComparison.Ordinal)).ToList();
        Assert.IsLessThan(1 + (300 / 40), left.Count);
        Assert.IsLessThan(301 * 500, left.Sum(item => item.Value.Length));
        Assert.AreEqual(0, (await _service.SweepAsync(SweepOptions.Exclusive, Cancellation)).Count, "nothing is left for a sweep");
    }

    private async Task<(Cost Cost, long Bytes)> OneMoreAsync(string path)
    {
        await UploadAsync(path, path);
        await _service.ListFilesAsync(V1, includeUnpublished: false, Cancellation);
        var before = _store.Bytes;
        var cost = await CountAsync(() => _service.PublishAsync(V1, new PublishRequest(), Cancellation));
        return (cost, _store.Bytes - before);
    }

    [TestMethod]
    public async Task What_is_stored_already_is_read_but_not_written_when_its_hash_is_announced()
    {
        var upload = new UploadRequest { Version = V1, Path = RepositoryPath.Of("again"), Sha256 = Hex.Sha256Of("first") };
        var cost = await CountAsync(() => _service.UploadAsync(upload, new MemoryStream("first"u8.ToArray()), Cancellation));
        Assert.AreEqual(0, cost.Stagings);
    }

    [TestMethod]
    public async Task A_large_manifest_is_read_once_and_of_a_single_path_only_the_page()
    {
        var files = Enumerable.Range(0, 30_000).ToDictionary(i => $"{i}", _ => Entry);
        var commit = await WriteAsync(files);
        var objects = new Objects(_store, new StorageEnvironment());
        Assert.AreEqual(2, (await CountAsync(() => objects.ManifestAsync("r", commit, ["17"], Cancellation))).Reads);
        Assert.AreEqual(0, (await CountAsync(() => objects.ManifestAsync("r", commit, ["17"], Cancellation))).Reads);
        Assert.AreEqual(30_000 / 128, (await CountAsync(() => objects.ManifestAsync("r", commit, Cancellation))).Reads);
        Assert.AreEqual(0, (await CountAsync(() => objects.ManifestAsync("r", commit, Cancellation))).Reads);
    }

    [TestMethod]
    public void The_cache_of_manifests_is_bounded_by_their_files_and_keeps_the_newest()
    {
        var cache = new ManifestCache(mostFiles: 10);
        cache.Add("old", Manifest.Empty, 0);
        cache.Add("newer", Manifest.Empty, 0);
        Assert.IsNotNull(cache.Find<Manifest>("old"));
        cache.Add("large", Manifest.Empty, 100);
        Assert.IsNull(cache.Find<Manifest>("old"));
        Assert.IsNull(cache.Find<Manifest>("newer"));
        Assert.IsNotNull(cache.Find<Manifest>("large"));
        cache.Add("last", Manifest.Empty, 0);
        Assert.IsNull(cache.Find<Manifest>("large"));
        Assert.IsNotNull(cache.Find<Manifest>("last"));
    }

    [TestMethod]
    public async Task A_repository_is_counted_without_reading_its_packages()
    {
        var early = await CountAsync(() => _service.GetRepositoryAsync(Repo, Cancellation));
        for (var i = 0; i < 50; i++)
        {
            await _service.CreatePackageAsync(PackageAddress.Of(Repo, $"p{i}"), new PackageDetails(), Cancellation);
        }

        Assert.AreEqual(early, await CountAsync(() => _service.GetRepositoryAsync(Repo, Cancellation)));
    }

    private static FileEntry Entry { get; } = new() { Upload = "u", Content = "c", Sha256 = "s", Sha1 = "s", Md5 = "m", Size = 1 };

    private async Task<string> WriteAsync(IReadOnlyDictionary<string, FileEntry> files)
    {
        var manifests = new Objects(_store, new StorageEnvironment()).Manifests;
        var written = await manifests.PrepareAsync("r", "v", null, Manifest.Of(files), Cancellation);
        await manifests.WriteAsync(written, Cancellation);
        return written.Commit;
    }

    private Task<UploadAnswer> UploadAsync(string path, string text) => _service.UploadAsync(
        new UploadRequest { Version = V1, Path = RepositoryPath.Of(path) }, new MemoryStream(Encoding.UTF8.GetBytes(text)), Cancellation);

    private async Task<Cost> CountAsync(Func<Task> call)
    {
        var before = _store.Cost;
        await call();
        return _store.Cost - before;
    }
}
