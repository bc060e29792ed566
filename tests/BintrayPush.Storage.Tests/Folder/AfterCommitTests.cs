using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Store;
using BintrayPush.Storage.Tests.Service;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>Once a publish has committed, nothing that happens to its call may be told as if nothing were published.</summary>
[TestClass]
public sealed class AfterCommitTests : FolderTests
{
    private HookedStore _store = null!;
    private ObjectStoreBintray _service = null!;

    [TestInitialize]
    public void Hook()
    {
        var folder = new FolderStore(Folder, TimeSpan.FromMinutes(1));
        _store = new HookedStore(folder);
        _service = new ObjectStoreBintray(_store, new FolderView(folder, Path.Combine(Folder, "dl")), new StorageEnvironment());
    }

    [TestMethod]
    public async Task A_publish_that_is_given_up_after_its_commit_is_done_all_the_same()
    {
        await UploadAsync(Service, V1, "a", "hello");
        using var given = new CancellationTokenSource();
        _store.After = (operation, key) => IsCommit(operation, key) ? given.CancelAsync() : Task.CompletedTask;
        var answer = await _service.PublishAsync(V1, new PublishRequest(), given.Token);
        Assert.AreEqual(1, answer.Files);
        Assert.IsNull(answer.Warning);
        Assert.IsTrue(File.Exists(Shown("a")));
        Assert.IsEmpty(FilesIn("unseen"));
    }

    [TestMethod]
    [DataRow("flush", true)]
    [DataRow("get", true)]
    [DataRow("delete", false)]
    public async Task A_store_that_fails_after_the_commit_is_a_warning_at_most(string failing, bool warned)
    {
        await UploadAsync(Service, V1, "a", "hello");
        var committed = false;
        _store.Before = (operation, _) => committed && operation == failing
            ? throw new BintrayException(BintrayException.Unavailable, "the disk is gone")
            : Task.CompletedTask;
        _store.After = (operation, key) =>
        {
            committed |= IsCommit(operation, key);
            return Task.CompletedTask;
        };
        var answer = await _service.PublishAsync(V1, new PublishRequest(), Cancellation);
        Assert.AreEqual(1, answer.Files);
        Assert.AreEqual(warned, answer.Warning?.Contains("the disk is gone", StringComparison.Ordinal) ?? false);

        _store.Before = (_, _) => Task.CompletedTask;
        Assert.AreEqual(0, (await _service.PublishAsync(V1, new PublishRequest(), Cancellation)).Files);
        Assert.IsTrue(File.Exists(Shown("a")));
    }

    [TestMethod]
    public async Task A_publish_whose_package_was_deleted_first_is_refused()
    {
        await UploadAsync(Service, V1, "a", "hello");
        _store.Before = (operation, key) => IsCommit(operation, key) ? Service.DeletePackageAsync(Lib, Cancellation) : Task.CompletedTask;
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => _service.PublishAsync(V1, new PublishRequest(), Cancellation));
        Assert.AreEqual(404, refusal.Status);
    }

    [TestMethod]
    public async Task What_was_committed_below_a_deleted_repository_is_not_called_published()
    {
        await UploadAsync(Service, V1, "a", "hello");
        var folder = new FolderStore(Folder, TimeSpan.FromMinutes(1));
        var late = new HookedStore(folder);
        var expecting = new ObjectStoreBintray(late, new FolderView(folder, Path.Combine(Folder, "dl")), new StorageEnvironment());
        late.Before = async (operation, key) =>
        {
            if (operation == "get" && key.Contains("/version/", StringComparison.Ordinal))
            {
                late.Before = (_, _) => Task.CompletedTask;
                _store.Before = (other, commit) =>
                    IsCommit(other, commit) ? Service.DeleteRepositoryAsync(Repo, Cancellation) : Task.CompletedTask;
                await Assert.ThrowsExactlyAsync<BintrayException>(() => _service.PublishAsync(V1, new PublishRequest(), Cancellation));
            }
        };
        var request = new PublishRequest { Expected = [new ExpectedFile(RepositoryPath.Of("a"), Hex.Sha256Of("hello"))] };
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => expecting.PublishAsync(V1, request, Cancellation));
        Assert.AreEqual(404, refusal.Status);
    }

    [TestMethod]
    public async Task A_first_publish_that_ended_before_it_could_say_what_it_shows_leaves_nothing_behind_when_its_package_is_deleted()
    {
        await UploadAsync(Service, V1, "a", "hello");
        var commits = 0;
        _store.Before = (operation, key) => IsCommit(operation, key) && ++commits > 1
            ? throw new BintrayException(BintrayException.Unavailable, "the disk is gone")
            : Task.CompletedTask;
        StringAssert.Contains(
            (await _service.PublishAsync(V1, new PublishRequest(), Cancellation)).Warning, "the disk is gone", StringComparison.Ordinal);
        Assert.IsTrue(File.Exists(Shown("a")));

        await Service.DeletePackageAsync(Lib, Cancellation);
        Assert.IsFalse(File.Exists(Shown("a")));
        await FolderRepository.OpenAsync(Folder, Cancellation);
        Assert.IsEmpty(FilesIn("unseen"));
    }

    [TestMethod]
    public async Task The_note_of_a_publish_that_may_still_commit_is_left_alone()
    {
        await UploadAsync(Service, V1, "a", "hello");
        _store.Before = (operation, key) => IsCommit(operation, key) ? throw new InvalidOperationException("dead") : Task.CompletedTask;
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => _service.PublishAsync(V1, new PublishRequest(), Cancellation));
        await FolderRepository.OpenAsync(Folder, Cancellation);
        Assert.HasCount(1, FilesIn("unseen"));

        // Another commit has the head now: the first one cannot happen any more.
        await PublishAsync(V1);
        await FolderRepository.OpenAsync(Folder, Cancellation);
        Assert.IsEmpty(FilesIn("unseen"));
    }

    [TestMethod]
    public async Task An_upload_with_override_replaces_one_without_that_a_publish_overtook()
    {
        await UploadPlainAsync("one");
        _store.Before = async (operation, key) =>
        {
            if (IsCommit(operation, key))
            {
                _store.Before = (_, _) => Task.CompletedTask;
                await UploadPlainAsync("two");
            }
        };
        Assert.AreEqual(1, (await _service.PublishAsync(V1, new PublishRequest(), Cancellation)).Files);
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => Service.PublishAsync(V1, new PublishRequest(), Cancellation));
        Assert.AreEqual(409, refusal.Status);
        await UploadAsync(Service, V1, "a", "two");
        Assert.AreEqual(1, (await PublishAsync(V1)).Files);
        Assert.AreEqual("two", await File.ReadAllTextAsync(Shown("a"), Cancellation));
    }

    private static bool IsCommit(string operation, string key) =>
        operation == "replace" && key.Contains("/version/", StringComparison.Ordinal);

    private Task<UploadAnswer> UploadPlainAsync(string text) => Service.UploadAsync(
        new UploadRequest { Version = V1, Path = RepositoryPath.Of("a") },
        new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)),
        Cancellation);
}
