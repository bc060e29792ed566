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

/// <summary>Sweeping a data folder from outside: what is left over is named, and then deleted, and nothing else.</summary>
[TestClass]
public sealed class FolderSweepTests : FolderTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    private static readonly RepositoryAddress Dead = RepositoryAddress.Of("Acme", "dead");

    private static readonly SweepOptions Delete = new()
    {
        Grace = null,
        Pause = (_, _) => throw new InvalidOperationException("An exclusive sweep does not wait."),
    };

    [TestMethod]
    public async Task A_folder_in_which_nothing_is_left_over_stays_as_it_is()
    {
        await PublishAsync(V1, ("a", "1"), ("b/c", "2"));
        await UploadAsync(Service, V2, "waits", "3");
        var before = FilesIn("");

        Assert.AreEqual(0, (await SweepAsync(SweepOptions.Preview)).Count);
        Assert.AreEqual(0, (await SweepAsync(Delete)).Count);

        CollectionAssert.AreEquivalent(before, FilesIn(""));
    }

    [TestMethod]
    public async Task A_dry_run_names_everything_that_is_left_over_by_kind_and_changes_nothing()
    {
        var planted = await PlantAsync();
        var before = Snapshot();

        var report = await SweepAsync(SweepOptions.Preview);

        Assert.IsTrue(report.IsDryRun);
        foreach (var (kind, name) in planted)
        {
            Assert.AreEqual(kind, report.Items.SingleOrDefault(item => item.Name == name)?.Kind, name);
        }

        CollectionAssert.AreEquivalent(
            Enum.GetValues<SweepKind>(), report.Kinds.Select(kind => kind.Kind).ToArray(), "Something of each kind was planted.");
        Assert.AreEqual(report.Items.Sum(item => new FileInfo(Path.Combine(Folder, item.Name)).Length), report.Bytes);
        CollectionAssert.AreEqual(before, Snapshot());
    }

    [TestMethod]
    public async Task What_the_dry_run_named_is_deleted_and_nothing_else()
    {
        await PlantAsync();
        var named = (await SweepAsync(SweepOptions.Preview)).Items;
        var before = Names();

        var report = await SweepAsync(Delete);

        Assert.IsFalse(report.IsDryRun);
        CollectionAssert.AreEqual(named.ToArray(), report.Items.ToArray());
        CollectionAssert.AreEquivalent(before.Except(named.Select(item => item.Name)).ToArray(), Names());
        Assert.AreEqual("new", await File.ReadAllTextAsync(Shown("a"), Cancellation));
        Assert.AreEqual(0, (await SweepAsync(SweepOptions.Preview)).Count);
        Assert.AreEqual(0, (await FolderCheck.RunAsync(Folder, repair: false, _ => { }, Cancellation)).Damage);
    }

    [TestMethod]
    public async Task What_is_pushed_while_a_sweep_waits_is_still_there_after_it()
    {
        await PublishAsync(V1, ("a", "old"));
        await PublishAsync(V1, ("a", "new"));
        var waited = TimeSpan.Zero;
        var report = await SweepAsync(new SweepOptions
        {
            Pause = async (grace, _) =>
            {
                waited = grace;
                // The bytes that the first look found left over, under another path and in the same.
                await PublishAsync(V1, ("b", "old"), ("a", "newer"));
                await UploadAsync(Service, V2, "waits", "old");
            },
        });

        Assert.AreEqual(SweepOptions.DefaultGrace, waited);
        CollectionAssert.AreEqual(
            new[] { Keys.Content(Hex.Sha256Of("old")) },
            report.Items.Select(item => item.Name).ToArray(),
            "\"new\" is for the next sweep.");
        Assert.AreEqual("old", await File.ReadAllTextAsync(Shown("b"), Cancellation));
        Assert.AreEqual("newer", await File.ReadAllTextAsync(Shown("a"), Cancellation));
        Assert.AreEqual(1, (await Service.PublishAsync(V2, new PublishRequest(), Cancellation)).Files);
        Assert.AreEqual("old", await File.ReadAllTextAsync(Shown("waits"), Cancellation));
    }

    [TestMethod]
    public async Task A_temporary_file_that_is_younger_than_the_wait_may_be_an_upload_and_stays()
    {
        var young = await WriteAsync("tmp/young", "1");
        var old = await WriteAsync("tmp/old", "22");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow - TimeSpan.FromHours(2));

        var report = await SweepAsync(new SweepOptions { Pause = (_, _) => Task.CompletedTask });

        Assert.AreEqual(new SweepItem(SweepKind.Temporary, "tmp/old", 2), report.Items.Single());
        Assert.IsTrue(File.Exists(young));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Where_a_record_is_damaged_nothing_is_deleted(bool dryRun)
    {
        await PlantAsync();
        var head = FilesIn(Keys.AllVersions(LiveId)).First(file => IsOfLib(NameOf(file)));
        await File.WriteAllTextAsync(head, "{", Cancellation);
        var before = Names().Where(name => name.StartsWith("content/", StringComparison.Ordinal)).ToArray();

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => SweepAsync(Delete with { DryRun = dryRun }));

        StringAssert.Contains(refusal.Message, Path.GetFileName(head));
        StringAssert.Contains(refusal.Message, "Nothing was deleted");
        StringAssert.Contains(refusal.Message, "run fsck");
        CollectionAssert.AreEqual(before, Names().Where(name => name.StartsWith("content/", StringComparison.Ordinal)).ToArray());
        Assert.IsTrue(File.Exists(Path.Combine(Folder, "tmp", "cut-off")));
    }

    [TestMethod]
    public async Task A_folder_that_is_no_data_folder_is_refused_and_nothing_is_made_in_it()
    {
        using var other = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(other.Path, "letter.txt"), "Dear Ann", Cancellation);
        var missing = Path.Combine(other.Path, "missing");
        foreach (var folder in new[] { other.Path, missing })
        {
            var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => FolderSweep.RunAsync(folder, Delete, Cancellation));
            StringAssert.Contains(refusal.Message, "is no data folder");
        }

        Assert.HasCount(1, Directory.GetFileSystemEntries(other.Path));
    }

    [TestMethod]
    public async Task The_lines_have_each_kind_and_up_to_twenty_names_and_the_json_has_all()
    {
        for (var i = 0; i < 23; i++)
        {
            await WriteAsync($"tmp/upload-{i:d2}", "12345");
        }

        var report = await SweepAsync(SweepOptions.Preview);
        var lines = SweepText.Lines(report).ToList();
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            SweepText.Write(writer, report);
            writer.WriteEndObject();
        }

        using var json = JsonDocument.Parse(bytes.ToArray());
        Assert.AreEqual("23 objects (115 B) would be deleted", lines[0]);
        Assert.AreEqual("  temporary files of interrupted uploads: 23 (115 B)", lines[1]);
        Assert.HasCount(20, lines.Where(line => line.Contains("tmp/upload-", StringComparison.Ordinal)));
        StringAssert.Contains(lines[^2], "and 3 more");
        StringAssert.Contains(lines[^1], "Nothing was changed");
        Assert.AreEqual(23, json.RootElement.GetProperty("items").GetArrayLength());
        Assert.AreEqual("tmp/upload-22", json.RootElement.GetProperty("items")[22].GetProperty("name").GetString());
        Assert.AreEqual(115, json.RootElement.GetProperty("bytes").GetInt64());
    }

    [TestMethod]
    [DataRow("90s", 90)]
    [DataRow("30m", 1800)]
    [DataRow("12h", 43200)]
    [DataRow("30d", 2592000)]
    public void A_length_of_time_is_a_number_with_a_unit(string text, int seconds)
    {
        Assert.IsTrue(Interval.TryParse(text, out var interval));
        Assert.AreEqual(TimeSpan.FromSeconds(seconds), interval);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("h")]
    [DataRow("12")]
    [DataRow("0h")]
    [DataRow("-1h")]
    [DataRow("1.5h")]
    [DataRow("12:00:00")]
    [DataRow("31d")]
    [DataRow("99999999999h")]
    public void Other_texts_are_no_length_of_time(string text) => Assert.IsFalse(Interval.TryParse(text, out _));

    private Task<SweepReport> SweepAsync(SweepOptions options) => FolderSweep.RunAsync(Folder, options, Cancellation);

    /// <summary>Something of every kind that can be left over, and some of each that is not.</summary>
    private async Task<List<(SweepKind Kind, string Name)>> PlantAsync()
    {
        await PublishAsync(V1, ("a", "old"), ("b", "kept"));
        await PublishAsync(V1, ("a", "new"));
        await UploadAsync(Service, V2, "waits", "pending");
        await MakeDeadAsync();

        var manifest = FilesIn(Keys.Manifests(LiveId))[0];
        var stray = Path.Combine(Path.GetDirectoryName(manifest)!, Id + ".json");
        File.Copy(manifest, stray);
        var removed = PackageAddress.Of(Repo, "removed");
        await Service.CreatePackageAsync(removed, new PackageDetails(), Cancellation);
        await PublishAsync(VersionAddress.Of(removed, "1.0"), ("r", "removed"));
        var head = FilesIn("r").Select(NameOf).Single(name => name.Contains("/version/", StringComparison.Ordinal) && !IsOfLib(name));
        await Service.DeletePackageAsync(removed, Cancellation);
        // Of a repository that another one follows: what it names is long done.
        var note = new PendingViewUpdate(Repo.Subject, Repo.Name, Id) { Rev = Id };
        await WriteAsync($"unseen/{Id}", JsonSerializer.Serialize(note, RecordJson.Default.PendingViewUpdate));
        var pending = Keys.Pending(LiveId, Id, Keys.PathHash(RepositoryPath.Of("a")), Id);
        await WriteAsync(pending, "");
        await WriteAsync(Keys.Gone(LiveId, "earlier", Id), "");
        await WriteAsync(Keys.Downloads(LiveId, Id), "{}");
        await WriteAsync($"r/{LiveId}/strange/thing", "?");
        await WriteAsync("tmp/cut-off", "half");
        // One that was dropped long ago: its writer died before it said so.
        var release = Keys.Release(Repo.Subject, Id);
        var open = new ReleaseRecord { Rev = Id, Started = DateTimeOffset.UtcNow.AddDays(-1) };
        await WriteAsync(release, JsonSerializer.Serialize(open, RecordJson.Default.ReleaseRecord));
        var leg = Keys.Leg(Repo.Subject, Id);
        await WriteAsync(leg, """{"versions":[]}""");
        return
        [
            (SweepKind.Content, Keys.Content(Hex.Sha256Of("old"))),
            (SweepKind.Content, Keys.Content(Hex.Sha256Of("dead"))),
            (SweepKind.Content, Keys.Content(Hex.Sha256Of("removed"))),
            (SweepKind.Manifest, NameOf(stray)),
            (SweepKind.Version, head),
            (SweepKind.PendingMarker, pending),
            (SweepKind.PackageMarker, Keys.Gone(LiveId, "earlier", Id)),
            (SweepKind.Downloads, Keys.Downloads(LiveId, Id)),
            (SweepKind.ViewNote, $"unseen/{Id}"),
            (SweepKind.Release, release),
            (SweepKind.Leg, leg),
            (SweepKind.Temporary, "tmp/cut-off"),
            (SweepKind.Other, $"r/{LiveId}/strange/thing"),
            .. FilesIn("r").Select(NameOf).Where(name => !name.StartsWith($"r/{LiveId}/", StringComparison.Ordinal))
                .Select(name => (SweepKind.Repository, name)),
        ];
    }

    private async Task MakeDeadAsync()
    {
        await Service.CreateRepositoryAsync(Dead, new RepositoryDetails(), Cancellation);
        var package = PackageAddress.Of(Dead, "p");
        await Service.CreatePackageAsync(package, new PackageDetails(), Cancellation);
        await PublishAsync(VersionAddress.Of(package, "1"), ("d", "dead"));
        await Service.DeleteRepositoryAsync(Dead, Cancellation);
    }

    private string LiveId
    {
        get
        {
            using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, Keys.Repository(Repo))));
            return record.RootElement.GetProperty("ruid").GetString()!;
        }
    }

    /// <summary>Whether a version's record is one of the package that stays.</summary>
    private bool IsOfLib(string name)
    {
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, Keys.Package(LiveId, Lib.Name))));
        return !name.StartsWith($"r/{LiveId}/", StringComparison.Ordinal)
            || name.Contains(record.RootElement.GetProperty("puid").GetString()!, StringComparison.Ordinal);
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var file = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Cancellation);
        return file;
    }

    private string NameOf(string file) => Path.GetRelativePath(Folder, file).Replace('\\', '/');

    /// <summary>All objects: without locks, and without the notes of names that are never used again.</summary>
    private string[] Names() =>
    [
        .. FilesIn("").Select(NameOf)
            .Where(name => !name.StartsWith("lock/", StringComparison.Ordinal)
                && !name.StartsWith(Keys.Condemnations, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private string[] Snapshot() =>
    [
        .. FilesIn("").Order(StringComparer.Ordinal)
            .Select(file => $"{file} {new FileInfo(file).Length} {File.GetLastWriteTimeUtc(file):O}"),
    ];
}
