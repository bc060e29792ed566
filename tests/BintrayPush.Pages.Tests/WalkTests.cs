using Microsoft.Playwright;

namespace BintrayPush.Pages.Tests;

/// <summary>Somebody who does with the pages what they are for.</summary>
[TestClass]
public sealed class WalkTests
{
    [TestMethod]
    public async Task Somebody_without_JavaScript_browses_searches_signs_in_publishes_and_discards()
    {
        await using var shelf = await Shelf.FillAsync();
        await using var browser = await Browser.OpenAsync(new Look(1280, IsDark: false), runsScripts: false);
        var page = browser.Page;

        await page.GotoAsync(shelf.Url.AbsoluteUri);
        await FollowAsync(page, "acme");
        await FollowAsync(page, "tools");
        await FollowAsync(page, "lib");
        await FollowAsync(page, "1.1");
        await Assertions.Expect(page.GetByText("Another thing")).ToBeVisibleAsync();

        await page.GetByLabel("Search for packages").FillAsync("letters");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "lib" }).First).ToBeVisibleAsync();

        await browser.SignInAsync(shelf.Url, ServerUsers.Admin, shelf.Server.Key);
        await page.GotoAsync(new Uri(shelf.Url, "ui/browse/acme/tools/lib/2.0").AbsoluteUri);
        await PressAsync(page, "Publish");
        Assert.AreEqual("what waits", (await shelf.Server.Anonymous.SendAsync("GET", "dl/acme/tools/lib-2.0.zip")).Body);

        await page.GotoAsync(new Uri(shelf.Url, "ui/browse/acme/tools/other/1.0").AbsoluteUri);
        await PressAsync(page, "Discard");
        Assert.AreEqual("[]", (await shelf.Server.SendAsync(
            "GET", "packages/acme/tools/other/versions/1.0/files?include_unpublished=1")).Body);

        await PressAsync(page, "Sign out");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        Assert.AreEqual("", string.Join('\n', browser.Complaints));
    }

    [TestMethod]
    public async Task Somebody_without_JavaScript_seals_a_release_promotes_a_group_makes_a_key_and_looks_what_a_sweep_would_do()
    {
        await using var shelf = await Shelf.FillAsync();
        await using var browser = await Browser.OpenAsync(new Look(400, IsDark: true), runsScripts: false);
        var page = browser.Page;
        await browser.SignInAsync(shelf.Url, ServerUsers.Admin, shelf.Server.Key);

        await page.GotoAsync(new Uri(shelf.Url, "ui/browse/acme").AbsoluteUri);
        await FollowAsync(page, "Releases");
        await FollowAsync(page, "r1");
        await PressAsync(page, "Seal and publish");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("2 files are public now.");

        await page.GotoAsync(new Uri(shelf.Url, "ui/browse/acme/nuget").AbsoluteUri);
        await FollowAsync(page, "Staged packages");
        await FollowAsync(page, "autumn");
        await PressAsync(page, "Promote");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 file is public now.");

        await page.GetByRole(AriaRole.Link, new() { Name = "Your keys" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("ci");
        await page.GetByLabel("The most that it may be used for").SelectOptionAsync("read");
        await PressAsync(page, "Make a key");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "New key ci" })).ToBeVisibleAsync();
        await PressAsync(page, "Remove ci");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The key was removed.");

        await page.GotoAsync(new Uri(shelf.Url, "ui/sweep").AbsoluteUri);
        await PressAsync(page, "Look");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Look again" })).ToBeVisibleAsync();
        Assert.AreEqual("", string.Join('\n', browser.Complaints));
    }

    private static Task FollowAsync(IPage page, string link) =>
        page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First.ClickAsync();

    private static Task PressAsync(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();
}
