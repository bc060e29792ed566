namespace BintrayPush.Conformance;

/// <summary>Protocol reference, section 9: deleting files.</summary>
public abstract class DeletingConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    [TestMethod]
    public async Task A_published_file_is_deleted_and_may_come_again()
    {
        await UploadAsync(V1, "a", "1", publish: true);
        await UploadAsync(V1, "b", "2", publish: true);
        await Service.DeleteFileAsync(File("a"), Cancellation);
        Assert.IsNull(await ReadAsync("a", includeUnpublished: true));
        CollectionAssert.AreEqual(new[] { "b" }, await PublishedPathsAsync(V1));
        Assert.AreEqual(0, (await PublishAsync(V1)).Files);
        await UploadAsync(V1, "a", "3", publish: true);
        Assert.AreEqual("3", await ReadAsync("a"));
    }

    [TestMethod]
    public async Task An_unpublished_file_is_deleted()
    {
        await UploadAsync(V1, "a", "1");
        await Service.DeleteFileAsync(File("a"), Cancellation);
        Assert.IsEmpty(await UnpublishedPathsAsync(V1));
        Assert.AreEqual(0, (await PublishAsync(V1)).Files);
    }

    [TestMethod]
    public async Task A_file_with_a_waiting_replacement_goes_with_it()
    {
        await UploadAsync(V1, "a", "1", publish: true);
        await UploadAsync(V1, "a", "2", replace: true);
        await Service.DeleteFileAsync(File("a"), Cancellation);
        Assert.IsNull(await ReadAsync("a", includeUnpublished: true));
        Assert.IsEmpty(await UnpublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task A_missing_file_is_told_by_name()
    {
        await RefusedAsync(404, "'none' was not found", () => Service.DeleteFileAsync(File("none"), Cancellation));
        await UploadAsync(V1, "a", "1", publish: true);
        await Service.DeleteFileAsync(File("a"), Cancellation);
        await RefusedAsync(404, "'a' was not found", () => Service.DeleteFileAsync(File("a"), Cancellation));
    }
}
