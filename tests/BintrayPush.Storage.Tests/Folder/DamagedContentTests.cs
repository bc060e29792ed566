using System.Text;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>A content that was lost, cut or emptied is not believed by its name, and comes back with the next good bytes.</summary>
[TestClass]
public sealed class DamagedContentTests : FolderTests
{
    private const string Text = "the good bytes";

    private static FileAddress FileA => new(Repo, RepositoryPath.Of("a"));

    private string Content => FilesIn("content").Single();

    [TestMethod]
    [DataRow("cut")]
    [DataRow("emptied")]
    [DataRow("longer")]
    [DataRow("lost")]
    [DataRow("a link")]
    public async Task A_damaged_content_is_never_served_and_the_next_upload_of_its_bytes_heals_every_file_that_has_them(string how)
    {
        await PublishAsync(V1, ("a", Text));
        Damage(how);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => ReadAsync("a"));
        Assert.AreEqual(BintrayException.Unavailable, refusal.Status);
        StringAssert.Contains(refusal.Message, "BTP4015");

        await UploadAsync(Service, V2, "b", Text);
        await Service.PublishAsync(V2, new PublishRequest(), Cancellation);
        Assert.AreEqual(Text, await ReadAsync("b"));
        Assert.AreEqual(Text, await ReadAsync("a"));
        Assert.AreEqual(Text, await File.ReadAllTextAsync(Shown("b"), Cancellation));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task An_announced_hash_does_not_make_the_service_throw_the_good_bytes_away(bool withSize)
    {
        await PublishAsync(V1, ("a", Text));
        Damage("cut");
        var upload = new UploadRequest
        {
            Version = V2,
            Path = RepositoryPath.Of("b"),
            Publish = true,
            Sha256 = Hex.Sha256Of(Text),
            Size = withSize ? Text.Length : null,
        };
        try
        {
            await Service.UploadAsync(upload, Bytes(Text), Cancellation);
        }
        catch (BintrayException again) when (again.Status == BintrayException.Unavailable && !withSize)
        {
            // Without a size it shows at the end only, and clients ask again.
            await Service.UploadAsync(upload, Bytes(Text), Cancellation);
        }

        Assert.AreEqual(Text, await ReadAsync("b"));
    }

    [TestMethod]
    public async Task The_same_bytes_heal_a_published_file_without_override_and_no_others_replace_it()
    {
        await PublishAsync(V1, ("a", Text));
        Damage("cut");
        var upload = new UploadRequest { Version = V1, Path = FileA.Path, Publish = true };
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => Service.UploadAsync(upload, Bytes("something else"), Cancellation));
        Assert.AreEqual(BintrayException.Conflict, refusal.Status);

        var answer = await Service.UploadAsync(upload, Bytes(Text), Cancellation);

        Assert.IsNull(answer.Warning);
        Assert.AreEqual(Text, await ReadAsync("a"));
        Assert.AreEqual(Text, await File.ReadAllTextAsync(Shown("a"), Cancellation), "The plain file is still the damaged one.");
        Assert.IsEmpty((await Service.ListFilesAsync(V1, includeUnpublished: true, Cancellation)).Unpublished);
        refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => Service.UploadAsync(upload, Bytes(Text), Cancellation));
        Assert.AreEqual(BintrayException.Conflict, refusal.Status);
    }

    [TestMethod]
    public async Task A_list_says_which_files_are_damaged_published_or_not()
    {
        await PublishAsync(V1, ("a", Text), ("b", "other"));
        await UploadAsync(Service, V1, "c", "waits");
        foreach (var file in FilesIn("content").Where(file => File.ReadAllText(file) != "other"))
        {
            File.Delete(file);
        }

        var files = await Service.ListFilesAsync(V1, includeUnpublished: true, Cancellation);
        Assert.IsTrue(files.Published.Single(file => file.Path.Value == "a").IsDamaged);
        Assert.IsFalse(files.Published.Single(file => file.Path.Value == "b").IsDamaged);
        Assert.IsTrue(files.Unpublished.Single().IsDamaged);
    }

    [TestMethod]
    public async Task A_plain_file_that_was_lost_or_cut_is_put_anew_by_the_list_that_a_push_asks_for()
    {
        await PublishAsync(V1, ("a", Text), ("b/c", "other"));
        File.Delete(Shown("a"));
        Directory.Delete(Path.GetDirectoryName(Shown("b/c"))!, recursive: true);
        await Service.ListFilesAsync(V1, includeUnpublished: true, Cancellation);
        Assert.AreEqual(Text, await File.ReadAllTextAsync(Shown("a"), Cancellation));
        Assert.AreEqual("other", await File.ReadAllTextAsync(Shown("b/c"), Cancellation));
    }

    [TestMethod]
    public async Task A_folder_named_with_a_separator_at_its_end_is_the_same_folder()
    {
        await PublishAsync(V1, ("a", Text));
        var same = await FolderRepository.OpenAsync(Folder + Path.DirectorySeparatorChar, Cancellation);
        CollectionAssert.AreEqual(new[] { "lib" }, (await same.Service.ListPackagesAsync(Repo, null, 0, Cancellation)).Items.ToArray());
    }

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private async Task<string?> ReadAsync(string path)
    {
        using var download = await Service.DownloadAsync(
            new FileAddress(Repo, RepositoryPath.Of(path)), includeUnpublished: false, Cancellation);
        return download is null ? null : await new StreamReader(download.Content).ReadToEndAsync(Cancellation);
    }

    private void Damage(string how)
    {
        var content = Content;
        File.SetAttributes(content, FileAttributes.Normal);
        switch (how)
        {
            case "lost":
                File.Delete(content);
                break;
            case "a link":
                var elsewhere = Path.Combine(Folder, "elsewhere");
                File.WriteAllText(elsewhere, "THE GOOD BYTES");
                File.Delete(content);
                File.CreateSymbolicLink(content, elsewhere);
                break;
            default:
                using (var file = new FileStream(content, FileMode.Open, FileAccess.Write))
                {
                    file.SetLength(how == "cut" ? 5 : how == "emptied" ? 0 : Text.Length + 1);
                }

                break;
        }
    }
}
