using System.Text.Json;
using BintrayPush.Server.Tests.Pages;
using Microsoft.Playwright;

namespace BintrayPush.Pages.Tests;

/// <summary>What a real browser makes of texts that want more than to be read, on a phone, with JavaScript on.</summary>
[TestClass]
public sealed class HostileLookTests
{
    private static readonly Look Phone = new(400, IsDark: false);

    [TestMethod]
    public async Task Nothing_of_a_hostile_text_runs_or_is_loaded_or_breaks_the_page()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await using var browser = await Browser.OpenAsync(Phone, runsScripts: true);
        List<string> faults = [];
        var what = "";
        browser.Page.Dialog += (_, dialog) => faults.Add($"{what}: says {dialog.Message}");
        browser.Page.Popup += (_, _) => faults.Add($"{what}: opens a window");
        browser.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(server.Url.AbsoluteUri, StringComparison.Ordinal))
            {
                faults.Add($"{what}: asks for {request.Url}");
            }
        };

        foreach (var (name, text) in HostileTexts.All)
        {
            what = name;
            await WriteAsync(server, text);
            var wanted = Uri.EscapeDataString(text[..Math.Min(text.Length, 900)]);
            foreach (var path in new[] { "ui/browse/acme/tools/lib", "ui/browse/acme/tools/lib/1.0", "ui/browse/acme/tools", $"ui/search?q={wanted}" })
            {
                await LookAsync(browser.Page, new Uri(server.Url, path), name, faults);
            }
        }

        Assert.AreEqual("", string.Join('\n', faults));
        Assert.AreEqual("", string.Join('\n', browser.Complaints));
    }

    /// <summary>Everywhere that it can be written.</summary>
    private static async Task WriteAsync(RunningServer server, string text)
    {
        // All that is said about a package has a limit of its own.
        var part = text[..Math.Min(text.Length, 10_000)];
        var details = JsonSerializer.Serialize(new { desc = part, labels = new[] { part }, website_url = part });
        var document = JsonSerializer.Serialize(new { bintray = new { syntax = "markdown", content = text } });
        Assert.AreEqual(200, (await server.SendAsync("PATCH", "packages/acme/tools/lib", details)).Status);
        Assert.AreEqual(200, (await server.SendAsync("POST", "packages/acme/tools/lib/readme", document)).Status);
        await server.SendAsync("POST", "packages/acme/tools/lib/versions", """{"name":"1.0"}""");
        Assert.AreEqual(200, (await server.SendAsync("POST", "packages/acme/tools/lib/versions/1.0/release_notes", document)).Status);
    }

    private static async Task LookAsync(IPage page, Uri address, string name, List<string> faults)
    {
        await page.GotoAsync(address.AbsoluteUri);
        var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        if (wide > Phone.Width)
        {
            faults.Add($"{name}: {address.AbsolutePath} is {wide} pixels wide");
        }

        foreach (var (part, count) in new[] { ("body > header", 1), ("main", 1), ("body > footer", 1), ("h1", 1), ("script", 0), ("iframe", 0) })
        {
            if (await page.Locator(part).CountAsync() != count || (count > 0 && !await page.Locator(part).IsVisibleAsync()))
            {
                faults.Add($"{name}: {address.AbsolutePath} has not {count} {part}");
            }
        }
    }
}
