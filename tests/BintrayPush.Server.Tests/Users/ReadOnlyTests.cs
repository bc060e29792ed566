using BintrayPush.Api.Failures;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Users;

/// <summary>A server that refuses changes (semantics reference 5.2, E2).</summary>
[TestClass]
public sealed class ReadOnlyTests
{
    [TestMethod]
    public async Task A_read_only_server_refuses_every_change_and_answers_every_question()
    {
        var folder = Directory.CreateTempSubdirectory("bintray-read-only-").FullName;
        await using (var before = await RunningServer.StartAsync(folder: folder))
        {
            await before.SendAsync("POST", "repos/acme/tools", "{}");
            await before.SendAsync("POST", "packages/acme/tools", """{"name":"lib"}""");
            await before.SendAsync("PUT", "content/acme/tools/lib/1.0/a.txt?publish=1", "alpha");
        }

        await using (var server = await RunningServer.StartAsync(settings => settings with { ReadOnly = true }, folder))
        {
            foreach (var (method, path) in new[]
            {
                ("PUT", "content/acme/tools/lib/1.0/b.txt"), ("PUT", "maven/acme/tools/lib/b.txt"), (
                    "POST", "content/acme/tools/lib/1.0/publish"),
                ("POST", "gpg/acme/tools/lib/versions/1.0"), ("POST", "repos/acme/more"), ("PATCH", "packages/acme/tools/lib"),
                ("DELETE", "content/acme/tools/a.txt"), ("DELETE", "repos/acme/tools"),
            })
            {
                var refused = await server.SendAsync(method, path, "{}");
                Assert.AreEqual(403, refused.Status, $"{method} {path}");
                StringAssert.Contains(refused.Body, "this server is read-only", $"{method} {path}");
            }

            Assert.AreEqual("alpha", await server.Anonymous.GetStringAsync(new Uri("dl/acme/tools/a.txt", UriKind.Relative)));
            Assert.AreEqual(200, (await server.SendAsync("POST", "search/attributes/acme/tools", "[]")).Status);
        }

        Directory.Delete(folder, recursive: true);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_read_only_server_writes_nothing_at_all(bool workFoldersAreThere)
    {
        var folder = Directory.CreateTempSubdirectory("bintray-read-only-").FullName;
        var key = "";
        await using (var before = await RunningServer.StartAsync(folder: folder))
        {
            await before.SendAsync("POST", "repos/acme/tools", "{}");
            await before.SendAsync("POST", "packages/acme/tools", """{"name":"lib"}""");
            await before.SendAsync("PUT", "content/acme/tools/lib/1.0/a.txt?publish=1", "alpha");
            await before.SendAsync("PUT", "content/acme/tools/lib/1.0/pending.txt", "beta");
            key = ServerUsers.Add(folder, "ann", ("acme", Role.Publish));
        }

        // Plain files that somebody left half done: a list elsewhere goes on with them.
        File.Delete(Path.Combine(folder, "dl", "acme", "tools", "a.txt"));
        Directory.CreateDirectory(Path.Combine(folder, "unseen"));
        if (!workFoldersAreThere)
        {
            Directory.Delete(Path.Combine(folder, "tmp"), recursive: true);
            Directory.Delete(Path.Combine(folder, "lock"), recursive: true);
        }

        var data = SnapshotOf(folder);
        await using (var server = await RunningServer.StartAsync(settings => settings with { ReadOnly = true }, folder, "ann", key))
        {
            foreach (var path in new[]
            {
                "healthz/ready",
                "dl/acme/tools/a.txt",
                "dl/acme/tools/pending.txt?include_unpublished=1",
                "repos/acme",
                "repos/acme/tools",
                "packages/acme/tools/lib",
                "packages/acme/tools/lib/files?include_unpublished=1",
                "packages/acme/tools/lib/versions/1.0/files",
                "search/file?name=a.txt",
                "users/ann",
                "repos/acme/tools/packages",
            })
            {
                Assert.AreEqual(200, (await server.SendAsync("GET", path)).Status, path);
            }

            foreach (var (
                method,
                path) in new[] { ("PUT", "content/acme/tools/lib/1.0/b.txt"), (
                    "PUT", "content/acme/tools/lib/1.0/?explode=1"), ("POST", "content/acme/tools/lib/1.0/publish") })
            {
                Assert.AreEqual(403, (await server.SendAsync(method, path, "x")).Status, path);
            }
        }

        Assert.AreEqual(data, SnapshotOf(folder));
        Directory.Delete(folder, recursive: true);
    }

    [TestMethod]
    public async Task A_read_only_server_does_not_make_its_folder()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"bintray-none-{Guid.NewGuid():N}");
        var refused = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => RunningServer.StartAsync(settings => settings with { ReadOnly = true }, folder, "ann", key: ""));
        StringAssert.Contains(refused.Message, folder, StringComparison.Ordinal);
        Assert.IsFalse(Directory.Exists(folder));
    }

    /// <summary>Everything there, with its length and when it was written.</summary>
    private static string SnapshotOf(string folder) =>
        string.Join('\n', new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Append(new DirectoryInfo(folder))
        .OrderBy(item => item.FullName, StringComparer.Ordinal)
        .Select(item => $"{item.FullName} {(item as FileInfo)?.Length} {item.LastWriteTimeUtc.Ticks}"));
}
