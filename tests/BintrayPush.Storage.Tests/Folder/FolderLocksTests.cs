using BintrayPush.Api.Failures;
using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Tests.Durability;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>A lock that does not lock is noticed.</summary>
[TestClass]
public sealed class FolderLocksTests : FolderTests
{
    private const string Key = "some/key.json";

    [TestMethod]
    public async Task A_folder_without_working_locks_is_refused()
    {
        OuterTool.RequireStrace();
        string[] locksEverything =
            ["strace", "-f", "-o", "/dev/null", "-e", "signal=none", "-e", "trace=flock", "-e", "inject=flock:retval=0"];
        using var process = OtherProcess.Start("open", Folder, "", locksEverything);
        StringAssert.Contains(
            await process.StandardOutput.ReadLineAsync(Cancellation), "file locks do not work", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Locks_hold_where_the_runtime_locks_no_files()
    {
        var store = new FolderStore(Folder, TimeSpan.FromMinutes(1));
        Assert.IsNotNull(await PutAsync(store));
        var counters = Enumerable.Range(0, 2)
            .Select(_ => OtherProcess.Start("count", Folder, Key, "env", "DOTNET_SYSTEM_IO_DISABLEFILELOCKING=1")).ToList();
        var told = 0;
        foreach (var counter in counters)
        {
            told += int.Parse((await counter.StandardOutput.ReadLineAsync(Cancellation))!, null);
            await counter.UntilDoneAsync();
            counter.Dispose();
        }

        Assert.AreEqual(told, (await store.GetAsync(Key, Cancellation))!.Value.Length - 1);
    }

    [TestMethod]
    public async Task What_a_lock_guards_is_not_written_once_its_file_was_removed()
    {
        RequireIdentities();
        var store = new FolderStore(Folder, TimeSpan.FromMinutes(1));
        using var first = await store.Locks.EnterAsync(Key, Cancellation);
        Assert.IsTrue(first.IsValid);
        File.Delete(store.Locks.FileOf(Key));
        Assert.ThrowsExactly<IOException>(first.RequireValid);
        await File.WriteAllBytesAsync(store.Locks.FileOf(Key), [], Cancellation);
        Assert.ThrowsExactly<IOException>(first.RequireValid);
    }

    [TestMethod]
    public async Task Of_writers_whose_lock_files_are_removed_all_the_time_none_loses_what_another_was_told()
    {
        RequireIdentities();
        var store = new FolderStore(Folder, TimeSpan.FromMinutes(1));
        using var ended = new CancellationTokenSource();
        var remover = Task.Run(
            () =>
            {
                while (!ended.IsCancellationRequested)
                {
                    File.Delete(store.Locks.FileOf(Key));
                }
            },
            Cancellation);
        Assert.IsNotNull(await PutAsync(store));
        var counters = Enumerable.Range(0, 2).Select(i => OtherProcess.Start("count", Folder, Key)).ToList();
        var told = 0;
        foreach (var counter in counters)
        {
            told += int.Parse((await counter.StandardOutput.ReadLineAsync(Cancellation))!, null);
            await counter.UntilDoneAsync();
            counter.Dispose();
        }

        await ended.CancelAsync();
        await remover;
        Assert.AreEqual(told, (await store.GetAsync(Key, Cancellation))!.Value.Length - 1);
    }

    private static async Task<string?> PutAsync(FolderStore store)
    {
        while (true)
        {
            try
            {
                return await store.PutIfAbsentAsync(Key, [0], CancellationToken.None);
            }
            catch (BintrayException)
            {
                // Its lock file was removed.
            }
        }
    }

    private static void RequireIdentities()
    {
        if (!FileIdentity.IsKnown)
        {
            Assert.Inconclusive("this system does not tell one file from another of the same name");
        }
    }
}
