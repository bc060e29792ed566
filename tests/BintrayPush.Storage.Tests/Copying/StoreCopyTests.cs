using System.Text;
using BintrayPush.Api.Content;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Storage.Copying;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Store;
using BintrayPush.Storage.Tests.Interleaving;
using BintrayPush.Storage.Tests.Service;

namespace BintrayPush.Storage.Tests.Copying;

/// <summary>Copies of one store in another.</summary>
[TestClass]
public sealed class StoreCopyTests
{
    private static readonly RepositoryAddress Repo = RepositoryAddress.Of("acme", "tools");
    private static readonly PackageAddress Lib = PackageAddress.Of(Repo, "lib");
    private static readonly VersionAddress V1 = VersionAddress.Of(Lib, "1.0");
    private static readonly VersionAddress V2 = VersionAddress.Of(Lib, "2.0");

    private readonly MemoryStore _from = new();
    private readonly MemoryStore _to = new();
    private readonly List<string> _found = [];
    private readonly ObjectStoreBintray _source;
    private readonly ObjectStoreBintray _target;

    public StoreCopyTests() => (_source, _target) = (new ObjectStoreBintray(_from), new ObjectStoreBintray(_to));

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestInitialize]
    public async Task Prepare()
    {
        await _source.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
        await _source.CreatePackageAsync(Lib, new PackageDetails(), Cancellation);
        await PublishAsync(_source, V1, ("a", "1"), ("b", "2"));
        await PublishAsync(_source, V2, ("c", "3"));
        await UploadAsync(_source, V2, "waits", "4");
    }

    [TestMethod]
    public async Task What_is_copied_is_served_with_the_same_bytes_and_what_waits_waits()
    {
        var copied = await CopyAsync();
        Assert.IsTrue(copied.IsWhole);
        Assert.AreEqual(4, copied.Contents);
        Assert.AreEqual("a=1 b=2 c=3", await PublishedAsync(_target));
        var waiting = (await _target.ListFilesAsync(V2, includeUnpublished: true, Cancellation)).Unpublished;
        Assert.AreEqual("waits", waiting.Single().Path.Value);
        await _target.PublishAsync(V2, new PublishRequest(), Cancellation);
        Assert.AreEqual("a=1 b=2 c=3 waits=4", await PublishedAsync(_target));
    }

    [TestMethod]
    public async Task A_second_copy_writes_nothing_and_a_later_one_what_has_changed()
    {
        await CopyAsync();
        Assert.AreEqual(new CopyResult(0, 0, 0, 0), await CopyAsync());

        await PublishAsync(_source, V1, ("a", "new"));
        await _source.DeleteFileAsync(new FileAddress(Repo, RepositoryPath.Of("b")), Cancellation);
        await PublishAsync(_source, V2, ("b", "moved"));
        Assert.IsTrue((await CopyAsync()).IsWhole);
        Assert.AreEqual("a=new b=moved c=3 waits=4", await PublishedAsync(_target));

        await _source.DeleteVersionAsync(V1, Cancellation);
        await CopyAsync();
        Assert.AreEqual("b=moved c=3 waits=4", await PublishedAsync(_target));
        await _source.DeletePackageAsync(Lib, Cancellation);
        await CopyAsync();
        Assert.IsNull(await _target.GetPackageAsync(Lib, Cancellation));
        Assert.AreEqual("", string.Join("\n", _found));
    }

    [TestMethod]
    public async Task What_was_changed_in_the_target_stays_and_is_named()
    {
        await CopyAsync();
        await PublishAsync(_target, V1, ("own", "x"));
        await PublishAsync(_source, V1, ("a", "new"));
        await PublishAsync(_source, V2, ("c", "new"));
        var copied = await CopyAsync();
        Assert.IsFalse(copied.IsWhole);
        Assert.Contains("BTP4094: version '1.0' was changed in the target", string.Join("\n", _found));
        Assert.AreEqual("a=1 b=2 c=new own=x waits=4", await PublishedAsync(_target));
    }

    [TestMethod]
    public async Task A_repository_that_the_target_has_of_its_own_is_left_alone()
    {
        await _target.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
        var before = _to.Objects.Count;
        Assert.IsFalse((await CopyAsync()).IsWhole);
        Assert.Contains("BTP4094", _found.Single());
        Assert.AreEqual(before, _to.Objects.Count);
    }

    [TestMethod]
    public async Task A_damaged_content_is_named_and_its_version_is_not_copied()
    {
        _from.Damage($"content/{Hex.Sha256Of("2").Substring(0, 2)}/{Hex.Sha256Of("2")}", "9"u8.ToArray());
        Assert.IsFalse((await CopyAsync()).IsWhole);
        Assert.Contains("BTP4093: version '1.0'", string.Join("\n", _found));
        Assert.AreEqual("c=3", await PublishedAsync(_target));
        Assert.IsFalse(_to.Objects.Values.Any(value => value.AsSpan().SequenceEqual("9"u8)));
    }

    [TestMethod]
    public async Task What_is_published_after_a_repository_became_private_is_never_public_in_the_target()
    {
        await CopyAsync();
        var hooked = new HookedStore(_from);
        var done = false;
        hooked.After = async (operation, key) =>
        {
            if (!done && operation == "list" && key.Contains("/version/", StringComparison.Ordinal))
            {
                done = true;
                await _source.UpdateRepositoryAsync(Repo, new RepositoryDetails { Private = true }, Cancellation);
                await PublishAsync(_source, V1, ("secret", "s"));
            }
        };
        var watched = new HookedStore(_to);
        watched.After = async (operation, key) =>
        {
            var files = await _target.ListFilesAsync(V1, includeUnpublished: false, Cancellation);
            if (files.Published.Any(file => file.Path.Value == "secret"))
            {
                Assert.IsTrue((await _target.GetRepositoryDetailsAsync(Repo, Cancellation))!.Private);
            }
        };
        await CopyAsync(hooked, watched);
        Assert.IsTrue(done);
        Assert.Contains("secret=s", await PublishedAsync(_target));
    }

    [TestMethod]
    public async Task Cut_off_at_any_operation_it_shows_only_what_is_whole_and_the_next_copy_completes_it()
    {
        for (var cut = 1; ; cut++)
        {
            var to = new MemoryStore();
            var operations = 0;
            var hooked = new HookedStore(to)
            {
                Before = (_, _) => ++operations == cut ? throw new IOException("cut") : Task.CompletedTask,
            };
            var isCut = false;
            try
            {
                await CopyAsync(_from, hooked);
            }
            catch (IOException)
            {
                isCut = true;
            }

            var target = new ObjectStoreBintray(to);
            if (await target.GetRepositoryDetailsAsync(Repo, Cancellation) is not null)
            {
                await PublishedAsync(target);
            }

            Assert.IsTrue((await CopyAsync(_from, to)).IsWhole, $"cut {cut}: {string.Join("\n", _found)}");
            Assert.AreEqual("a=1 b=2 c=3", await PublishedAsync(target));
            await target.SweepAsync(SweepOptions.Exclusive, Cancellation);
            Assert.AreEqual("a=1 b=2 c=3", await PublishedAsync(target));
            if (!isCut)
            {
                TestContext.WriteLine($"{cut} operations");
                Assert.IsGreaterThan(30, cut);
                return;
            }
        }
    }

    [TestMethod]
    public async Task While_others_publish_delete_and_upload_every_reader_of_the_target_sees_whole_files()
    {
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() => WriteAsync(stop.Token), Cancellation);
        try
        {
            await CopyAsync();
            var reads = 0;
            var hooked = new HookedStore(_to)
            {
                After = async (operation, _) =>
                {
                    if (operation is "create" or "replace")
                    {
                        reads++;
                        await PublishedAsync(_target);
                    }
                },
            };
            for (var i = 0; i < 3; i++)
            {
                await CopyAsync(_from, hooked);
            }

            TestContext.WriteLine($"{reads} readings");
        }
        finally
        {
            await stop.CancelAsync();
            await writer;
        }

        Assert.IsTrue((await CopyAsync()).IsWhole, string.Join("\n", _found));
        Assert.AreEqual("", string.Join("\n", _found));
        Assert.AreEqual(await PublishedAsync(_source), await PublishedAsync(_target));
    }

    [TestMethod]
    public async Task A_folder_is_copied_to_a_folder_that_fsck_finds_clean_with_its_plain_files()
    {
        using var folders = new TemporaryFolder();
        var (one, other) = (Path.Combine(folders.Path, "one"), Path.Combine(folders.Path, "other"));
        var source = await FolderRepository.OpenAsync(one, Cancellation);
        await source.Service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
        await source.Service.CreatePackageAsync(Lib, new PackageDetails(), Cancellation);
        await PublishAsync(source.Service, V1, ("a", "1"), ("b", "2"));
        for (var i = 0; i < 2; i++)
        {
            await PublishAsync(source.Service, V1, ("a", $"{i}"));
            var to = await CopyPlace.ToWriteAsync(other, isDryRun: false, privateFiles: null, Cancellation);
            var copied = await StoreCopy.RunAsync(
                CopyPlace.ToRead(one), to, isDryRun: false, finding => _found.Add(finding.What), _ => { }, Cancellation);
            Assert.IsTrue(copied.IsWhole, string.Join("\n", _found));
            var read = await StoreCopy.VerifyAsync(to, finding => _found.Add($"{finding.Where}: {finding.What}"), Cancellation);
            Assert.AreEqual(0, read.Damage);
            Assert.AreEqual("", string.Join("\n", _found));
            Assert.AreEqual($"{i}", await File.ReadAllTextAsync(Path.Combine(other, "dl", "acme", "tools", "a"), Cancellation));
        }

        Assert.AreEqual(
            new CopyResult(0, 0, 0, 0),
            await StoreCopy.RunAsync(
                CopyPlace.ToRead(one),
                await CopyPlace.ToWriteAsync(other, isDryRun: false, privateFiles: null, Cancellation),
                isDryRun: false,
                _ => { },
                _ => { },
                Cancellation));
    }

    [TestMethod]
    public async Task A_content_that_a_sweep_of_the_target_has_condemned_gets_another_name_there()
    {
        var name = Hex.Sha256Of("1");
        await _to.PutIfAbsentAsync($"condemned/{name}", [], Cancellation);
        Assert.IsTrue((await CopyAsync()).IsWhole);
        Assert.IsTrue(_to.Objects.ContainsKey($"content/{name.Substring(0, 2)}/{name}.1"));
        Assert.IsFalse(_to.Objects.ContainsKey($"content/{name.Substring(0, 2)}/{name}"));
        Assert.AreEqual("a=1 b=2 c=3", await PublishedAsync(_target));
        Assert.AreEqual(new CopyResult(0, 0, 0, 0), await CopyAsync());
    }

    [TestMethod]
    public async Task Users_are_copied_replaced_and_removed_and_those_of_the_target_stay()
    {
        var files = new MemoryFiles(_to);
        await _from.PutIfAbsentAsync("user/joe.json", "joe"u8.ToArray(), Cancellation);
        await _from.PutIfAbsentAsync("user/ann.json", "ann"u8.ToArray(), Cancellation);
        await _from.PutIfAbsentAsync("user/kim.json", "kim"u8.ToArray(), Cancellation);
        await _to.PutIfAbsentAsync("user/own.json", "own"u8.ToArray(), Cancellation);
        await CopyAsync(_from, _to, files);
        Assert.AreEqual("ann joe kim own", Users());

        await files.DeleteAsync("user/kim.json", Cancellation);
        await _from.DeleteAsync("user/joe.json", Cancellation);
        _from.Damage("user/ann.json", "ann2"u8.ToArray());
        var copied = await CopyAsync(_from, _to, files);
        Assert.AreEqual("ann2 own", Users());
        Assert.AreEqual(1, copied.Findings, "the user who was removed in the target");

        await files.WriteAsync("user/ann.json", "mine"u8.ToArray(), Cancellation);
        await _from.DeleteAsync("user/ann.json", Cancellation);
        Assert.AreEqual(2, (await CopyAsync(_from, _to, files)).Findings);
        Assert.AreEqual("mine own", Users());

        string Users() => string.Join(" ", _to.Objects.Where(item => item.Key.StartsWith("user/", StringComparison.Ordinal))
            .Select(item => Encoding.UTF8.GetString(item.Value)));
    }

    private static async Task UploadAsync(IBintray service, VersionAddress version, string path, string text) => await service.UploadAsync(
        new UploadRequest { Version = version, Path = RepositoryPath.Of(path), Override = true },
        new MemoryStream(Encoding.UTF8.GetBytes(text)),
        CancellationToken.None);

    private static async Task PublishAsync(IBintray service, VersionAddress version, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            await UploadAsync(service, version, path, text);
        }

        await service.PublishAsync(version, new PublishRequest(), CancellationToken.None);
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var version = VersionAddress.Of(Lib, $"w{i % 3}");
            await PublishAsync(_source, version, ($"w/{i % 3}/{i % 7}", $"{i}"));
            if (i % 5 == 4)
            {
                await _source.DeleteVersionAsync(version, CancellationToken.None);
            }

            await UploadAsync(_source, V1, $"p/{i % 4}", $"{i}");
            await Task.Yield();
        }
    }

    private Task<CopyResult> CopyAsync() => CopyAsync(_from, _to);

    private Task<CopyResult> CopyAsync(IObjectStore from, IObjectStore to, IPrivateFiles? files = null) => StoreCopy.RunAsync(
        CopyPlace.Of("memory", from, privateFiles: null),
        CopyPlace.Of("copy", to, files),
        isDryRun: false,
        finding => _found.Add($"{finding.Where}: {finding.What}"),
        _ => { },
        Cancellation);

    /// <summary>All that is published, each file read to its end and compared with what the listing says of it.</summary>
    private async Task<string> PublishedAsync(IBintray service)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (await service.GetPackageAsync(Lib, Cancellation) is null)
        {
            return "";
        }

        foreach (var file in (await service.ListFilesAsync(Lib, includeUnpublished: false, Cancellation)).Published)
        {
            Assert.IsFalse(file.IsDamaged);
            using var download = await service.DownloadAsync(new FileAddress(Repo, file.Path), includeUnpublished: false, Cancellation);
            Assert.IsNotNull(download, $"'{file.Path}' is listed and is not there");
            var text = await new StreamReader(download.Content).ReadToEndAsync(Cancellation);
            Assert.AreEqual(file.Sha256, Hex.Sha256Of(text), file.Path.Value);
            files[file.Path.Value] = text;
        }

        return string.Join(" ", files.Select(file => $"{file.Key}={file.Value}"));
    }
}
