using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>A release that several machines stage, in a folder: it outlives openings, sweeps and backups.</summary>
[TestClass]
public sealed class StagedReleaseTests : FolderTests
{
    private static readonly LegName Win = LegName.Of("win");
    private readonly TemporaryFolder _target = new();

    [TestCleanup]
    public void Clear() => _target.Dispose();

    [TestMethod]
    public async Task Openings_and_sweeps_leave_it_alone_however_old_it_is()
    {
        await StageAsync("17");
        var before = await Service.GetReleaseAsync(Named("17"), Cancellation);
        foreach (var file in FilesIn(""))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddYears(-1));
        }

        Opened = await FolderRepository.OpenAsync(Folder, Cancellation);
        var swept = await Opened.SweepAsync(SweepOptions.Exclusive, Cancellation);

        Assert.AreEqual(0, swept.Count, string.Join(", ", swept.Items));
        Assert.AreEqual(before!.Updated, (await Service.GetReleaseAsync(Named("17"), Cancellation))!.Updated);
        Assert.AreEqual(1, (await Service.SealReleaseAsync(Named("17"), [Win], Cancellation)).Files);
        Assert.AreEqual(0, (await Opened.SweepAsync(SweepOptions.Exclusive, Cancellation)).Items.Count(item => item.Kind == SweepKind.Leg));
    }

    [TestMethod]
    public async Task A_backup_has_it_and_it_can_be_sealed_there()
    {
        await StageAsync("17");
        var target = Path.Combine(_target.Path, "copy");

        Assert.AreEqual(0, (await FolderBackup.RunAsync(Folder, target, _ => { }, Cancellation)).Damage);

        var restored = await FolderRepository.OpenAsync(target, Cancellation);
        Assert.AreEqual(1, (await restored.Service.SealReleaseAsync(Named("17"), [Win], Cancellation)).Files);
        var original = await Service.ListFilesAsync(V1, includeUnpublished: false, Cancellation);
        Assert.IsEmpty(original.Published, "The original is another store.");
    }

    [TestMethod]
    [DataRow("staged", "{")]
    [DataRow("staged", """{"rev":"1","subject":"Acme","id":"../x"}""")]
    [DataRow("staged", """{"rev":"1","subject":"Acme","id":"17","legs":[null]}""")]
    [DataRow("staged", """{"rev":"1","subject":"Acme","id":"17","legs":[{"name":"a b","staged":"2026-01-01T00:00:00Z"}]}""")]
    [DataRow("staged", """{"rev":"1","subject":"Acme","id":"17","legs":[{"name":"win","manifest":"repo/_acme/_tools.json"}]}""")]
    [DataRow("leg", "{}")]
    [DataRow("leg", """{"versions":[{"repo":"tools","package":"p","version":"1","files":[null]}]}""")]
    [DataRow("leg", """{"versions":[{"repo":"../x","package":"p","version":"1","files":[]}]}""")]
    [DataRow("leg", null)]
    public async Task A_damaged_one_costs_only_itself_and_is_found(string folder, string? content)
    {
        await StageAsync("17");
        var damaged = FilesIn(folder).Single();
        await StageAsync("18", V2);
        if (content is null)
        {
            File.Delete(damaged);
        }
        else
        {
            await File.WriteAllTextAsync(damaged, content, Cancellation);
        }

        var found = new List<StoreFinding>();
        await FolderCheck.RunAsync(Folder, repair: false, found.Add, Cancellation);
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => Service.SealReleaseAsync(Named("17"), [Win], Cancellation));

        Assert.AreEqual(503, refusal.Status, refusal.Message);
        Assert.HasCount(1, found.Where(finding => finding.IsDamage), string.Join("\n", found));
        Assert.Contains("18", (await Service.ListReleasesAsync("Acme", Cancellation)).Select(release => release.Address.Id.Name));
        Assert.AreEqual(1, (await Service.SealReleaseAsync(Named("18"), [Win], Cancellation)).Files);
    }

    private static ReleaseAddress Named(string id) => ReleaseAddress.Of("Acme", ReleaseId.Of(id));

    private async Task StageAsync(string id, VersionAddress? version = null)
    {
        var (path, text) = (RepositoryPath.Of($"{id}.bin"), $"of {id}");
        await UploadAsync(Service, version ?? V1, path.Value, text);
        var manifest = new LegManifest([new LegVersion(version ?? V1, [new LegFile(path, Hex.Sha256Of(text), text.Length)])]);
        await Service.StageLegAsync(Named(id), Win, manifest, Cancellation);
    }
}
