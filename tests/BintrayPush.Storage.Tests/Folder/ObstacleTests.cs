using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>Something lies where a plain file belongs: what can be put there later is, and is not forgotten until then.</summary>
[TestClass]
public sealed class ObstacleTests : FolderTests
{
    private string Subject => Path.Combine(Folder, "dl", "Acme");

    [TestMethod]
    public async Task What_could_not_be_put_there_is_put_there_by_the_next_publish()
    {
        await BlockAsync(Subject);
        var answer = await PublishAsync(V1, ("a", "hello"));
        Assert.AreEqual(1, answer.Files);
        StringAssert.Contains(answer.Warning, "not complete", StringComparison.Ordinal);
        answer = await PublishAsync(V1);
        Assert.AreEqual(0, answer.Files);
        StringAssert.Contains(answer.Warning, "not complete", StringComparison.Ordinal);

        File.Delete(Subject);
        Assert.IsNull((await PublishAsync(V1)).Warning);
        Assert.AreEqual("hello", await File.ReadAllTextAsync(Shown("a"), Cancellation));
        Assert.IsEmpty(FilesIn("tmp"));
    }

    [TestMethod]
    public async Task What_could_not_be_put_there_is_put_there_when_the_folder_is_opened_and_its_note_goes()
    {
        await BlockAsync(Subject);
        await PublishAsync(V1, ("a", "hello"));
        await FolderRepository.OpenAsync(Folder, Cancellation);
        Assert.HasCount(1, FilesIn("unseen"));
        await Opened.SweepAsync(SweepOptions.Exclusive, Cancellation);
        Assert.HasCount(1, FilesIn("unseen"));

        File.Delete(Subject);
        await FolderRepository.OpenAsync(Folder, Cancellation);
        Assert.AreEqual("hello", await File.ReadAllTextAsync(Shown("a"), Cancellation));
        Assert.IsEmpty(FilesIn("unseen"));
    }

    [TestMethod]
    public async Task A_stranger_in_the_way_of_one_file_does_not_keep_the_others_out()
    {
        await PublishAsync(V1, ("first", "1"));
        await BlockAsync(Shown("lib"));
        await BlockAsync(Path.Combine(Shown("file"), "stranger"));
        var answer = await PublishAsync(V1, ("lib/x", "1"), ("file", "2"), ("other", "3"));
        StringAssert.Contains(answer.Warning, "not complete", StringComparison.Ordinal);
        Assert.IsTrue(File.Exists(Shown("other")));

        File.Delete(Shown("lib"));
        Directory.Delete(Shown("file"), recursive: true);
        await Service.ListFilesAsync(V1, includeUnpublished: false, Cancellation);
        Assert.AreEqual("1", await File.ReadAllTextAsync(Shown("lib/x"), Cancellation));
        Assert.AreEqual("2", await File.ReadAllTextAsync(Shown("file"), Cancellation));
    }

    [TestMethod]
    public async Task One_version_that_cannot_be_finished_does_not_hold_up_another()
    {
        await BlockAsync(Subject);
        await PublishAsync(V1, ("a/b", "1"));
        await PublishAsync(V2, ("c", "2"));
        File.Delete(Subject);
        await BlockAsync(Shown("a"));
        await FolderRepository.OpenAsync(Folder, Cancellation);
        Assert.IsTrue(File.Exists(Shown("c")));
        Assert.HasCount(1, FilesIn("unseen"));
    }

    [TestMethod]
    public async Task Folders_that_a_cut_off_removal_left_give_way_to_a_file()
    {
        Directory.CreateDirectory(Path.Combine(Shown("a"), "empty"));
        Assert.IsNull((await PublishAsync(V1, ("a", "hello"))).Warning);
        Assert.IsTrue(File.Exists(Shown("a")));
    }

    [TestMethod]
    public async Task What_is_left_out_rightly_is_not_tried_again()
    {
        await PublishAsync(V1, ("a", "file"));
        StringAssert.Contains((await PublishAsync(V2, ("a/b", "below"))).Warning, "'a/b'", StringComparison.Ordinal);
        Assert.IsEmpty(FilesIn("unseen"));
        Assert.IsNull((await PublishAsync(V2)).Warning);
    }

    [TestMethod]
    public void A_name_that_no_file_can_have_is_told_from_a_disk_that_cannot_take_one_now()
    {
        const int NoSpaceLeft = 28;
        Assert.IsTrue(FileErrors.IsImpossibleName(new PathTooLongException()));
        Assert.IsTrue(FileErrors.IsImpossibleName(new IOException("The filename is incorrect", unchecked((int)0x8007007B))));
        Assert.IsFalse(FileErrors.IsImpossibleName(new IOException("No space left on device", NoSpaceLeft)));
        Assert.IsFalse(FileErrors.IsImpossibleName(new UnauthorizedAccessException()));
    }

    private static async Task BlockAsync(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "in the way");
    }
}
