using BintrayPush.Api.Content;
using BintrayPush.Storage.Files;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>MD5 sums: computed for the first who asks, kept, and never believed against the bytes.</summary>
[TestClass]
public sealed class Md5SumsTests : FolderTests
{
    private const string Sum = "b561f87202d04959e37588ee05cf5b10";

    private static readonly string Text = new('x', (int)Md5Sums.KeptFromSize);
    private static readonly string Sha256 = Hex.Sha256Of(Text);

    private string Kept => Path.Combine(Folder, Keys.Md5(Sha256));

    [TestMethod]
    public async Task An_upload_does_not_compute_it_and_the_first_who_asks_does()
    {
        await PublishAsync(V1, ("a", Text));
        Assert.IsFalse(File.Exists(Kept));
        Assert.AreEqual(Sum, await GetAsync());
        Assert.AreEqual(Sum, await File.ReadAllTextAsync(Kept, Cancellation));
    }

    [TestMethod]
    public async Task That_of_a_small_content_is_computed_faster_than_it_would_be_written()
    {
        await PublishAsync(V1, ("a", "hello"));
        Assert.AreEqual("5d41402abc4b2a76b9719d911017c592", await Opened.Service.GetMd5Async(Hex.Sha256Of("hello"), 5, Cancellation));
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "md5")));
    }

    [TestMethod]
    public async Task What_was_kept_is_not_computed_again()
    {
        await PublishAsync(V1, ("a", Text));
        await GetAsync();
        var other = await FolderRepository.OpenAsync(Folder, Cancellation);
        File.Delete(Path.Combine(Folder, Keys.Content(Sha256)));
        Assert.AreEqual(Sum, await other.Service.GetMd5Async(Sha256, Text.Length, Cancellation));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("5d41402abc4b2a76b9719d911017c59")]
    [DataRow("5d41402abc4b2a76b9719d911017c59X")]
    public async Task What_cannot_be_a_sum_is_replaced(string cutOff)
    {
        await PublishAsync(V1, ("a", Text));
        await PlantAsync(cutOff);
        Assert.AreEqual(Sum, await GetAsync());
        Assert.AreEqual(Sum, await File.ReadAllTextAsync(Kept, Cancellation));
    }

    [TestMethod]
    public async Task There_is_none_of_bytes_that_are_not_there_or_damaged()
    {
        Assert.IsNull(await GetAsync());
        await PublishAsync(V1, ("a", Text));
        var content = Path.Combine(Folder, Keys.Content(Sha256));
        File.SetAttributes(content, FileAttributes.Normal);
        await File.WriteAllTextAsync(content, "y" + Text[1..], Cancellation);
        Assert.IsNull(await GetAsync());
        Assert.IsFalse(File.Exists(Kept));
    }

    [TestMethod]
    public async Task Where_nothing_may_be_written_it_is_computed_all_the_same()
    {
        await PublishAsync(V1, ("a", Text));
        var readOnly = FolderRepository.OpenForReading(Folder).Service;
        Assert.AreEqual(Sum, await readOnly.GetMd5Async(Sha256, Text.Length, Cancellation));
        Assert.IsFalse(File.Exists(Kept));
    }

    [TestMethod]
    public async Task A_wrong_one_is_found_and_deleted_by_a_check()
    {
        await PublishAsync(V1, ("a", Text));
        await PlantAsync(new string('0', 32));
        var found = new List<StoreFinding>();
        Assert.AreEqual(1, (await FolderCheck.RunAsync(Folder, repair: false, found.Add, Cancellation)).Damage);
        StringAssert.Contains(found.Single(finding => finding.IsDamage).What, "it is not the MD5 of its content");
        Assert.AreEqual(1, (await FolderCheck.RunAsync(Folder, repair: true, found.Add, Cancellation)).Mended);
        Assert.AreEqual(Sum, await GetAsync());
    }

    [TestMethod]
    public async Task A_sweep_leaves_it_with_its_content_and_takes_it_along()
    {
        var sweep = new SweepOptions { Grace = null };
        await PublishAsync(V1, ("a", Text));
        await GetAsync();
        Assert.AreEqual(0, (await Opened.SweepAsync(sweep, Cancellation)).Count);
        await PublishAsync(V1, ("a", "other"));
        await Opened.SweepAsync(sweep, Cancellation);
        Assert.IsFalse(File.Exists(Kept));
    }

    private Task<string?> GetAsync() => Opened.Service.GetMd5Async(Sha256, Text.Length, Cancellation);

    private async Task PlantAsync(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Kept)!);
        await File.WriteAllTextAsync(Kept, text, Cancellation);
    }
}
