namespace BintrayPush.Server.Tests.Downloads;

/// <summary>Two servers on one folder: what one of them changes, the very next download from the other shows.</summary>
[TestClass]
public sealed class SharedFolderTests
{
    private const string Path = "dl/acme/tools/a.txt";

    [TestMethod]
    public async Task A_file_that_was_just_sent_is_private_public_replaced_and_gone_when_another_server_says_so()
    {
        await using var writer = await RunningServer.StartWithPackageAsync();
        await using var reader = await RunningServer.StartAsync(settings => settings, writer.Folder, ServerUsers.Admin, writer.Key);
        await PutAsync("one");
        await ReaderKnowsAsync("one");

        Assert.AreEqual(200, (await writer.SendAsync("PATCH", "repos/acme/tools", """{"private":true}""")).Status);
        Assert.AreEqual(401, (await reader.Anonymous.SendAsync("GET", Path)).Status);
        Assert.AreEqual("one", (await reader.SendAsync("GET", Path)).Body);

        Assert.AreEqual(200, (await writer.SendAsync("PATCH", "repos/acme/tools", """{"private":false}""")).Status);
        await ReaderKnowsAsync("one");

        await PutAsync("two");
        await ReaderKnowsAsync("two");

        Assert.AreEqual(200, (await writer.SendAsync("DELETE", "content/acme/tools/a.txt")).Status);
        Assert.AreEqual(404, (await reader.Anonymous.SendAsync("GET", Path)).Status);

        async Task PutAsync(string text) => Assert.AreEqual(
            201, (await writer.SendAsync("PUT", "content/acme/tools/lib/1.0/a.txt?publish=1&override=1", text)).Status);

        // Several times: the first ones may come too soon after the change for anything to be kept.
        async Task ReaderKnowsAsync(string text)
        {
            var until = DateTime.UtcNow.AddMilliseconds(200);
            do
            {
                var reply = await reader.Anonymous.SendAsync("GET", Path);
                Assert.AreEqual(text, reply.Body);
            }
            while (DateTime.UtcNow < until);
        }
    }
}
