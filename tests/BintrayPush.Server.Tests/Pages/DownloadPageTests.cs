using System.Globalization;
using BintrayPush.Api.Names;
using BintrayPush.Storage;
using BintrayPush.Storage.Statistics;
using Microsoft.Extensions.DependencyInjection;

namespace BintrayPush.Server.Tests.Pages;

/// <summary>What pages say of downloads.</summary>
[TestClass]
public sealed class DownloadPageTests
{
    private const string Package = "ui/browse/acme/tools/lib";

    private static readonly PackageAddress Lib = PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib");

    [TestMethod]
    public async Task Who_may_read_is_told_how_many_there_were_and_who_may_publish_on_which_days()
    {
        await using var server = await SceneAsync();
        var today = DateTimeOffset.UtcNow;
        await CountAsync(
            server, ("1.0", "a.bin", today, 3), ("1.0", "b.bin", today.AddDays(-2), 1200), ("2.0", "c.bin", today.AddDays(-60), 7));

        var package = SeenPage.Of(await server.Anonymous.SendAsync("GET", Package));
        var version = SeenPage.Of(await server.Anonymous.SendAsync("GET", $"{Package}/1.0"));

        Assert.Contains("1,210 downloads in all.", package.Words);
        Assert.Contains("1,203 downloads", ItemOf(package, "1.0"));
        Assert.Contains("1,203 downloads in all.", version.Words);
        Assert.Contains(", 3 downloads", ItemOf(version, "a.bin"));
        foreach (var page in new[] { package, version })
        {
            Assert.IsNull(page.Document.QuerySelector(".chart"), "The calls for statistics would not answer them.");
        }

        package = SeenPage.Of(await server.SendAsync("GET", Package));
        var rows = package.Document.QuerySelectorAll(".numbers tbody tr").Select(row => row.TextContent).ToArray();
        CollectionAssert.AreEqual(new[] { $"{CountedDay.Of(today)}3", $"{CountedDay.Of(today.AddDays(-2))}1,200" }, rows);
        var chart = package.Document.QuerySelector(".chart svg")!;
        Assert.HasCount(2, chart.QuerySelectorAll("rect"));
        Assert.AreEqual("img", chart.GetAttribute("role"));
        Assert.AreEqual(
            "Downloads of the last 30 days", package.Document.GetElementById(chart.GetAttribute("aria-labelledby")!)!.TextContent);
        StringAssert.StartsWith(
            package.Document.GetElementById(chart.GetAttribute("aria-describedby")!)!.TextContent, "1,203 downloads in 30 days");
        Assert.IsNotNull(SeenPage.Of(await server.SendAsync("GET", $"{Package}/1.0")).Document.QuerySelector(".chart"));
    }

    [TestMethod]
    public async Task What_nobody_has_downloaded_has_no_chart()
    {
        await using var server = await SceneAsync();

        foreach (var path in new[] { Package, $"{Package}/1.0" })
        {
            var page = SeenPage.Of(await server.SendAsync("GET", path));

            Assert.Contains("None was counted yet.", page.Text);
            Assert.IsNull(page.Document.QuerySelector(".chart"));
        }
    }

    [TestMethod]
    public async Task The_least_of_many_is_still_seen_and_no_bar_leaves_the_chart()
    {
        await using var server = await SceneAsync();
        var today = DateTimeOffset.UtcNow;
        await CountAsync(
            server,
            [.. Enumerable.Range(0, 40).Select(day => ("1.0", "a.bin", today.AddDays(-day), day == 5 ? long.MaxValue / 4 : 1L))]);

        var page = SeenPage.Of(await server.SendAsync("GET", Package));

        var bars = page.Document.QuerySelectorAll(".chart rect");
        Assert.HasCount(30, bars);
        foreach (var bar in bars)
        {
            int Of(string name) => int.Parse(bar.GetAttribute(name)!, CultureInfo.InvariantCulture);
            Assert.IsTrue(
                Of("x") >= 0 && Of("x") + Of("width") <= 300 && Of("height") is >= 2 and <= 60 && Of("y") >= 0, bar.OuterHtml);
        }
    }

    [TestMethod]
    public async Task Numbers_that_cannot_be_read_keep_no_page_from_being_shown()
    {
        await using var server = await SceneAsync();
        await CountAsync(server, ("1.0", "a.bin", DateTimeOffset.UtcNow, 3));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(server.Folder, "r"), "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("/downloads/", StringComparison.Ordinal)))
        {
            await File.WriteAllTextAsync(file, "{");
        }

        Assert.AreEqual("lib", SeenPage.Of(await server.SendAsync("GET", Package)).Title);
        Assert.Contains("a.bin", SeenPage.Of(await server.SendAsync("GET", $"{Package}/1.0")).Text);
    }

    private static string ItemOf(SeenPage page, string words) => page.Document.QuerySelectorAll(".list > li")
        .Single(item => item.TextContent.Contains(words, StringComparison.Ordinal)).TextContent;

    private static async Task<RunningServer> SceneAsync()
    {
        var server = await RunningServer.StartWithPackageAsync();
        foreach (var (version, name) in new[] { ("1.0", "a.bin"), ("1.0", "b.bin"), ("2.0", "c.bin") })
        {
            Assert.AreEqual(201, (await server.SendAsync("PUT", $"content/acme/tools/lib/{version}/{name}?publish=1", name)).Status);
        }

        return server;
    }

    private static async Task CountAsync(
        RunningServer server, params (string Version, string Path, DateTimeOffset Day, long Count)[] downloads)
    {
        var counted = downloads.Select(one => new CountedDownload(one.Version, one.Path, CountedDay.Of(one.Day), one.Count)).ToList();
        await server.Services.GetRequiredService<IServerStore>().DownloadCounts
            .AddAsync(Lib, new DownloadBatch("test", 1, counted), CancellationToken.None);
    }
}
