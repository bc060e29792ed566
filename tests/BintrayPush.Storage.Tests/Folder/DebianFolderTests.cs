using System.Text;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Conformance;
using BintrayPush.Formats.Debian;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>The index of a Debian repository in a folder: the plain files, and those who look after the folder.</summary>
[TestClass]
public sealed class DebianFolderTests : FolderTests
{
    private static readonly RepositoryAddress Deb = RepositoryAddress.Of("Acme", "deb");
    private static readonly PackageAddress Tool = PackageAddress.Of(Deb, "tool");
    private static readonly RepositoryOptions WithReader = new() { DebReader = new DebReader() };

    [TestInitialize]
    public async Task OpenWithAReader()
    {
        Opened = await FolderRepository.OpenAsync(Folder, WithReader, Cancellation);
        await Service.CreateRepositoryAsync(Deb, new RepositoryDetails { Type = "debian" }, Cancellation);
        await Service.CreatePackageAsync(Tool, new PackageDetails(), Cancellation);
    }

    [TestMethod]
    public async Task The_plain_files_are_those_that_the_service_shows()
    {
        await PublishAsync("1");
        await PublishAsync("2");
        var plain = FilesIn("dl/Acme/deb/dists").Select(file => file[(FolderOf("dl/Acme/deb").Length + 1)..]).Order().ToList();
        Assert.HasCount(7, plain, "Release, two lists, and by their hashes these and those before.");
        foreach (var path in plain)
        {
            Assert.AreEqual(await ReadAsync(path), await File.ReadAllTextAsync(Path.Combine(FolderOf("dl/Acme/deb"), path), Encoding.Latin1, Cancellation), path);
        }
    }

    [TestMethod]
    public async Task What_is_no_longer_kept_of_former_indexes_leaves_the_plain_files_and_the_folder()
    {
        for (var i = 1; i < 6; i++)
        {
            await PublishAsync($"{i}");
            AgeRecords();
        }

        Assert.HasCount(6, FilesIn("dl/Acme/deb/dists/stable/main/binary-amd64/by-hash"), "This one and two former ones.");
        var before = await ReadAsync("dists/stable/Release");
        var swept = await Opened.SweepAsync(SweepOptions.Exclusive, Cancellation);
        Assert.IsGreaterThan(0, swept.Items.Count(item => item.Kind == SweepKind.Content));
        Assert.AreEqual(before, await ReadAsync("dists/stable/Release"));
        foreach (var file in FilesIn("dl/Acme/deb/dists"))
        {
            Assert.IsNotNull(await ReadAsync(file[(FolderOf("dl/Acme/deb").Length + 1)..]), file);
        }

        Assert.AreEqual(0, (await CheckAsync(repair: false)).Damage);
    }

    [TestMethod]
    public async Task A_program_that_reads_no_packages_says_so_and_the_next_one_that_does_makes_the_index()
    {
        Opened = await FolderRepository.OpenAsync(Folder, Cancellation);
        var answer = await PublishAsync("1");
        StringAssert.Contains(answer.Warning, "the Debian index does not show it yet: this program makes no index", StringComparison.Ordinal);
        Assert.IsNull(await ReadAsync("dists/stable/Release"));

        Opened = await FolderRepository.OpenAsync(Folder, WithReader, Cancellation);
        StringAssert.Contains(await ReadAsync("dists/stable/main/binary-amd64/Packages"), "Version: 1\n", StringComparison.Ordinal);
        Assert.IsEmpty(FilesIn("unseen"));
    }

