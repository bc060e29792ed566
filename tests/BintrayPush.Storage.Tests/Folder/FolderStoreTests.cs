using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>Objects as files, locks, and other processes.</summary>
[TestClass]
public sealed class FolderStoreTests : FolderTests
{
    [TestMethod]
    public async Task Equal_contents_are_stored_once_and_read_only()
    {
        await PublishAsync(V1, ("a", "same"), ("b", "same"));
        await PublishAsync(V2, ("c", "same"));
        var content = FilesIn("content").Single();
        Assert.IsTrue(File.GetAttributes(content).HasFlag(FileAttributes.ReadOnly));
        Assert.IsEmpty(FilesIn("tmp"));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(9)]
    public async Task Of_many_who_put_one_object_exactly_one_does(int size)
    {
        var store = new FolderStore(Folder, TimeSpan.FromSeconds(60));
        var tags = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => store.PutIfAbsentAsync("some/key", new byte[size], Cancellation))));
        Assert.HasCount(1, tags.Where(tag => tag is not null));
        var stored = await store.GetAsync("some/key", Cancellation);
        Assert.AreEqual((size, tags.Single(tag => tag is not null)), (stored!.Value.Length, stored.Tag));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(9)]
    public void Each_of_many_who_need_the_same_new_folder_at_once_puts_its_object(int size)
    {
        const int Folders = 1_000;
        const int Writers = 4;
        var store = new FolderStore(Folder, TimeSpan.FromSeconds(60));
        var failures = new ConcurrentBag<string>();
        using var together = new Barrier(Writers);
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () =>
            {
                for (var folder = 0; folder < Folders; folder++)
                {
                    together.SignalAndWait(Cancellation);
                    try
                    {
                        store.PutIfAbsentAsync($"new/{folder}/{writer}", new byte[size], Cancellation).GetAwaiter().GetResult();
                    }
                    catch (BintrayException failure)
                    {
                        failures.Add(failure.Message);
                    }
                }
            },
            Cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        Task.WaitAll(writers, Cancellation);
        Assert.IsEmpty(failures);
    }

    [TestMethod]
    public async Task A_second_instance_sees_everything_the_first_wrote()
    {
        await PublishAsync(V1, ("a", "hello"));
        var second = (await FolderRepository.OpenAsync(Folder, Cancellation)).Service;
        Assert.HasCount(1, (await second.ListFilesAsync(V1, includeUnpublished: false, Cancellation)).Published);
        await second.DeleteFileAsync(new FileAddress(Repo, RepositoryPath.Of("a")), Cancellation);
        Assert.IsEmpty((await Service.ListFilesAsync(V1, includeUnpublished: false, Cancellation)).Published);
    }

    [TestMethod]
    public async Task Several_processes_upload_and_publish_to_one_new_version_at_once()
    {
        var shared = RepositoryAddress.Of("acme", "tools");
        using var folder = new TemporaryFolder();
        var service = (await FolderRepository.OpenAsync(folder.Path, Cancellation)).Service;
        await service.CreateRepositoryAsync(shared, new RepositoryDetails(), Cancellation);
        var version = VersionAddress.Of(PackageAddress.Of(shared, "lib"), "1.0");
        await service.CreatePackageAsync(version.Package, new PackageDetails(), Cancellation);
        var processes = Enumerable.Range(0, 3).Select(i => OtherProcess.Start("upload", folder.Path, $"process{i}")).ToList();
        await Task.WhenAll(processes.Select(process => process.UntilDoneAsync()));
        processes.ForEach(process => process.Dispose());

        CollectionAssert.AreEqual(new[] { "1.0" }, (await service.GetPackageAsync(version.Package, Cancellation))!.Versions.ToArray());
        var files = await service.ListFilesAsync(version, includeUnpublished: true, Cancellation);
        Assert.HasCount(12, files.Published);
        Assert.HasCount(36, files.Unpublished);
        Assert.AreEqual(36, (await service.PublishAsync(version, new PublishRequest(), Cancellation)).Files);
        Assert.HasCount(48, Directory.GetFiles(Path.Combine(folder.Path, "dl"), "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task A_lock_dies_with_its_process()
    {
        const string Key = "some/key.json";
        using var holder = OtherProcess.Start("hold", Folder, Key);
        await holder.UntilReadyAsync();
        var impatient = new FolderStore(Folder, TimeSpan.FromMilliseconds(50));
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => impatient.PutIfAbsentAsync(Key, [1], Cancellation));
        Assert.AreEqual(503, refusal.Status);
        StringAssert.Contains(refusal.Message, impatient.Locks.FileOf(Key), StringComparison.Ordinal);

        using var given = new CancellationTokenSource();
        var patient = new FolderStore(Folder, TimeSpan.FromMinutes(1));
        var waiting = patient.PutIfAbsentAsync(Key, [1], given.Token);
        await given.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);

        holder.Kill();
        Assert.IsNotNull(await patient.PutIfAbsentAsync(Key, [1], Cancellation));
    }

    [TestMethod]
    public async Task A_lock_that_cannot_be_had_at_all_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("needs symbolic links");
        }

        const string Key = "some/key.json";
        var limit = TimeSpan.FromMinutes(1);
        var store = new FolderStore(Folder, limit);
        var watch = Stopwatch.StartNew();
        var file = store.Locks.FileOf(Key);
        File.Delete(file);
        File.CreateSymbolicLink(file, file);
        await RefusedAsync();
        File.Delete(file);
        Directory.CreateDirectory(file);
        await RefusedAsync();
        Assert.IsLessThan(limit, watch.Elapsed);

        async Task RefusedAsync()
        {
            var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => store.PutIfAbsentAsync(Key, [1], Cancellation));
            Assert.AreEqual(503, refusal.Status);
            StringAssert.Contains(refusal.Message, file, StringComparison.Ordinal);
            Assert.IsFalse(refusal.Message.Contains("held", StringComparison.Ordinal), refusal.Message);
        }
    }

    [TestMethod]
    public async Task A_write_that_fails_leaves_nothing_in_tmp()
    {
        var store = new FolderStore(Folder, TimeSpan.FromMinutes(1));
        Directory.CreateDirectory(store.FileOf("some/key.json"));
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => store.PutIfAbsentAsync("some/key.json", [1], Cancellation));
        Assert.AreEqual(503, refusal.Status);
        Assert.IsEmpty(FilesIn("tmp"));
    }

    [TestMethod]
    public async Task What_a_killed_upload_left_in_tmp_is_swept()
    {
        using var uploader = OtherProcess.Start("stage", Folder, "");
        await uploader.UntilReadyAsync();
        Assert.HasCount(1, FilesIn("tmp"));
        uploader.Kill();
        await uploader.WaitForExitAsync(Cancellation);
        Assert.AreEqual(1, (await Opened.SweepAsync(SweepOptions.Exclusive, Cancellation)).Count);
        Assert.IsEmpty(FilesIn("tmp"));
    }

    [TestMethod]
    public async Task Conditional_writes_happen_once_whoever_tries()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => new FolderStore(Folder, TimeSpan.FromMinutes(1))).ToArray();
        Assert.IsNotNull(await stores[0].PutIfAbsentAsync("counter", "0"u8.ToArray(), Cancellation));
        await Task.WhenAll(stores.Select(store => Task.Run(async () =>
        {
            for (var i = 0; i < 25;)
            {
                var old = await store.GetAsync("counter", Cancellation);
                var next = Encoding.UTF8.GetBytes(
                    $"{int.Parse(Encoding.UTF8.GetString(old!.Value), System.Globalization.CultureInfo.InvariantCulture) + 1}");
                i += await store.ReplaceAsync("counter", old.Tag, next, Cancellation) is null ? 0 : 1;
            }
        })));
        Assert.AreEqual("100", Encoding.UTF8.GetString((await stores[0].GetAsync("counter", Cancellation))!.Value));
    }

    [TestMethod]
    public async Task A_damaged_record_is_named_and_not_taken_for_nothing()
    {
        var record = Path.Combine(Folder, "repo", "_acme", "_tools.json");
        await File.WriteAllTextAsync(record, "{", Cancellation);
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => Service.GetRepositoryAsync(Repo, Cancellation));
        Assert.AreEqual(503, refusal.Status);
        StringAssert.Contains(refusal.Message, "repo/_acme/_tools.json", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_folder_that_cannot_be_one_is_told()
    {
        var file = Path.Combine(Folder, "file");
        await File.WriteAllTextAsync(file, "", Cancellation);
        Assert.AreEqual(
            503, (await Assert.ThrowsExactlyAsync<BintrayException>(() => FolderRepository.OpenAsync(file, Cancellation))).Status);
    }

    [TestMethod]
    public async Task A_whole_version_goes_through_in_a_moment()
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(() => UploadAsync(Service, V1, $"f{i}", $"{i}"))));
        var uploaded = watch.Elapsed;
        Assert.AreEqual(300, (await PublishAsync(V1)).Files);
        TestContext.WriteLine(
            $"300 uploads in {uploaded.TotalMilliseconds:0} ms, published {(watch.Elapsed - uploaded).TotalMilliseconds:0} ms later");
    }
}
