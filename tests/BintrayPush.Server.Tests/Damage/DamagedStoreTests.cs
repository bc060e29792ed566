using System.Security.Cryptography;
using System.Text;
using BintrayPush.Api.Names;
using BintrayPush.Artifacts;
using BintrayPush.Destinations;
using BintrayPush.Planning;
using BintrayPush.Push;
using BintrayPush.Report;

namespace BintrayPush.Server.Tests.Damage;

/// <summary>A store whose disk has done all kinds of harm: what is damaged is found, never served, and healed by one push.</summary>
[TestClass]
public sealed class DamagedStoreTests
{
    private const int Count = 500;
    private const int Each = 5;

    private static readonly string[] Kinds = ["cut", "emptied", "flipped", "lost", "record", "plain lost", "plain changed"];
    private static readonly RepositoryAddress Repo = RepositoryAddress.Of("acme", "tools");

    private readonly string _sources = Directory.CreateTempSubdirectory("bintray-damage-").FullName;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestCleanup]
    public void Clean() => Directory.Delete(_sources, recursive: true);

    [TestMethod]
    public async Task Fsck_finds_all_damage_no_damaged_file_is_served_and_one_push_heals_the_store()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        for (var i = 0; i < Count; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(_sources, NameOf(i)), TextOf(i), Cancellation);
        }

        Assert.IsTrue((await PushAsync(server)).Complete);
        Assert.AreEqual(0, (await FsckAsync(server)).Code);

        // File i has the harm Kinds[i / Each]; all others have none.
        var harmed = Kinds.SelectMany((kind, k) => Enumerable.Range(k * Each, Each).Select(i => (kind, i))).ToList();
        foreach (var (kind, i) in harmed)
        {
            Harm(server.Folder, kind, i);
        }

        await File.WriteAllTextAsync(PlainFile(server.Folder, Count), "nobody published this", Cancellation);

        var (code, output) = await FsckAsync(server);
        Assert.AreEqual(1, code);
        foreach (var (kind, i) in harmed)
        {
            StringAssert.Contains(output, NameOf(i), $"fsck has not found what is {kind}.");
        }

        StringAssert.Contains(output, NameOf(Count));
        Assert.IsFalse(output.Contains(NameOf(harmed.Count), StringComparison.Ordinal), "fsck complains about a file that is fine.");

        foreach (var (kind, i) in harmed.Where(harm => harm.kind is "cut" or "emptied" or "lost" or "record"))
        {
            Assert.AreEqual(503, (await server.SendAsync("GET", $"dl/acme/tools/{NameOf(i)}")).Status, kind);
        }

        // A flipped bit is known from here on; what others say of it, the length does.
        Assert.AreEqual(1, (await FsckAsync(server, "--repair")).Code);
        foreach (var (kind, i) in harmed)
        {
            var reply = await server.SendAsync("GET", $"dl/acme/tools/{NameOf(i)}");
            var isLost = kind is "cut" or "emptied" or "flipped" or "lost";
            Assert.AreEqual(isLost ? 503 : 200, reply.Status, kind);
            StringAssert.Contains(reply.Body, isLost ? "BTP4015" : TextOf(i));
        }

        var receipt = await PushAsync(server);
        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
        Assert.AreEqual(4 * Each, receipt.Files.Count(file => file.Outcome == Outcome.Uploaded));
        Assert.IsTrue(receipt.Files.All(file => file.Published));
        for (var i = 0; i < Count; i++)
        {
            Assert.AreEqual(TextOf(i), (await server.SendAsync("GET", $"dl/acme/tools/{NameOf(i)}")).Body);
            Assert.AreEqual(TextOf(i), await File.ReadAllTextAsync(PlainFile(server.Folder, i), Cancellation));
        }

        Assert.IsFalse(File.Exists(PlainFile(server.Folder, Count)));
        (code, output) = await FsckAsync(server);
        Assert.AreEqual(0, code, output);
    }

    [TestMethod]
    public async Task Without_fsck_a_push_heals_what_is_lost_or_cut()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await File.WriteAllTextAsync(Path.Combine(_sources, NameOf(0)), TextOf(0), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_sources, NameOf(1)), TextOf(1), Cancellation);
        Assert.IsTrue((await PushAsync(server)).Complete);
        Harm(server.Folder, "cut", 0);
        Harm(server.Folder, "lost", 1);
        Assert.AreEqual(503, (await server.SendAsync("GET", $"dl/acme/tools/{NameOf(0)}")).Status);
        Assert.AreEqual(503, (await server.SendAsync("GET", $"dl/acme/tools/{NameOf(1)}")).Status);

        var receipt = await PushAsync(server);

        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
        Assert.AreEqual(TextOf(0), (await server.SendAsync("GET", $"dl/acme/tools/{NameOf(0)}")).Body);
        Assert.AreEqual(TextOf(0), await File.ReadAllTextAsync(PlainFile(server.Folder, 0), Cancellation));
        Assert.AreEqual(TextOf(1), (await server.SendAsync("GET", $"dl/acme/tools/{NameOf(1)}")).Body);
        Assert.AreEqual(0, (await FsckAsync(server)).Code);
        Assert.IsTrue((await PushAsync(server)).Files.All(file => file.Outcome == Outcome.Unchanged));
    }

    [TestMethod]
    public async Task A_backup_of_a_running_server_is_whole_and_says_so()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await File.WriteAllTextAsync(Path.Combine(_sources, NameOf(0)), TextOf(0), Cancellation);
        Assert.IsTrue((await PushAsync(server)).Complete);
        var target = Path.Combine(_sources, "copy");
        var (code, output, error) = await CommandLine.RunAsync("backup", "--data", server.Folder, target);
        Assert.AreEqual(0, code, error);
        Assert.AreEqual("1 contents and 1 files were read: 0 damaged\n", output.ReplaceLineEndings("\n"));
        Assert.AreEqual(TextOf(0), await File.ReadAllTextAsync(PlainFile(target, 0), Cancellation));
        await using var restored = await RunningServer.StartAsync(folder: target);
        Assert.AreEqual(TextOf(0), (await restored.SendAsync("GET", $"dl/acme/tools/{NameOf(0)}")).Body);
        Assert.AreEqual(1, (await CommandLine.RunAsync("backup", "--data", server.Folder, target)).Code);
    }

    private static string NameOf(int i) => $"file-{i:d3}.txt";

    private static string TextOf(int i) => $"This is file {i} of {Count}.";

    private static string PlainFile(string folder, int i) => Path.Combine(folder, "dl", "acme", "tools", NameOf(i));

    private static void Harm(string folder, string kind, int i)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TextOf(i))));
        var content = Path.Combine(folder, "content", sha256[..2], sha256);
        switch (kind)
        {
            case "cut":
                Change(content, file => file.SetLength(10));
                break;
            case "emptied":
                Change(content, file => file.SetLength(0));
                break;
            case "flipped":
                Change(content, file => file.WriteByte('T' ^ 1));
                break;
            case "lost":
                File.Delete(content);
                break;
            case "record":
                Change(RecordOf(folder, NameOf(i)), file => file.SetLength(0));
                break;
            case "plain lost":
                File.Delete(PlainFile(folder, i));
                break;
            case "plain changed":
                File.Delete(PlainFile(folder, i));
                File.WriteAllText(PlainFile(folder, i), TextOf(i).ToUpperInvariant());
                break;
        }
    }

    private static string RecordOf(string folder, string path)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path))) + ".json";
        return Directory.EnumerateFiles(Path.Combine(folder, "r"), name, SearchOption.AllDirectories).Single();
    }

    private static void Change(string path, Action<FileStream> change)
    {
        File.SetAttributes(path, FileAttributes.Normal);
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        change(file);
    }

    private static async Task<(int Code, string Output)> FsckAsync(RunningServer server, params string[] more)
    {
        var (code, output, error) = await CommandLine.RunAsync(["fsck", "--data", server.Folder, .. more]);
        return (code, output + error);
    }

    private async Task<Receipt> PushAsync(RunningServer server)
    {
        using var client = server.OpenClient();
        var plan = Planner.Make(new PushSettings
        {
            Artifacts = [.. Directory.GetFiles(_sources).Order(StringComparer.Ordinal).Select(file => Artifact.At(file))],
            Project = new(Repo.ToString(), "lib", "1.0", null),
            MaxFiles = 0,
        });
        var destination = new Destination(client, server.Url.AbsoluteUri, (_, _) => null, (_, _) => null);
        return await PushRun.RunAsync(plan, destination, new(), Cancellation);
    }
}
