using System.IO.Compression;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Descriptors;
using BintrayPush.Report;
using BintrayPush.Verify;

namespace BintrayPush.Tests.Pushing.ReadingBack;

/// <summary>What was pushed is read back, any time later, and compared with the receipt.</summary>
[TestClass]
public sealed class VerifyRunTests
{
    [TestMethod]
    public async Task What_everybody_reads_is_compared_and_nothing_is_changed()
    {
        using var scene = await PushScene.BeginAsync();
        var receipt = await scene.PushAsync(scene.Write("a.zip", "alpha"), scene.Write("b.txt", "beta"));
        var before = scene.Snapshot();

        var report = await scene.ReadBackAsync(receipt);

        Assert.IsTrue(report.IsIntact);
        Assert.IsEmpty(report.Problems);
        CollectionAssert.AreEqual(new[] { "a.zip Intact", "b.txt Intact" }, report.Findings());
        StringAssert.Matches(VerifySummary.Total("tool", report), new(@"^tool -> .*: verified 2 files, 9 B, \d+\.\d s$"));
        CollectionAssert.AreEqual(before, scene.Snapshot());
    }

    [TestMethod]
    public async Task Everything_that_is_not_as_it_was_pushed_is_named_at_once()
    {
        using var scene = await PushScene.BeginAsync();
        var receipt = await scene.PushAsync(
            scene.Write("kept.txt", "kept"), scene.Write("gone.txt", "gone"), scene.Write("replaced.txt", "old"), scene.Write(
                "damaged.txt", "right"),
            scene.Write("plain-gone.txt", "plain"), scene.Write("plain-other.txt", "plain"));
        await scene.Store.Service.DeleteFileAsync(
            new FileAddress(PushScene.Repository, RepositoryPath.Of("gone.txt")), CancellationToken.None);
        await scene.PushAsync(request => request with { Override = true }, scene.Write("replaced.txt", "other"));
        Damage(scene, "damaged.txt", "wrong");
        File.Delete(scene.PublicFile("plain-gone.txt"));
        File.Delete(scene.PublicFile("plain-other.txt"));
        File.WriteAllText(scene.PublicFile("plain-other.txt"), "other");

        var report = await scene.ReadBackAsync(receipt);

        Assert.IsFalse(report.IsIntact);
        CollectionAssert.AreEqual(
            new[] { "kept.txt Intact", "gone.txt Missing", "replaced.txt Different", "damaged.txt Different", "plain-gone.txt Missing", "plain-other.txt Different" },
            report.Findings());
        CollectionAssert.AreEqual(new[] { "BTP3008", "BTP3009", "BTP3009", "BTP3008", "BTP3009" }, report.Codes());
        var texts = report.Problems.Select(problem => problem.Text).ToArray();
        StringAssert.StartsWith(texts[0], $"acme/bin/gone.txt is not there: the receipt says 4 bytes with SHA-256 {Hex.Sha256Of("gone")}");
        StringAssert.Contains(
            texts[1],
            $"there are 5 bytes with SHA-256 {Hex.Sha256Of("other")}. It was replaced after the push, or something on the way changes it; "
                + "it is in version 2.0 of acme/bin/tool.");
        StringAssert.Contains(
            texts[2], $"there are 5 bytes with SHA-256 {Hex.Sha256Of("wrong")}. The service itself says that it is what was pushed");
        StringAssert.Contains(texts[3], $"acme/bin/plain-gone.txt is not there as the plain file {scene.PublicFile("plain-gone.txt")}: ");
        StringAssert.Contains(
            texts[4],
            $"as the plain file {scene.PublicFile("plain-other.txt")}: the receipt says 5 bytes with SHA-256 {Hex.Sha256Of("plain")}, and "
                + $"there are 5 bytes with SHA-256 {Hex.Sha256Of("other")}.");
        StringAssert.Contains(VerifySummary.Total("tool", report), ": verified 1 file, 3 different, 2 missing, 4 B, ");
    }

