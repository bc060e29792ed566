using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Store;
using BintrayPush.Storage.Tests.Service;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>What becomes of the plain files when a repository becomes private or public.</summary>
[TestClass]
public sealed class PrivacyTests : FolderTests
{
    private static readonly RepositoryDetails ToPrivate = new() { Private = true };
    private static readonly RepositoryDetails ToPublic = new() { Private = false };

    private bool _done;

    [TestMethod]
    public async Task A_repository_that_becomes_private_leaves_the_plain_files_before_the_call_answers()
    {
        await PublishAsync(V1, ("a", "1"), ("x/b", "2"));
        await Service.UpdateRepositoryAsync(Repo, ToPrivate, Cancellation);
        Assert.IsEmpty(FilesIn("dl"));
        Assert.IsEmpty(FilesIn("unseen"));
        await PublishAsync(V1, ("c", "3"));
        await Service.ListFilesAsync(V1, includeUnpublished: false, Cancellation);
        await FolderRepository.OpenAsync(Folder, Cancellation);
        Assert.IsEmpty(FilesIn("dl"));
    }

    [TestMethod]
    public async Task A_repository_that_becomes_public_brings_all_its_files()
    {
        await PublishAsync(V1, ("a", "1"), ("b", "1"));
        await Service.UpdateRepositoryAsync(Repo, ToPrivate, Cancellation);
        await PublishAsync(V1, ("a", "2"));
        await Service.DeleteFileAsync(new FileAddress(Repo, RepositoryPath.Of("b")), Cancellation);
        await PublishAsync(V2, ("c", "3"));
        await Service.UpdateRepositoryAsync(Repo, ToPublic, Cancellation);
        Assert.AreEqual("2", await File.ReadAllTextAsync(Shown("a"), Cancellation));
        Assert.AreEqual("3", await File.ReadAllTextAsync(Shown("c"), Cancellation));
        Assert.HasCount(2, FilesIn("dl"));
        Assert.IsEmpty(FilesIn("unseen"));
        await PublishAsync(V1, ("a", "4"));
        Assert.AreEqual("4", await File.ReadAllTextAsync(Shown("a"), Cancellation));
    }

    [TestMethod]
    public async Task A_repository_that_was_always_private_brings_all_its_files_when_it_becomes_public()
    {
        var hidden = RepositoryAddress.Of("Acme", "hidden");
        var version = VersionAddress.Of(PackageAddress.Of(hidden, "lib"), "1");
        await Service.CreateRepositoryAsync(hidden, ToPrivate, Cancellation);
        await Service.CreatePackageAsync(version.Package, new PackageDetails(), Cancellation);
        await PublishAsync(version, ("secret", "s"));
        await Service.UpdateRepositoryAsync(hidden, ToPublic, Cancellation);
        Assert.AreEqual(
            "s", await File.ReadAllTextAsync(Opened.PublicFile(new FileAddress(hidden, RepositoryPath.Of("secret"))), Cancellation));
    }

