namespace BintrayPush.Server.Tests;

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
                ("PUT", "content/acme/tools/lib/1.0/b.txt"), ("PUT", "maven/acme/tools/lib/b.txt"), ("POST", "content/acme/tools/lib/1.0/publish"),
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
}
