using System.Globalization;
using System.Text;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Buckets.Caching;

namespace BintrayPush.Storage.S3.Tests;

/// <summary>
/// How many requests an engine gets for one call, which is what a bucket costs (docs/scaling.md). BINTRAYPUSH_COST_FILES asks for other
/// numbers of files, such as 1000;10000.
/// </summary>
[TestClass]
public sealed class CostTests
{
    private const int AtOnce = 8;
    private static readonly RepositoryAddress Repository = RepositoryAddress.Of("acme", "tools");
    private static readonly PackageAddress Package = PackageAddress.Of(Repository, "lib");
    private static readonly VersionAddress Full = VersionAddress.Of(Package, "1.0");

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(3_600_000, CooperativeCancellation = true)]
    public async Task What_a_call_costs_does_not_depend_on_how_many_files_there_are()
    {
        var sizes = (Environment.GetEnvironmentVariable("BINTRAYPUSH_COST_FILES") is { Length: > 0 } asked ? asked : "20;200")
            .Split(';').Select(size => int.Parse(size, CultureInfo.InvariantCulture)).ToList();
        var measured = new List<Dictionary<string, string>>();
        foreach (var size in sizes)
        {
            measured.Add(await MeasureAsync(size));
        }

        foreach (var call in measured[0].Keys)
        {
            TestContext.WriteLine($"| {call} | {string.Join(" | ", measured.Select(costs => costs[call]))} |");
        }

        foreach (var costs in measured.Skip(1))
        {
            CollectionAssert.AreEqual(measured[0].ToArray(), costs.ToArray());
        }
    }

    private async Task<Dictionary<string, string>> MeasureAsync(int files)
    {
        await using var engine = await SmallEngine.StartAsync();
        engine.PageSize = 1000;
        using var store = await S3ObjectStore.OpenAsync(engine.Place, Cancellation);
        using var folder = new TemporaryFolder();
        var service = new ObjectStoreBintray(store.WithCaches(contents: null));
        await service.CreateRepositoryAsync(Repository, new RepositoryDetails(), Cancellation);
        await service.CreatePackageAsync(Package, new PackageDetails(), Cancellation);
        await UploadAsync(service, Full, "first");
        await Parallel.ForAsync(
            0,
            files,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancellation },
            async (i, _) => await UploadAsync(service, Full, string.Create(CultureInfo.InvariantCulture, $"f/{i:d6}.txt")));
        await service.PublishAsync(Full, new PublishRequest(), Cancellation);

        var version = VersionAddress.Of(Package, "2.0");
        var costs = new Dictionary<string, string>
        {
            ["upload that creates its version"] = await engine.CountAsync(() => UploadAsync(service, version, "new/1.txt")),
            ["upload into a version"] = await engine.CountAsync(() => UploadAsync(service, version, "new/2.txt")),
            ["upload of bytes that are there"] = await engine.CountAsync(() => UploadAsync(service, version, "new/3.txt", "new/2.txt")),
        };
        costs["publish of these three files"] = await engine.CountAsync(
            () => service.PublishAsync(version, new PublishRequest(), Cancellation));
        // If the last page of the manifest is full it is parted now, which costs one page more.
        await UploadAsync(service, Full, "one-more-0.txt");
        await service.PublishAsync(Full, new PublishRequest(), Cancellation);
        await UploadAsync(service, Full, "one-more.txt");
        costs["publish of one more file in the version of many"] =
            await engine.CountAsync(() => service.PublishAsync(Full, new PublishRequest(), Cancellation));
        // Nothing is in the memory of a server that was just started.
        var started = new ObjectStoreBintray(store.WithCaches(contents: null));
        costs["download, cold"] = await engine.CountAsync(() => DownloadAsync(started, "new/1.txt"));
        costs["download of another file of that version"] = await engine.CountAsync(() => DownloadAsync(started, "new/2.txt"));
        costs["download, warm"] = await engine.CountAsync(() => DownloadAsync(started, "new/1.txt"));
        costs["download from the version of many, cold"] = await engine.CountAsync(() => DownloadAsync(started, "first"));
        costs["download from the version of many, warm"] = await engine.CountAsync(() => DownloadAsync(started, "first"));
        using var contents = ContentFolder.Open(folder.Path, maxBytes: 1 << 20);
        var withFolder = new ObjectStoreBintray(store.WithCaches(contents));
        costs["download with a cache folder, cold"] = await engine.CountAsync(() => DownloadAsync(withFolder, "new/1.txt"));
        costs["download with a cache folder, warm"] = await engine.CountAsync(() => DownloadAsync(withFolder, "new/1.txt"));
        costs["list of a version's published files"] =
            await engine.CountAsync(() => service.ListFilesAsync(version, includeUnpublished: false, Cancellation));
        costs["question for a repository"] = await engine.CountAsync(() => service.GetRepositoryDetailsAsync(Repository, Cancellation));
        return costs;
    }

    private async Task DownloadAsync(ObjectStoreBintray service, string path)
    {
        var file = new FileAddress(Repository, RepositoryPath.Of(path));
        using var download = await service.DownloadAsync(file, includeUnpublished: false, Cancellation);
        Assert.IsNotNull(download);
        await download.Content.CopyToAsync(Stream.Null, Cancellation);
    }

    private Task<UploadAnswer> UploadAsync(ObjectStoreBintray service, VersionAddress version, string path, string? text = null) =>
        service.UploadAsync(
            new UploadRequest { Version = version, Path = RepositoryPath.Of(path) },
            new MemoryStream(Encoding.UTF8.GetBytes(text ?? path)),
            Cancellation);
}
