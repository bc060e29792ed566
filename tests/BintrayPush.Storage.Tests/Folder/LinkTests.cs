using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>Links in the data folder do not lead the store out of it.</summary>
[TestClass]
public sealed class LinkTests : FolderTests
{
    private readonly TemporaryFolder _outside = new();

    private string Precious => Path.Combine(_outside.Path, "precious");

    [TestInitialize]
    public void Fill()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("making links needs rights there");
        }

        File.WriteAllText(Precious, "precious");
    }

    [TestCleanup]
    public void Clear() => _outside.Dispose();

    [TestMethod]
    public async Task Deleting_a_repository_deletes_a_link_among_its_plain_files_and_not_what_it_leads_to()
    {
        await PublishAsync(V1, ("a", "1"));
        Directory.CreateSymbolicLink(Shown("out"), _outside.Path);
        File.CreateSymbolicLink(Shown("file"), Precious);
        await Service.DeleteRepositoryAsync(Repo, Cancellation);
        Assert.IsTrue(File.Exists(Precious));
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "dl", "Acme", "tools")));
    }

    [TestMethod]
    [DataRow("dl")]
    [DataRow("dl/Acme")]
    [DataRow("dl/Acme/tools")]
    public async Task Nothing_is_deleted_where_a_folder_of_plain_files_is_a_link(string link)
    {
        await PublishAsync(V1, ("precious", "1"), ("a", "1"));
        MakeLink(link);
        await Service.DeleteFileAsync(new FileAddress(Repo, RepositoryPath.Of("precious")), Cancellation);
        await Service.DeleteRepositoryAsync(Repo, Cancellation);
        Assert.IsTrue(File.Exists(Precious), "What is outside was deleted.");
    }

    [TestMethod]
    [DataRow("dl")]
    [DataRow("dl/Acme")]
    [DataRow("dl/Acme/tools")]
    [DataRow("dl/Acme/tools/deep")]
    public async Task A_publish_does_not_write_through_a_link_and_says_so(string link)
    {
        await PublishAsync(V1, ("deep/a", "1"));
        MakeLink(link);
        var answer = await PublishAsync(V1, ("deep/precious", "2"));
        Assert.AreEqual(1, answer.Files);
        StringAssert.Contains(answer.Warning, "is a link", StringComparison.Ordinal);
        CollectionAssert.AreEqual(new[] { Precious }, Directory.GetFileSystemEntries(_outside.Path));
        Assert.AreEqual("precious", await File.ReadAllTextAsync(Precious, Cancellation));
    }

    [TestMethod]
    public async Task A_link_in_the_place_of_a_plain_file_is_replaced_and_not_written_through()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Shown("a"))!);
        File.CreateSymbolicLink(Shown("a"), Precious);
        Directory.CreateSymbolicLink(Shown("b"), _outside.Path);
        await PublishAsync(V1, ("a", "1"), ("b", "2"));
        Assert.AreEqual("1", await File.ReadAllTextAsync(Shown("a"), Cancellation));
        Assert.AreEqual("2", await File.ReadAllTextAsync(Shown("b"), Cancellation));
        Assert.AreEqual("precious", await File.ReadAllTextAsync(Precious, Cancellation));
    }

    [TestMethod]
    [DataRow("content/aa")]
    [DataRow("content")]
    [DataRow("r")]
    [DataRow("tmp")]
    [DataRow("unseen")]
    public async Task A_sweep_neither_follows_a_link_nor_takes_what_is_behind_it_for_missing(string link)
    {
        await PublishAsync(V1, ("a", "1"));
        var content = FilesIn("content").Single();
        var place = Path.Combine(Folder, link);
        if (Directory.Exists(place))
        {
            Directory.Move(place, Path.Combine(_outside.Path, "moved"));
        }

        Directory.CreateSymbolicLink(
            place, Directory.Exists(Path.Combine(_outside.Path, "moved")) ? Path.Combine(_outside.Path, "moved") : _outside.Path);
        var outside = Files(_outside.Path);
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => Opened.SweepAsync(SweepOptions.Exclusive, Cancellation));
        StringAssert.Contains(refusal.Message, "is a link", StringComparison.Ordinal);
        CollectionAssert.AreEqual(outside, Files(_outside.Path));
        Assert.IsTrue(File.Exists(content), "What a link stands for was taken for missing.");
    }

    [TestMethod]
    public async Task The_data_folder_itself_may_be_a_link()
    {
        var link = Path.Combine(_outside.Path, "data");
        Directory.CreateSymbolicLink(link, Folder);
        var opened = await FolderRepository.OpenAsync(link, Cancellation);
        await UploadAsync(opened.Service, V1, "a", "1");
        Assert.IsNull((await opened.Service.PublishAsync(V1, new PublishRequest(), Cancellation)).Warning);
        Assert.IsTrue(File.Exists(Shown("a")));
        await opened.SweepAsync(SweepOptions.Exclusive, Cancellation);
    }

    private static string[] Files(string folder) =>
        [.. Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private void MakeLink(string path)
    {
        var place = Path.Combine(Folder, path);
        Directory.Delete(place, recursive: true);
        Directory.CreateSymbolicLink(place, _outside.Path);
    }
}
