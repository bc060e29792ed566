using System.Diagnostics;
using BintrayPush.Api.Model;
using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;
using BintrayPush.Storage.Tests.Service;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>
/// Releases whose writers do not come to their end. In these tests no time passes, so none of them is ever too old.
/// </summary>
[TestClass]
public sealed class LeftReleaseTests : FolderTests
{
    private const int MostPauses = 100;
    private HookedStore _store = null!;
    private ObjectStoreBintray _service = null!;
    private int _pauses;

    [TestInitialize]
    public async Task PrepareTwoVersions()
    {
        var folder = new FolderStore(Folder, TimeSpan.FromMinutes(1));
        var now = DateTimeOffset.UtcNow;
        _store = new HookedStore(folder);
        var environment = new StorageEnvironment
        {
            Now = () => now,
            Pause = (_, end) => ++_pauses < MostPauses ? Task.Delay(1, end) : throw new AssertFailedException("it waits for a release"),
        };
        _service = new ObjectStoreBintray(_store, new FolderView(folder, Path.Combine(Folder, "dl")), environment);
        await UploadAsync(Service, V1, "a", "one");
        await UploadAsync(Service, V2, "b", "two");
    }

    [TestMethod]
    public async Task A_release_of_a_killed_process_is_not_waited_for()
    {
        await KillReleaseAsync();
        var answer = await _service.PublishAsync(V1, new PublishRequest(), Cancellation);
        Assert.AreEqual(1, answer.Files);
        Assert.AreEqual("one", await File.ReadAllTextAsync(Shown("a"), Cancellation));
        Assert.IsFalse(File.Exists(Shown("b")), "nobody has released it");

        await _service.SweepAsync(SweepOptions.Exclusive, Cancellation);
        Assert.IsEmpty(FilesIn("release"));
        Assert.IsEmpty(FilesIn("tmp"));
    }

    [TestMethod]
    public async Task A_release_of_a_killed_process_is_finished_by_the_next_opening()
    {
        await KillReleaseAsync();
        await FolderRepository.OpenAsync(Folder, Cancellation);
        Assert.IsEmpty(FilesIn("release"));
    }

    [TestMethod]
    public async Task A_release_of_a_living_process_is_not_dropped()
    {
        using var process = await StartReleaseAsync();
        await FolderRepository.OpenAsync(Folder, Cancellation);
        Assert.HasCount(1, FilesIn("release"), "an opening drops nothing that somebody works on");
        await Assert.ThrowsExactlyAsync<AssertFailedException>(() => _service.PublishAsync(V1, new PublishRequest(), Cancellation));

        // It goes on, and comes to its end.
        await process.StandardInput.WriteLineAsync();
        await process.WaitForExitAsync(Cancellation);
        var listing = await Service.ListFilesAsync(V2, includeUnpublished: true, Cancellation);
        Assert.HasCount(1, listing.Published);
        Assert.IsEmpty(FilesIn("release"));
        Assert.IsEmpty(FilesIn("tmp"), "its lock goes with it");
    }

    [TestMethod]
    public async Task A_writer_whose_lock_was_deleted_loses_its_release_and_makes_it_anew()
    {
        _store.Before = async (operation, key) =>
        {
            if (operation == "replace" && key.StartsWith(Keys.Releases, StringComparison.Ordinal))
            {
                _store.Before = (_, _) => Task.CompletedTask;
                File.Delete(FilesIn("tmp").Single());
                await Service.PublishAsync(V1, new PublishRequest(), Cancellation);
            }
        };
        var answer = await _service.PublishReleaseAsync([new ReleasedVersion(V1, null), new ReleasedVersion(V2, null)], Cancellation);
        Assert.AreEqual(1, answer.Files, "the other one was published by who dropped the release");
        Assert.IsTrue(File.Exists(Shown("a")));
        Assert.IsTrue(File.Exists(Shown("b")));
    }

    private async Task KillReleaseAsync()
    {
        using var process = await StartReleaseAsync();
        process.Kill();
        await process.WaitForExitAsync(Cancellation);
        Assert.HasCount(1, FilesIn("release"));
    }

    private async Task<Process> StartReleaseAsync()
    {
        var process = OtherProcess.Start("release", Folder, $"{V1} {V2}");
        await process.UntilReadyAsync();
        return process;
    }
}
