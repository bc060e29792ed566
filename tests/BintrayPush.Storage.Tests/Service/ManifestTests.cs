using System.Text;
using System.Text.Json;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;
using BintrayPush.Storage.Tests.Interleaving;

namespace BintrayPush.Storage.Tests.Service;

/// <summary>Manifests in pages.</summary>
[TestClass]
public sealed class ManifestTests
{
    private const int MostInPage = 4;

    private readonly MemoryStore _store = new();

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    public async Task Whatever_is_published_and_deleted_a_manifest_holds_exactly_that_in_small_pages()
    {
        var random = new Random(1);
        var expected = new SortedDictionary<string, FileEntry>(StringComparer.Ordinal);
        var manifest = Manifest.Empty;
        string? commit = null;
        for (var i = 0; i < 2000; i++)
        {
            var path = $"{(char)('A' + random.Next(40))}{random.Next(5)}";
            var objects = NewObjects();
            if (random.Next(20) < (i / 200 % 2 == 0 ? 13 : 7))
            {
                var entry = Entry($"{i}");
                expected[path] = entry;
                manifest = (await objects.ManifestAsync("r", commit, [path], Cancellation))!.With(path, entry);
            }
            else
            {
                expected.Remove(path);
                manifest = (await objects.ManifestAsync("r", commit, [path], Cancellation))!.Without([path]);
            }

            var written = await objects.Manifests.PrepareAsync("r", "v", commit, manifest, Cancellation);
            await objects.Manifests.WriteAsync(written, Cancellation);
            commit = written.Commit;
            Assert.IsLessThanOrEqualTo(4, written.Pages.Count, "a change of one path writes few pages");
            Assert.IsTrue(written.Manifest.Parts.All(part => part.Count is > 0 and <= MostInPage));
            var read = (await NewObjects().ManifestAsync("r", commit, Cancellation))!;
            Assert.AreEqual(expected.Count, read.Count);
            CollectionAssert.AreEqual(expected.Keys.ToArray(), read.Files.Keys.ToArray());
            Assert.IsTrue(expected.All(file => read.At(file.Key)!.Upload == file.Value.Upload));
            Assert.IsNull(read.At("~"));
            Assert.IsNull(read.At(""));
        }
    }

    [TestMethod]
    public async Task A_manifest_written_before_there_were_pages_is_read_and_its_next_commit_has_pages()
    {
        var repository = RepositoryAddress.Of("acme", "tools");
        var version = VersionAddress.Of(PackageAddress.Of(repository, "lib"), "1.0");
        var service = NewService();
        await service.CreateRepositoryAsync(repository, new RepositoryDetails(), Cancellation);
        await service.CreatePackageAsync(version.Package, new PackageDetails(), Cancellation);
        for (var i = 0; i < 10; i++)
        {
            await PublishAsync(service, version, $"f{i}");
        }

        // As an earlier version of this project wrote it: one object with all files.
        var rootKey = RootKey();
        var files = (await NewObjects().ManifestAsync(rootKey.Split('/')[1], CommitOf(rootKey), Cancellation))!.Files;
        await _store.DeleteAsync(rootKey, Cancellation);
        foreach (var page in _store.Objects.Keys.Where(key => key.EndsWith(".page.json", StringComparison.Ordinal)).ToList())
        {
            await _store.DeleteAsync(page, Cancellation);
        }

        var old = "{\"files\":{" + string.Join(",", files.Select(file =>
            $"\"{file.Key}\":{Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(file.Value, RecordJson.Default.FileEntry))}")) + "}}";
        await _store.PutIfAbsentAsync(rootKey, Encoding.UTF8.GetBytes(old), Cancellation);

        service = NewService();
        Assert.HasCount(10, (await service.ListFilesAsync(version, includeUnpublished: false, Cancellation)).Published);
        Assert.IsNotNull(await service.GetFileAsync(new FileAddress(repository, RepositoryPath.Of("f7")), Cancellation));
        await PublishAsync(service, version, "g");
        Assert.HasCount(11, (await NewService().ListFilesAsync(version, includeUnpublished: false, Cancellation)).Published);
        Assert.AreNotEqual(rootKey, RootKey(), "the old one was removed");
        Assert.HasCount(3, _store.Objects.Keys.Where(key => key.EndsWith(".page.json", StringComparison.Ordinal)).ToList());
    }

    private static FileEntry Entry(string upload) =>
        new() { Upload = upload, Content = "c", Sha256 = "s", Sha1 = "s", Md5 = "m", Size = 1 };

    private static string CommitOf(string rootKey) => string.Join("/", rootKey.Split('/').Skip(3))[..^".json".Length];

    private static async Task PublishAsync(ObjectStoreBintray service, VersionAddress version, string path) => await service.UploadAsync(
        new UploadRequest { Version = version, Path = RepositoryPath.Of(path), Publish = true }, new MemoryStream(
            Encoding.UTF8.GetBytes(path)), CancellationToken.None);

    private static StorageEnvironment SmallPages() => new() { MaxFilesInPage = MostInPage };

    private string RootKey() => _store.Objects.Keys.Single(
        key => key.Contains("/manifest/", StringComparison.Ordinal) && !key.EndsWith(".page.json", StringComparison.Ordinal));

    private Objects NewObjects() => new(_store, SmallPages());

    private ObjectStoreBintray NewService() => new(_store, viewFiles: null, SmallPages());
}
