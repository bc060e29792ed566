using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Disks;

/// <summary>The data disk is unmounted while the server runs: it is said, instead of "not there" and "wrong key".</summary>
[TestClass]
public sealed class GoneDiskTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_data_folder_that_is_gone_is_503_until_it_is_back()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a.txt?publish=1", "hello")).Status);
        using var ann = server.As("ann", ("acme", Role.Read));
        var away = server.Folder + ".away";
        Directory.Move(server.Folder, away);
        Directory.CreateDirectory(server.Folder);
        try
        {
            Assert.AreEqual(503, (await server.SendAsync("GET", "healthz/ready")).Status);
            Assert.AreEqual(200, (await server.SendAsync("GET", "healthz/live")).Status);
            Assert.AreEqual(503, (await server.SendAsync("GET", "repos/acme/tools")).Status);
            Assert.AreEqual(503, (await ann.SendAsync("GET", "repos/acme/tools")).Status, "a right key that nobody has used yet");
            Assert.AreEqual(503, (await server.Anonymous.SendAsync("GET", "dl/acme/tools/a.txt")).Status);
            Assert.AreEqual(503, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/b.txt", "hello")).Status);
            Assert.IsEmpty(Directory.GetFileSystemEntries(server.Folder));
        }
        finally
        {
            Directory.Delete(server.Folder, recursive: true);
            Directory.Move(away, server.Folder);
        }

        Assert.AreEqual(200, (await server.SendAsync("GET", "healthz/ready")).Status);
        Assert.AreEqual(200, (await ann.SendAsync("GET", "repos/acme/tools")).Status);
        Assert.AreEqual("hello", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/a.txt")).Body);
    }
}
