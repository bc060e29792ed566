using System.Runtime.Versioning;
using BintrayPush.Feed.StaticFeeds;
using NuGet.Common;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace BintrayPush.Feed.Tests.StaticFeeds;

/// <summary>A feed of plain files, behind a plain web server, read by NuGet's own client.</summary>
[TestClass]
public sealed class StaticFeedTests
{
    private static readonly Nupkg One = Nupkg.Make("Acme.Lib", "1.0.0");
    private static readonly Nupkg Two = Nupkg.Make("Acme.Lib", "2.0.0-rc.1", Nupkg.Needs(("Acme.Base", "1.0.0")));
    private static readonly Nupkg Base = Nupkg.Make(
        "Acme.Base",
        "1.0.0",
        "<icon>i.png</icon><readme>r.md</readme><license type=\"file\">l.txt</license>",
        ("i.png", "png"),
        ("r.md", "# Read me"),
        ("l.txt", "Do as you like"));

    [TestMethod]
    public async Task A_client_finds_and_gets_all_packages()
    {
        await using var scene = await StaticFeedScene.StartAsync();

        var report = await scene.WriteAsync(One, Two, Base);

        Assert.AreEqual(2, report.Ids);
        Assert.AreEqual(3, report.Packages);
        Assert.AreEqual("1.0.0 2.0.0-rc.1", await scene.VersionsAsync("Acme.Lib"));
        Assert.AreEqual("1.0.0", await scene.VersionsAsync("Acme.Base"));
        var metadata = await scene.MetadataAsync("Acme.Lib");
        Assert.AreEqual("1.0.0 2.0.0-rc.1", string.Join(' ', metadata.Select(version => version.Identity.Version)));
        Assert.AreEqual("Acme.Base", metadata[1].DependencySets.Single().Packages.Single().Id);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [UnsupportedOSPlatform("windows")]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Everybody_may_read_a_feed_and_where_a_group_shares_the_folder_all_of_it_may_write_it(bool isShared)
    {
        await using var scene = await StaticFeedScene.StartAsync();
        const UnixFileMode Shared = UnixFileMode.SetGroup | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(scene.Folder, File.GetUnixFileMode(scene.Folder) | (isShared ? Shared : UnixFileMode.None));
        var folder = new FeedFolder(scene.Folder);

        using (await folder.LockAsync(TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None))
        {
            await scene.WriteAsync(One);
            folder.State = "as it is";
        }

        Assert.AreEqual("as it is", folder.State);
        foreach (var file in Directory.EnumerateFileSystemEntries(scene.Folder, "*", SearchOption.AllDirectories))
        {
            var mode = File.GetUnixFileMode(file);
            Assert.IsTrue(mode.HasFlag(UnixFileMode.OtherRead), file);
            Assert.AreEqual(isShared, mode.HasFlag(UnixFileMode.GroupWrite), file);
            Assert.AreEqual(isShared && Directory.Exists(file), mode.HasFlag(UnixFileMode.SetGroup), file);
        }
    }

    [TestMethod]
    public async Task What_is_in_packages_can_be_had_without_them()
    {
        await using var scene = await StaticFeedScene.StartAsync();
        await scene.WriteAsync(Base);
        using var http = new HttpClient();
        var package = (await scene.MetadataAsync("Acme.Base")).Single();

        Assert.AreEqual("png", await http.GetStringAsync(package.IconUrl));
        Assert.AreEqual("# Read me", await http.GetStringAsync(package.ReadmeUrl));
        Assert.AreEqual("Do as you like", await http.GetStringAsync(package.LicenseUrl));
        StringAssert.Contains(await http.GetStringAsync($"{scene.Root}flat/acme.base/1.0.0/acme.base.nuspec"), "<id>Acme.Base</id>");
        Assert.AreEqual(Base.Sha256, await http.GetStringAsync($"{scene.Root}flat/acme.base/1.0.0/acme.base.1.0.0.nupkg.sha256"));
    }

    [TestMethod]
    public async Task A_search_finds_everything_that_is_listed_with_its_latest_release()
    {
        await using var scene = await StaticFeedScene.StartAsync();
        await scene.WriteAsync(
            One,
            Two,
            Base,
            Nupkg.Make("only.pre", "1.0.0-a"),
            Nupkg.Make("hidden", "1.0.0").With(package => package with { Listed = false }));
        var search = await scene.Server.ClientAsync<PackageSearchResource>();

        var found = await search.SearchAsync("x", new SearchFilter(true), 0, 20, NullLogger.Instance, default);

        Assert.AreEqual(
            "Acme.Base 1.0.0, Acme.Lib 1.0.0, only.pre 1.0.0-a",
            string.Join(", ", found.Select(package => $"{package.Identity.Id} {package.Identity.Version}")));
        Assert.AreEqual("acme", found.First().Owners);
        Assert.AreEqual("1.0.0", await scene.VersionsAsync("hidden"));
    }

    [TestMethod]
    public async Task Many_versions_stand_on_pages()
    {
        await using var scene = await StaticFeedScene.StartAsync();
        var versions = Enumerable.Range(0, 130).Select(number => Nupkg.Make("lib", $"1.{number}.0")).ToArray();
        await scene.WriteAsync(versions[..129]);
        Assert.HasCount(129, await scene.MetadataAsync("lib"));

        // The last page has another name now; the old one is gone.
        await scene.WriteAsync(versions);

        Assert.HasCount(130, await scene.MetadataAsync("lib"));
        Assert.HasCount(3 * 2, scene.Files().Where(file => file.Contains("/page/", StringComparison.Ordinal)));
        await scene.WriteAsync(versions[..2]);
        Assert.HasCount(2, await scene.MetadataAsync("lib"));
        Assert.IsEmpty(scene.Files().Where(file => file.Contains("/page/", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Written_again_nothing_is_touched_that_has_not_changed()
    {
        await using var scene = await StaticFeedScene.StartAsync();
        await scene.WriteAsync(One, Base);

        var again = new RecordedFiles(new FeedFolder(scene.Folder));
        await scene.WriteAsync(new MemorySource(One, Base), again);
        Assert.IsEmpty(again.Done);

        var more = new RecordedFiles(new FeedFolder(scene.Folder));
        await scene.WriteAsync(new MemorySource(One, Base, Nupkg.Make("Acme.Base", "1.1.0")), more);
        Assert.IsNotEmpty(more.Done);
        Assert.IsEmpty(more.Done.Where(done => done.Contains("acme.lib", StringComparison.Ordinal)));
        Assert.IsEmpty(more.Done.Where(done => done.Contains("acme.base/1.0.0", StringComparison.Ordinal)));
        Assert.IsEmpty(more.Done.Where(done => done == "write index.json"));
    }

    [TestMethod]
    public async Task Packages_come_first_then_what_others_need_and_the_service_index_last()
    {
        await using var scene = await StaticFeedScene.StartAsync();
        var files = new RecordedFiles(new FeedFolder(scene.Folder));

        await scene.WriteAsync(new MemorySource(Two, Base), files);

        var done = files.Done;
        int At(string name) => done.IndexOf($"write {name}");
        var lastPackage = done.FindLastIndex(what => what.EndsWith(".nupkg", StringComparison.Ordinal));
        Assert.IsLessThan(At("flat/acme.base/index.json"), lastPackage);
        Assert.IsLessThan(At("flat/acme.lib/index.json"), At("flat/acme.base/index.json"));
        Assert.IsLessThan(At("registration-semver2/acme.lib/index.json"), At("flat/acme.lib/index.json"));
        Assert.IsLessThan(At("search.json"), At("registration-semver2/acme.lib/index.json"));
        Assert.AreEqual(done.Count - 1, At("index.json"));
    }

    [TestMethod]
    public async Task What_is_deleted_goes_after_nothing_names_it_any_more()
    {
        await using var scene = await StaticFeedScene.StartAsync();
        await scene.WriteAsync(One, Two, Base);

        var files = new RecordedFiles(new FeedFolder(scene.Folder));
        var report = await scene.WriteAsync(new MemorySource(One), files);

        Assert.AreEqual("1.0.0", await scene.VersionsAsync("Acme.Lib"));
        Assert.AreEqual("", await scene.VersionsAsync("Acme.Base"));
        Assert.IsEmpty(scene.Files().Where(file =>
            file.Contains("base", StringComparison.Ordinal) || file.Contains("rc.1", StringComparison.Ordinal)));
        Assert.IsFalse(Directory.Exists(Path.Combine(scene.Folder, "flat", "acme.base")));
        Assert.AreEqual(files.Done.Count(done => done.StartsWith("delete", StringComparison.Ordinal)), report.Removed);
        var firstDelete = files.Done.FindIndex(done => done.StartsWith("delete", StringComparison.Ordinal));
        Assert.IsLessThan(firstDelete, files.Done.IndexOf("write search.json"));
    }

    [TestMethod]
    public async Task A_version_with_other_bytes_than_before_is_written_anew()
    {
        await using var scene = await StaticFeedScene.StartAsync();
        await scene.WriteAsync(One);
        var other = Nupkg.Make("Acme.Lib", "1.0.0", "<title>Another</title>");

        await scene.WriteAsync(other);

        Assert.AreEqual("Another", (await scene.MetadataAsync("Acme.Lib")).Single().Title);
        CollectionAssert.AreEqual(other.Bytes, await File.ReadAllBytesAsync(Nupkg100(scene)));
    }

    [TestMethod]
    public async Task What_was_damaged_is_made_whole()
    {
        await using var scene = await StaticFeedScene.StartAsync();
        await scene.WriteAsync(One, Base);
        await File.WriteAllTextAsync(Path.Combine(scene.Folder, "registration", "acme.lib", "index.json"), "{");
        await File.WriteAllTextAsync(Nupkg100(scene), "");
        File.Delete(Path.Combine(scene.Folder, "flat", "acme.base", "1.0.0", "readme"));
        await File.WriteAllTextAsync(Path.Combine(scene.Folder, "flat", "acme.base", "1.0.0", "icon"), "");

        await scene.WriteAsync(One, Base);

        Assert.HasCount(1, await scene.MetadataAsync("Acme.Lib"));
        CollectionAssert.AreEqual(One.Bytes, await File.ReadAllBytesAsync(Nupkg100(scene)));
        Assert.IsTrue(File.Exists(Path.Combine(scene.Folder, "flat", "acme.base", "1.0.0", "readme")));
        Assert.AreEqual("png", await File.ReadAllTextAsync(Path.Combine(scene.Folder, "flat", "acme.base", "1.0.0", "icon")));
    }

    [TestMethod]
    public async Task A_package_that_is_deleted_meanwhile_is_not_shown()
    {
        await using var scene = await StaticFeedScene.StartAsync();

        await scene.WriteAsync(new MemorySource(One, Two, Base) { Gone = Two }, new FeedFolder(scene.Folder));

        Assert.AreEqual("1.0.0", await scene.VersionsAsync("Acme.Lib"));
        Assert.HasCount(1, await scene.MetadataAsync("Acme.Lib"));
    }

    [TestMethod]
    public async Task Bytes_that_were_not_published_are_not_shown()
    {
        await using var scene = await StaticFeedScene.StartAsync();
        await scene.WriteAsync(One);
        var source = new ForeignBytes(new MemorySource(One, Base), Two.Bytes);

        var refusal = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => scene.WriteAsync(source, new FeedFolder(scene.Folder)));

        StringAssert.Contains(refusal.Message, "Acme.Base.1.0.0.nupkg");
        Assert.AreEqual("", await scene.VersionsAsync("Acme.Base"));
        Assert.AreEqual("1.0.0", await scene.VersionsAsync("Acme.Lib"));
        Assert.IsEmpty(scene.Files().Where(file => file.Contains("acme.base", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Wherever_it_is_cut_off_what_is_named_is_there_and_the_next_run_finishes_it()
    {
        var old = new[] { One, Base };
        var next = new[] { Two, Nupkg.Make("Acme.Lib", "3.0.0", Nupkg.Needs(("Acme.Base", "2.0.0"))), Nupkg.Make("Acme.Base", "2.0.0") };
        string[]? whole = null;
        for (var changes = 0; ; changes++)
        {
            await using var scene = await StaticFeedScene.StartAsync();
            await scene.WriteAsync(old);
            var files = new RecordedFiles(new FeedFolder(scene.Folder)) { FailsAfter = changes };
            try
            {
                await scene.WriteAsync(new MemorySource(next), files);
                whole = [.. scene.Files()];
                break;
            }
            catch (IOException)
            {
                await RequireSoundAsync(scene);
            }

            await scene.WriteAsync(next);
            await RequireSoundAsync(scene);
            Assert.AreEqual("2.0.0-rc.1 3.0.0", await scene.VersionsAsync("Acme.Lib"));
            whole ??= [.. scene.Files()];
            CollectionAssert.AreEqual(whole, scene.Files().ToArray());
        }

        Assert.IsNotEmpty(whole);
    }

    [TestMethod]
    public async Task A_version_whose_replacement_was_cut_off_and_taken_back_has_its_own_bytes_again()
    {
        // Two of one length: only the bytes tell them apart.
        var alike = Enumerable.Range(100, 50).Select(number => Nupkg.Make("Acme.Lib", "1.0.0", $"<title>{number}</title>"))
            .GroupBy(package => package.Bytes.Length).First(group => group.Count() > 1).ToList();
        var (own, other) = (alike[0], alike[1]);
        for (var changes = 0; changes < 4; changes++)
        {
            await using var scene = await StaticFeedScene.StartAsync();
            await scene.WriteAsync(own);
            var cut = new RecordedFiles(new FeedFolder(scene.Folder)) { FailsAfter = changes };
            await Assert.ThrowsExactlyAsync<IOException>(() => scene.WriteAsync(new MemorySource(other), cut));

            await scene.WriteAsync(own);

            CollectionAssert.AreEqual(own.Bytes, await File.ReadAllBytesAsync(Nupkg100(scene)), $"after {changes} changes");
        }
    }

    [TestMethod]
    public async Task Two_that_write_to_one_folder_wait_for_each_other_for_a_while()
    {
        var folder = Directory.CreateTempSubdirectory("bintray-static-").FullName;
        var files = new FeedFolder(folder);
        using (await files.LockAsync(TimeSpan.Zero, TimeProvider.System, CancellationToken.None))
        {
            await Assert.ThrowsAsync<IOException>(() => files.LockAsync(TimeSpan.Zero, TimeProvider.System, CancellationToken.None));
            using var ended = new CancellationTokenSource();
            var waiting = files.LockAsync(TimeSpan.FromMinutes(1), TimeProvider.System, ended.Token);
            await ended.CancelAsync();
            await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        }

        (await files.LockAsync(TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None)).Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string Nupkg100(StaticFeedScene scene) =>
        Path.Combine(scene.Folder, "flat", "acme.lib", "1.0.0", "acme.lib.1.0.0.nupkg");

    /// <summary>All that a client is told of, it gets; and what a version needs.</summary>
    private static async Task RequireSoundAsync(StaticFeedScene scene)
    {
        var bases = await scene.VersionsAsync("Acme.Base");
        var versions = await scene.VersionsAsync("Acme.Lib");
        foreach (var version in await scene.MetadataAsync("Acme.Lib"))
        {
            var own = version.Identity.Version;
            Assert.IsTrue(
                own == NuGetVersion.Parse("1.0.0") || versions.Split(' ').Contains(own.ToString()), $"{own} is not among {versions}");
        }

        if (versions.Contains("3.0.0", StringComparison.Ordinal))
        {
            StringAssert.Contains(bases, "2.0.0");
        }
    }

    /// <summary>Gives other bytes than it says.</summary>
    private sealed class ForeignBytes(IFeedSource source, byte[] bytes) : IFeedSource
    {
        public IReadOnlyList<string> Ids => source.Ids;

        public IReadOnlyList<StaticPackage> Versions(string id) => source.Versions(id);

        public Task<Stream?> OpenAsync(StaticPackage package, CancellationToken cancellation) =>
            Task.FromResult<Stream?>(new MemoryStream(bytes, writable: false));

        public Task<byte[]> ReadManifestAsync(Stream content, CancellationToken cancellation) =>
            source.ReadManifestAsync(content, cancellation);

        public Task<byte[]?> ReadEntryAsync(Stream content, string entry, CancellationToken cancellation) =>
            source.ReadEntryAsync(content, entry, cancellation);
    }
}
