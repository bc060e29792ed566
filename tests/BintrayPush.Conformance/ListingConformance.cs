using BintrayPush.Api.Names;

namespace BintrayPush.Conformance;

/// <summary>Protocol reference, sections 7 and 11.</summary>
public abstract class ListingConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    [TestMethod]
    public async Task A_listing_tells_size_and_checksums()
    {
        await UploadAsync(V1, "dir/a.txt", "hello", publish: true);
        var file = (await Service.ListFilesAsync(V1, includeUnpublished: true, Cancellation)).Published[0];
        Assert.AreEqual(V1, file.Version);
        Assert.AreEqual("dir/a.txt", file.Path.Value);
        Assert.AreEqual(5, file.Size);
        Assert.AreEqual("aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d", file.Sha1);
        Assert.AreEqual(Sha256Of("hello"), file.Sha256 ?? Sha256Of("hello"));
        Assert.IsTrue(file.Created > DateTimeOffset.UtcNow.AddMinutes(-10) && file.Created < DateTimeOffset.UtcNow.AddMinutes(10));
        Assert.AreEqual(file, await Service.GetFileAsync(File("dir/a.txt"), Cancellation));
    }

    [TestMethod]
    public async Task Both_views_show_a_published_file_that_waits_for_its_replacement()
    {
        await UploadAsync(V1, "a", "1", publish: true);
        await UploadAsync(V1, "a", "22", replace: true);
        var files = await Service.ListFilesAsync(V1, includeUnpublished: true, Cancellation);
        Assert.AreEqual(1, files.Published.Single().Size);
        Assert.AreEqual(2, files.Unpublished.Single().Size);
        Assert.IsEmpty((await Service.ListFilesAsync(V1, includeUnpublished: false, Cancellation)).Unpublished);
    }

    [TestMethod]
    public async Task A_package_lists_the_files_of_all_its_versions_in_the_order_of_their_paths()
    {
        await UploadAsync(V2, "b", "2", publish: true);
        await UploadAsync(V1, "c", "3", publish: true);
        await UploadAsync(V1, "a", "1");
        await UploadAsync(VersionAddress.Of(Other, "1"), "x", "4", publish: true);
        var files = await Service.ListFilesAsync(Lib, includeUnpublished: true, Cancellation);
        CollectionAssert.AreEqual(new[] { "b", "c" }, files.Published.Select(file => file.Path.Value).ToArray());
        CollectionAssert.AreEqual(new[] { "a" }, files.Unpublished.Select(file => file.Path.Value).ToArray());
        Assert.AreEqual(V2, files.Published[0].Version);
    }

    [TestMethod]
    public async Task A_published_file_is_put_into_the_list_of_downloads_and_taken_out()
    {
        await UploadAsync(V1, "a", "1");
        await RefusedAsync(400, "unpublished file", () => Service.SetListedInDownloadsAsync(File("a"), listed: true, Cancellation));
        await RefusedAsync(404, "was not found", () => Service.SetListedInDownloadsAsync(File("none"), listed: true, Cancellation));
        await PublishAsync(V1);
        await Service.SetListedInDownloadsAsync(File("a"), listed: true, Cancellation);
        await Service.SetListedInDownloadsAsync(File("a"), listed: false, Cancellation);
        Assert.AreEqual("1", await ReadAsync("a"));
        Assert.IsEmpty(await UnpublishedPathsAsync(V1));
    }
}