    [TestMethod]
    public async Task A_package_that_is_no_package_stands_in_no_index_and_is_named()
    {
        Opened = await FolderRepository.OpenAsync(Folder, Cancellation);
        await PublishAsync("1");
        await UploadAsync("2", "broken"u8.ToArray());
        Opened = await FolderRepository.OpenAsync(Folder, WithReader, Cancellation);
        var answer = await Service.PublishAsync(VersionAddress.Of(Tool, "2"), new PublishRequest(), Cancellation);
        StringAssert.Contains(answer.Warning, "'pool/tool_2_amd64.deb' is in no index: it is no ar archive", StringComparison.Ordinal);
        StringAssert.Contains(await ReadAsync("dists/stable/main/binary-amd64/Packages"), "Version: 1\n", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Of_two_packages_of_one_name_and_version_from_before_the_first_is_listed_and_the_other_one_named()
    {
        // Nobody looks into packages here: both are published.
        Opened = await FolderRepository.OpenAsync(Folder, Cancellation);
        await PublishAsync("2");
        var twin = VersionAddress.Of(Tool, "1");
        await UploadAsync("1", DebPackage.Make("tool", "2", more: "Section: misc\n"));
        await Service.PublishAsync(twin, new PublishRequest(), Cancellation);

        Opened = await FolderRepository.OpenAsync(Folder, WithReader, Cancellation);
        var answer = await Service.PublishAsync(twin, new PublishRequest(), Cancellation);

        StringAssert.Contains(
            answer.Warning, "'pool/tool_1_amd64.deb' is not in the index of 'stable': 'pool/tool_2_amd64.deb' is tool 2 (amd64) there", StringComparison.Ordinal);
        var list = await ReadAsync("dists/stable/main/binary-amd64/Packages");
        Assert.HasCount(1, list!.Split("\n\n", StringSplitOptions.RemoveEmptyEntries));
        StringAssert.Contains(list, "pool/tool_2_amd64.deb", StringComparison.Ordinal);
        Assert.AreEqual(0, (await CheckAsync(repair: false)).Damage);
    }

    [TestMethod]
    public async Task An_index_that_somebody_uploaded_before_stays()
    {
        await UploadAsync(Service, V1, "dists/stable/Release", "of a person");
        await Service.PublishAsync(V1, new PublishRequest(), Cancellation);
        // As an earlier version of this project let it in.
        foreach (var record in FilesIn("repo"))
        {
            var text = await File.ReadAllTextAsync(record, Cancellation);
            await File.WriteAllTextAsync(record, text.Replace("\"generic\"", "\"debian\"", StringComparison.Ordinal), Cancellation);
        }

        Opened = await FolderRepository.OpenAsync(Folder, WithReader, Cancellation);
        var upload = new UploadRequest
        {
            Version = V2,
            Path = RepositoryPath.Of("pool/tool.deb"),
            Debian = new DebianCoordinates("stable", "main", "amd64"),
        };
        await Service.UploadAsync(upload, new MemoryStream(DebPackage.Make("tool", "1")), Cancellation);
        var answer = await Service.PublishAsync(V2, new PublishRequest(), Cancellation);
        StringAssert.Contains(answer.Warning, "'dists/stable' was uploaded and stays as it is", StringComparison.Ordinal);
        Assert.AreEqual("of a person", await File.ReadAllTextAsync(Shown("dists/stable/Release"), Cancellation));
    }

    [TestMethod]
    public async Task A_private_repository_has_its_index_and_no_plain_files_of_it()
    {
        await PublishAsync("1");
        await Service.UpdateRepositoryAsync(Deb, new RepositoryDetails { Private = true }, Cancellation);
        await PublishAsync("2");
        Assert.IsEmpty(FilesIn("dl/Acme/deb"));
        StringAssert.Contains(await ReadAsync("dists/stable/main/binary-amd64/Packages"), "Version: 2\n", StringComparison.Ordinal);

        await Service.UpdateRepositoryAsync(Deb, new RepositoryDetails { Private = false }, Cancellation);
        var plain = await File.ReadAllTextAsync(Path.Combine(FolderOf("dl/Acme/deb"), "dists/stable/main/binary-amd64/Packages"), Cancellation);
        Assert.AreEqual(await ReadAsync("dists/stable/main/binary-amd64/Packages"), plain);
    }

    [TestMethod]
    public async Task A_check_finds_what_is_lost_of_an_index_and_the_next_publish_heals_it()
    {
        await PublishAsync("1");
        var list = await ReadAsync("dists/stable/main/binary-amd64/Packages");
        var content = Path.Combine(Folder, Keys.Content(Api.Content.Hex.Sha256Of(list!)));
        File.Delete(content);
        Assert.AreEqual(1, (await CheckAsync(repair: false)).Damage);
        await Assert.ThrowsExactlyAsync<Api.Failures.BintrayException>(() => ReadAsync("dists/stable/main/binary-amd64/Packages"));

        await Service.PublishAsync(VersionAddress.Of(Tool, "1"), new PublishRequest(), Cancellation);
        Assert.AreEqual(list, await ReadAsync("dists/stable/main/binary-amd64/Packages"));
        Assert.AreEqual(0, (await CheckAsync(repair: false)).Damage);
    }

    [TestMethod]
    public async Task A_check_says_where_an_index_and_what_is_published_differ()
    {
        await PublishAsync("1");
        // Nobody makes an index here.
        Opened = await FolderRepository.OpenAsync(Folder, Cancellation);
        await PublishAsync("2");
        await Service.DeleteVersionAsync(VersionAddress.Of(Tool, "1"), Cancellation);

        var found = new List<string>();
        await FolderCheck.RunAsync(Folder, repair: false, finding => found.Add(finding.What), Cancellation);

        Assert.ContainsSingle(what => what.Contains("does not have 'pool/tool_2_amd64.deb'", StringComparison.Ordinal), found);
        Assert.ContainsSingle(what => what.Contains("has 'pool/tool_1_amd64.deb' with bytes that are not published", StringComparison.Ordinal), found);
        Opened = await FolderRepository.OpenAsync(Folder, WithReader, Cancellation);
        found.Clear();
        await FolderCheck.RunAsync(Folder, repair: false, finding => found.Add(finding.What), Cancellation);
        Assert.IsEmpty(found);
    }

    [TestMethod]
    public async Task A_check_mends_the_plain_files_of_an_index()
    {
        await PublishAsync("1");
        var plain = Path.Combine(FolderOf("dl/Acme/deb"), "dists/stable/Release");
        File.Delete(plain);
        Assert.AreEqual(1, (await CheckAsync(repair: false)).Damage);
        Assert.AreEqual(1, (await CheckAsync(repair: true)).Mended);
        Assert.AreEqual(await ReadAsync("dists/stable/Release"), await File.ReadAllTextAsync(plain, Cancellation));
        Assert.AreEqual(0, (await CheckAsync(repair: false)).Damage);
    }

    [TestMethod]
    public async Task A_backup_has_an_index_that_is_made_anew_when_it_is_opened()
    {
        using var target = new TemporaryFolder();
        await PublishAsync("1");
        var copy = Path.Combine(target.Path, "copy");
        var damage = new List<string>();
        await FolderBackup.RunAsync(
            Folder, copy, finding => damage.AddRange(finding is { IsDamage: true, Mended: false } ? [finding.What] : []), Cancellation);
        Assert.IsEmpty(damage);
        var before = await ReadAsync("dists/stable/Release");
        Opened = await FolderRepository.OpenAsync(copy, WithReader, Cancellation);
        Assert.AreEqual(before, await ReadAsync("dists/stable/Release"));
        Assert.IsEmpty(Directory.GetFiles(Path.Combine(copy, "unseen")), "The note of the copy is done.");
        Assert.IsTrue(File.Exists(Path.Combine(copy, "dl/Acme/deb/dists/stable/Release")));
    }

    private string FolderOf(string part) => Path.Combine(Folder, part);

    /// <summary>As if an hour had passed since an index was replaced.</summary>
    private void AgeRecords()
    {
        foreach (var record in FilesIn("r").Where(file => file.Contains("/index/", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(record);
            File.WriteAllText(
                record,
                System.Text.RegularExpressions.Regex.Replace(text, "\"replaced\":\"[0-9]{4}", "\"replaced\":\"2001"));
        }
    }

    private async Task<PublishAnswer> PublishAsync(string number)
    {
        await UploadAsync(number, DebPackage.Make("tool", number));
        return await Service.PublishAsync(VersionAddress.Of(Tool, number), new PublishRequest(), Cancellation);
    }

    private Task<UploadAnswer> UploadAsync(string number, byte[] bytes) => Service.UploadAsync(
        new UploadRequest
        {
            Version = VersionAddress.Of(Tool, number),
            Path = RepositoryPath.Of($"pool/tool_{number}_amd64.deb"),
            Debian = new DebianCoordinates("stable", "main", "amd64"),
        },
        new MemoryStream(bytes),
        Cancellation);

    private Task<StoreCheckResult> CheckAsync(bool repair) =>
        FolderCheck.RunAsync(Folder, repair, finding => TestContext.WriteLine($"{finding.Where}: {finding.What}"), Cancellation);

    private async Task<string?> ReadAsync(string path)
    {
        using var download = await Service.DownloadAsync(
            new FileAddress(Deb, RepositoryPath.Of(path)), includeUnpublished: false, Cancellation);
        if (download is null)
        {
            return null;
        }

        using var text = new StreamReader(download.Content, Encoding.Latin1);
        return await text.ReadToEndAsync(Cancellation);
    }
}
