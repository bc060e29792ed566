using System.Text;
using BintrayPush.Api;

namespace BintrayPush.Storage.Tests;

/// <summary>How many store operations a call takes, which is what it costs on a bucket.</summary>
[TestClass]
public sealed class CostTests
{
    private static readonly RepositoryAddress Repo = RepositoryAddress.Of("acme", "tools");
    private static readonly VersionAddress V1 = VersionAddress.Of(PackageAddress.Of(Repo, "lib"), "1.0");

    private readonly CountingStore _store = new(new MemoryStore());
    private readonly ObjectStoreBintray _service;

    public CostTests() => _service = new ObjectStoreBintray(_store);

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
        var cost = await CountAsync(async () => (await _service.DownloadAsync(new FileAddress(Repo, RepositoryPath.Of("first")), false, Cancellation))!.Dispose());
        Assert.AreEqual(0, cost.Lists);
        TestContext.WriteLine($"{cost}");
    }

    [TestMethod]
    public async Task A_publish_is_one_list_and_two_writes_and_reads_what_is_pending()
    {
        for (var i = 0; i < 20; i++)
        {
            await UploadAsync($"f{i}", $"{i}");
        }

        var cost = await CountAsync(() => _service.PublishAsync(V1, new PublishRequest(), Cancellation));
        Assert.AreEqual(1, cost.Lists);
        Assert.AreEqual(2, cost.Writes);
        Assert.IsLessThan(21 + 10, cost.Reads);
        Assert.AreEqual(21, cost.Deletes);
    }

    [TestMethod]
    public async Task What_is_stored_already_is_read_but_not_written_when_its_hash_is_announced()
    {
        var upload = new UploadRequest { Version = V1, Path = RepositoryPath.Of("again"), Sha256 = Hex.Sha256Of("first") };
        var cost = await CountAsync(() => _service.UploadAsync(upload, new MemoryStream("first"u8.ToArray()), Cancellation));
        Assert.AreEqual(0, cost.Stagings);
    }

    [TestMethod]
    public async Task A_large_manifest_is_read_once()
    {
        var objects = new Objects(_store, new Surroundings());
        var entry = new FileEntry { Upload = "u", Content = "c", Sha256 = "s", Sha1 = "s", Md5 = "m", Size = 1 };
        var large = new Manifest { Files = Enumerable.Range(0, 30_000).ToDictionary(i => $"{i}", _ => entry) };
        var commit = await objects.WriteManifestAsync("r", "v", large, Cancellation);
        Assert.AreEqual(1, (await CountAsync(() => objects.ManifestAsync("r", commit, Cancellation))).Reads);
        Assert.AreEqual(0, (await CountAsync(() => objects.ManifestAsync("r", commit, Cancellation))).Reads);
    }

    [TestMethod]
    public void The_cache_of_manifests_is_bounded_by_their_files_and_keeps_the_newest()
    {
        var cache = new ManifestCache(mostFiles: 10);
        cache.Add("old", Manifest.Empty);
        cache.Add("newer", Manifest.Empty);
        Assert.IsNotNull(cache.Find("old"));
        cache.Add("large", new Manifest { Files = Enumerable.Range(0, 100).ToDictionary(i => $"{i}", _ => (FileEntry)null!) });
        Assert.IsNull(cache.Find("old"));
        Assert.IsNull(cache.Find("newer"));
        Assert.IsNotNull(cache.Find("large"));
        cache.Add("last", Manifest.Empty);
        Assert.IsNull(cache.Find("large"));
        Assert.IsNotNull(cache.Find("last"));
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

    private Task<UploadAnswer> UploadAsync(string path, string text) => _service.UploadAsync(
        new UploadRequest { Version = V1, Path = RepositoryPath.Of(path) }, new MemoryStream(Encoding.UTF8.GetBytes(text)), Cancellation);

    private async Task<Cost> CountAsync(Func<Task> call)
    {
        var before = _store.Cost;
        await call();
        return _store.Cost - before;
    }

    private sealed record Cost(int Reads, int Writes, int Lists, int Deletes, int Stagings)
    {
        public static Cost operator -(Cost one, Cost other) => new(
            one.Reads - other.Reads, one.Writes - other.Writes, one.Lists - other.Lists, one.Deletes - other.Deletes, one.Stagings - other.Stagings);
    }

    private sealed class CountingStore(IObjectStore inner) : IObjectStore
    {
        public Cost Cost { get; private set; } = new(0, 0, 0, 0, 0);

        public Task<StoredObject?> GetAsync(string key, CancellationToken cancellation) => Counted(Cost with { Reads = Cost.Reads + 1 }).GetAsync(key, cancellation);

        public Task<string?> PutIfAbsentAsync(string key, byte[] value, CancellationToken cancellation) =>
            Counted(Cost with { Writes = Cost.Writes + 1 }).PutIfAbsentAsync(key, value, cancellation);

        public Task<string?> ReplaceAsync(string key, string tag, byte[] value, CancellationToken cancellation) =>
            Counted(Cost with { Writes = Cost.Writes + 1 }).ReplaceAsync(key, tag, value, cancellation);

        public Task<bool> ExistsAsync(string key, CancellationToken cancellation) => Counted(Cost with { Reads = Cost.Reads + 1 }).ExistsAsync(key, cancellation);

        public Task<IReadOnlyList<long?>> GetLengthsAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
            Counted(Cost with { Reads = Cost.Reads + 1 }).GetLengthsAsync(keys, cancellation);

        public Task<bool> SetAsideAsync(string key, string sha256, CancellationToken cancellation) => inner.SetAsideAsync(key, sha256, cancellation);

        public Task DeleteAsync(string key, CancellationToken cancellation) => Counted(Cost with { Deletes = Cost.Deletes + 1 }).DeleteAsync(key, cancellation);

        public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) =>
            Counted(Cost with { Lists = Cost.Lists + 1 }).ListAsync(prefix, cancellation);

        public Task<IStagedContent> StageAsync(Stream content, CancellationToken cancellation) =>
            Counted(Cost with { Stagings = Cost.Stagings + 1 }).StageAsync(content, cancellation);

        public Task<Stream?> OpenAsync(string key, CancellationToken cancellation) => Counted(Cost with { Reads = Cost.Reads + 1 }).OpenAsync(key, cancellation);

        public Task FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) => inner.FlushAsync(keys, cancellation);

        public Task<int> DropStagedAsync(TimeSpan age, CancellationToken cancellation) => inner.DropStagedAsync(age, cancellation);

        private IObjectStore Counted(Cost cost)
        {
            Cost = cost;
            return inner;
        }
    }
}
