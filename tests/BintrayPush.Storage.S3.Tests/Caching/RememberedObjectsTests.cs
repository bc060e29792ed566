using System.Text;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Buckets.Caching;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.S3.Tests.Caching;

/// <summary>Small objects in memory: what they save, and that nothing that another server does goes unseen.</summary>
[TestClass]
public sealed class RememberedObjectsTests
{
    private const string Key = "repo/_acme/_tools.json";
    private static readonly RepositoryAddress Repository = RepositoryAddress.Of("acme", "tools");
    private static readonly VersionAddress Version = VersionAddress.Of(PackageAddress.Of(Repository, "lib"), "1.0");
    private static readonly FileAddress File = new(Repository, RepositoryPath.Of("a.txt"));

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    public async Task What_has_not_changed_is_asked_for_without_a_body_and_given_back_as_it_was_parsed()
    {
        await using var engine = await SmallEngine.StartAsync();
        using var store = S3ObjectStore.OpenForReading(engine.Place);
        var cached = store.WithCaches(contents: null);
        await store.PutIfAbsentAsync(Key, Bytes("one"), Cancellation);

        var first = await cached.GetAsync(Key, Cancellation);
        StoredObject? second = null;

        Assert.AreEqual("1 GET 304", await engine.CountAsync(async () => second = await cached.GetAsync(Key, Cancellation)));
        Assert.AreSame(first, second);
    }

    [TestMethod]
    public async Task What_was_written_is_not_read_again()
    {
        await using var engine = await SmallEngine.StartAsync();
        using var store = S3ObjectStore.OpenForReading(engine.Place);
        var cached = store.WithCaches(contents: null);
        var tag = await cached.PutIfAbsentAsync(Key, Bytes("one"), Cancellation);
        await cached.ReplaceAsync(Key, tag!, Bytes("two"), Cancellation);

        Assert.AreEqual("1 GET 304", await engine.CountAsync(async () =>
            Assert.AreEqual("two", Text(await cached.GetAsync(Key, Cancellation)))));
    }

    [TestMethod]
    public async Task What_another_server_changes_or_deletes_the_next_read_shows()
    {
        await using var engine = await SmallEngine.StartAsync();
        using var store = S3ObjectStore.OpenForReading(engine.Place);
        var (one, other) = (store.WithCaches(contents: null), store.WithCaches(contents: null));
        var tag = await one.PutIfAbsentAsync(Key, Bytes("one"), Cancellation);
        await one.GetAsync(Key, Cancellation);

        tag = await other.ReplaceAsync(Key, tag!, Bytes("two"), Cancellation);

        Assert.AreEqual("two", Text(await one.GetAsync(Key, Cancellation)));
        Assert.IsNotNull(await one.ReplaceAsync(Key, tag!, Bytes("three"), Cancellation));
        Assert.AreEqual("three", Text(await other.GetAsync(Key, Cancellation)));
        await other.DeleteAsync(Key, Cancellation);
        Assert.IsNull(await one.GetAsync(Key, Cancellation));
    }

    [TestMethod]
    public async Task What_another_server_publishes_hides_or_deletes_the_next_download_shows()
    {
        await using var engine = await SmallEngine.StartAsync();
        using var store = await S3ObjectStore.OpenAsync(engine.Place, Cancellation);
        var (one, other) = (new ObjectStoreBintray(store.WithCaches(null)), new ObjectStoreBintray(store.WithCaches(null)));
        await one.CreateRepositoryAsync(Repository, new RepositoryDetails(), Cancellation);
        await one.CreatePackageAsync(Version.Package, new PackageDetails(), Cancellation);
        await PublishAsync(one, "first");
        Assert.AreEqual("first", await DownloadAsync(other));
        Assert.AreEqual("first", await DownloadAsync(other));

        await PublishAsync(one, "second");
        Assert.AreEqual("second", await DownloadAsync(other));
        Assert.AreEqual("second", await DownloadAsync(other));

        await one.DeletePackageAsync(Version.Package, Cancellation);
        Assert.IsNull(await DownloadAsync(other));
    }

    [TestMethod]
    public async Task What_is_kept_is_bounded_and_what_was_not_used_for_longest_goes_first()
    {
        await using var engine = await SmallEngine.StartAsync();
        using var store = S3ObjectStore.OpenForReading(engine.Place);
        var cached = new RememberedObjects(store, store, maxBytes: 10_000);
        foreach (var name in (string[])["a", "b", "c"])
        {
            await store.PutIfAbsentAsync(KeyOf(name), Bytes(name.PadRight(1000)), Cancellation);
            await cached.GetAsync(KeyOf(name), Cancellation);
        }

        await cached.GetAsync(KeyOf("a"), Cancellation);
        await store.PutIfAbsentAsync(KeyOf("d"), Bytes("d".PadRight(1000)), Cancellation);
        await cached.GetAsync(KeyOf("d"), Cancellation);

        Assert.AreEqual("1 GET 304", await engine.CountAsync(() => cached.GetAsync(KeyOf("a"), Cancellation)));
        Assert.AreEqual("1 GET", await engine.CountAsync(() => cached.GetAsync(KeyOf("b"), Cancellation)));
    }

    [TestMethod]
    public async Task Who_asks_while_a_read_is_on_its_way_gets_the_answer_of_a_later_one()
    {
        var reads = new List<TaskCompletionSource<StoredObject?>>();
        var shared = new SharedReads(_ =>
        {
            reads.Add(new TaskCompletionSource<StoredObject?>());
            return reads[^1].Task;
        });

        var first = shared.GetAsync(Key, Cancellation);
        var (second, third) = (shared.GetAsync(Key, Cancellation), shared.GetAsync(Key, Cancellation));
        reads[0].SetResult(new StoredObject(Bytes("old"), "1"));

        Assert.AreEqual("old", Text(await first));
        Assert.IsFalse(second.IsCompleted || third.IsCompleted);
        Assert.HasCount(2, reads);
        reads[1].SetResult(new StoredObject(Bytes("new"), "2"));
        Assert.AreEqual(("new", "new"), (Text(await second), Text(await third)));
    }

    [TestMethod]
    public async Task Who_gives_up_ends_nobody_elses_read_and_a_failure_is_told_to_all_who_waited_for_it()
    {
        var read = new TaskCompletionSource<StoredObject?>();
        var shared = new SharedReads(_ => read.Task);
        using var impatient = new CancellationTokenSource();
        var (first, second) = (shared.GetAsync(Key, impatient.Token), shared.GetAsync(Key, Cancellation));

        await impatient.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => first);
        read.SetException(new IOException("lost"));

        Assert.AreEqual("lost", (await Assert.ThrowsExactlyAsync<IOException>(() => second)).Message);
    }

    private static string KeyOf(string name) => $"repo/_acme/_{name}.json";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(StoredObject? stored) => Encoding.UTF8.GetString(stored!.Value);

    private async Task PublishAsync(ObjectStoreBintray service, string text)
    {
        await service.UploadAsync(
            new UploadRequest { Version = Version, Path = File.Path, Override = true }, new MemoryStream(Bytes(text)), Cancellation);
        await service.PublishAsync(Version, new PublishRequest(), Cancellation);
    }

    private async Task<string?> DownloadAsync(ObjectStoreBintray service)
    {
        using var download = await service.DownloadAsync(File, includeUnpublished: false, Cancellation);
        return download is null ? null : await new StreamReader(download.Content).ReadToEndAsync(Cancellation);
    }
}
