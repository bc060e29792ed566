using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Signing.OpenPgp;
using BintrayPush.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace BintrayPush.Server.Tests.Pages;

/// <summary>The buttons of a version do what they say to the files that were on the page, and to no others.</summary>
[TestClass]
public sealed class WaitingPageTests
{
    private const string Page = "ui/browse/acme/tools/lib/2.0";

    private static readonly VersionAddress Version =
        VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib"), "2.0");

    /// <summary>Of the text "seen".</summary>
    private static readonly string Sha256 =
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("seen"u8));

    public static IEnumerable<object[]> Buttons => [["publish"], ["discard"]];

    [TestMethod]
    [DynamicData(nameof(Buttons))]
    public async Task What_has_come_since_the_page_was_loaded_is_neither_published_nor_discarded(string button)
    {
        await using var server = await SceneAsync();
        using var browser = await BrowserAsync(server);
        foreach (var (path, content) in new[] { ("late.bin", "late"), ("seen.bin", "other bytes") })
        {
            await browser.GoAsync(Page);
            await PutAsync(server, path, content);

            var refused = SeenPage.Of(await browser.SendAsync($"form[action*={button}]"), 409);

            Assert.Contains("was changed since you have looked at it", refused.Text);
        }

        Assert.AreEqual("late.bin seen.bin", await WaitingAsync(server));

        await browser.GoAsync(Page);
        Assert.Contains("2 files", SeenPage.Of(await browser.SendAsync($"form[action*={button}]")).Text);
        Assert.AreEqual("", await WaitingAsync(server));
    }

    [TestMethod]
    [DynamicData(nameof(Buttons))]
    public async Task A_button_without_what_was_on_the_page_does_nothing(string button)
    {
        await using var server = await SceneAsync();
        using var browser = await BrowserAsync(server);
        await browser.GoAsync(Page);
        var token = browser.Page.Document.QuerySelector("main input[name=token]")!.GetAttribute("value")!;

        SeenPage.Of(await browser.PostAsync($"ui/{button}/acme/tools/lib/2.0", ("token", token)), 409);

        Assert.AreEqual("seen.bin", await WaitingAsync(server));
    }

    [TestMethod]
    [DynamicData(nameof(Buttons))]
    public async Task A_button_may_be_pressed_twice(string button)
    {
        await using var server = await SceneAsync();
        using var browser = await BrowserAsync(server);
        await browser.GoAsync(Page);

        Assert.Contains("1 file", SeenPage.Of(await browser.SendAsync($"form[action*={button}]")).Text);
        Assert.Contains("0 files", SeenPage.Of(await browser.SendAsync($"form[action*={button}]")).Text);
    }

    [TestMethod]
    [DynamicData(nameof(Buttons))]
    public async Task What_arrives_while_a_button_is_pressed_waits_on(string button)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        using var browser = await BrowserAsync(server);
        for (var round = 0; round < 20; round++)
        {
            await PutAsync(server, $"seen{round}.bin", "seen");
            await browser.GoAsync(Page);

            var pressed = browser.SendAsync($"form[action*={button}]");
            await Task.WhenAll(pressed, PutAsync(server, $"late{round}.bin", "late"));

            var reply = await pressed;
            Assert.IsTrue(reply.Status is 200 or 409, reply.Body);
            Assert.Contains($"late{round}.bin", await WaitingAsync(server), $"{reply.Status}");
            Assert.AreEqual(reply.Status == 409, (await WaitingAsync(server)).Contains($"seen{round}.bin", StringComparison.Ordinal));
            Assert.AreEqual(200, (await server.SendAsync("POST", "content/acme/tools/lib/2.0/publish", """{"discard":true}""")).Status);
        }
    }

    [TestMethod]
    public async Task Where_files_are_to_be_signed_they_are_published_with_signatures_of_the_bytes_that_were_seen()
    {
        await using var server = await SceneAsync();
        var key = KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null);
        await server.Keys.AddAsync("acme", key, null, replace: false, CancellationToken.None);
        Assert.AreEqual(200, (await server.SendAsync("PATCH", "repos/acme/tools", """{"gpg_sign_files":true}""")).Status);
        using var browser = await BrowserAsync(server);

        await browser.GoAsync(Page);
        Assert.Contains("2 files are public now.", SeenPage.Of(await browser.SendAsync("form[action*=publish]")).Text);

        // A signature that waits is of the bytes that the file had before: it is made anew, and then there is something new to look at.
        await PutAsync(server, "more.bin", "more");
        Assert.AreEqual(200, (await server.SendAsync("POST", "gpg/acme/tools/lib/versions/2.0", "{}")).Status);
        await PutAsync(server, "more.bin", "other bytes");
        await browser.GoAsync(Page);
        SeenPage.Of(await browser.SendAsync("form[action*=publish]"), 409);
        Assert.AreEqual("more.bin more.bin.asc", await WaitingAsync(server));
        await browser.GoAsync(Page);
        Assert.Contains("2 files are public now.", SeenPage.Of(await browser.SendAsync("form[action*=publish]")).Text);
    }

    [TestMethod]
    public async Task The_store_drops_the_files_that_are_named_with_the_bytes_that_are_named()
    {
        await using var server = await SceneAsync();
        await PutAsync(server, "late.bin", "late");
        await PutAsync(server, "changed.bin", "other bytes");
        var store = server.Services.GetRequiredService<IServerStore>();

        var answer = await store.DiscardAsync(
            Version,
            [.. new[] { "seen.bin", "changed.bin", "gone.bin" }.Select(path => new ExpectedFile(RepositoryPath.Of(path), Sha256))],
            CancellationToken.None);

        Assert.AreEqual(1, answer.Files);
        Assert.AreEqual("changed.bin late.bin", await WaitingAsync(server));
    }

    private static async Task<string> WaitingAsync(RunningServer server)
    {
        var store = server.Services.GetRequiredService<IServerStore>();
        var files = await store.Service.ListFilesAsync(Version, includeUnpublished: true, CancellationToken.None);
        return string.Join(' ', files.Unpublished.Select(file => file.Path.Value));
    }

    private static async Task<RunningServer> SceneAsync()
    {
        var server = await RunningServer.StartWithPackageAsync();
        await PutAsync(server, "seen.bin", "seen");
        return server;
    }

    private static async Task PutAsync(RunningServer server, string path, string content)
    {
        var put = await server.SendAsync("PUT", $"content/acme/tools/lib/2.0/{path}?override=1", content);
        Assert.AreEqual(201, put.Status, put.Body);
    }

    private static async Task<PageBrowser> BrowserAsync(RunningServer server)
    {
        var browser = new PageBrowser(server.Url);
        await browser.SignInAsync(ServerUsers.Admin, server.Key);
        return browser;
    }
}
