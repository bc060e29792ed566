using System.Text;
using BintrayPush.Storage.Folder;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>What a store keeps in memory is never older than what is in its folder, whoever wrote it.</summary>
[TestClass]
public sealed class RecentObjectsTests : FolderTests
{
    private const string Key = "some/key.json";
    private static readonly DateTime LongAgo = new(2020, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);

    [TestMethod]
    public async Task An_object_that_has_not_changed_is_read_once()
    {
        RequireIdentities();
        var store = await StoreWithAsync("one");

        var first = await store.GetAsync(Key, Cancellation);

        Assert.AreSame(first, await store.GetAsync(Key, Cancellation));
    }

    [TestMethod]
    public async Task What_another_process_wrote_is_seen_although_it_is_as_long_and_as_old()
    {
        var store = await StoreWithAsync("one");
        Assert.AreEqual("one", Text(await store.GetAsync(Key, Cancellation)));

        var replacement = store.FileOf(Key) + ".new";
        await File.WriteAllTextAsync(replacement, "two", Cancellation);
        File.SetLastWriteTimeUtc(replacement, File.GetLastWriteTimeUtc(store.FileOf(Key)));
        File.Move(replacement, store.FileOf(Key), overwrite: true);

        Assert.AreEqual("two", Text(await store.GetAsync(Key, Cancellation)));
    }

    [TestMethod]
    public async Task What_an_editor_wrote_into_the_file_is_seen()
    {
        var store = await StoreWithAsync("one");
        Assert.AreEqual("one", Text(await store.GetAsync(Key, Cancellation)));

        await File.WriteAllTextAsync(store.FileOf(Key), "two", Cancellation);
        File.SetLastWriteTimeUtc(store.FileOf(Key), LongAgo);

        Assert.AreEqual("two", Text(await store.GetAsync(Key, Cancellation)));
    }

    [TestMethod]
    public async Task What_was_deleted_is_not_there()
    {
        var store = await StoreWithAsync("one");
        Assert.IsNotNull(await store.GetAsync(Key, Cancellation));

        File.Delete(store.FileOf(Key));

        Assert.IsNull(await store.GetAsync(Key, Cancellation));
    }

    [TestMethod]
    [DataRow(50, 123, false, DisplayName = "within a tick of the clock")]
    [DataRow(500, 123, true, DisplayName = "later")]
    [DataRow(500, 0, false, DisplayName = "where whole seconds are kept")]
    [DataRow(4000, 0, true, DisplayName = "later, where whole seconds are kept")]
    public void A_file_that_could_change_unseen_is_not_kept(int milliseconds, int nanoseconds, bool isSettled)
    {
        var changed = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var stamp = ((changed - DateTime.UnixEpoch).Ticks * 100) + nanoseconds;

        Assert.AreEqual(isSettled, new FileState(default, 1, stamp, stamp).IsSettled(changed.AddMilliseconds(milliseconds)));
    }

    /// <summary>A store with an object whose file is old enough to be kept.</summary>
    private async Task<FolderStore> StoreWithAsync(string text)
    {
        var store = new FolderStore(Folder, TimeSpan.FromMinutes(1));
        Assert.IsNotNull(await store.PutIfAbsentAsync(Key, Encoding.UTF8.GetBytes(text), Cancellation));
        File.SetLastWriteTimeUtc(store.FileOf(Key), LongAgo);
        while (FileIdentity.IsKnown && FileIdentity.StateOf(store.FileOf(Key)) is { } state && !state.IsSettled(DateTime.UtcNow))
        {
            await Task.Yield();
        }

        return store;
    }

    private static string? Text(Store.StoredObject? found) => found is null ? null : Encoding.UTF8.GetString(found.Value);

    private static void RequireIdentities()
    {
        if (!FileIdentity.IsKnown)
        {
            Assert.Inconclusive("this system does not tell when a file was changed");
        }
    }
}
