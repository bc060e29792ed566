using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>Reading a data folder back.</summary>
[TestClass]
public sealed class FolderCheckTests : FolderTests
{
    private readonly List<StoreFinding> _found = [];

    private IEnumerable<string> Damage => _found.Where(finding => finding.IsDamage).Select(finding => $"{finding.Where}: {finding.What}");

    [TestMethod]
    public async Task A_sound_folder_has_nothing_damaged_and_is_not_written_to()
    {
        await PublishAsync(V1, ("a", "1"), ("b/c", "2"));
        await PublishAsync(V2, ("b", "3"));
        await UploadAsync(Service, V2, "waits", "4");
        var before = FilesIn("");
        var result = await CheckAsync(repair: false);
        Assert.AreEqual("", string.Join("\n", Damage));
        Assert.AreEqual(new StoreCheckResult(Contents: 4, Files: 3, Damage: 0, Mended: 0), result);
        Assert.HasCount(1, _found, "The file that is left out is worth a note.");
        CollectionAssert.AreEqual(before, FilesIn(""));
        Assert.AreEqual(0, (await CheckAsync(repair: true)).Mended);
    }

    [TestMethod]
    public async Task Bytes_that_rotted_are_found_taken_out_of_use_and_healed_by_the_next_upload()
    {
        await PublishAsync(V1, ("a", "good"), ("b", "good"), ("c", "other"));
        Rot(Hex.Sha256Of("good"));
        Assert.AreEqual(2, (await CheckAsync(repair: false)).Damage);
        Assert.IsTrue(Damage.All(line => line.Contains("its 4 bytes are others", StringComparison.Ordinal)), string.Join("\n", Damage));
        Assert.AreEqual("Xood", await ReadAsync("a"));

        Assert.AreEqual(2, (await CheckAsync(repair: true)).Damage);
        await Assert.ThrowsExactlyAsync<BintrayException>(() => ReadAsync("a"));
        Assert.IsFalse(File.Exists(Shown("a")), "Damaged bytes are still among the plain files.");

        await UploadAsync(Service, V1, "a", "good");
        await Service.PublishAsync(V1, new PublishRequest(), Cancellation);
        await Service.ListFilesAsync(V1, includeUnpublished: true, Cancellation);
        Assert.AreEqual("good", await ReadAsync("b"));
        Assert.AreEqual("good", await File.ReadAllTextAsync(Shown("b"), Cancellation));
        Assert.AreEqual(new StoreCheckResult(Contents: 2, Files: 3, Damage: 0, Mended: 0), await CheckAsync(repair: true));
        Assert.IsEmpty(FilesIn("damaged"));
    }

    [TestMethod]
    public async Task Rot_that_nothing_refers_to_is_found_before_the_next_upload_meets_it()
    {
        await PublishAsync(V1, ("a", "good"));
        await Service.DeleteFileAsync(new FileAddress(Repo, RepositoryPath.Of("a")), Cancellation);
        Rot(Hex.Sha256Of("good"));
        Assert.AreEqual(1, (await CheckAsync(repair: false)).Damage);
        Assert.AreEqual(0, (await CheckAsync(repair: true)).Damage);
        await PublishAsync(V1, ("a", "good"));
        Assert.AreEqual("good", await ReadAsync("a"));
    }

    [TestMethod]
    public async Task What_was_public_before_its_repository_wanted_signatures_is_worth_a_note()
    {
        await PublishAsync(V1, ("a", "1"), ("b", "2"), ("b.asc", "brought"));
        Assert.IsEmpty(await NotesAsync());

        await Service.UpdateRepositoryAsync(Repo, new RepositoryDetails { GpgSignFiles = true }, Cancellation);

        StringAssert.Contains((await NotesAsync()).Single(), "1.0: a: 1 public file(s) of this version have no signature");
    }

    private async Task<string[]> NotesAsync()
    {
        _found.Clear();
        await CheckAsync(repair: false);
        return [.. _found.Where(finding => !finding.IsDamage).Select(finding => $"{finding.Where}: {finding.What}")];
    }

    [TestMethod]
    public async Task A_record_of_a_published_path_is_written_anew()
    {
        await PublishAsync(V1, ("a", "1"), ("b", "2"));
        File.Delete(RecordOf("a"));
        await File.WriteAllTextAsync(RecordOf("b"), "{", Cancellation);
        Assert.AreEqual(2, (await CheckAsync(repair: false)).Damage, string.Join("\n", Damage));
        Assert.IsNull(await ReadAsync("a"));
        await Assert.ThrowsExactlyAsync<BintrayException>(() => ReadAsync("b"));

        Assert.AreEqual(2, (await CheckAsync(repair: true)).Mended);
        Assert.AreEqual("1", await ReadAsync("a"));
        Assert.AreEqual("2", await ReadAsync("b"));
        Assert.AreEqual(0, (await CheckAsync(repair: false)).Damage);
    }

