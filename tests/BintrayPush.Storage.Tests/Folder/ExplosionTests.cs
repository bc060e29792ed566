using System.IO.Compression;
using System.Security.Cryptography;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Archives;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>An archive on its way into a folder.</summary>
[TestClass]
public sealed class ExplosionTests : FolderTests
{
    private static readonly UploadRequest Upload = new() { Version = V1, Path = RepositoryPath.Of("site/a.zip"), Explode = true };

    [TestMethod]
    public async Task Nothing_is_left_in_the_folder_of_an_archive_whether_it_is_taken_or_refused()
    {
        await Service.UploadAsync(Upload, Zip("a", RandomNumberGenerator.GetBytes(3_000_000)), Cancellation);
        Assert.IsEmpty(FilesIn("tmp"));
        await RefusedAsync(Upload, new MemoryStream(RandomNumberGenerator.GetBytes(3_000_000)));
        Assert.IsEmpty(FilesIn("tmp"));
    }

    [TestMethod]
    public async Task Who_opens_a_folder_sets_what_an_archive_may_hold_and_how_a_bz2_is_read()
    {
        var reader = new ArchiveReader(
            new ArchiveLimits { Bytes = 10 },
            archive =>
            {
                archive.ReadByte();
                return new MemoryStream("unpacked"u8.ToArray());
            });
        Opened = await FolderRepository.OpenAsync(Folder, new RepositoryOptions { Archives = reader }, Cancellation);
        await RefusedAsync(Upload, Zip("a", new byte[11]));
        var packed = Upload with { Path = RepositoryPath.Of("b.txt.bz2"), Publish = true };
        await Service.UploadAsync(packed, new MemoryStream("BZh9"u8.ToArray()), Cancellation);
        Assert.AreEqual("unpacked", await File.ReadAllTextAsync(Path.Combine(Folder, "dl/Acme/tools/b.txt"), Cancellation));
    }

    [TestMethod]
    public async Task An_archive_of_no_package_is_refused_before_it_is_read()
    {
        var upload = Upload with { Version = VersionAddress.Of(PackageAddress.Of(Repo, "other"), "1.0") };
        var archive = Zip("a", [1]);
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => Service.UploadAsync(upload, archive, Cancellation));
        Assert.AreEqual((404, 0L), (refusal.Status, archive.Position));
    }

    private async Task RefusedAsync(UploadRequest upload, Stream archive)
    {
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => Service.UploadAsync(upload, archive, Cancellation));
        Assert.AreEqual(400, refusal.Status);
    }

    private static MemoryStream Zip(string name, byte[] content)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(content);
        }

        bytes.Position = 0;
        return bytes;
    }
}
