using System.Text.RegularExpressions;

namespace BintrayPush.Server.Tests.Pages;

/// <summary>What people see where something fails: a page, with what to do, and not what a program reads.</summary>
[TestClass]
public sealed class FailurePageTests
{
    [TestMethod]
    public async Task A_store_that_cannot_be_read_is_a_page_with_the_number_of_the_request()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(server.Folder, "r"), "*", SearchOption.AllDirectories))
        {
            await File.WriteAllTextAsync(file, "{");
        }

        var page = SeenPage.Of(await server.SendAsync("GET", "ui/browse/acme/tools/lib"), 503);

        Assert.AreEqual("Not possible at the moment", page.Title);
        Assert.Contains("tell whoever runs this server", page.Words);
        var request = page.Document.QuerySelector("main code")!.TextContent;
        await server.Log.WaitForAsync($"request {request}");
        Assert.DoesNotContain(server.Folder, page.Text);
        Assert.Contains($"Signed in as {ServerUsers.Admin}", page.Text);
        // The same to a program.
        Assert.AreEqual("application/json", (await server.SendAsync("GET", "packages/acme/tools/lib")).Header("Content-Type"));
    }

    [TestMethod]
    public async Task A_file_whose_bytes_are_lost_is_a_page_that_says_how_it_is_healed()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a.bin?publish=1", "bytes")).Status);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(server.Folder, "content"), "*", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }

        var page = SeenPage.Of(await server.SendAsync("GET", "ui/files/acme/tools/a.bin"), 503);

        Assert.Contains("BTP4015", page.Text);
        Assert.Contains("upload the same file again", page.Words);
    }

    [TestMethod]
    public async Task Too_many_requests_are_a_page_that_says_how_long_to_wait()
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { MaxRequestsPerMinute = 2 });
        Reply reply;
        do
        {
            reply = await server.Anonymous.SendAsync("GET", "ui");
        }
        while (reply.Status == 200);

        var page = SeenPage.Of(reply, 429);

        Assert.AreEqual("Too many requests", page.Title);
        Assert.IsTrue(Regex.IsMatch(page.Words, "Load this page again in [0-9]+ seconds?\\."), page.Words);
        Assert.IsNotNull(reply.Header("Retry-After"));
    }

    [TestMethod]
    public async Task What_is_no_page_is_answered_by_a_page()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var (method, path, status) in new[]
        {
            ("POST", "ui/nowhere", 405), ("DELETE", "ui", 405), ("PUT", "ui/browse/acme", 405), ("GET", "ui/nowhere/<b>x</b>", 404),
            ("GET", "ui/nowhere/%E2%80%AEgnp", 404), ("POST", "ui/nowhere/%E2%80%AEgnp", 405), ("GET", "ui/releases/%E2%80%AEgnp", 404),
            ("GET", "ui/users/%E2%80%AEgnp", 404), ("GET", "ui/signing-keys/%3Cscript%3E", 404),
        })
        {
            SeenPage.Of(await server.Anonymous.SendAsync(method, path), status).TurnsNothing();
        }
    }

    [TestMethod]
    public async Task A_wrong_key_and_a_server_that_may_not_write_are_pages_too()
    {
        await using var first = await RunningServer.StartWithPackageAsync();
        await using var server = await RunningServer.StartAsync(
            settings => settings with { ReadOnly = true }, first.Folder, ServerUsers.Admin, first.Key);
        using var stranger = ServerUsers.ClientOf(server.Url, ServerUsers.Admin, "wrong");

        var wrong = await stranger.SendAsync("GET", "ui");
        SeenPage.Of(wrong, 401);
        Assert.IsNotEmpty(wrong.Message.Headers.WwwAuthenticate);
        Assert.Contains("read-only", SeenPage.Of(await server.SendAsync("POST", "ui/publish/acme/tools/lib/1.0"), 403).Text);
    }
}
