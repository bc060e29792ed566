using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Conformance;

/// <summary>Protocol reference, section 5.</summary>
public abstract class VersionsConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    [TestMethod]
    public async Task A_version_is_what_it_was_created_as()
    {
        var released = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(1));
        await Service.CreateVersionAsync(
            V1, new VersionDetails { Description = "first", Released = released, VcsTag = "v1" }, Cancellation);
        var found = await Service.GetVersionAsync(V1, Cancellation);
        Assert.IsNotNull(found);
        Assert.AreEqual(V1, found.Address);
        Assert.AreEqual("first", found.Details.Description);
        Assert.AreEqual(released, found.Details.Released);
        Assert.AreEqual("v1", found.Details.VcsTag);
        Assert.IsFalse(found.Published);
        Assert.AreEqual(1, found.Ordinal);
    }

    [TestMethod]
    public async Task A_version_cannot_be_created_twice_nor_in_other_letters()
    {
        var beta = VersionAddress.Of(Lib, "1.0-beta");
        var twin = VersionAddress.Of(Lib, "1.0-BETA");
        await Service.CreateVersionAsync(beta, new VersionDetails(), Cancellation);
        await RefusedAsync(409, "already exists", () => Service.CreateVersionAsync(beta, new VersionDetails(), Cancellation));
        await RefusedAsync(409, "letter case", () => Service.CreateVersionAsync(twin, new VersionDetails(), Cancellation));
        await RefusedAsync(409, "letter case", () => UploadAsync(twin, "a", "a"));
        Assert.IsNull(await Service.GetVersionAsync(twin, Cancellation));
    }

    [TestMethod]
    public async Task A_missing_version_is_told_by_name()
    {
        Assert.IsNull(await Service.GetVersionAsync(V1, Cancellation));
        await RefusedAsync(404, "Version '1.0' was not found", () => Service.UpdateVersionAsync(V1, new VersionDetails(), Cancellation));
        await RefusedAsync(404, "Version '1.0' was not found", () => Service.DeleteVersionAsync(V1, Cancellation));
        await RefusedAsync(404, "Version '1.0' was not found", () => PublishAsync(V1));
        await RefusedAsync(404, "Version '1.0' was not found", () => Service.ListFilesAsync(V1, includeUnpublished: true, Cancellation));
        await RefusedAsync(404, "Version '1.0' was not found", () => Service.SignVersionAsync(V1, null, Cancellation));
    }

    [TestMethod]
    public async Task An_update_keeps_what_is_not_given()
    {
        await Service.CreateVersionAsync(V1, new VersionDetails { Description = "d", VcsTag = "t" }, Cancellation);
        await Service.UpdateVersionAsync(V1, new VersionDetails { Description = "e" }, Cancellation);
        var found = await Service.GetVersionAsync(V1, Cancellation);
        Assert.AreEqual("e", found!.Details.Description);
        Assert.AreEqual("t", found.Details.VcsTag);
    }

    [TestMethod]
    public async Task A_package_names_its_versions_newest_first()
    {
        await Service.CreateVersionAsync(V2, new VersionDetails(), Cancellation);
        await UploadAsync(V1, "a", "a");
        await Service.CreateVersionAsync(VersionAddress.Of(Lib, "0.5"), new VersionDetails(), Cancellation);
        var package = await Service.GetPackageAsync(Lib, Cancellation);
        CollectionAssert.AreEqual(new[] { "0.5", "1.0", "2.0" }, package!.Versions.ToArray());
        Assert.IsTrue(
            (await Service.GetVersionAsync(V1, Cancellation))!.Ordinal > (await Service.GetVersionAsync(V2, Cancellation))!.Ordinal);
    }

    [TestMethod]
    public async Task The_latest_version_is_the_newest_that_has_a_published_file()
    {
        Assert.IsNull(await Service.GetLatestVersionAsync(Lib, Cancellation));
        await UploadAsync(V1, "a", "a", publish: true);
        await UploadAsync(V2, "b", "b");
        Assert.AreEqual(V1, (await Service.GetLatestVersionAsync(Lib, Cancellation))!.Address);
        await PublishAsync(V2);
        Assert.AreEqual(V2, (await Service.GetLatestVersionAsync(Lib, Cancellation))!.Address);
        await Service.DeleteFileAsync(File("b"), Cancellation);
        Assert.AreEqual(V1, (await Service.GetLatestVersionAsync(Lib, Cancellation))!.Address);
    }

    [TestMethod]
    public async Task A_deleted_version_takes_its_files_along_and_its_successor_is_empty()
    {
        await UploadAsync(V1, "a", "old", publish: true);
        await UploadAsync(V1, "b", "pending");
        await Service.DeleteVersionAsync(V1, Cancellation);
        Assert.IsNull(await ReadAsync("a"));
        Assert.IsNull(await ReadAsync("b", includeUnpublished: true));
        Assert.IsNull(await Service.GetVersionAsync(V1, Cancellation));
        await UploadAsync(V1, "c", "new");
        CollectionAssert.AreEqual(new[] { "c" }, await UnpublishedPathsAsync(V1));
        Assert.IsEmpty(await PublishedPathsAsync(V1));
        Assert.AreEqual(1, (await PublishAsync(V1)).Files);
        await UploadAsync(V2, "a", "taken over", publish: true);
        Assert.AreEqual("taken over", await ReadAsync("a"));
    }

    [TestMethod]
    public async Task A_snapshot_is_refused_in_a_maven_repository()
    {
        var maven = RepositoryAddress.Of("acme", "maven");
        var package = PackageAddress.Of(maven, "lib");
        await Service.CreateRepositoryAsync(maven, new RepositoryDetails { Type = "maven" }, Cancellation);
        await Service.CreatePackageAsync(package, new PackageDetails(), Cancellation);
        var snapshot = VersionAddress.Of(package, "1.0-SNAPSHOT");
        await RefusedAsync(400, "snapshot", () => Service.CreateVersionAsync(snapshot, new VersionDetails(), Cancellation));
        await RefusedAsync(400, "snapshot", () => UploadAsync(snapshot, "a", "a"));
    }
}
