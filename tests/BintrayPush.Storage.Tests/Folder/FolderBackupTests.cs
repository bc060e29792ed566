using System.Text;
using System.Text.Json;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>Backups of a folder that is in use.</summary>
[TestClass]
public sealed class FolderBackupTests : FolderTests
{
    private readonly TemporaryFolder _target = new();

    private string Target => Path.Combine(_target.Path, "copy");

    [TestCleanup]
    public void Clear() => _target.Dispose();

    [TestMethod]
    public async Task What_is_copied_while_others_publish_has_every_listed_file_with_its_bytes()
    {
        for (var i = 0; i < 40; i++)
        {
            await PublishAsync(V1, ($"before/{i}", $"before {i}"));
        }

        using var stop = new CancellationTokenSource();
        var began = new TaskCompletionSource();
        var work = Task.WhenAll(
            Enumerable.Range(0, 3).Select(worker => Task.Run(() => WorkAsync(worker, began, stop.Token), Cancellation)));
        await began.Task;
        var damage = new List<string>();
        var result = await FolderBackup.RunAsync(
            Folder,
            Target,
            finding =>
            {
                if (finding is { IsDamage: true, Mended: false })
                {
                    damage.Add($"{finding.Where}: {finding.What}");
                }
            },
            Cancellation);
        await stop.CancelAsync();
        await work;

        Assert.AreEqual("", string.Join("\n", damage));
        Assert.AreEqual(0, result.Damage);
        var restored = await FolderRepository.OpenAsync(Target, Cancellation);
        var files = await restored.Service.ListFilesAsync(Lib, includeUnpublished: false, Cancellation);
        Assert.IsGreaterThanOrEqualTo(40, files.Published.Count);
        foreach (var file in files.Published)
        {
            using var download = await restored.Service.DownloadAsync(
                new FileAddress(Repo, file.Path), includeUnpublished: false, Cancellation);
            Assert.AreEqual(file.Sha256, Hex.Sha256Of(await new StreamReader(download!.Content).ReadToEndAsync(Cancellation)));
            Assert.AreEqual(
                file.Sha256,
                Hex.Sha256Of(await File.ReadAllTextAsync(restored.PublicFile(new FileAddress(Repo, file.Path)), Cancellation)));
        }

        await restored.SweepAsync(SweepOptions.Exclusive, Cancellation);
        Assert.AreEqual(0, (await FolderCheck.RunAsync(Target, repair: false, _ => { }, Cancellation)).Damage);
    }

