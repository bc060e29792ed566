using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Storage.S3.Tests;

/// <summary>Writes of which nobody was told whether they happened.</summary>
[TestClass]
public sealed class LostAnswerTests
{
    private static readonly VersionAddress Version =
        VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib"), "1.0");

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    public async Task A_create_whose_answer_is_lost_is_known_by_what_it_wrote()
    {
        await using var engine = await SmallEngine.StartAsync();
        using var store = await S3ObjectStore.OpenAsync(engine.Place, Cancellation);
        engine.LosesAnswerOf = "lost.json";

        var tag = await store.PutIfAbsentAsync("lost.json", Bytes("mine"), Cancellation);

        Assert.IsNotNull(tag, "it is not refused by its own write");
        Assert.IsNotNull(await store.ReplaceAsync("lost.json", tag, Bytes("next"), Cancellation));
    }

    [TestMethod]
    public async Task A_replacement_whose_answer_is_lost_is_known_by_what_it_wrote()
    {
        await using var engine = await SmallEngine.StartAsync();
        using var store = await S3ObjectStore.OpenAsync(engine.Place, Cancellation);
        var tag = await store.PutIfAbsentAsync("lost.json", Bytes("before"), Cancellation);
        engine.LosesAnswerOf = "lost.json";

        var next = await store.ReplaceAsync("lost.json", tag!, Bytes("mine"), Cancellation);

        Assert.IsNotNull(next);
        Assert.AreEqual("mine", await TextAsync(store));
    }

    [TestMethod]
    public async Task A_write_that_was_cut_off_before_it_happened_is_made_again()
    {
        await using var engine = await SmallEngine.StartAsync();
        using var store = await S3ObjectStore.OpenAsync(engine.Place, Cancellation);
        engine.DropsWriteOf = "lost.json";

        Assert.IsNotNull(await store.PutIfAbsentAsync("lost.json", Bytes("mine"), Cancellation));
        Assert.AreEqual("mine", await TextAsync(store));
    }

    [TestMethod]
    public async Task Nobody_is_told_refused_if_his_write_may_have_won_and_been_replaced_since()
    {
        await using var engine = await SmallEngine.StartAsync();
        using var store = await S3ObjectStore.OpenAsync(engine.Place, Cancellation);
        (engine.LosesAnswerOf, engine.WrittenByOthers) = ("lost.json", Bytes("of others"));

        var doubt = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => store.PutIfAbsentAsync("lost.json", Bytes("mine"), Cancellation));

        Assert.AreEqual(BintrayException.Unavailable, doubt.Status);
        Assert.AreEqual("of others", await TextAsync(store));
    }

    [TestMethod]
    public async Task A_write_that_met_another_one_is_made_again()
    {
        await using var engine = await SmallEngine.StartAsync();
        using var store = await S3ObjectStore.OpenAsync(engine.Place, Cancellation);
        engine.Conflicts = 3;

        Assert.IsNotNull(await store.PutIfAbsentAsync("met.json", Bytes("mine"), Cancellation));
    }

    [TestMethod]
    public async Task A_replacement_that_lost_in_the_way_of_Ceph_is_refused_and_not_in_doubt()
    {
        await using var engine = await SmallEngine.StartAsync();
        using var store = await S3ObjectStore.OpenAsync(engine.Place, Cancellation);
        var tag = await store.PutIfAbsentAsync("lost.json", Bytes("before"), Cancellation);
        engine.LosesRaceTo = Bytes("of others");

        Assert.IsNull(await store.ReplaceAsync("lost.json", tag!, Bytes("mine"), Cancellation));
        Assert.AreEqual("of others", await TextAsync(store));
    }

    [TestMethod]
    public async Task A_publish_whose_commit_is_not_answered_has_happened()
    {
        await using var engine = await SmallEngine.StartAsync();
        using var store = await S3ObjectStore.OpenAsync(engine.Place, Cancellation);
        var service = new ObjectStoreBintray(store);
        await service.CreateRepositoryAsync(Version.Package.Repository, new RepositoryDetails(), Cancellation);
        await service.CreatePackageAsync(Version.Package, new PackageDetails(), Cancellation);
        await service.CreateVersionAsync(Version, new VersionDetails(), Cancellation);
        await service.UploadAsync(
            new UploadRequest { Version = Version, Path = RepositoryPath.Of("a.txt") }, new MemoryStream(Bytes("a")), Cancellation);
        engine.LosesAnswerOf = engine.Keys.Single(key => key.Contains("/version/", StringComparison.Ordinal));

        await service.PublishAsync(Version, new PublishRequest(), Cancellation);

        Assert.IsNull(engine.LosesAnswerOf, "it was the head");
        var files = await service.ListFilesAsync(Version, includeUnpublished: false, Cancellation);
        Assert.AreEqual("a.txt", files.Published.Single().Path.Value);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<string> TextAsync(S3ObjectStore store) =>
        Encoding.UTF8.GetString((await store.GetAsync("lost.json", Cancellation))!.Value);
}
