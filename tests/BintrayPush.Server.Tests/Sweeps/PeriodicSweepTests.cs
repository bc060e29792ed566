using System.Security.Cryptography;
using System.Text;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Tests.Sweeps;

/// <summary>bintray-server --sweep-every: the server clears away by itself what is left over.</summary>
[TestClass]
public sealed class PeriodicSweepTests
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(12);

    private readonly ManualTime _time = new();

    [TestMethod]
    public async Task When_the_interval_is_over_the_server_looks_twice_deletes_what_is_left_over_and_logs_how_much()
    {
        await using var server = await StartAsync();
        var old = await ReplaceAsync(server);
        Assert.IsTrue(File.Exists(old));

        await SweepAsync(server, "Swept 1 objects, 3 bytes: contents that no file refers to: 1");

        Assert.IsFalse(File.Exists(old));
        Assert.AreEqual("new", (await server.SendAsync("GET", "dl/acme/tools/a.txt")).Body);
        Assert.IsFalse(server.Log.Text.Contains("Error", StringComparison.Ordinal), server.Log.Text);
    }

    [TestMethod]
    public async Task A_sweep_that_takes_longer_than_the_interval_is_followed_by_one_and_never_met_by_another()
    {
        await using var server = await StartAsync();
        _time.Advance(Every);
        await _time.WaitedForAsync(SweepOptions.DefaultGrace);
        var first = server.Log.WaitForAsync("Swept 0 objects");
        // Five intervals are over before the first sweep has looked again.
        for (var i = 0; i < 5; i++)
        {
            Assert.IsFalse(first.IsCompleted);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        _time.Advance(5 * Every);
        await first;
        Assert.HasCount(1, server.Log.Lines.Where(line => line.Contains("Swept", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task A_sweep_that_fails_is_logged_and_the_server_and_the_next_sweep_go_on()
    {
        await using var server = await StartAsync();
        var old = await ReplaceAsync(server);
        var record = Directory.GetFiles(Path.Combine(server.Folder, "r"), "*.json", SearchOption.AllDirectories)
            .Single(file => file.Contains("/package/", StringComparison.Ordinal));
        var bytes = await File.ReadAllBytesAsync(record);
        await File.WriteAllTextAsync(record, "{");
        var failed = server.Log.WaitForAsync("The sweep failed, and is tried again when the next one is due");
        _time.Advance(Every);
        StringAssert.Contains(await failed, Path.GetFileName(record));
        Assert.IsTrue(File.Exists(old));
        Assert.AreEqual(200, (await server.SendAsync("GET", "healthz/ready")).Status);

        await File.WriteAllBytesAsync(record, bytes);
        await SweepAsync(server, "Swept 1 objects");
        Assert.IsFalse(File.Exists(old));
    }

    [TestMethod]
    public async Task A_server_that_stops_gives_its_sweep_up()
    {
        await using var server = await StartAsync();
        var old = await ReplaceAsync(server);
        _time.Advance(Every);
        await _time.WaitedForAsync(SweepOptions.DefaultGrace);

        await server.StopAsync();

        Assert.IsTrue(File.Exists(old));
        Assert.IsFalse(server.Log.Text.Contains("sweep", StringComparison.OrdinalIgnoreCase), server.Log.Text);
    }

    [TestMethod]
    public async Task A_read_only_server_never_sweeps()
    {
        string folder;
        await using (var writing = await StartAsync())
        {
            folder = Directory.CreateTempSubdirectory("bintray-sweeps-").FullName;
            CopyFolder(writing.Folder, folder);
        }

        try
        {
            await using var server = await RunningServer.StartAsync(
                settings => settings with { SweepEvery = Every, Time = _time, ReadOnly = true }, folder);
            _time.Advance(3 * Every);
            await server.StopAsync();
            Assert.IsFalse(server.Log.Text.Contains("Swept", StringComparison.Ordinal), server.Log.Text);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Task<RunningServer> StartAsync() =>
        RunningServer.StartWithPackageAsync(settings => settings with { SweepEvery = Every, Time = _time });

    /// <summary>Lets the interval end and then the wait between the two looks.</summary>
    private async Task SweepAsync(RunningServer server, string line)
    {
        var swept = server.Log.WaitForAsync(line);
        _time.Advance(Every);
        await _time.WaitedForAsync(SweepOptions.DefaultGrace);
        _time.Advance(SweepOptions.DefaultGrace);
        await swept;
    }

    /// <summary>Publishes a file and then other bytes in its place.</summary>
    /// <returns>Where the first bytes lie.</returns>
    private static async Task<string> ReplaceAsync(RunningServer server)
    {
        foreach (var text in new[] { "old", "new" })
        {
            Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a.txt;publish=1;override=1", text)).Status);
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("old")));
        return Path.Combine(server.Folder, "content", sha256[..2], sha256);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
