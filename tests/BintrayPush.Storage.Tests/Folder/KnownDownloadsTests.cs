using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Tests.Service;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>
/// A file that was downloaded before is not looked up again; whatever another process has done to it since, the next download shows.
/// Each opening of the folder stands for a process: they share nothing but the files.
/// </summary>
[TestClass]
public sealed class KnownDownloadsTests : FolderTests
{
    private static readonly FileAddress File = new(Repo, RepositoryPath.Of("a"));
    private readonly List<string> _operations = [];
    private IBintray _reader = null!;
    private IBintray _other = null!;

    [TestInitialize]
    public async Task DownloadOnce()
    {
        RequireIdentities();
        var store = new HookedStore(new FolderStore(Folder, TimeSpan.FromMinutes(1)))
        {
            Before = (operation, _) =>
            {
                _operations.Add(operation);
                return Task.CompletedTask;
            },
        };
        _reader = new ObjectStoreBintray(store);
        _other = (await FolderRepository.OpenAsync(Folder, Cancellation)).Service;
        await PublishAsync(V1, ("a", "one"), ("b", "b"));
        await KnowAsync("one");
    }

    [TestMethod]
    public async Task A_file_that_has_not_changed_is_opened_without_reading_a_record()
    {
        _operations.Clear();

        Assert.AreEqual("one", await ReadAsync());

        CollectionAssert.AreEqual(new[] { "open unchanged" }, _operations);
    }

    [TestMethod]
    public async Task What_another_process_published_over_it_is_sent()
    {
        await UploadAsync(_other, V1, "a", "two");
        Assert.AreEqual("one", await ReadAsync(), "it is not published yet");

        await _other.PublishAsync(V1, new PublishRequest(), Cancellation);

        Assert.AreEqual("two", await ReadAsync());
        await KnowAsync("two");
        await _other.DeleteFileAsync(File, Cancellation);
        Assert.IsNull(await ReadAsync());
    }

    [TestMethod]
    [DataRow("file")]
    [DataRow("version")]
    [DataRow("package")]
    [DataRow("repository")]
    public async Task What_another_process_deleted_is_not_there(string what)
    {
        await (what switch
        {
            "file" => _other.DeleteFileAsync(File, Cancellation),
            "version" => _other.DeleteVersionAsync(V1, Cancellation),
            "package" => _other.DeletePackageAsync(Lib, Cancellation),
            _ => _other.DeleteRepositoryAsync(Repo, Cancellation),
        });

        Assert.IsNull(await ReadAsync());
    }

    [TestMethod]
    public async Task Another_repository_of_the_same_name_has_none_of_the_files()
    {
        await _other.DeleteRepositoryAsync(Repo, Cancellation);
        await _other.CreateRepositoryAsync(Repo, new RepositoryDetails { Private = true }, Cancellation);

        Assert.IsNull(await ReadAsync());
    }

    [TestMethod]
    public async Task Another_version_that_took_the_path_over_is_named()
    {
        await _other.DeleteFileAsync(File, Cancellation);
        await UploadAsync(_other, V2, "a", "one");
        await _other.PublishAsync(V2, new PublishRequest(), Cancellation);

        using var download = await _reader.DownloadAsync(File, includeUnpublished: false, Cancellation);

        Assert.AreEqual(V2, download!.File.Version);
    }

    [TestMethod]
    public async Task Whether_it_is_listed_is_said_as_another_process_set_it()
    {
        await _other.SetListedInDownloadsAsync(File, listed: true, Cancellation);

        using var download = await _reader.DownloadAsync(File, includeUnpublished: false, Cancellation);

        Assert.IsTrue(download!.Listed!.ListedInDownloads);
    }

    [TestMethod]
    public async Task A_content_that_was_damaged_is_refused_and_sent_once_it_is_healed()
    {
        var content = Path.Combine(Folder, "content", Hex.Sha256Of("one")[..2], Hex.Sha256Of("one"));
        System.IO.File.Move(content, content + ".lost");
        await System.IO.File.WriteAllTextAsync(content, "o", Cancellation);
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(ReadAsync);
        Assert.AreEqual(503, refusal.Status);

        await UploadAsync(_other, V1, "a", "one");
        await _other.PublishAsync(V1, new PublishRequest(), Cancellation);

        Assert.AreEqual("one", await ReadAsync());
    }

    [TestMethod]
    public async Task A_content_that_is_gone_is_refused()
    {
        System.IO.File.Delete(Path.Combine(Folder, "content", Hex.Sha256Of("one")[..2], Hex.Sha256Of("one")));

        Assert.AreEqual(503, (await Assert.ThrowsExactlyAsync<BintrayException>(ReadAsync)).Status);
    }

