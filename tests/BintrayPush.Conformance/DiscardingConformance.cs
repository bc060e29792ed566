namespace BintrayPush.Conformance;

/// <summary>Protocol reference, section 9.</summary>
public abstract class DiscardingConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    [TestMethod]
    public async Task A_discard_drops_what_is_pending_and_counts_it()
    {
        await UploadAsync(V1, "public", "1", publish: true);
        await UploadAsync(V1, "a", "2");
        await UploadAsync(V1, "b", "3");
        Assert.AreEqual(2, (await Service.DiscardAsync(V1, Cancellation)).Files);
        Assert.AreEqual(0, (await Service.DiscardAsync(V1, Cancellation)).Files);
        Assert.IsEmpty(await UnpublishedPathsAsync(V1));
        CollectionAssert.AreEqual(new[] { "public" }, await PublishedPathsAsync(V1));
        Assert.IsNull(await ReadAsync("a", includeUnpublished: true));
        Assert.AreEqual(0, (await PublishAsync(V1)).Files);
    }

    [TestMethod]
    public async Task A_discarded_replacement_leaves_the_published_file()
    {
        await UploadAsync(V1, "a", "1", publish: true);
        await UploadAsync(V1, "a", "2", replace: true);
        Assert.AreEqual(1, (await Service.DiscardAsync(V1, Cancellation)).Files);
        Assert.AreEqual("1", await ReadAsync("a", includeUnpublished: true));
        await RefusedAsync(409, "already exists", () => UploadAsync(V1, "a", "3"));
    }

    [TestMethod]
    public Task A_discard_needs_its_version() =>
        RefusedAsync(404, "Version '1.0' was not found", () => Service.DiscardAsync(V1, Cancellation));
}