    [TestMethod]
    [DataRow("Open", "old", DisplayName = "open")]
    [DataRow("Dropped", "old", DisplayName = "dropped")]
    [DataRow("Committed", "new", DisplayName = "committed")]
    public async Task A_head_that_a_release_has_prepared_is_copied_as_what_it_means_and_the_plain_files_with_it(string state, string text)
    {
        await PublishAsync(V1, ("a", "old"), ("b", "same"));
        var headFile = FilesIn("r").Single(path => path.Contains("/version/", StringComparison.Ordinal));
        var old = FilesIn("r").Where(path => path.Contains("/manifest/", StringComparison.Ordinal)).ToDictionary(path => path, File.ReadAllBytes);
        var before = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(headFile, Cancellation), RecordJson.Default.VersionHead)!;
        await PublishAsync(V1, ("a", "new"));
        var after = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(headFile, Cancellation), RecordJson.Default.VersionHead)!;

        // As the release's writer left it: the plain files have not followed, and what they show is not removed.
        var release = Keys.Release(Repo.Subject, "0123");
        var record = new ReleaseRecord { State = Enum.Parse<ReleaseState>(state), Started = DateTimeOffset.UtcNow };
        await WriteAsync(Path.Combine(Folder, release), JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Default.ReleaseRecord));
        var prepared = new PreparedManifest(after.Manifest!, release, DateTimeOffset.UtcNow, IsFollowed: true);
        var head = JsonSerializer.SerializeToUtf8Bytes(before with { Next = prepared }, RecordJson.Default.VersionHead);
        await WriteAsync(headFile, head);
        foreach (var part in old)
        {
            await WriteAsync(part.Key, part.Value);
        }

        await FolderBackup.RunAsync(Folder, Target, _ => { }, Cancellation);

        var restored = await FolderRepository.OpenAsync(Target, Cancellation);
        Assert.AreEqual(text, await File.ReadAllTextAsync(restored.PublicFile(new FileAddress(Repo, RepositoryPath.Of("a"))), Cancellation));
        Assert.AreEqual("same", await File.ReadAllTextAsync(restored.PublicFile(new FileAddress(Repo, RepositoryPath.Of("b"))), Cancellation));
        Assert.IsFalse(Directory.Exists(Path.Combine(Target, "release")));
    }

    [TestMethod]
    public async Task A_version_published_anew_after_its_head_was_copied_is_in_the_copy_as_it_is_then()
    {
        await PublishAsync(V1, ("a", "1"));
        var result = await FolderBackup.RunAsync(
            Folder,
            Target,
            _ => { },
            part =>
            {
                if (part.EndsWith(Path.DirectorySeparatorChar + "version", StringComparison.Ordinal))
                {
                    // The manifest that the copied head names is gone when its turn comes.
                    PublishAsync(V1, ("b", "2")).GetAwaiter().GetResult();
                }
            },
            Cancellation);
        Assert.AreEqual(0, result.Damage);
        var restored = await FolderRepository.OpenAsync(Target, Cancellation);
        foreach (var (path, text) in new[] { ("a", "1"), ("b", "2") })
        {
            Assert.AreEqual(
                text, await File.ReadAllTextAsync(restored.PublicFile(new FileAddress(Repo, RepositoryPath.Of(path))), Cancellation));
        }
    }

    [TestMethod]
    public async Task The_copy_is_the_same_kind_of_store()
    {
        await PublishAsync(V1, ("a", "1"));
        var marker = Path.Combine(Folder, "store.json");
        // Whatever stands in it besides, for example of a later version, is part of it.
        await File.WriteAllTextAsync(marker, (await File.ReadAllTextAsync(marker, Cancellation)).TrimEnd() + "\n\n", Cancellation);

        await FolderBackup.RunAsync(Folder, Target, _ => { }, Cancellation);

        Assert.AreEqual(
            await File.ReadAllTextAsync(marker, Cancellation),
            await File.ReadAllTextAsync(Path.Combine(Target, "store.json"), Cancellation));
    }

    [TestMethod]
    public async Task A_copy_without_its_contents_is_healed_by_the_next_uploads()
    {
        await PublishAsync(V1, ("a", "1"));
        await FolderBackup.RunAsync(Folder, Target, _ => { }, Cancellation);
        Directory.Delete(Path.Combine(Target, "content"), recursive: true);
        Directory.Delete(Path.Combine(Target, "dl"), recursive: true);
        var restored = await FolderRepository.OpenAsync(Target, Cancellation);
        Assert.IsTrue((await restored.Service.ListFilesAsync(V1, includeUnpublished: true, Cancellation)).Published.Single().IsDamaged);
        await restored.Service.UploadAsync(
            new UploadRequest { Version = V1, Path = RepositoryPath.Of("a"), Publish = true }, new MemoryStream(
                Encoding.UTF8.GetBytes("1")), Cancellation);
        Assert.AreEqual(0, (await FolderCheck.RunAsync(Target, repair: false, _ => { }, Cancellation)).Damage);
    }

    [TestMethod]
    public async Task A_target_that_is_not_empty_or_lies_in_the_folder_is_refused()
    {
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "x"), "x", Cancellation);
        await Assert.ThrowsExactlyAsync<BintrayException>(() => FolderBackup.RunAsync(Folder, Target, _ => { }, Cancellation));
        await Assert.ThrowsExactlyAsync<BintrayException>(
            () => FolderBackup.RunAsync(Folder, Path.Combine(Folder, "copy"), _ => { }, Cancellation));
    }

    private async Task WriteAsync(string file, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Delete(file);
        await File.WriteAllBytesAsync(file, content, Cancellation);
    }

    /// <summary>Publishes new files, in old and new versions and in new packages, replaces some, and leaves some waiting.</summary>
    private async Task WorkAsync(int worker, TaskCompletionSource began, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var version = i % 3 == 0 ? V1 : VersionAddress.Of(Lib, $"{worker}.{i / 5}");
            await UploadAsync(Service, version, $"work/{worker}/{(i % 3 == 0 ? i % 9 : i)}", $"{worker} {i}");
            if (i % 4 != 3)
            {
                await Service.PublishAsync(version, new PublishRequest(), CancellationToken.None);
            }

            began.TrySetResult();
        }
    }
}