    [TestMethod]
    public async Task What_cannot_be_withdrawn_fails_the_call_and_goes_with_its_repetition()
    {
        await PublishAsync(V1, ("a", "1"));
        var failing = OpenWith(new FailingView(Real(), () => throw new BintrayException(BintrayException.Unavailable, "the disk is gone")));
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => failing.UpdateRepositoryAsync(Repo, ToPrivate, Cancellation));
        Assert.AreEqual(503, refusal.Status);
        StringAssert.Contains(refusal.Message, "repeat", StringComparison.Ordinal);
        await Service.UpdateRepositoryAsync(Repo, ToPrivate, Cancellation);
        Assert.IsEmpty(FilesIn("dl"));
    }

    [TestMethod]
    public async Task What_a_killed_change_left_there_is_withdrawn_when_the_folder_is_opened()
    {
        await PublishAsync(V1, ("a", "1"));
        var dying = OpenWith(new FailingView(Real(), () => throw new InvalidOperationException("dead")));
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => dying.UpdateRepositoryAsync(Repo, ToPrivate, Cancellation));
        Assert.IsTrue(File.Exists(Shown("a")));
        await FolderRepository.OpenAsync(Folder, Cancellation);
        Assert.IsEmpty(FilesIn("dl"));
        Assert.IsEmpty(FilesIn("unseen"));
    }

    [TestMethod]
    public async Task What_a_killed_change_did_not_bring_comes_when_the_folder_is_opened()
    {
        await PublishAsync(V1, ("a", "1"));
        await Service.UpdateRepositoryAsync(Repo, ToPrivate, Cancellation);
        var dying = OpenWith(new FailingView(Real(), () => throw new InvalidOperationException("dead")));
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => dying.UpdateRepositoryAsync(Repo, ToPublic, Cancellation));
        Assert.IsEmpty(FilesIn("dl"));
        await FolderRepository.OpenAsync(Folder, Cancellation);
        Assert.AreEqual("1", await File.ReadAllTextAsync(Shown("a"), Cancellation));
        Assert.IsEmpty(FilesIn("unseen"));
    }

    [TestMethod]
    [DataRow("before")]
    [DataRow("after")]
    public async Task A_publish_that_is_on_its_way_brings_nothing_into_a_repository_that_becomes_private(string moment)
    {
        await PublishAsync(V1, ("a", "1"));
        await UploadAsync(Service, V1, "b", "2");
        var store = new HookedStore(new FolderStore(Folder, TimeSpan.FromMinutes(1)));
        Task Change(string operation, string key) => operation == "replace" && key.Contains("/version/", StringComparison.Ordinal)
            ? OnceAsync(() => Service.UpdateRepositoryAsync(Repo, ToPrivate, Cancellation))
            : Task.CompletedTask;
        if (moment == "before")
        {
            store.Before = Change;
        }
        else
        {
            store.After = Change;
        }

        var publishing = new ObjectStoreBintray(store, Real(), new StorageEnvironment());
        Assert.AreEqual(1, (await publishing.PublishAsync(V1, new PublishRequest(), Cancellation)).Files);
        Assert.IsEmpty(FilesIn("dl"));
        await FolderRepository.OpenAsync(Folder, Cancellation);
        Assert.IsEmpty(FilesIn("dl"));
        Assert.IsEmpty(FilesIn("unseen"));
    }

    private async Task OnceAsync(Func<Task> work)
    {
        if (!_done)
        {
            _done = true;
            await work();
        }
    }

    private FolderView Real() => new(new FolderStore(Folder, TimeSpan.FromMinutes(1)), Path.Combine(Folder, "dl"));

    private ObjectStoreBintray OpenWith(IViewFiles view) => new(new FolderStore(Folder, TimeSpan.FromMinutes(1)), view, new StorageEnvironment());

    private sealed class FailingView(FolderView inner, Action fail) : IViewFiles
    {
        public Task<IDisposable> LockAsync(RepositoryAddress repository, CancellationToken cancellation) =>
            inner.LockAsync(repository, cancellation);

        public Task<ViewObstacle?> PutAsync(RepositoryAddress repository, string path, string content, CancellationToken cancellation)
        {
            fail();
            return inner.PutAsync(repository, path, content, cancellation);
        }

        public Task RemoveAsync(RepositoryAddress repository, string path, CancellationToken cancellation)
        {
            fail();
            return inner.RemoveAsync(repository, path, cancellation);
        }

        public Task RemoveAllAsync(RepositoryAddress repository, CancellationToken cancellation)
        {
            fail();
            return inner.RemoveAllAsync(repository, cancellation);
        }

        public Task<IReadOnlyList<long?>> GetLengthsAsync(
            RepositoryAddress repository, IReadOnlyList<string> paths, CancellationToken cancellation) =>
            inner.GetLengthsAsync(repository, paths, cancellation);

        public Task FlushAsync(RepositoryAddress repository, CancellationToken cancellation) => inner.FlushAsync(repository, cancellation);
    }
}
