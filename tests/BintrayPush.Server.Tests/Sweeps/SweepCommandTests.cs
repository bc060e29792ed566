using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BintrayPush.Server.Tests.Sweeps;

/// <summary>bintray-server sweep, alone and together with fsck on a folder in which everything is that can be.</summary>
[TestClass]
public sealed class SweepCommandTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task It_says_what_would_go_while_the_server_runs_and_deletes_it_only_when_told_to()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await PublishAsync(server, "a.txt", "old");
        await PublishAsync(server, "a.txt", "new");

        var named = await CommandLine.RunAsync("sweep", "--data", server.Folder);
        Assert.AreEqual(0, named.Code, named.Error);
        StringAssert.StartsWith(named.Output, "1 object (3 B) would be deleted");
        StringAssert.Contains(named.Output, NameOf("old"));
        Assert.IsTrue(File.Exists(Path.Combine(server.Folder, NameOf("old"))));

        var json = await CommandLine.RunAsync("sweep", "--data", server.Folder, "--json", "--delete", "--grace", "1s");
        Assert.AreEqual(0, json.Code, json.Error);
        StringAssert.StartsWith(json.Error, "Waits until ");
        using var report = JsonDocument.Parse(json.Output);
        Assert.AreEqual(NameOf("old"), report.RootElement.GetProperty("items")[0].GetProperty("name").GetString());
        Assert.IsFalse(report.RootElement.GetProperty("dryRun").GetBoolean());
        Assert.IsFalse(File.Exists(Path.Combine(server.Folder, NameOf("old"))));
        Assert.AreEqual("new", (await server.SendAsync("GET", "dl/acme/tools/a.txt")).Body);
    }

    [TestMethod]
    [DataRow("is no data folder", "sweep", "--data", "nowhere")]
    [DataRow("--grace is 'soon'. Valid values: a whole number with s, m, h or d", "sweep", "--data", "x", "--grace", "soon")]
    [DataRow("--exclusive does not wait", "sweep", "--data", "x", "--exclusive", "--grace", "1h")]
    [DataRow("which is a file. Give a folder; it is made", "--data", "x", "--index", "BintrayPush.Server.Tests.dll")]
    [DataRow(
        "which is a file. Give a folder; it is made",
        "feed", "export", "a/b", "--data", "x", "--url", "https://a/", "--index", "BintrayPush.Server.Tests.dll")]
    [DataRow("--sweep-every is 'daily'. Valid values: a whole number with s, m, h or d", "--data", "x", "--sweep-every", "daily")]
    public async Task What_cannot_be_done_ends_with_1_and_says_why(string words, params string[] arguments)
    {
        var (code, _, error) = await CommandLine.RunAsync(arguments);

        Assert.AreEqual(1, code);
        StringAssert.Contains(error, words);
        Assert.IsFalse(Directory.Exists("nowhere") || Directory.Exists("x"));
    }

    [TestMethod]
    public async Task Fsck_and_sweep_find_name_and_mend_or_clear_away_whatever_is_wrong_in_a_folder()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        foreach (var name in new[] { "fine", "rotten", "lost", "record", "plain-lost", "plain-changed", "replaced" })
        {
            await PublishAsync(server, name, $"{name} text");
        }

        await PublishAsync(server, "replaced", "other text");
        Plant(server.Folder);

        // While a record is damaged nobody knows what is left over.
        var stopped = await SayAsync("sweep", "--data", server.Folder, "--delete", "--exclusive");
        Assert.AreEqual(1, stopped.Code);
        StringAssert.Contains(stopped.Error, Path.GetFileName(RecordOf(server.Folder, "record")));
        Assert.IsTrue(File.Exists(Path.Combine(server.Folder, NameOf("replaced text"))));

        var found = await SayAsync("fsck", "--data", server.Folder);
        Assert.AreEqual(1, found.Code);
        foreach (var name in new[] { "rotten", "lost", "record", "plain-lost", "plain-changed", "stranger" })
        {
            StringAssert.Contains(found.Output, name, name);
        }

        Assert.DoesNotContain("fine", found.Output);

        // Bytes that are lost come with the next upload; everything else is mended from what is there.
        Assert.AreEqual(1, (await SayAsync("fsck", "--data", server.Folder, "--repair")).Code);
        await PublishAsync(server, "rotten", "rotten text");
        await PublishAsync(server, "lost", "lost text");
        Assert.AreEqual(0, (await SayAsync("fsck", "--data", server.Folder, "--repair")).Code);

        // A commit that the plain files have followed, and whose note was left. (The sweep that stopped would have finished it already.)
        Directory.CreateDirectory(Path.Combine(server.Folder, "unseen"));
        await File.WriteAllTextAsync(
            Path.Combine(server.Folder, "unseen", Id), $$"""{"subject":"acme","repository":"tools","ruid":"{{Id}}","rev":"{{Id}}"}""");
        var named = await SayAsync("sweep", "--data", server.Folder);
        StringAssert.StartsWith(named.Output, "6 objects (");
        string[] expected =
            [NameOf("replaced text"), "tmp/cut-off", $"pending/{Id}/", $"manifest/{Id}/", $"unseen/{Id}", $"gone/_earlier.{Id}"];
        foreach (var left in expected)
        {
            StringAssert.Contains(named.Output, left);
        }

        var deleted = await SayAsync("sweep", "--data", server.Folder, "--delete", "--exclusive");
        StringAssert.StartsWith(deleted.Output, "6 objects (");
        StringAssert.StartsWith((await SayAsync("sweep", "--data", server.Folder)).Output, "Nothing is left over");
        Assert.AreEqual(0, (await SayAsync("fsck", "--data", server.Folder)).Code);
        foreach (var name in new[] { "fine", "rotten", "lost", "record", "plain-lost", "plain-changed" })
        {
            Assert.AreEqual($"{name} text", (await server.SendAsync("GET", $"dl/acme/tools/{name}")).Body);
        }
    }

    /// <summary>Damage, for fsck, and what is left over, for a sweep.</summary>
    private static void Plant(string folder)
    {
        var rotten = Path.Combine(folder, NameOf("rotten text"));
        File.SetAttributes(rotten, FileAttributes.Normal);
        using (var content = new FileStream(rotten, FileMode.Open, FileAccess.Write))
        {
            content.WriteByte((byte)'X');
        }

        File.Delete(Path.Combine(folder, NameOf("lost text")));
        File.WriteAllText(RecordOf(folder, "record"), "{");
        File.Delete(Plain("plain-lost"));
        File.Delete(Plain("plain-changed"));
        File.WriteAllText(Plain("plain-changed"), "PLAIN-CHANGED TEXT");
        File.WriteAllText(Plain("stranger"), "nobody published this");

        var repository = Directory.GetDirectories(Path.Combine(folder, "r")).Single();
        Write("tmp/cut-off", "half of an upl");
        Write(Path.Combine(repository, "pending", Id, $"{NameOf("fine")[^64..]}.{Id}"), "");
        Write(Path.Combine(repository, "manifest", Id, $"{Id}.json"), "{}");
        Write(Path.Combine(repository, "gone", $"_earlier.{Id}"), "");

        string Plain(string name) => Path.Combine(folder, "dl", "acme", "tools", name);

        void Write(string name, string text)
        {
            var file = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private static string RecordOf(string folder, string path)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path))) + ".json";
        return Directory.EnumerateFiles(Path.Combine(folder, "r"), name, SearchOption.AllDirectories).Single();
    }

    private static string NameOf(string text)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return $"content/{sha256[..2]}/{sha256}";
    }

    private static async Task PublishAsync(RunningServer server, string path, string text) => Assert.AreEqual(
        201, (await server.SendAsync("PUT", $"content/acme/tools/lib/1.0/{path};publish=1;override=1", text)).Status);

    private async Task<(int Code, string Output, string Error)> SayAsync(params string[] arguments)
    {
        var said = await CommandLine.RunAsync(arguments);
        TestContext.WriteLine($"$ bintray-server {string.Join(' ', arguments)}\n{said.Output}{said.Error}ends with {said.Code}\n");
        return said;
    }
}
