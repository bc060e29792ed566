using BintrayPush.Api.Names;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Tests.Retention;

/// <summary>bintray-server --retention-every: versions go by themselves, by the rules of the settings.</summary>
[TestClass]
public sealed class PeriodicRetentionTests
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    private readonly ManualTime _time = new();

    [TestMethod]
    public async Task When_the_interval_is_over_what_goes_by_the_rules_is_deleted_and_logged_and_the_newest_stable_one_stays()
    {
        await using var server = await StartAsync("tools");
        await PutAsync(server, "1.0", "2.0", "3.0-a", "3.0-b");

        var done = server.Log.WaitForAsync("Retention of acme/tools: 2 versions with 2 files (10 B) deleted, 2 versions stay");
        _time.Advance(Every);
        await done;

        foreach (var (version, status) in new[] { ("1.0", 404), ("2.0", 200), ("3.0-a", 404), ("3.0-b", 200) })
        {
            Assert.AreEqual(status, (await server.SendAsync("GET", $"dl/acme/tools/{version}.txt")).Status, version);
        }

        Assert.Contains("Retention: acme/tools/lib/1.0 is deleted, 1 files, 5 bytes", server.Log.Text, StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_repository_that_is_not_there_is_logged_and_the_others_are_looked_at()
    {
        await using var server = await StartAsync("none", "tools");
        await PutAsync(server, "1.0", "2.0");

        var done = server.Log.WaitForAsync("Retention of acme/tools: 1 version");
        _time.Advance(Every);
        await done;

        Assert.Contains("The retention of acme/none failed", server.Log.Text, StringComparison.Ordinal);
        Assert.Contains("Repo 'none' was not found", server.Log.Text, StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_read_only_server_deletes_nothing()
    {
        await using var writing = await RunningServer.StartWithPackageAsync();
        await PutAsync(writing, "1.0", "2.0");

        await using (var server = await RunningServer.StartAsync(
            settings => With(settings, "tools") with { ReadOnly = true }, writing.Folder, ServerUsers.Admin, writing.Key))
        {
            _time.Advance(3 * Every);
            await server.StopAsync();
            Assert.DoesNotContain("Retention", server.Log.Text);
        }

        Assert.AreEqual(200, (await writing.SendAsync("GET", "dl/acme/tools/1.0.txt")).Status);
    }

    private ServerSettings With(ServerSettings settings, params string[] repositories) => settings with
    {
        RetentionEvery = Every,
        Time = _time,
        Retention = [.. repositories.Select(name => new RepositoryRetention(RepositoryAddress.Of("acme", name), new(1, null, false)))],
    };

    private Task<RunningServer> StartAsync(params string[] repositories) =>
        RunningServer.StartWithPackageAsync(settings => With(settings, repositories));

    private static async Task PutAsync(RunningServer server, params string[] versions)
    {
        foreach (var version in versions)
        {
            Assert.AreEqual(201, (await server.SendAsync("PUT", $"content/acme/tools/lib/{version}/{version}.txt;publish=1", "hello")).Status);
        }
    }
}
