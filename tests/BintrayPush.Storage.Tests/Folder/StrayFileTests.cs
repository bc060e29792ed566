using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>Files that others leave in the data folder, and single damaged records, cost nobody else anything.</summary>
[TestClass]
public sealed class StrayFileTests : FolderTests
{
    private static readonly string[] Strays = [
        ".DS_Store",
        ".nfs0000000000a1b2c3",
        "Thumbs.db",
        "desktop.ini",
        "_lib.json~",
        "#_lib.json#",
        "_lib (copy).json",
        "x"
    ];

    [TestMethod]
    public async Task Stray_files_are_no_records()
    {
        await PublishAsync(V1, ("a", "1"));
        await UploadAsync(Service, V1, "b", "2");
        foreach (var folder in Directory.GetDirectories(Folder, "*", SearchOption.AllDirectories)
            .Where(folder => !folder.Contains("/dl", StringComparison.Ordinal)))
        {
            foreach (var name in Strays)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, name), "stray", Cancellation);
            }
        }

        await AssertWorksAsync();
        await Service.DeletePackageAsync(Lib, Cancellation);
        await Service.CreatePackageAsync(Lib, new PackageDetails(), Cancellation);
        Assert.AreEqual(1, (await Service.GetRepositoryAsync(Repo, Cancellation))!.PackageCount);
        await Opened.SweepAsync(SweepOptions.Exclusive, Cancellation);
    }

    [TestMethod]
    public async Task A_damaged_record_costs_only_itself_and_its_name_is_not_free()
    {
        var other = PackageAddress.Of(Repo, "other");
        var otherRepository = RepositoryAddress.Of("Acme", "other");
        await Service.CreateRepositoryAsync(otherRepository, new RepositoryDetails { Private = true }, Cancellation);
        await Service.CreatePackageAsync(other, new PackageDetails(), Cancellation);
        await PublishAsync(V1, ("a", "1"));
        await PublishAsync(V2, ("c", "1"));
        await UploadAsync(Service, V1, "b", "2");
        await UploadAsync(Service, V1, "d", "2");
        Empty("repo", "other");
        Empty("r", "package/_other");
        Empty("r", "version/", "_2.0.json");
        Empty("r", Keys.PathHash(RepositoryPath.Of("d")));

        await AssertWorksAsync();
        Assert.AreEqual("a", (await Service.ListFilesAsync(Lib, includeUnpublished: false, Cancellation)).Published.Single().Path.Value);
        await IsUnavailableAsync("_other.json", () => Service.CreatePackageAsync(other, new PackageDetails(), Cancellation));
        await IsUnavailableAsync(
            "_other.json", () => Service.CreateRepositoryAsync(otherRepository, new RepositoryDetails(), Cancellation));
        await IsUnavailableAsync("_2.0.json", () => Service.CreateVersionAsync(V2, new VersionDetails(), Cancellation));
        await IsUnavailableAsync("path/", () => UploadAsync(Service, V1, "d", "new"));
        // A publish of everything must not leave out a file in silence, a sweep must not take what a record names for garbage.
        await IsUnavailableAsync("path/", () => Service.PublishAsync(V1, new PublishRequest(), Cancellation));
        await IsUnavailableAsync("damaged", () => Opened.SweepAsync(SweepOptions.Exclusive, Cancellation));
    }

    private static async Task IsUnavailableAsync(string key, Func<Task> call)
    {
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(call);
        Assert.AreEqual(BintrayException.Unavailable, refusal.Status);
        StringAssert.Contains(refusal.Message, key, StringComparison.Ordinal);
    }

    private async Task AssertWorksAsync()
    {
        Assert.AreEqual("tools", (await Service.ListRepositoriesAsync("Acme", Cancellation)).Single().Address.Name);
        CollectionAssert.AreEqual(new[] { "lib" }, (await Service.ListPackagesAsync(Repo, null, 0, Cancellation)).Items.ToArray());
        CollectionAssert.AreEqual(new[] { "1.0" }, (await Service.GetPackageAsync(Lib, Cancellation))!.Versions.ToArray());
        Assert.AreEqual("1.0", (await Service.GetLatestVersionAsync(Lib, Cancellation))!.Address.Name);
        var files = await Service.ListFilesAsync(V1, includeUnpublished: true, Cancellation);
        Assert.AreEqual("a", files.Published.Single().Path.Value);
        Assert.AreEqual("b", files.Unpublished.Single().Path.Value);
    }

    private void Empty(string part, string name, string end = "")
    {
        var file = FilesIn(part)
            .Single(path => path.Contains(name, StringComparison.Ordinal) && path.EndsWith(end, StringComparison.Ordinal)
            && !path.Contains("pending", StringComparison.Ordinal));
        File.SetAttributes(file, FileAttributes.Normal);
        File.WriteAllText(file, "");
    }
}
