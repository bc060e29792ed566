using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Conformance;

/// <summary>Protocol reference, section 8.</summary>
public abstract class UploadsConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    [TestMethod]
    public async Task A_file_is_made_of_a_published_one_without_its_bytes_and_waits_for_a_publish()
    {
        await UploadAsync(V1, "a.txt", "bytes", publish: true);
        var source = (await Service.ListFilesAsync(V1, includeUnpublished: false, Cancellation)).Published.Single();
        var copy = new UploadRequest { Version = V2, Path = RepositoryPath.Of("b.txt"), Sha256 = source.Sha256 };
        var address = new FileAddress(Repo, source.Path);

        Assert.AreEqual(source.Sha256, (await Service.CopyFileAsync(copy, address, Cancellation)).Sha256);

        Assert.IsNull(await ReadAsync("b.txt"));
        await Service.PublishAsync(V2, new PublishRequest(), Cancellation);
        Assert.AreEqual("bytes", await ReadAsync("b.txt"));
        await RefusedAsync(409, "checksum", () => Service.CopyFileAsync(copy with { Sha256 = new string('0', 64) }, address, Cancellation));
        await RefusedAsync(409, "override", () => Service.CopyFileAsync(copy, address, Cancellation));
        var missing = new FileAddress(Repo, RepositoryPath.Of("c.txt"));
        await RefusedAsync(404, "was not found", () => Service.CopyFileAsync(copy, missing, Cancellation));
    }

    [TestMethod]
    public async Task An_upload_is_unpublished_and_creates_its_version()
    {
        var answer = await UploadAsync(V1, "tools/a.txt", "hello");
        Assert.AreEqual(Sha256Of("hello"), answer.Sha256 ?? Sha256Of("hello"));
        Assert.IsNotNull(await Service.GetVersionAsync(V1, Cancellation));
        Assert.IsNull(await ReadAsync("tools/a.txt"));
        Assert.IsNull(await Service.GetFileAsync(File("tools/a.txt"), Cancellation));
        Assert.AreEqual("hello", await ReadAsync("tools/a.txt", includeUnpublished: true));
        CollectionAssert.AreEqual(new[] { "tools/a.txt" }, await UnpublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task An_upload_needs_its_package_and_its_repository()
    {
        await RefusedAsync(
            404, "Package 'none' was not found", () => UploadAsync(VersionAddress.Of(PackageAddress.Of(Repo, "none"), "1"), "a", "a"));
        var nowhere = PackageAddress.Of(RepositoryAddress.Of("acme", "nowhere"), "lib");
        await RefusedAsync(404, "Repo 'nowhere' was not found", () => UploadAsync(VersionAddress.Of(nowhere, "1"), "a", "a"));
    }

    [TestMethod]
    public async Task Sixty_four_uploads_at_once_make_one_version_and_all_succeed()
    {
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => UploadAsync(V1, $"f{i:00}", $"content {i}"))));
        Assert.HasCount(64, await UnpublishedPathsAsync(V1));
        CollectionAssert.AreEqual(new[] { "1.0" }, (await Service.GetPackageAsync(Lib, Cancellation))!.Versions.ToArray());
        Assert.AreEqual(64, (await PublishAsync(V1)).Files);
        Assert.AreEqual("content 63", await ReadAsync("f63"));
    }

    [TestMethod]
    public async Task An_unpublished_file_is_overwritten_without_asking()
    {
        await UploadAsync(V1, "a", "one");
        await UploadAsync(V1, "a", "two");
        Assert.AreEqual("two", await ReadAsync("a", includeUnpublished: true));
        Assert.AreEqual(1, (await PublishAsync(V1)).Files);
        Assert.AreEqual("two", await ReadAsync("a"));
    }

    [TestMethod]
    public async Task A_published_file_is_overwritten_only_with_override()
    {
        await UploadAsync(V1, "a", "one", publish: true);
        await RefusedAsync(409, "already exists", () => UploadAsync(V1, "a", "two"));
        await RefusedAsync(409, "already exists", () => UploadAsync(V1, "a", "one"));
        await UploadAsync(V1, "a", "two", replace: true);
        Assert.AreEqual("one", await ReadAsync("a"));
        Assert.AreEqual("two", await ReadAsync("a", includeUnpublished: true));
        Assert.AreEqual(1, (await PublishAsync(V1)).Files);
        Assert.AreEqual("two", await ReadAsync("a"));
    }

    [TestMethod]
    public async Task An_upload_with_override_gets_through_whatever_a_publish_made_of_one_without()
    {
        for (var i = 0; i < 10; i++)
        {
            // The publish may take the first upload while the second one is on its way: that one is then left over, without override.
            var path = $"f{i}";
            await UploadAsync(V1, path, "one");
            await Task.WhenAll(Task.Run(
                () => PublishAsync(V1, Expect(path, "one"))).ContinueWith(_ => { }, TaskScheduler.Default), Task.Run(async () =>
            {
                try
                {
                    await UploadAsync(V1, path, "two");
                }
                catch (BintrayException refusal) when (refusal.Status == 409)
                {
                }
            }));
            await UploadAsync(V1, path, "two", replace: true);
            Assert.AreEqual(1, (await PublishAsync(V1, Expect(path, "two"))).Files);
            Assert.AreEqual("two", await ReadAsync(path));
        }
    }

    [TestMethod]
    public async Task A_path_of_another_version_is_refused_even_with_override()
    {
        await UploadAsync(V1, "pending", "one");
        await UploadAsync(V1, "public", "one", publish: true);
        foreach (var path in new[] { "pending", "public" })
        {
            await RefusedAsync(409, "already exists", () => UploadAsync(V2, path, "two", replace: true));
            await RefusedAsync(409, "already exists", () => UploadAsync(VersionAddress.Of(Other, "1.0"), path, "two"));
        }

        Assert.IsNull(await Service.GetVersionAsync(V2, Cancellation));
    }

    [TestMethod]
    public async Task A_path_is_free_again_after_its_file_was_deleted_or_discarded()
    {
        await UploadAsync(V1, "a", "one", publish: true);
        await UploadAsync(V1, "b", "one");
        await Service.DeleteFileAsync(File("a"), Cancellation);
        await Service.DiscardAsync(V1, Cancellation);
        await UploadAsync(V2, "a", "two", publish: true);
        await UploadAsync(V2, "b", "two", publish: true);
        Assert.AreEqual("two", await ReadAsync("a"));
        CollectionAssert.AreEqual(new[] { "a", "b" }, await PublishedPathsAsync(V2));
        Assert.IsEmpty(await PublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task A_path_that_differs_in_letter_case_alone_is_refused()
    {
        await UploadAsync(V1, "Docs/A.txt", "one");
        await RefusedAsync(409, "letter case", () => UploadAsync(V1, "docs/a.txt", "two"));
        await RefusedAsync(409, "letter case", () => UploadAsync(V2, "docs/a.txt", "two"));
        Assert.IsNull(await ReadAsync("docs/a.txt", includeUnpublished: true));
        await Service.DiscardAsync(V1, Cancellation);
        await UploadAsync(V1, "docs/a.txt", "two", publish: true);
        Assert.AreEqual("two", await ReadAsync("docs/a.txt"));
    }

    [TestMethod]
    public async Task The_announced_checksum_and_size_are_checked_and_nothing_stays_of_a_wrong_upload()
    {
        var upload = new UploadRequest { Version = V1, Path = RepositoryPath.Of("a") };
        await RefusedAsync(409, "checksum", () => UploadAsync(upload with { Sha256 = Sha256Of("other") }, "hello"));
        await RefusedAsync(400, "bytes", () => UploadAsync(upload with { Size = 4 }, "hello"));
        await RefusedAsync(400, "bytes", () => UploadAsync(upload with { Size = 6 }, "hello"));
        Assert.IsNull(await ReadAsync("a", includeUnpublished: true));
        await UploadAsync(upload with { Size = 5, Sha256 = Sha256Of("hello") }, "hello");
        await UploadAsync(upload with { Path = RepositoryPath.Of("b"), Size = 5, Sha256 = Sha256Of("hello") }, "hello");
        await RefusedAsync(
            409, "checksum", () => UploadAsync(upload with { Path = RepositoryPath.Of("c"), Sha256 = Sha256Of("hello") }, "jello"));
        Assert.AreEqual("hello", await ReadAsync("b", includeUnpublished: true));
    }

    [TestMethod]
    public async Task An_empty_file_is_a_file()
    {
        await UploadAsync(V1, "empty", "", publish: true);
        Assert.AreEqual("", await ReadAsync("empty"));
    }

    [TestMethod]
    public async Task Publish_with_the_upload_publishes_that_file_alone()
    {
        await UploadAsync(V1, "a", "a");
        await UploadAsync(V1, "b", "b", publish: true);
        CollectionAssert.AreEqual(new[] { "b" }, await PublishedPathsAsync(V1));
        CollectionAssert.AreEqual(new[] { "a" }, await UnpublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task Many_uploads_with_publish_at_once_all_become_public()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => UploadAsync(V1, $"f{i:00}", $"content {i}", publish: true))));
        Assert.HasCount(16, await PublishedPathsAsync(V1));
    }

    [TestMethod]
    public async Task Names_no_file_system_likes_come_back_as_they_went()
    {
        var package = PackageAddress.Of(Repo, "nul.");
        await Service.CreatePackageAsync(package, new PackageDetails(), Cancellation);
        var version = VersionAddress.Of(package, "1.0%2F:*?");
        string[] paths = ["con", "dir./x ", "a b/ü+#%&=?;:.txt", "aux.json/com1", new string('n', 200) + "/" + new string('m', 200)];
        foreach (var path in paths)
        {
            await UploadAsync(version, path, path);
        }

        await PublishAsync(version);
        CollectionAssert.AreEquivalent(paths, await PublishedPathsAsync(version));
        foreach (var path in paths)
        {
            Assert.AreEqual(path, await ReadAsync(path));
        }

        CollectionAssert.AreEqual(new[] { "1.0%2F:*?" }, (await Service.GetPackageAsync(package, Cancellation))!.Versions.ToArray());
    }

    [TestMethod]
    public async Task A_stream_that_breaks_fails_the_upload_and_leaves_nothing()
    {
        var upload = new UploadRequest { Version = V1, Path = RepositoryPath.Of("a") };
        await Assert.ThrowsAsync<IOException>(() => Service.UploadAsync(upload, new BrokenStream(), Cancellation));
        Assert.IsNull(await ReadAsync("a", includeUnpublished: true));
    }

    [TestMethod]
    public async Task Debian_coordinates_come_back_and_defaults_fill_in()
    {
        var debian = RepositoryAddress.Of("acme", "deb");
        var package = PackageAddress.Of(debian, "tool");
        var version = VersionAddress.Of(package, "1");
        await Service.CreateRepositoryAsync(
            debian, new RepositoryDetails { Type = "debian", DefaultDebianArchitecture = "amd64" }, Cancellation);
        await Service.CreatePackageAsync(package, new PackageDetails(), Cancellation);
        var upload = new UploadRequest { Version = version, Path = RepositoryPath.Of("pool/tool.deb") };
        await RefusedAsync(400, "Debian", () => UploadAsync(upload, "x"));
        await UploadAsync(upload with { Debian = new DebianCoordinates("bookworm", null, null) }, DebPackage.Make("tool", "1"));
        var listed = (await Service.ListFilesAsync(version, includeUnpublished: true, Cancellation)).Unpublished[0];
        Assert.AreEqual("pool/tool.deb", listed.Path.Value);
        if (listed.Debian is not null)
        {
            Assert.AreEqual(new DebianCoordinates("bookworm", "main", "amd64"), listed.Debian);
        }
    }

    [TestMethod]
    [DataRow("site", false, "site/")]
    [DataRow("site/pages.zip", false, "site/")]
    [DataRow("site/pages.ZIP", false, "site/")]
    [DataRow("pages.zip", false, "")]
    [DataRow("site/1.0", false, "site/1.0/")]
    [DataRow("site/pages.zip", true, "site/pages.zip/")]
    public async Task A_zip_is_exploded_beside_its_path_and_into_it_where_that_is_a_folder(string path, bool intoFolder, string folder)
    {
        var upload = new UploadRequest
        {
            Version = V1,
            Path = RepositoryPath.Of(path),
            Explode = true,
            IntoFolder = intoFolder,
            Publish = true,
        };
        await Service.UploadAsync(upload, Zip(("index.html", "<p>"), ("css/a.css", "p {}"), ("empty/", "")), Cancellation);
        CollectionAssert.AreEqual(new[] { $"{folder}css/a.css", $"{folder}index.html" }, await PublishedPathsAsync(V1));
        Assert.AreEqual("p {}", await ReadAsync($"{folder}css/a.css"));
    }

    [TestMethod]
    public async Task An_exploded_archive_replaces_a_published_file_beside_it_only_with_the_right_to()
    {
        await UploadAsync(V1, "site/index.html", "old", publish: true);
        var upload = new UploadRequest { Version = V1, Path = RepositoryPath.Of("site/pages.zip"), Explode = true, Publish = true };
        await RefusedAsync(409, "exists", () => Service.UploadAsync(upload, Zip(("index.html", "new")), Cancellation));
        Assert.AreEqual("old", await ReadAsync("site/index.html"));
        await Service.UploadAsync(upload with { Override = true }, Zip(("index.html", "new")), Cancellation);
        Assert.AreEqual("new", await ReadAsync("site/index.html"));
    }

    [TestMethod]
    public async Task An_archive_that_would_leave_its_folder_or_is_none_is_refused_as_a_whole()
    {
        var upload = new UploadRequest { Version = V1, Path = RepositoryPath.Of("site"), Explode = true };
        await RefusedAsync(400, "archive", () => Service.UploadAsync(upload, Zip(("good", "1"), ("../evil", "2")), Cancellation));
        await RefusedAsync(400, "archive", () => Service.UploadAsync(upload, Zip(("a", "1"), ("A", "2")), Cancellation));
        await RefusedAsync(400, "absolute", () => Service.UploadAsync(upload, Zip(("good", "1"), ("/evil", "2")), Cancellation));
        await RefusedAsync(400, "no file", () => Service.UploadAsync(upload, Zip(("empty/", "")), Cancellation));
        await RefusedAsync(400, "zip", () => UploadAsync(upload, "no zip at all"));
        Assert.IsNull(await ReadAsync("site/good", includeUnpublished: true));
    }

    [TestMethod]
    public async Task An_archive_that_holds_something_else_than_files_or_more_than_it_may_is_refused_as_a_whole()
    {
        const int SymbolicLink = 0xA000 << 16;
        var upload = new UploadRequest { Version = V1, Path = RepositoryPath.Of("site"), Explode = true };
        await RefusedAsync(
            400, "neither a file", () => Service.UploadAsync(upload, Zip(SymbolicLink, ("good", "1"), ("link", "/etc/passwd")), Cancellation));
        var many = Enumerable.Range(0, 10_001).Select(i => ($"many/{i}", "")).ToArray();
        await RefusedAsync(400, "more than 10000", () => Service.UploadAsync(upload, Zip(many), Cancellation));
        Assert.IsNull(await ReadAsync("site/good", includeUnpublished: true));
    }

    [TestMethod]
    [DataRow("site/pages.tar", false)]
    [DataRow("site/pages.tar.gz", true)]
    public async Task A_tar_is_exploded_like_a_zip(string path, bool compressed)
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "./css/"));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "./css/a.css") { DataStream = new MemoryStream("p {}"u8.ToArray()) });
        }

        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(tar.ToArray());
        }

        var archive = new MemoryStream(compressed ? packed.ToArray() : tar.ToArray());
        var upload = new UploadRequest { Version = V1, Path = RepositoryPath.Of(path), Explode = true, Publish = true };
        await Service.UploadAsync(upload, archive, Cancellation);
        CollectionAssert.AreEqual(new[] { "site/css/a.css" }, await PublishedPathsAsync(V1));
        Assert.AreEqual("p {}", await ReadAsync("site/css/a.css"));
    }

    [TestMethod]
    public async Task A_gz_without_a_tar_in_it_becomes_the_file_that_its_path_names()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write("hello"u8);
        }

        var upload = new UploadRequest { Version = V1, Path = RepositoryPath.Of("docs/a.txt.gz"), Explode = true, Publish = true };
        await Service.UploadAsync(upload, new MemoryStream(packed.ToArray()), Cancellation);
        CollectionAssert.AreEqual(new[] { "docs/a.txt" }, await PublishedPathsAsync(V1));
        Assert.AreEqual("hello", await ReadAsync("docs/a.txt"));
        var nameless = upload with { IntoFolder = true };
        await RefusedAsync(400, "no name", () => Service.UploadAsync(nameless, new MemoryStream(packed.ToArray()), Cancellation));
    }

    [TestMethod]
    public async Task An_archive_with_a_damaged_file_or_of_another_checksum_is_refused_as_a_whole()
    {
        var upload = new UploadRequest { Version = V1, Path = RepositoryPath.Of("site"), Explode = true };
        var archive = Zip(("good", "1"), ("bad", "")).ToArray();
        // The CRC-32 of the last file, in the directory at the end.
        archive[archive.AsSpan().LastIndexOf("PK\x1\x2"u8) + 16] ^= 1;
        await RefusedAsync(400, "damaged", () => Service.UploadAsync(upload, new MemoryStream(archive), Cancellation));
        var announced = upload with { Sha256 = new string('0', 64) };
        await RefusedAsync(409, "checksum", () => Service.UploadAsync(announced, Zip(("good", "1")), Cancellation));
        Assert.IsNull(await ReadAsync("site/good", includeUnpublished: true));
        Assert.IsNull(await Service.GetVersionAsync(V1, Cancellation));
    }

    [TestMethod]
    public async Task An_entry_may_be_written_as_tar_writes_it()
    {
        var upload = new UploadRequest { Version = V1, Path = RepositoryPath.Of("site"), Explode = true, Publish = true };
        await Service.UploadAsync(upload, Zip(("./index.html", "<p>")), Cancellation);
        CollectionAssert.AreEqual(new[] { "site/index.html" }, await PublishedPathsAsync(V1));
    }

    private static MemoryStream Zip(params (string Name, string Text)[] entries) => Zip(attributesOfLast: 0, entries);

    private static MemoryStream Zip(int attributesOfLast, params (string Name, string Text)[] entries)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                var entry = archive.CreateEntry(name);
                entry.ExternalAttributes = name == entries[^1].Name ? attributesOfLast : entry.ExternalAttributes;
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        bytes.Position = 0;
        return bytes;
    }

    private sealed class BrokenStream : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Next());

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Next());

        public override int Read(byte[] buffer, int offset, int count) => Next();

        private int Next() => _reads++ == 0 ? 3 : throw new IOException("the line is dead");
    }
}
