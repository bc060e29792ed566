using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Conformance;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>Uploads that are cut off: what is kept of them, for how long, and what is never kept.</summary>
[TestClass]
public sealed class UnfinishedUploadTests : FolderTests
{
    private const int Size = 9 << 20;
    private const int Sent = 5 << 20;

    private static readonly LargeUpload Large = new(V1, Size);

    private static UploadRequest Upload => Large.Request;

    private string Kept => Path.Combine(Folder, "tmp", "unfinished");

    [TestMethod]
    public async Task What_came_before_the_sender_went_is_kept_and_gone_on_with()
    {
        await CutAsync(Upload);

        var offset = await Service.FindUnfinishedAsync(Upload, Cancellation);
        var answer = await Large.GoOnAsync(Service, offset, Cancellation);

        Assert.IsGreaterThan(Sent - (1 << 18), offset);
        Assert.AreEqual(Large.Sha256, answer.Sha256);
        Assert.IsEmpty(Directory.GetFiles(Kept));
        await Large.AssertStoredAsync(Service, Cancellation);
    }

    [TestMethod]
    public async Task So_it_is_when_the_call_is_cancelled()
    {
        using var gone = new CancellationTokenSource();
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => Service.UploadAsync(Upload, Large.Cut(Sent, gone.Cancel), gone.Token));

        Assert.AreNotEqual(0, await Service.FindUnfinishedAsync(Upload, Cancellation));
    }

    [TestMethod]
    public async Task A_whole_upload_leaves_nothing_behind()
    {
        await Service.UploadAsync(Upload, Large.Whole(), Cancellation);

        Assert.IsEmpty(Directory.GetFiles(Kept));
    }

    [TestMethod]
    public async Task An_upload_that_is_refused_is_not_kept()
    {
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => Service.UploadAsync(Upload, new MemoryStream([.. Large.Bytes.Span, 1]), Cancellation));

        Assert.AreEqual(400, refusal.Status);
        Assert.IsEmpty(Directory.GetFiles(Kept));
    }

    [TestMethod]
    public async Task Nothing_is_kept_that_is_smaller_or_that_nobody_asked_for()
    {
        await CutAsync(Upload with { Size = (8 << 20) - 1 });
        await CutAsync(Upload with { Resumption = null });
        await CutAsync(Upload, sent: 1 << 19);

        Assert.IsTrue(!Directory.Exists(Kept) || Directory.GetFiles(Kept).Length == 0);
        Assert.IsEmpty(Directory.GetFiles(Path.Combine(Folder, "tmp")));
    }

    [TestMethod]
    public async Task While_somebody_sends_it_another_one_stores_his_own()
    {
        var middle = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        var first = Service.UploadAsync(Upload, Large.Cut(Size, middle.SetResult, end.Task), Cancellation);
        await middle.Task;

        await Service.UploadAsync(Upload, Large.Whole(), Cancellation);
        Assert.HasCount(1, Directory.GetFiles(Kept));
        end.SetResult();
        await first;

        Assert.IsEmpty(Directory.GetFiles(Kept));
    }

    [TestMethod]
    public async Task A_sweep_takes_what_nobody_came_back_for_in_a_day()
    {
        await CutAsync(Upload);
        var file = Directory.GetFiles(Kept).Single();

        Assert.AreEqual(0, (await Opened.SweepAsync(SweepOptions.Exclusive, Cancellation)).Count);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-24));
        var preview = await Opened.SweepAsync(SweepOptions.Preview, Cancellation);
        Assert.IsTrue(File.Exists(file));
        var swept = await Opened.SweepAsync(SweepOptions.Exclusive, Cancellation);

        Assert.AreEqual("tmp/unfinished/" + Path.GetFileName(file), swept.Items.Single().Name);
        Assert.AreEqual(swept.Items.Single(), preview.Items.Single());
        Assert.IsFalse(File.Exists(file));
    }

    [TestMethod]
    public async Task A_user_has_a_bounded_number_of_them_and_the_oldest_go()
    {
        await CutAsync(Upload);
        var owner = Path.GetFileName(Directory.GetFiles(Kept).Single()).Split('.')[0];
        for (var i = 0; i < 100; i++)
        {
            Make($"{owner}.{i}", minutes: 100 - i);
            Make($"{new string('0', 32)}.{i}", minutes: 100 - i);
        }

        await CutAsync(Upload with { Path = RepositoryPath.Of("b") });

        Assert.HasCount(64, Directory.GetFiles(Kept, owner + ".*"));
        Assert.IsTrue(File.Exists(Path.Combine(Kept, owner + ".99")));
        Assert.IsFalse(File.Exists(Path.Combine(Kept, owner + ".0")));
        Assert.HasCount(100, Directory.GetFiles(Kept, new string('0', 32) + ".*"), "Those of others stay.");

        void Make(string name, int minutes)
        {
            File.WriteAllText(Path.Combine(Kept, name), "1");
            File.SetLastWriteTimeUtc(Path.Combine(Kept, name), DateTime.UtcNow.AddMinutes(-minutes));
        }
    }

    [TestMethod]
    public async Task A_link_in_its_place_is_not_followed()
    {
        await CutAsync(Upload);
        var file = Directory.GetFiles(Kept).Single();
        var outside = Path.Combine(Folder, "precious");
        File.Move(file, outside);
        File.CreateSymbolicLink(file, outside);

        Assert.AreEqual(0, await Service.FindUnfinishedAsync(Upload, Cancellation));
        Assert.AreEqual(
            503, (await Assert.ThrowsExactlyAsync<BintrayException>(
                () => Service.UploadAsync(Upload, Large.Whole(), Cancellation))).Status);

        Assert.IsGreaterThan(0, new FileInfo(outside).Length);
    }

    private Task CutAsync(UploadRequest upload, int sent = Sent) => Large.SendAsync(Service, sent, Cancellation, upload);
}