    [TestMethod]
    public async Task A_publisher_who_asks_for_what_waits_gets_it()
    {
        await UploadAsync(_other, V1, "a", "two");

        using var waiting = await _reader.DownloadAsync(File, includeUnpublished: true, Cancellation);

        Assert.IsFalse(waiting!.Published);
        Assert.AreEqual("one", await ReadAsync());
    }

    [TestMethod]
    public async Task A_package_with_a_long_readme_costs_no_reading_either()
    {
        var readme = new Document(DocumentSyntax.Markdown, new string('x', 20_000));
        await _other.SetDocumentAsync(Lib, DocumentKind.Readme, readme, Cancellation);
        await KnowAsync("one");
        _operations.Clear();

        Assert.AreEqual("one", await ReadAsync());

        CollectionAssert.AreEqual(new[] { "open unchanged" }, _operations);
    }

    /// <summary>A release becomes public by its own record: the head is the same before and after.</summary>
    [TestMethod]
    public async Task What_another_process_releases_is_sent_from_its_commit_on_and_not_before()
    {
        var seen = new List<string?>();
        var store = new HookedStore(new FolderStore(Folder, TimeSpan.FromMinutes(1))) { Before = LookAsync, After = LookAsync };
        var releasing = new ObjectStoreBintray(store);
        await UploadAsync(_other, V1, "a", "two");
        await UploadAsync(_other, V2, "c", "c");

        await releasing.PublishReleaseAsync([new ReleasedVersion(V1, null), new ReleasedVersion(V2, null)], Cancellation);

        CollectionAssert.AreEqual(new[] { "one", "two" }, seen);
        await KnowAsync("two");

        async Task LookAsync(string operation, string key)
        {
            if (operation == "replace" && key.StartsWith("release/", StringComparison.Ordinal))
            {
                // Long after the head was prepared, so that what is known now is kept if it may be.
                await SettleAsync();
                await ReadAsync();
                seen.Add(await ReadAsync());
            }
        }
    }

    /// <summary>Whatever three processes do one after the other, each of them reads what one that knows nothing reads.</summary>
    [TestMethod]
    public async Task Every_reader_agrees_with_one_that_has_just_opened_the_folder()
    {
        var random = new Random(20261127);
        IBintray[] services = [Service, _other, (await FolderRepository.OpenAsync(Folder, Cancellation)).Service];
        for (var i = 0; i < 60; i++)
        {
            var what = random.Next(9);
            var service = services[random.Next(services.Length)];
            try
            {
                await ChangeAsync(service, what, $"text {i}");
            }
            catch (BintrayException refusal) when (refusal.Status is 404 or 409)
            {
                // There is nothing to do it to.
            }

            if (random.Next(2) == 0)
            {
                await SettleAsync();
            }

            var expected = await ReadAsync((await FolderRepository.OpenAsync(Folder, Cancellation)).Service);
            foreach (var reader in services.Append(_reader))
            {
                Assert.AreEqual(expected, await ReadAsync(reader), $"after step {i}, {what}");
            }
        }
    }

    private async Task ChangeAsync(IBintray service, int what, string text)
    {
        switch (what)
        {
            case 0:
                await service.DeleteFileAsync(File, Cancellation);
                break;
            case 1:
                await service.DeleteVersionAsync(V1, Cancellation);
                break;
            case 2:
                await service.DeletePackageAsync(Lib, Cancellation);
                await service.CreatePackageAsync(Lib, new PackageDetails(), Cancellation);
                break;
            case 3:
                await service.UpdateRepositoryAsync(Repo, new RepositoryDetails { Private = text.Length % 2 == 0 }, Cancellation);
                break;
            case 4:
                await service.SetListedInDownloadsAsync(File, listed: true, Cancellation);
                break;
            default:
                await UploadAsync(service, what == 5 ? V2 : V1, "a", text);
                await service.PublishAsync(what == 5 ? V2 : V1, new PublishRequest(), Cancellation);
                break;
        }
    }

    /// <summary>Lets the reader download once when a change could no longer go unseen, so that it knows the file.</summary>
    private async Task KnowAsync(string text)
    {
        await SettleAsync();
        Assert.AreEqual(text, await ReadAsync());
    }

    private async Task SettleAsync()
    {
        foreach (var file in FilesIn("repo").Concat(FilesIn("r")))
        {
            while (FileIdentity.StateOf(file) is { } state && !state.IsSettled(DateTime.UtcNow))
            {
                await Task.Yield();
            }
        }
    }

    private Task<string?> ReadAsync() => ReadAsync(_reader);

    private async Task<string?> ReadAsync(IBintray service)
    {
        using var download = await service.DownloadAsync(File, includeUnpublished: false, Cancellation);
        if (download is null)
        {
            return null;
        }

        using var text = new StreamReader(download.Content);
        return await text.ReadToEndAsync(Cancellation);
    }

    private static void RequireIdentities()
    {
        if (!FileIdentity.IsKnown)
        {
            Assert.Inconclusive("this system does not tell when a file was changed");
        }
    }
}
