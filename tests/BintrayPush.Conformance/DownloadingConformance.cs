namespace BintrayPush.Conformance;

/// <summary>Protocol reference, section 13.</summary>
public abstract class DownloadingConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    [TestMethod]
    public async Task A_download_tells_what_is_being_read()
    {
        await UploadAsync(V1, "a", "1", publish: true);
        await UploadAsync(V1, "a", "22", replace: true);
        using var published = await Service.DownloadAsync(File("a"), includeUnpublished: false, Cancellation);
        using var pending = await Service.DownloadAsync(File("a"), includeUnpublished: true, Cancellation);
        Assert.IsTrue(published!.Published);
        Assert.AreEqual(1, published.File.Size);
        Assert.AreEqual(V1, published.File.Version);
        Assert.IsFalse(pending!.Published);
        Assert.AreEqual(2, pending.File.Size);
    }

    [TestMethod]
    public async Task A_missing_file_is_null()
    {
        Assert.IsNull(await Service.DownloadAsync(File("none"), includeUnpublished: true, Cancellation));
        Assert.IsNull(await Service.GetFileAsync(File("none"), Cancellation));
        await UploadAsync(V1, "Case", "1", publish: true);
        Assert.IsNull(await Service.DownloadAsync(File("case"), includeUnpublished: true, Cancellation));
    }

    [TestMethod]
    public async Task A_download_goes_on_while_the_file_is_replaced_and_deleted()
    {
        var text = new string('x', 300_000);
        await UploadAsync(V1, "a", text, publish: true);
        using var download = await Service.DownloadAsync(File("a"), includeUnpublished: false, Cancellation);
        await UploadAsync(V1, "a", "other", replace: true, publish: true);
        await Service.DeleteFileAsync(File("a"), Cancellation);
        using var reader = new StreamReader(download!.Content);
        Assert.AreEqual(text, await reader.ReadToEndAsync(Cancellation));
    }
}
