using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>What a process knows of the folder it has opened: that it is still there, and that names mean the same in it.</summary>
[TestClass]
public sealed class FolderMarkerTests : FolderTests
{
    private const string Invariant = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    [TestMethod]
    public async Task A_folder_that_is_gone_is_not_an_empty_one()
    {
        await PublishAsync(V1, ("a", "hello"));
        var file = new FileAddress(Repo, RepositoryPath.Of("a"));
        // As if the disk had been unmounted: the mount point is still there.
        using var elsewhere = new TemporaryFolder();
        Directory.Move(Folder, Path.Combine(elsewhere.Path, "store"));
        Directory.CreateDirectory(Folder);

        await UnavailableAsync(() => Service.GetRepositoryAsync(Repo, Cancellation));
        await UnavailableAsync(() => Service.DownloadAsync(file, includeUnpublished: false, Cancellation));
        await UnavailableAsync(() => Service.ListFilesAsync(V1, includeUnpublished: true, Cancellation));
        await UnavailableAsync(() => Service.ListRepositoriesAsync(Repo.Subject, Cancellation));
        await UnavailableAsync(() => UploadAsync(Service, V1, "b", "hello"));
        await UnavailableAsync(
            () => Service.CreateRepositoryAsync(RepositoryAddress.Of("acme", "new"), new RepositoryDetails(), Cancellation));
        Assert.AreEqual(503, Assert.ThrowsExactly<BintrayException>(Opened.RequireFolder).Status);
        Assert.IsEmpty(Directory.GetFileSystemEntries(Folder), "nothing may be made where the disk should be");

        Directory.Delete(Folder);
        Directory.Move(Path.Combine(elsewhere.Path, "store"), Folder);
        using var download = await Service.DownloadAsync(file, includeUnpublished: false, Cancellation);
        Assert.IsNotNull(download);
    }

    [TestMethod]
    public async Task A_folder_that_may_not_be_searched_is_not_an_empty_one()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("needs symbolic links that lead in a circle");
        }

        // Root may search everything; a link that leads to itself cannot be looked at by anybody.
        var records = Path.Combine(Folder, "repo");
        Directory.Delete(records, recursive: true);
        File.CreateSymbolicLink(records, records);
        await UnavailableAsync(() => Service.GetRepositoryAsync(Repo, Cancellation));
        await UnavailableAsync(() => Service.ListRepositoriesAsync(Repo.Subject, Cancellation));
        File.Delete(records);
    }

    [TestMethod]
    [DataRow("1", "0")]
    [DataRow("0", "1")]
    public async Task A_folder_is_refused_by_a_process_that_would_read_its_names_otherwise(string first, string second)
    {
        using var folder = new TemporaryFolder();
        Assert.AreEqual("opened", await OpenAsync(folder.Path, first));
        Assert.AreEqual("opened", await OpenAsync(folder.Path, first));
        StringAssert.Contains(await OpenAsync(folder.Path, second), $"{Invariant}={first}", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_marker_that_cannot_be_read_is_named()
    {
        await File.WriteAllBytesAsync(Path.Combine(Folder, "store.json"), Encoding.UTF8.GetBytes("{"), Cancellation);
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => FolderRepository.OpenAsync(Folder, Cancellation));
        Assert.AreEqual(503, refusal.Status);
        StringAssert.Contains(refusal.Message, "store.json", StringComparison.Ordinal);
    }

    private static async Task UnavailableAsync(Func<Task> call) =>
        Assert.AreEqual(503, (await Assert.ThrowsExactlyAsync<BintrayException>(call)).Status);

    private static async Task<string> OpenAsync(string folder, string invariant)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("needs 'env'");
        }

        using var process = OtherProcess.Start("open", folder, "", "env", $"{Invariant}={invariant}");
        var answer = await process.StandardOutput.ReadLineAsync();
        await process.UntilDoneAsync();
        return answer ?? "";
    }
}
