using System.Text;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage;
using BintrayPush.Storage.Store;

namespace BintrayPush.BucketConformance;

/// <summary>A writer that stands still right before its commit, and wakes up when the world has gone on.</summary>
public abstract class StalledWriterConformance
{
    private static readonly VersionAddress Version =
        VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib"), "1.0");

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    /// <summary>Two stores over one new prefix, to be disposed.</summary>
    protected abstract Task<(IObjectStore First, IObjectStore Second)> OpenTwoAsync();

    [TestMethod]
    public async Task A_publish_that_wakes_up_late_takes_nothing_away()
    {
        var (first, second) = await OpenTwoAsync();
        using var closed = (IDisposable)first;
        using var closedToo = (IDisposable)second;
        var (stalled, quick) = (new StallingStore(first), new ObjectStoreBintray(second));
        var publishing = await BeginToPublishAsync(stalled, quick);

        await UploadAsync(quick, "quick.txt");
        await quick.PublishAsync(Version, new PublishRequest { Expected = [Expected("quick.txt")] }, Cancellation);
        stalled.Continue();

        await publishing.Call;
        var files = await quick.ListFilesAsync(Version, includeUnpublished: false, Cancellation);
        CollectionAssert.AreEquivalent(new[] { "late.txt", "quick.txt" }, files.Published.Select(file => file.Path.Value).ToArray());
    }

    [TestMethod]
    public async Task A_publish_into_a_version_that_was_deleted_and_made_anew_shows_nothing_there()
    {
        var (first, second) = await OpenTwoAsync();
        using var closed = (IDisposable)first;
        using var closedToo = (IDisposable)second;
        var (stalled, quick) = (new StallingStore(first), new ObjectStoreBintray(second));
        var publishing = await BeginToPublishAsync(stalled, quick);

        await quick.DeleteVersionAsync(Version, Cancellation);
        await UploadAsync(quick, "quick.txt");
        stalled.Continue();

        await Assert.ThrowsExactlyAsync<BintrayException>(() => publishing.Call);
        var files = await quick.ListFilesAsync(Version, includeUnpublished: true, Cancellation);
        Assert.IsEmpty(files.Published);
        Assert.AreEqual("quick.txt", files.Unpublished.Single().Path.Value);
    }

    /// <summary>A publish that stands still; in a record, since it is not to be waited for yet.</summary>
    private async Task<Publishing> BeginToPublishAsync(StallingStore stalled, ObjectStoreBintray quick)
    {
        var late = new ObjectStoreBintray(stalled);
        await quick.CreateRepositoryAsync(Version.Package.Repository, new RepositoryDetails(), Cancellation);
        await quick.CreatePackageAsync(Version.Package, new PackageDetails(), Cancellation);
        await UploadAsync(late, "late.txt");
        stalled.Stall();

        var call = late.PublishAsync(Version, new PublishRequest { Expected = [Expected("late.txt")] }, Cancellation);
        await stalled.Stalled.WaitAsync(Cancellation);
        return new Publishing(call);
    }

    private static string Text(string path) => $"what {path} says";

    private static ExpectedFile Expected(string path) =>
        new(RepositoryPath.Of(path), Hex.Sha256Of(Text(path)));

    private Task<UploadAnswer> UploadAsync(ObjectStoreBintray service, string path) => service.UploadAsync(
        new UploadRequest { Version = Version, Path = RepositoryPath.Of(path) },
        new MemoryStream(Encoding.UTF8.GetBytes(Text(path))),
        Cancellation);

    private sealed record Publishing(Task<PublishAnswer> Call);

    /// <summary>A bucket whose next replacement of a head waits until it is told to go on.</summary>
    private sealed class StallingStore(IObjectStore inner) : IObjectStore
    {
        private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _continue = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _stalls;

        public Task Stalled => _stalled.Task;

        public void Stall() => _stalls = true;

        public void Continue() => _continue.SetResult();

        public async Task<string?> ReplaceAsync(string key, string tag, byte[] value, CancellationToken cancellation)
        {
            if (_stalls && key.Contains("/version/", StringComparison.Ordinal))
            {
                _stalls = false;
                _stalled.SetResult();
                await _continue.Task.WaitAsync(cancellation);
            }

            return await inner.ReplaceAsync(key, tag, value, cancellation);
        }

        public Task<StoredObject?> GetAsync(string key, CancellationToken cancellation) => inner.GetAsync(key, cancellation);

        public Task<string?> PutIfAbsentAsync(string key, byte[] value, CancellationToken cancellation) =>
            inner.PutIfAbsentAsync(key, value, cancellation);

        public Task<bool> ExistsAsync(string key, CancellationToken cancellation) => inner.ExistsAsync(key, cancellation);

        public Task<IReadOnlyList<long?>> GetLengthsAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
            inner.GetLengthsAsync(keys, cancellation);

        public Task DeleteAsync(string key, CancellationToken cancellation) => inner.DeleteAsync(key, cancellation);

        public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) =>
            inner.ListAsync(prefix, cancellation);

        public Task<IStagedContent> StageAsync(Stream content, CancellationToken cancellation) => inner.StageAsync(content, cancellation);

        public Task<Stream?> OpenAsync(string key, CancellationToken cancellation) => inner.OpenAsync(key, cancellation);

        public Task<bool> SetAsideAsync(string key, string sha256, CancellationToken cancellation) =>
            inner.SetAsideAsync(key, sha256, cancellation);

        public Task FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) => inner.FlushAsync(keys, cancellation);

        public Task<IReadOnlyList<StagedLeftover>> DropStagedAsync(TimeSpan age, bool dryRun, CancellationToken cancellation) =>
            inner.DropStagedAsync(age, dryRun, cancellation);
    }
}
