using Microsoft.Playwright;

namespace BintrayPush.Pages.Tests;

/// <summary>Chromium without a window, of which each test has a fresh one.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _driver;
    private readonly IBrowser _browser;
    private readonly List<string> _complaints = [];

    private Browser(IPlaywright driver, IBrowser browser, IBrowserContext context, IPage page)
    {
        _driver = driver;
        _browser = browser;
        Context = context;
        Page = page;
        page.Console += (_, message) => Complain($"{message.Type}: {message.Text}", message.Type is "error" or "warning");
        page.PageError += (_, fault) => Complain(fault, true);
        page.RequestFailed += (_, request) => Complain($"{request.Url} failed: {request.Failure}", !request.IsNavigationRequest);
    }

    /// <summary>Its cookies.</summary>
    public IBrowserContext Context { get; }

    /// <summary>The one tab.</summary>
    public IPage Page { get; }

    /// <summary>What the browser itself found wrong: errors and warnings of its console, things that could not be loaded.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <param name="look">How wide, and whether dark.</param>
    /// <param name="runsScripts">Whether JavaScript is on.</param>
    public static async Task<Browser> OpenAsync(Look look, bool runsScripts)
    {
        var driver = await Playwright.CreateAsync();
        var browser = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("BINTRAYPUSH_CHROMIUM") ?? "/usr/bin/chromium",
            // Chromium does not start its sandbox as root.
            ChromiumSandbox = !Environment.IsPrivilegedProcess,
            Args = ["--disable-gpu", "--disable-dev-shm-usage"],
        });
        var context = await browser.NewContextAsync(new()
        {
            JavaScriptEnabled = runsScripts,
            ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = look.Width, Height = 900 },
        });
        return new Browser(driver, browser, context, await context.NewPageAsync());
    }

    /// <summary>Signs in by the form.</summary>
    public async Task SignInAsync(Uri server, string user, string key)
    {
        await Page.GotoAsync(new Uri(server, "ui/sign-in").AbsoluteUri);
        await Page.GetByLabel("User").FillAsync(user);
        await Page.GetByLabel("API key").FillAsync(key);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(Page.GetByText($"Signed in as {user}")).ToBeVisibleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _driver.Dispose();
    }

    private void Complain(string text, bool counts)
    {
        if (counts)
        {
            _complaints.Add(text);
        }
    }
}