    [TestMethod]
    public async Task A_file_that_the_store_did_not_write_is_named_and_left_alone()
    {
        await PublishAsync(V1, ("a", "1"));
        string[] foreign =
        [
            Path.Combine(Folder, "content", "00", new string('a', 64)),
            Path.Combine(Folder, "repo", "acme", "tools.json~"),
            Path.Combine(Folder, "r", "notes.txt"),
        ];
        foreach (var file in foreign)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, "foreign", Cancellation);
        }

        Assert.AreEqual(0, (await CheckAsync(repair: true)).Damage);
        CollectionAssert.AreEquivalent(foreign, _found.Select(finding => finding.Where).ToArray());
        Assert.IsTrue(foreign.All(File.Exists));
    }

    [TestMethod]
    [DataRow("repo/")]
    [DataRow("package/")]
    [DataRow("version/")]
    [DataRow("manifest/")]
    public async Task A_damaged_record_is_named_with_its_cure(string kind)
    {
        await PublishAsync(V1, ("a", "1"));
        var file = FilesIn("").Single(path =>
            path.Contains("/" + kind, StringComparison.Ordinal) && !path.EndsWith(".page.json", StringComparison.Ordinal));
        await File.WriteAllTextAsync(file, "", Cancellation);
        Assert.IsGreaterThan(0, (await CheckAsync(repair: true)).Damage);
        var key = Path.GetRelativePath(Folder, file);
        var finding = _found.Single(finding => finding.Where.Contains(key, StringComparison.Ordinal));
        StringAssert.Contains(finding.Cure, "backup", StringComparison.Ordinal);
        Assert.HasCount(1, FilesIn("content"));
        Assert.IsTrue(File.Exists(Shown("a")), "While a record cannot be read, nobody knows that its files are strangers.");
    }

    [TestMethod]
    public async Task Plain_files_that_are_missing_changed_links_or_strangers_are_found_and_mended()
    {
        await PublishAsync(V1, ("missing", "1"), ("cut", "22"), ("changed", "333"), ("link", "4444"), ("fine", "5"));
        File.Delete(Shown("missing"));
        Replace("cut", "2");
        Replace("changed", "XXX");
        File.Delete(Shown("link"));
        if (OperatingSystem.IsWindows())
        {
            await File.WriteAllTextAsync(Shown("link"), "making links needs rights there", Cancellation);
        }
        else
        {
            File.CreateSymbolicLink(Shown("link"), Shown("fine"));
        }

        await File.WriteAllTextAsync(Shown("stranger"), "secret", Cancellation);
        Assert.AreEqual(5, (await CheckAsync(repair: false)).Damage, string.Join("\n", Damage));
        Assert.AreEqual(5, (await CheckAsync(repair: true)).Mended, string.Join("\n", Damage));
        Assert.AreEqual(new StoreCheckResult(Contents: 5, Files: 5, Damage: 0, Mended: 0), await CheckAsync(repair: false));
        Assert.AreEqual("333", await File.ReadAllTextAsync(Shown("changed"), Cancellation));
        Assert.IsFalse(File.Exists(Shown("stranger")));
    }

    private string RecordOf(string path) =>
        FilesIn("r").Single(file => file.EndsWith(Keys.PathHash(RepositoryPath.Of(path)) + ".json", StringComparison.Ordinal));

    private async Task<StoreCheckResult> CheckAsync(bool repair)
    {
        _found.Clear();
        return await FolderCheck.RunAsync(Folder, repair, _found.Add, Cancellation);
    }

    private async Task<string?> ReadAsync(string path)
    {
        using var download = await Service.DownloadAsync(
            new FileAddress(Repo, RepositoryPath.Of(path)), includeUnpublished: false, Cancellation);
        return download is null ? null : await new StreamReader(download.Content).ReadToEndAsync(Cancellation);
    }

    /// <summary>In a file of its own: a plain file is the content itself.</summary>
    private void Replace(string path, string text)
    {
        File.Delete(Shown(path));
        File.WriteAllText(Shown(path), text);
    }

    private void Rot(string name)
    {
        var file = FilesIn("content").Single(path => Path.GetFileName(path) == name);
        File.SetAttributes(file, FileAttributes.Normal);
        using var content = new FileStream(file, FileMode.Open, FileAccess.Write);
        content.WriteByte((byte)'X');
    }
}
