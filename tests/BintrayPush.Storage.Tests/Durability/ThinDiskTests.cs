using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Storage.Tests.Durability;

/// <summary>A disk that has promised more than there is behind it: writes succeed, flushes fail. Needs root.</summary>
[TestClass]
public sealed class ThinDiskTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_thin_disk_that_is_full_refuses_an_upload_and_takes_it_once_there_is_space()
    {
        OuterTool.RequireRoot("mount", "umount", "losetup", "mkfs.ext4");
        using var scratch = new TemporaryFolder();
        var (behind, disk) = (Path.Combine(scratch.Path, "behind"), Path.Combine(scratch.Path, "disk"));
        Directory.CreateDirectory(behind);
        Directory.CreateDirectory(disk);
        Do("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", behind);
        try
        {
            var image = Path.Combine(behind, "image");
            using (var file = File.Create(image))
            {
                file.SetLength(128 << 20);
            }

            // Without a journal: what is tested is the program and not what a file system does when its own journal has no place.
            Do("mkfs.ext4", "-q", "-O", "^has_journal", "-E", "lazy_itable_init=0", image);
            Do("mount", "-o", "loop,errors=continue", image, disk);
            try
            {
                await FillAsync(Path.Combine(disk, "store"), () => Do("mount", "-o", "remount,size=200m", behind));
            }
            finally
            {
                Assert.IsNull(OuterTool.TryRun("umount", disk));
            }

            Do("mount", "-o", "loop", image, disk);
            try
            {
                var reopened = await FolderRepository.OpenAsync(Path.Combine(disk, "store"), TestContext.CancellationToken);
                using var download = await reopened.Service.DownloadAsync(
                    new FileAddress(Version.Package.Repository, Large), false, default);
                var bytes = new MemoryStream();
                await download!.Content.CopyToAsync(bytes, TestContext.CancellationToken);
                CollectionAssert.AreEqual(Bytes, bytes.ToArray());
            }
            finally
            {
                Assert.IsNull(OuterTool.TryRun("umount", disk));
            }
        }
        finally
        {
            Assert.IsNull(OuterTool.TryRun("umount", behind));
        }
    }

    private static VersionAddress Version { get; } = VersionAddress.Of(
        PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib"), "1.0");

    private static RepositoryPath Large { get; } = RepositoryPath.Of("large");

    private static byte[] Bytes { get; } = MakeBytes();

    private static byte[] MakeBytes()
    {
        var bytes = new byte[30 << 20];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static void Do(string program, params string[] arguments)
    {
        if (OuterTool.TryRun(program, arguments) is { } error)
        {
            Assert.Inconclusive($"this machine does not allow it: {error}");
        }
    }

    private async Task FillAsync(string folder, Action makeRoom)
    {
        var cancellation = TestContext.CancellationToken;
        var service = (await FolderRepository.OpenAsync(folder, cancellation)).Service;
        await service.CreateRepositoryAsync(Version.Package.Repository, new RepositoryDetails(), cancellation);
        await service.CreatePackageAsync(Version.Package, new PackageDetails(), cancellation);
        await service.CreateVersionAsync(Version, new VersionDetails(), cancellation);
        var upload = new UploadRequest { Version = Version, Path = Large, Publish = true };

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => service.UploadAsync(upload, new MemoryStream(Bytes), cancellation));
        Assert.AreEqual(503, refusal.Status);
        TestContext.WriteLine(refusal.Message);
        Assert.IsEmpty((await service.ListFilesAsync(Version, includeUnpublished: false, cancellation)).Published);
        Assert.IsEmpty(Directory.GetFiles(Path.Combine(folder, "tmp")));

        makeRoom();
        Assert.IsNull((await service.UploadAsync(upload, new MemoryStream(Bytes), cancellation)).Warning);
        Assert.HasCount(1, (await service.ListFilesAsync(Version, includeUnpublished: false, cancellation)).Published);
    }
}
