using System.Text.Json;
using BintrayPush.Api.Names;

namespace BintrayPush.Server.Tests.Pages;

/// <summary>Whatever somebody writes into a readme, a name, a description or the search: a page shows it, and nothing more.</summary>
[TestClass]
public sealed class HostilePageTests
{
    private static RunningServer _server = null!;

    public static IEnumerable<object[]> Names => HostileTexts.All.Select((text, i) => new object[] { text.Name, i });

    [ClassInitialize]
    public static async Task StartAsync(TestContext _) => _server = await RunningServer.StartWithPackageAsync();

    [ClassCleanup]
    public static async Task StopAsync() => await _server.DisposeAsync();

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task It_is_shown_and_does_nothing(string name, int number)
    {
        var text = HostileTexts.All.Single(hostile => hostile.Name == name).Text;
        // A number behind it, as names that differ in letter case alone are refused.
        var package = PackageAddress.FaultInName($"{text} {number}") is null ? $"{text} {number}" : $"hostile {number}";
        var address = $"packages/acme/tools/{Uri.EscapeDataString(package)}";
        // All that is said about a package has a limit of its own.
        var part = text[..Math.Min(text.Length, 10_000)];
        var page = $"ui/browse/acme/tools/{Uri.EscapeDataString(package)}";

        await SetAsync("POST", "packages/acme/tools", new()
        {
            ["name"] = package,
            ["desc"] = part,
            ["labels"] = new[] { part },
            ["custom_licenses"] = new[] { part },
            ["website_url"] = part,
            ["vcs_url"] = $"javascript:{part}",
            ["issue_tracker_url"] = $"https://example.com/{part}",
        });
        var version = PackageAddress.FaultInName(text) is null ? text : "1.0";
        await SetAsync("POST", $"{address}/versions", new() { ["name"] = version, ["desc"] = part, ["vcs_tag"] = text });
        foreach (var (path, syntax) in new[]
        {
            ($"{address}/readme", "markdown"),
            ($"{address}/release_notes", "asciidoc"),
            ($"{address}/versions/{Uri.EscapeDataString(version)}/release_notes", "markdown"),
        })
        {
            await SetAsync("POST", path, DocumentOf(syntax, text));
        }

        foreach (var path in new[] { page, $"{page}/{Uri.EscapeDataString(version)}", "ui/browse/acme/tools" })
        {
            SeenPage.Of(await _server.Anonymous.SendAsync("GET", path)).TurnsNothing();
        }

        var wanted = Uri.EscapeDataString(text[..Math.Min(text.Length, 900)]);
        SeenPage.Of(await _server.Anonymous.SendAsync("GET", $"ui/search?q={wanted}")).TurnsNothing();
    }

    [TestMethod]
    public async Task Ten_megabytes_become_no_page()
    {
        var text = new string('x', 10 << 20);

        var readme = await _server.SendAsync(
            "POST", "packages/acme/tools/lib/readme", JsonSerializer.Serialize(new { bintray = new { content = text } }));
        var search = await _server.Anonymous.SendAsync("GET", $"ui/search?q={text[..20_000]}");

        Assert.AreEqual(413, readme.Status);
        Assert.IsTrue(search.Status is 200 or 414, search.Body);
        Assert.IsLessThan(10_000, search.Body.Length);
    }

    [TestMethod]
    public async Task A_long_description_is_shown_in_part()
    {
        var text = string.Concat(Enumerable.Repeat("_long_ text ", 60_000));
        await SetAsync("POST", "packages/acme/tools", new() { ["name"] = "long", ["desc"] = text });

        var page = await _server.Anonymous.SendAsync("GET", "ui/browse/acme/tools/long");

        SeenPage.Of(page);
        Assert.IsLessThan(100_000, page.Body.Length);
    }

    [TestMethod]
    public async Task A_readme_that_is_too_long_to_be_made_into_HTML_is_shown_as_its_text()
    {
        var text = string.Concat(Enumerable.Repeat("**x** [x](", 10_000));
        await SetAsync("POST", "packages/acme/tools/lib/readme", DocumentOf("markdown", text));

        var page = SeenPage.Of(await _server.Anonymous.SendAsync("GET", "ui/browse/acme/tools/lib"));

        Assert.StartsWith("**x** [x](**x**", page.Document.QuerySelector("pre.prose")!.TextContent);
    }

    private static Dictionary<string, object> DocumentOf(string syntax, string text) => new()
    {
        ["bintray"] = new Dictionary<string, object> { ["syntax"] = syntax, ["content"] = text },
    };

    /// <summary>Sets something, unless the service itself takes no such text.</summary>
    private static async Task SetAsync(string method, string path, Dictionary<string, object> fields)
    {
        var reply = await _server.SendAsync(method, path, JsonSerializer.Serialize(fields));
        Assert.IsTrue(reply.Status is 200 or 201, $"{path[..Math.Min(path.Length, 100)]}: {reply.Body}");
    }
}
