using System.Security.Cryptography;
using System.Text;

namespace BintrayPush.Server.Tests.Operations;

/// <summary>bintray-server backup while people push, and a server over what it has made.</summary>
[TestClass]
public sealed class BackupUnderLoadTests
{
    private const int Before = 40;

    private readonly string _parent = Directory.CreateTempSubdirectory("bintray-backup-").FullName;

    public TestContext TestContext { get; set; } = null!;

    private string Backup => Path.Combine(_parent, "backup");

    [TestCleanup]
    public void Clean() => Directory.Delete(_parent, recursive: true);

    [TestMethod]
    public async Task A_backup_that_is_made_while_others_push_is_served_with_all_that_was_there_before_and_each_file_is_whole()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        for (var number = 0; number < Before; number++)
        {
            await PutAsync(server, "1.0", $"before-{number}.bin", number);
        }

        using var enough = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(worker => PushAsync(server, worker, enough.Token)));
        var (code, output, error) = await CommandLine.RunAsync(["backup", "--data", server.Folder, Backup]);
        await enough.CancelAsync();
        var pushed = await load;

        Assert.AreEqual(0, code, output + error);
        Assert.IsTrue(pushed.All(count => count > 0), "There was load.");
        await using var restored = await RunningServer.StartAsync(settings => settings, Backup, ServerUsers.Admin, server.Key);
        for (var number = 0; number < Before; number++)
        {
            Assert.AreEqual(TextOf(number), (await restored.Anonymous.SendAsync("GET", $"dl/acme/tools/before-{number}.bin")).Body);
        }

        var files = (await restored.SendAsync("GET", "packages/acme/tools/lib/files")).Json.EnumerateArray().ToList();
        Assert.IsGreaterThanOrEqualTo(Before, files.Count);
        foreach (var file in files)
        {
            var bytes = await restored.Anonymous.GetByteArrayAsync(
                $"dl/acme/tools/{file.GetProperty("path").GetString()}", TestContext.CancellationToken);
            Assert.AreEqual(file.GetProperty("size").GetInt64(), bytes.Length);
            Assert.AreEqual(file.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }

        Assert.AreEqual(0, (await CommandLine.RunAsync(["fsck", "--data", Backup])).Code);
        await PutAsync(restored, "2.0", "after.bin", 1);
    }

    /// <summary>Uploads new files, overrides them, and deletes versions, until it is enough.</summary>
    private static async Task<int> PushAsync(RunningServer server, int worker, CancellationToken enough)
    {
        var count = 0;
        while (!enough.IsCancellationRequested)
        {
            var version = $"load-{worker}-{count % 3}";
            await PutAsync(server, version, $"load-{worker}-{count % 3}.bin", count, "&override=1");
            if (++count % 5 == 0)
            {
                await server.SendAsync("DELETE", $"packages/acme/tools/lib/versions/{version}");
            }
        }

        return count;
    }

    private static async Task PutAsync(RunningServer server, string version, string name, int number, string how = "") =>
        Assert.AreEqual(201, (await server.SendAsync(
            "PUT", $"content/acme/tools/lib/{version}/{name}?publish=1{how}", TextOf(number))).Status);

    private static string TextOf(int number) => new StringBuilder().Insert(0, $"line {number} ", 500).ToString();
}
