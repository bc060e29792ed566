using System.Text;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Store;
using BintrayPush.Storage.Tests.Service;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>To change threads costs more than most steps of an upload: from its first write on it stays on one.</summary>
[TestClass]
public sealed class UploadThreadTests : FolderTests
{
    private readonly List<(string Operation, string Key, int Thread, bool OfPool, bool InSequence)> _steps = [];

    [TestMethod]
    public async Task An_upload_stays_on_one_thread_for_all_that_it_writes()
    {
        await UploadAsync(publish: false);

        var steps = _steps.SkipWhile(step => step.Operation is not "create").ToList();
        Assert.IsGreaterThan(5, steps.Count, "marker, flush, record, flush, and what is read again");
        Assert.IsFalse(steps.Exists(step => step.OfPool), "between two of its steps it changed to another thread");
        Assert.AreEqual(1, steps.Select(step => step.Thread).Distinct().Count(), string.Join("\n", steps));
    }

    [TestMethod]
    public async Task A_publish_that_an_upload_asks_for_is_no_part_of_that()
    {
        await UploadAsync(publish: true);

        var record = _steps.FindIndex(step => step.Operation == "create" && step.Key.Contains("/path/", StringComparison.Ordinal));
        var manifest = _steps.FindIndex(step => step.Operation == "create" && step.Key.Contains("/manifest/", StringComparison.Ordinal));
        Assert.IsTrue(_steps[record].InSequence);
        Assert.IsGreaterThan(record, manifest);
        Assert.IsFalse(_steps[manifest].InSequence);
    }

    private async Task UploadAsync(bool publish)
    {
        // The version is made before: a test of what every further upload does.
        await UploadAsync(Service, V1, "first", "1");
        var store = new HookedStore(new FolderStore(Folder, TimeSpan.FromMinutes(1)))
        {
            After = (operation, key) =>
            {
                var isOfPool = Thread.CurrentThread.IsThreadPoolThread;
                _steps.Add((operation, key, Environment.CurrentManagedThreadId, isOfPool, CallSequence.IsBegun));
                return Task.CompletedTask;
            },
        };
        var request = new UploadRequest { Version = V1, Path = RepositoryPath.Of("a"), Publish = publish };
        await new ObjectStoreBintray(store).UploadAsync(request, new MemoryStream(Encoding.UTF8.GetBytes("text")), Cancellation);
    }
}
