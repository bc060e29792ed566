using System.Security.Cryptography;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>Uploads that are cut off: what is kept of them, for how long, and what is never kept.</summary>
[TestClass]
public sealed class UnfinishedUploadTests : FolderTests
{
    private const int Size = 9 << 20;
    private const int Sent = 5 << 20;

    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(Size);

    private static readonly UploadRequest Upload = new()
    {
        Version = V1,
        Path = RepositoryPath.Of("a"),
        Size = Size,
        Resumption = new Resumption { Uploader = "joe" },
    };

    private string Kept => Path.Combine(Folder, "tmp", "unfinished");

    [TestMethod]
    public async Task What_came_before_the_sender_went_is_kept_and_gone_on_with()
    {
        await CutAsync(Upload);

        var offset = (int)await Service.FindUnfinishedAsync(Upload, Cancellation);
        var answer = await Service.UploadAsync(GoingOn(offset), new MemoryStream(Content[offset..]), Cancellation);

        Assert.IsGreaterThan(Sent - (1 << 18), offset);
        Assert.AreEqual(Hex.Of(SHA256.HashData(Content)), answer.Sha256);
        Assert.IsEmpty(Directory.GetFiles(Kept));
        using var stored = await Service.DownloadAsync(new FileAddress(Repo, Upload.Path), includeUnpublished: true, Cancellation);
        using var read = new MemoryStream();
        await stored!.Content.CopyToAsync(read);
        CollectionAssert.AreEqual(Content, read.ToArray());
    }

    [TestMethod]
    public async Task So_it_is_when_the_call_is_cancelled()
    {
        using var gone = new CancellationTokenSource();
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => Service.UploadAsync(Upload, new CutStream(Content, Sent, gone.Cancel), gone.Token));

        Assert.AreNotEqual(0, await Service.FindUnfinishedAsync(Upload, Cancellation));
    }

    [TestMethod]
    public async Task A_whole_upload_leaves_nothing_behind()
    {
        await Service.UploadAsync(Upload, new MemoryStream(Content), Cancellation);

        Assert.IsEmpty(Directory.GetFiles(Kept));
    }

    [TestMethod]
    public async Task An_upload_that_is_refused_is_not_kept()
    {
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => Service.UploadAsync(Upload, new MemoryStream([.. Content, 1]), Cancellation));

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
        var first = Service.UploadAsync(Upload, new CutStream(Content, Size, middle.SetResult, end.Task), Cancellation);
        await middle.Task;

        await Service.UploadAsync(Upload, new MemoryStream(Content), Cancellation);
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
                () => Service.UploadAsync(Upload, new MemoryStream(Content), Cancellation))).Status);

        Assert.IsGreaterThan(0, new FileInfo(outside).Length);
    }

    private static UploadRequest GoingOn(int offset) => Upload with
    {
        Resumption = new Resumption
        {
            Uploader = "joe",
            Offset = offset,
            Sha256Before = Hex.Of(SHA256.HashData(Content[..offset])),
        },
    };

    private async Task CutAsync(UploadRequest upload, int sent = Sent) => await Assert.ThrowsExactlyAsync<ContentReadException>(
        () => Service.UploadAsync(upload, new CutStream(Content, sent, () => throw new IOException("gone")), Cancellation));

    /// <summary>A content of which something happens after so many bytes.</summary>
    private sealed class CutStream(byte[] content, int most, Action happens, Task? then = null) : ForwardStream
    {
        private int _read;
        private bool _hasHappened;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_read == most && !_hasHappened)
            {
                _hasHappened = true;
                happens();
                await (then ?? Task.CompletedTask);
                cancellationToken.ThrowIfCancellationRequested();
            }

            var count = Math.Min(buffer.Length, most - _read);
            content.AsMemory(_read, count).CopyTo(buffer);
            _read += count;
            return count;
        }
    }
}
