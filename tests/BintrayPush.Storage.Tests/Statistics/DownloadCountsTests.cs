using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Statistics;
using BintrayPush.Storage.Tests.Interleaving;

namespace BintrayPush.Storage.Tests.Statistics;

/// <summary>Downloads that several servers write down in one store.</summary>
[TestClass]
public sealed class DownloadCountsTests
{
    private const string Today = "2026-11-29";

    private static readonly RepositoryAddress Repo = RepositoryAddress.Of("acme", "tools");
    private static readonly PackageAddress Lib = PackageAddress.Of(Repo, "lib");

    private readonly MemoryStore _store = new();
    private readonly ObjectStoreBintray _service;

    public DownloadCountsTests() => _service = new ObjectStoreBintray(_store);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestInitialize]
    public async Task Prepare()
    {
        await _service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
        await _service.CreatePackageAsync(Lib, new PackageDetails(), Cancellation);
    }

    [TestMethod]
    public async Task Servers_that_write_at_once_lose_nothing_and_count_nothing_twice()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(server => Task.Run(
            async () =>
            {
                var service = new ObjectStoreBintray(_store);
                for (var batch = 1; batch <= 10; batch++)
                {
                    // Its answer was lost, so it comes twice.
                    await AddAsync(service, $"server {server}", batch);
                    await AddAsync(service, $"server {server}", batch);
                }
            },
            Cancellation)));
        Assert.AreEqual(80, await TotalAsync(_service));
    }

    [TestMethod]
    public async Task A_package_that_is_made_anew_begins_with_nothing_and_the_sweep_takes_the_old_numbers()
    {
        await AddAsync(_service, "one", 1);
        await _service.DeletePackageAsync(Lib, Cancellation);
        await AddAsync(_service, "one", 2);
        await _service.CreatePackageAsync(Lib, new PackageDetails(), Cancellation);
        Assert.AreEqual(0, await TotalAsync(_service));
        await AddAsync(_service, "one", 3);
        Assert.HasCount(2, Counted());

        var report = await _service.SweepAsync(SweepOptions.Exclusive, Cancellation);

        Assert.HasCount(1, report.Items.Where(item => item.Kind == SweepKind.Downloads));
        Assert.HasCount(1, Counted());
        Assert.AreEqual(1, await TotalAsync(_service));
    }

    [TestMethod]
    public async Task Without_the_package_there_is_no_number_and_nothing_is_written()
    {
        await _service.DeletePackageAsync(Lib, Cancellation);
        await AddAsync(_service, "one", 1);
        Assert.IsEmpty(Counted());
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => TotalAsync(_service));
        Assert.AreEqual(404, refusal.Status);
    }

    [TestMethod]
    public async Task A_record_that_is_damaged_counts_as_empty_and_is_replaced()
    {
        await AddAsync(_service, "one", 1);
        var key = Counted().Single();
        var there = await _store.GetAsync(key, Cancellation);
        await _store.ReplaceAsync(key, there!.Tag, "{"u8.ToArray(), Cancellation);
        Assert.AreEqual(0, await TotalAsync(_service));
        await AddAsync(_service, "one", 2);
        Assert.AreEqual(1, await TotalAsync(_service));
    }

    [TestMethod]
    public async Task A_copy_has_the_numbers_and_keeps_what_it_has_counted_itself()
    {
        await AddAsync(_service, "one", 1);
        var (to, found) = (new MemoryStore(), new List<string>());
        var target = new ObjectStoreBintray(to);
        await CopyAsync();
        Assert.AreEqual(1, await TotalAsync(target));

        await AddAsync(_service, "one", 2);
        await CopyAsync();
        Assert.AreEqual(2, await TotalAsync(target));

        await AddAsync(target, "two", 1);
        await AddAsync(_service, "one", 3);
        await AddAsync(_service, "one", 4);
        await CopyAsync();
        Assert.AreEqual(3, await TotalAsync(target));
        Assert.IsEmpty(found);

        async Task CopyAsync() => Assert.IsTrue((await StoreCopy.RunAsync(
            CopyPlace.Of("from", _store, privateFiles: null), CopyPlace.Of("to", to, privateFiles: null), isDryRun: false,
            finding => found.Add(finding.What), _ => { }, Cancellation)).IsWhole);
    }

    [TestMethod]
    public async Task A_backup_has_the_numbers_and_fsck_names_a_record_that_cannot_be_read()
    {
        using var folder = new TemporaryFolder();
        var (data, backup) = (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "backup"));
        var repository = (await FolderRepository.OpenAsync(data, Cancellation)).Service;
        await repository.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
        await repository.CreatePackageAsync(Lib, new PackageDetails(), Cancellation);
        await AddAsync(repository, "one", 1);

        Assert.AreEqual(0, (await FolderBackup.RunAsync(data, backup, _ => { }, Cancellation)).Damage);
        Assert.AreEqual(1, await TotalAsync((await FolderRepository.OpenAsync(backup, Cancellation)).Service));

        var record = Directory.GetFiles(Path.Combine(data, "r"), "*.json", SearchOption.AllDirectories)
            .Single(file => file.Contains("downloads", StringComparison.Ordinal));
        await File.WriteAllTextAsync(record, "{", Cancellation);
        var findings = new List<StoreFinding>();
        Assert.AreEqual(1, (await FolderCheck.RunAsync(data, repair: false, findings.Add, Cancellation)).Damage);
        StringAssert.Contains(findings.Single().Where, Path.GetFileName(record));
        StringAssert.Contains(findings.Single().Cure, "counted anew");
    }

    private static Task AddAsync(ObjectStoreBintray service, string writer, long number) => service.DownloadCounts.AddAsync(
        Lib, new DownloadBatch(writer, number, [new CountedDownload("1.0", "a.zip", Today, 1)]), CancellationToken.None);

    private static async Task<long> TotalAsync(ObjectStoreBintray service) =>
        (await service.DownloadCounts.ReadAsync(Lib, CancellationToken.None)).Total;

    private List<string> Counted() => [.. _store.Objects.Keys.Where(key => key.Contains("/downloads/", StringComparison.Ordinal))];
}
