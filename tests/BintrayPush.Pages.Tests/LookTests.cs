using Deque.AxeCore.Playwright;

namespace BintrayPush.Pages.Tests;

/// <summary>Each page as it looks on a phone and on a desk, by day and by night.</summary>
[TestClass]
public sealed class LookTests
{
    /// <summary>What everybody may see.</summary>
    private static readonly string[] Open =
    [
        "ui", "ui/browse/acme", "ui/browse/acme/tools", "ui/browse/acme/tools/lib", "ui/browse/acme/tools/lib/1.1",
        $"ui/browse/acme/tools/{Shelf.LongName}", $"ui/browse/acme/tools/{Shelf.LongName}/1.0", "ui/browse/acme/nuget", "ui/search?q=l",
        "ui/search?q=nothing-of-the-kind", "ui/sign-in", "ui/browse/nobody",
    ];

    /// <summary>What is shown to those who are signed in.</summary>
    private static readonly string[] SignedIn =
    [
        "ui", "ui/browse/acme", "ui/browse/acme/nuget", "ui/browse/acme/tools/lib", "ui/browse/acme/tools/lib/1.1",
        "ui/browse/acme/tools/lib/2.0", "ui/releases/acme", "ui/releases/acme/r1", "ui/staged/acme/nuget", "ui/staged/acme/nuget/spring",
        "ui/staged/acme/nuget/autumn", "ui/keys", "ui/users/acme", "ui/policies/acme", "ui/signing-keys/acme", "ui/sweep",
    ];

    /// <summary>Findings that keep nobody from reading or using a page are not counted.</summary>
    private static readonly string[] Grave = ["serious", "critical"];

    public static IEnumerable<object[]> Looks => Look.All.Select(look => new object[] { look.Width, look.IsDark });

    [TestMethod]
    [DynamicData(nameof(Looks))]
    public async Task Each_page_fits_the_window_and_neither_the_browser_nor_axe_finds_fault_with_it(int width, bool isDark)
    {
        var look = new Look(width, isDark);
        await using var shelf = await Shelf.FillAsync();
        await using var browser = await Browser.OpenAsync(look, runsScripts: true);

        List<string> faults = [];
        foreach (var page in Open)
        {
            await LookAtAsync(browser, shelf.Url, page, look, faults);
        }

        await browser.SignInAsync(shelf.Url, ServerUsers.Admin, shelf.Server.Key);
        foreach (var page in SignedIn)
        {
            await LookAtAsync(browser, shelf.Url, page, look, faults, "signed-in-");
        }

        // A page that is not there is said to be so by the browser, too.
        faults.AddRange(browser.Complaints.Where(text => !text.Contains("404", StringComparison.Ordinal)));
        Assert.AreEqual("", string.Join('\n', faults));
    }

    private static async Task LookAtAsync(Browser browser, Uri server, string path, Look look, List<string> faults, string who = "")
    {
        await browser.Page.GotoAsync(new Uri(server, path).AbsoluteUri);
        var wide = await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        if (wide > look.Width)
        {
            faults.Add($"{path} is {wide} pixels wide in a window of {look.Width}");
        }

        var found = await browser.Page.RunAxe();
        faults.AddRange(found.Violations.Where(rule => Grave.Contains(rule.Impact)).Select(rule =>
            $"{path}: {rule.Impact}: {rule.Id}: {rule.Help}: {string.Join("; ", rule.Nodes.Take(3).Select(node => node.Html))}"));

        if (Environment.GetEnvironmentVariable("BINTRAYPUSH_PICTURES") is { Length: > 0 } folder)
        {
            var name = path.Replace('/', '-').Replace('?', '-').Replace(Shelf.LongName, "long", StringComparison.Ordinal);
            await browser.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{who}{name}-{look}.png"), FullPage = true });
        }
    }
}
