using System.Diagnostics;
using System.Globalization;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary><c>dl/</c>, the plain files.</summary>
[TestClass]
public sealed class PublicFolderTests : FolderTests
{
    [TestMethod]
    public async Task A_published_file_lies_under_its_own_name_and_an_unpublished_one_does_not()
    {
        await UploadAsync(Service, V1, "Lib/A b.txt", "hello");
        Assert.IsFalse(File.Exists(Shown("Lib/A b.txt")));
        Assert.IsNull((await PublishAsync(V1)).Warning);
        Assert.AreEqual(Path.Combine(Folder, "dl", "Acme", "tools", "Lib", "A b.txt"), Shown("Lib/A b.txt"));
        Assert.AreEqual("hello", await File.ReadAllTextAsync(Shown("Lib/A b.txt"), Cancellation));
    }

    [TestMethod]
    public async Task A_published_file_takes_no_second_place_on_the_disk()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("counts links with a Linux tool");
        }

        await PublishAsync(V1, ("a", "hello"));
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%h", Shown("a")]) { RedirectStandardOutput = true })!;
        Assert.AreEqual(2, int.Parse(await stat.StandardOutput.ReadToEndAsync(Cancellation), CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public async Task Publishing_the_same_bytes_over_themselves_leaves_no_second_name()
    {
        await PublishAsync(V1, ("a", "hello"));
        await PublishAsync(V1, ("a", "hello"));
        await Service.DeleteFileAsync(new FileAddress(Repo, RepositoryPath.Of("a")), Cancellation);
        await PublishAsync(V1, ("a", "hello"));
        Assert.AreEqual("hello", await File.ReadAllTextAsync(Shown("a"), Cancellation));
        Assert.IsEmpty(FilesIn("tmp"));
    }

    [TestMethod]
    public async Task A_replaced_file_is_replaced_and_a_deleted_one_goes_with_its_empty_folders()
    {
        await PublishAsync(V1, ("x/y/a", "1"), ("x/b", "1"));
        await PublishAsync(V1, ("x/b", "2"));
        Assert.AreEqual("2", await File.ReadAllTextAsync(Shown("x/b"), Cancellation));
        await Service.DeleteFileAsync(new FileAddress(Repo, RepositoryPath.Of("x/y/a")), Cancellation);
        Assert.IsFalse(Directory.Exists(Path.GetDirectoryName(Shown("x/y/a"))));
        Assert.IsTrue(File.Exists(Shown("x/b")));
    }

    [TestMethod]
    public async Task A_file_and_a_folder_of_one_name_cannot_both_lie_there_but_both_are_served()
    {
        await PublishAsync(V1, ("a", "file"));
        var answer = await PublishAsync(V1, ("a/b", "below"));
        Assert.AreEqual(1, answer.Files);
        StringAssert.Contains(answer.Warning, "'a/b'", StringComparison.Ordinal);
        using var served = await Service.DownloadAsync(
            new FileAddress(Repo, RepositoryPath.Of("a/b")), includeUnpublished: false, Cancellation);
        Assert.AreEqual("below", await new StreamReader(served!.Content).ReadToEndAsync(Cancellation));
        Assert.AreEqual("file", await File.ReadAllTextAsync(Shown("a"), Cancellation));

        await PublishAsync(V2, ("c/d", "below"));
        StringAssert.Contains((await PublishAsync(V2, ("c", "file"))).Warning, "'c'", StringComparison.Ordinal);
        Assert.IsEmpty(FilesIn("tmp"));
    }

    [TestMethod]
    public async Task A_private_repository_is_never_shown()
    {
        var hidden = RepositoryAddress.Of("Acme", "hidden");
        var version = VersionAddress.Of(PackageAddress.Of(hidden, "lib"), "1");
        await Service.CreateRepositoryAsync(hidden, new RepositoryDetails { Private = true }, Cancellation);
        await Service.CreatePackageAsync(version.Package, new PackageDetails(), Cancellation);
        Assert.AreEqual(1, (await PublishAsync(version, ("secret", "s"))).Files);
        Assert.IsEmpty(FilesIn("dl"));
        Assert.IsEmpty(FilesIn("unseen"));
    }

    [TestMethod]
    public async Task What_is_deleted_leaves_the_folder_and_nothing_else_does()
    {
        var other = VersionAddress.Of(PackageAddress.Of(Repo, "other"), "1");
        await Service.CreatePackageAsync(other.Package, new PackageDetails(), Cancellation);
        await PublishAsync(V1, ("one", "1"));
        await PublishAsync(V2, ("two", "2"));
        await PublishAsync(other, ("other", "3"));
        await Service.DeleteVersionAsync(V1, Cancellation);
        Assert.IsFalse(File.Exists(Shown("one")));
        Assert.IsTrue(File.Exists(Shown("two")));
        await Service.DeletePackageAsync(Lib, Cancellation);
        Assert.IsFalse(File.Exists(Shown("two")));
        Assert.IsTrue(File.Exists(Shown("other")));
        await Service.DeleteRepositoryAsync(Repo, Cancellation);
        Assert.IsEmpty(FilesIn("dl"));
        Assert.IsEmpty(FilesIn("unseen"));
    }

    [TestMethod]
    public async Task What_a_killed_publish_left_out_is_put_there_when_the_folder_is_opened()
    {
        await PublishButDieAsync("a", "hello");
        Assert.IsFalse(File.Exists(Shown("a")));
        await FolderRepository.OpenAsync(Folder, Cancellation);
        Assert.AreEqual("hello", await File.ReadAllTextAsync(Shown("a"), Cancellation));
        Assert.IsEmpty(FilesIn("unseen"));
    }

    [TestMethod]
    public async Task What_a_killed_publish_left_out_is_put_there_by_the_next_listing_or_publish()
    {
        await PublishButDieAsync("a", "hello");
        await Service.ListFilesAsync(V1, includeUnpublished: false, Cancellation);
        Assert.IsTrue(File.Exists(Shown("a")));
        await PublishButDieAsync("b", "hello");
        Assert.AreEqual(0, (await PublishAsync(V1)).Files);
        Assert.IsTrue(File.Exists(Shown("b")));
    }

    /// <summary>Everything up to the commit, and then the process is gone.</summary>
    private async Task PublishButDieAsync(string path, string text)
    {
        await UploadAsync(Service, V1, path, text);
        var dying = new ObjectStoreBintray(new FolderStore(Folder, TimeSpan.FromSeconds(10)), new DyingView(), new StorageEnvironment());
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => dying.PublishAsync(V1, new PublishRequest(), Cancellation));
    }

    private sealed class DyingView : IViewFiles
    {
        public Task<IDisposable> LockAsync(RepositoryAddress repository, CancellationToken cancellation) =>
            throw new InvalidOperationException("dead");

        public Task<ViewObstacle?> PutAsync(RepositoryAddress repository, string path, string content, CancellationToken cancellation) =>
            throw new InvalidOperationException("dead");

        public Task<IReadOnlyList<long?>> GetLengthsAsync(
            RepositoryAddress repository, IReadOnlyList<string> paths, CancellationToken cancellation) =>
            throw new InvalidOperationException("dead");

        public Task RemoveAsync(RepositoryAddress repository, string path, CancellationToken cancellation) =>
            throw new InvalidOperationException("dead");

        public Task RemoveAllAsync(RepositoryAddress repository, CancellationToken cancellation) =>
            throw new InvalidOperationException("dead");

        public Task FlushAsync(RepositoryAddress repository, CancellationToken cancellation) => throw new InvalidOperationException("dead");
    }
}