    [TestMethod]
    public async Task A_repack_is_verified_by_what_is_published()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.WriteZip("a.zip", 2020, CompressionLevel.Optimal, ("a.txt", "alpha")));
        var receipt = await scene.PushAsync(scene.WriteZip("a.zip", 2026, CompressionLevel.NoCompression, ("a.txt", "alpha")));
        Assert.AreEqual(Outcome.Unchanged, receipt.Files.Single().Outcome);

        Assert.IsTrue((await scene.ReadBackAsync(receipt)).IsIntact);
    }

    [TestMethod]
    public async Task An_unpacked_archive_is_verified_by_what_it_became()
    {
        using var scene = await PushScene.BeginAsync();
        var receipt = await scene.PushAsync(
            request =>
                request with { Explode = true }, scene.WriteZip(
                    "a.zip", 2020, CompressionLevel.Optimal, ("x/one.txt", "1"), ("two.txt", "2")));
        Assert.IsTrue(receipt.Complete);

        CollectionAssert.AreEqual(new[] { "x/one.txt Intact", "two.txt Intact" }, (await scene.ReadBackAsync(receipt)).Findings());
        Damage(scene, "two.txt", "3");

        var report = await scene.ReadBackAsync(receipt);
        CollectionAssert.AreEqual(new[] { "BTP3009" }, report.Codes());
        StringAssert.Contains(report.Problems[0].Text, "acme/bin/two.txt is not what was pushed");
    }

    [TestMethod]
    public async Task An_archive_of_which_only_the_service_knows_what_it_became_is_named_and_alone_is_not_enough()
    {
        using var scene = await PushScene.BeginAsync();
        var receipt = new StoredReceipt
        {
            File = "receipt.json",
            Destination = scene.Store.Folder,
            IsComplete = true,
            Files = [],
            UnknownArchives = [new FileAddress(PushScene.Repository, RepositoryPath.Of("a.tar"))],
            LeftOut = [],
        };

        var report = await VerifyRun.RunAsync(receipt, scene.Destination, new() { Limits = scene.Limits }, CancellationToken.None);

        Assert.IsFalse(report.IsIntact);
        CollectionAssert.AreEqual(new[] { "BTP3014", "BTP3011" }, report.Codes());
        StringAssert.Contains(report.Problems[0].Text, "acme/bin/a.tar");
    }

    [TestMethod]
    public async Task What_waited_counts_once_it_is_public_and_until_then_nothing_is_verified()
    {
        using var scene = await PushScene.BeginAsync();
        var receipt = await scene.PushAsync(request => request with { Publish = false }, scene.Write("a.txt", "alpha"));

        var waiting = await scene.ReadBackAsync(receipt);
        Assert.IsFalse(waiting.IsIntact);
        CollectionAssert.AreEqual(new[] { "a.txt Waiting" }, waiting.Findings());
        CollectionAssert.AreEqual(new[] { "BTP3012", "BTP3011" }, waiting.Codes());

        await scene.Store.Service.PublishAsync(PushScene.Version, new PublishRequest(), CancellationToken.None);
        Assert.IsTrue((await scene.ReadBackAsync(receipt)).IsIntact);
    }

    [TestMethod]
    public async Task What_waits_beside_what_is_public_is_a_warning()
    {
        using var scene = await PushScene.BeginAsync();
        var a = scene.Write("a.txt", "alpha");
        await scene.PushAsync(a);
        var receipt = await scene.PushAsync(request => request with { Publish = false }, a, scene.Write("b.txt", "beta"));

        var report = await scene.ReadBackAsync(receipt);

        Assert.IsTrue(report.IsIntact);
        CollectionAssert.AreEqual(new[] { "BTP3012" }, report.Codes());
        StringAssert.Contains(report.Problems[0].Text, "acme/bin/b.txt");
    }

    [TestMethod]
    public async Task The_receipt_of_a_push_that_failed_is_never_green()
    {
        using var scene = await PushScene.BeginAsync();
        var a = scene.Write("a.txt", "alpha");
        await scene.PushAsync(a);
        scene.Service.Before = call =>
            _ = call.StartsWith("Upload", StringComparison.Ordinal) ? throw new BintrayException(403, "not today") : 0;
        var receipt = await scene.PushAsync(a, scene.Write("b.txt", "beta"));
        Assert.IsFalse(receipt.Complete);

        var report = await scene.ReadBackAsync(receipt);

        Assert.IsFalse(report.IsIntact);
        CollectionAssert.AreEqual(new[] { "a.txt Intact" }, report.Findings());
        CollectionAssert.AreEqual(new[] { "BTP3010" }, report.Codes());
        StringAssert.Contains(report.Problems[0].Text, "b.txt did not arrive");
    }

    [TestMethod]
    public async Task What_was_left_out_is_a_warning()
    {
        using var scene = await PushScene.BeginAsync();
        var whole = scene.Write("a.txt", "alpha");
        var receipt = await scene.PushAsync(
            request => request with { Project = request.Project with { Version = null } },
            whole with { Own = whole.Own with { Version = "2.0" } },
            scene.Write("c.txt", "gamma"));
        Assert.AreEqual(Outcome.Skipped, receipt.Files[1].Outcome);

        var report = await scene.ReadBackAsync(receipt);

        Assert.IsTrue(report.IsIntact);
        CollectionAssert.AreEqual(new[] { "BTP3013" }, report.Codes());
        StringAssert.Contains(report.Problems[0].Text, "c.txt");
    }

    [TestMethod]
    public async Task A_private_repository_has_no_plain_files_and_is_verified_by_the_service()
    {
        using var scene = await PushScene.BeginAsync();
        var receipt = await scene.PushAsync(
            request =>
                request with
                {
                    Repository = new RepositoryClause(
                    new RepositoryDetails { Private = true }, UpdateExisting: false)
                }, scene.Write("a.txt", "alpha"));
        Assert.IsEmpty(scene.PublicFiles);

        CollectionAssert.AreEqual(new[] { "a.txt Intact" }, (await scene.ReadBackAsync(receipt)).Findings());
    }

    [TestMethod]
    public async Task A_download_that_breaks_off_is_begun_again()
    {
        using var scene = await PushScene.BeginAsync();
        var receipt = await scene.PushAsync(scene.Write("a.txt", "alpha"));
        var breaks = 2;
        scene.Service.Download = content => breaks-- > 0 ? new BreakingStream(content) : content;

        var report = await scene.ReadBackAsync(receipt);

        CollectionAssert.AreEqual(new[] { "a.txt Intact" }, report.Findings());
        Assert.HasCount(3, scene.Service.CallsOf("Download"));
        Assert.HasCount(2, scene.Waits);
    }

    [TestMethod]
    [DataRow(503, "BTP4043", "a.txt could not be read back: The service failed, or has too much to do: out of order (status 503).")]
    [DataRow(403, "BTP4039", "a.txt could not be read back: Somebody without credentials may not do this: out of order (status 403).")]
    [DataRow(401, "BTP4010", "a.txt could not be read back: The service does not know who calls: out of order (status 401).")]
    [DataRow(400, "BTP4013", "a.txt could not be read back: out of order (status 400).")]
    public async Task What_cannot_be_read_is_an_error_and_the_others_are_read_all_the_same(int status, string code, string words)
    {
        using var scene = await PushScene.BeginAsync();
        var receipt = await scene.PushAsync(scene.Write("a.txt", "alpha"), scene.Write("b.txt", "beta"));
        scene.Service.Before = call => _ = call == "Download acme/bin/a.txt" ? throw new BintrayException(status, "out of order") : 0;

        var report = await scene.ReadBackAsync(receipt);

        Assert.IsFalse(report.IsIntact);
        CollectionAssert.AreEqual(new[] { "a.txt Unread", "b.txt Intact" }, report.Findings());
        CollectionAssert.AreEqual(new[] { code }, report.Codes());
        StringAssert.Contains(report.Problems[0].Text, words);
    }

    [TestMethod]
    public async Task No_more_files_are_read_at_one_time_than_a_push_would_send()
    {
        using var scene = await PushScene.BeginAsync();
        var receipt = await scene.PushAsync([.. Enumerable.Range(0, 20).Select(i => scene.Write($"{i}.txt", $"{i}"))]);
        scene.Limits = scene.Limits with { MaxParallelUploads = 3 };
        var (now, most) = (0, 0);
        scene.Service.Download = content =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            return new ClosingStream(content, () => Interlocked.Decrement(ref now));
        };

        var report = await scene.ReadBackAsync(receipt);

        Assert.IsTrue(report.IsIntact);
        Assert.HasCount(20, report.Files);
        Assert.IsTrue(most is >= 1 and <= 3, $"{most} at one time");
    }

    [TestMethod]
    public async Task A_cancelled_check_says_nothing()
    {
        using var scene = await PushScene.BeginAsync();
        var receipt = await scene.PushAsync(scene.Write("a.txt", "alpha"), scene.Write("b.txt", "beta"));
        using var cancelled = new CancellationTokenSource();
        scene.Service.Before = call =>
        {
            if (call.StartsWith("Download", StringComparison.Ordinal))
            {
                cancelled.Cancel();
            }
        };

        await Assert.ThrowsAsync<OperationCanceledException>(() => scene.ReadBackAsync(receipt, cancellation: cancelled.Token));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    /// <summary>Changes a published file where it lies, which is also what the service serves.</summary>
    private static void Damage(PushScene scene, string path, string content)
    {
        var file = scene.PublicFile(path);
        var sha256 = Hex.Sha256Of(File.ReadAllText(file));
        foreach (var copy in Directory.EnumerateFiles(scene.Store.Folder, sha256, SearchOption.AllDirectories).Append(file))
        {
            File.SetAttributes(copy, FileAttributes.Normal);
            File.WriteAllText(copy, content);
        }
    }

    /// <summary>A line that breaks after the first bytes.</summary>
    private sealed class BreakingStream(Stream inner) : ClosingStream(inner, () => { })
    {
        private bool _begun;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_begun)
            {
                throw new IOException("the line broke");
            }

            _begun = true;
            return base.Read(buffer, offset, 1);
        }
    }

    private class ClosingStream(Stream inner, Action closed) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                closed();
            }

            base.Dispose(disposing);
        }
    }
}
