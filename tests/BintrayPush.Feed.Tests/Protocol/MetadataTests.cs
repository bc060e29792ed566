using BintrayPush.Feed.Model;
using NuGet.Common;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace BintrayPush.Feed.Tests.Protocol;

/// <summary>Registrations, read by NuGet's own client.</summary>
[TestClass]
public sealed class MetadataTests
{
    private const string Rich = """
        <title>The library</title><summary>In short</summary><tags>one two</tags><projectUrl>https://example.test/lib</projectUrl>
        <license type="expression">MIT</license><icon>icon.png</icon><readme>docs/README.md</readme>
        <requireLicenseAcceptance>true</requireLicenseAcceptance>
        <dependencies><group targetFramework="net8.0"><dependency id="Other" version="[1.0.0, 2.0.0)" /></group>
        <group targetFramework="netstandard2.0" /></dependencies>
        """;

    [TestMethod]
    public async Task A_client_reads_what_a_package_says_of_itself()
    {
        await using var server = await DocumentServer.StartAsync(
            Nupkg.Make("Acme.Lib", "1.2.0+build.5", Rich, ("icon.png", "png"), ("docs/README.md", "# Read me")));

        var found = (await ReadAsync(server, "acme.LIB")).Single();

        Assert.AreEqual("Acme.Lib", found.Identity.Id);
        Assert.AreEqual("1.2.0+build.5", found.Identity.Version.ToFullString());
        Assert.AreEqual("The library", found.Title);
        Assert.AreEqual("In short", found.Summary);
        Assert.AreEqual("What Acme.Lib is for: \"<all>\".", found.Description);
        Assert.AreEqual("Acme, others", found.Authors);
        Assert.AreEqual("one, two", found.Tags);
        Assert.AreEqual("https://example.test/lib", found.ProjectUrl!.AbsoluteUri);
        Assert.AreEqual($"{server.Root}flat/acme.lib/1.2.0/icon", found.IconUrl!.AbsoluteUri);
        Assert.AreEqual($"{server.Root}flat/acme.lib/1.2.0/readme", found.ReadmeUrl!.AbsoluteUri);
        Assert.AreEqual("MIT", found.LicenseMetadata!.License);
        Assert.IsTrue(found.RequireLicenseAcceptance);
        Assert.IsTrue(found.IsListed);
        Assert.AreEqual(new DateTimeOffset(2026, 11, 28, 10, 0, 0, TimeSpan.Zero), found.Published);
        Assert.AreEqual(
            "net8.0: Other [1.0.0, 2.0.0); netstandard2.0: ",
            string.Join("; ", found.DependencySets.Select(group => $"{group.TargetFramework.GetShortFolderName()}: "
                + string.Join(", ", group.Packages.Select(package => $"{package.Id} {package.VersionRange.ToNormalizedString()}")))));
    }

    [TestMethod]
    public async Task A_client_is_told_why_a_version_is_not_to_be_used()
    {
        await using var server = await DocumentServer.StartAsync(Nupkg.Make("lib", "1.0.0").With(package => package with
        {
            Deprecation = new Deprecation(["Legacy", "CriticalBugs"], "Take the new one", "newlib", "[2.0.0, )"),
            Vulnerabilities = [new Vulnerability("https://example.test/a/1", 2, VersionRange.Parse("[1.0.0]"))],
        }));

        var found = (await ReadAsync(server, "lib")).Single();
        var deprecation = (await found.GetDeprecationMetadataAsync())!;

        CollectionAssert.AreEqual(new[] { "Legacy", "CriticalBugs" }, deprecation.Reasons.ToArray());
        Assert.AreEqual("Take the new one", deprecation.Message);
        Assert.AreEqual("newlib", deprecation.AlternatePackage!.PackageId);
        Assert.AreEqual("[2.0.0, )", deprecation.AlternatePackage!.Range!.ToNormalizedString());
        Assert.AreEqual(
            "https://example.test/a/1 2", string.Join(", ", found.Vulnerabilities!.Select(one => $"{one.AdvisoryUrl} {one.Severity}")));
    }

    [TestMethod]
    public async Task A_version_that_is_not_listed_is_found_by_those_who_ask_for_such_ones()
    {
        await using var server = await DocumentServer.StartAsync(
            Nupkg.Make("lib", "1.0.0"), Nupkg.Make("lib", "1.1.0").With(package => package with { Listed = false }));

        var listed = await ReadAsync(server, "lib", includeUnlisted: false);
        var all = await ReadAsync(server, "lib");

        Assert.AreEqual("1.0.0", Versions(listed));
        Assert.AreEqual("1.0.0 1.1.0", Versions(all));
        Assert.IsFalse(all[1].IsListed);
        Assert.AreEqual(1900, all[1].Published!.Value.Year);
    }

    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(64, 0)]
    [DataRow(65, 0)]
    [DataRow(128, 0)]
    [DataRow(129, 3)]
    [DataRow(1000, 16)]
    public async Task A_client_finds_all_versions_on_pages_of_64_and_asks_for_pages_only_where_there_are_many(int count, int pages)
    {
        var one = Nupkg.Make("lib", "1.0.0");
        await using var server = await DocumentServer.StartAsync([.. Enumerable.Range(0, count).Select(number => one.With(package =>
            package with { Package = package.Package with { Version = NuGetVersion.Parse($"1.{number}.0") } }))]);

        var found = await ReadAsync(server, "lib");

        Assert.AreEqual(string.Join(' ', Enumerable.Range(0, count).Select(number => $"1.{number}.0")), Versions(found));
        Assert.AreEqual(pages, server.Requests.Count(request => request.Contains("/page/", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task A_client_that_does_not_know_SemVer_2_is_not_led_to_versions_that_need_it()
    {
        await using var server = await DocumentServer.StartAsync(
            Nupkg.Make("lib", "1.0.0"),
            Nupkg.Make("lib", "1.1.0-beta.1"),
            Nupkg.Make("lib", "1.2.0", Nupkg.Needs(("other", "1.0.0-rc.1"))));

        Assert.AreEqual("1.0.0 1.1.0-beta.1 1.2.0", Versions(await ReadAsync(server, "lib")));
        var index = await server.ClientAsync<ServiceIndexResourceV3>();
        foreach (var (type, expected) in new[] { ("", "1.0.0"), ("/3.4.0", "1.0.0"), ("/3.6.0", "1.0.0 1.1.0-beta.1 1.2.0") })
        {
            using var http = new HttpClient();
            var hive = index.GetServiceEntryUri($"RegistrationsBaseUrl{type}");
            using var document = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync($"{hive}lib/index.json"));
            Assert.AreEqual(
                expected,
                string.Join(' ', document.RootElement.GetProperty("items")[0].GetProperty("items").EnumerateArray()
                    .Select(item => item.GetProperty("catalogEntry").GetProperty("version").GetString())),
                type);
        }
    }

    [TestMethod]
    public async Task An_id_that_is_not_there_has_no_versions()
    {
        await using var server = await DocumentServer.StartAsync(Nupkg.Make("lib", "1.0.0"));

        Assert.IsEmpty(await ReadAsync(server, "nothing"));
    }

    private static string Versions(IEnumerable<IPackageSearchMetadata> found) =>
        string.Join(' ', found.Select(version => version.Identity.Version.ToNormalizedString()));

    private static async Task<List<IPackageSearchMetadata>> ReadAsync(Loopback server, string id, bool includeUnlisted = true)
    {
        var metadata = await server.ClientAsync<PackageMetadataResource>();
        using var cache = Loopback.NoCache;
        var found = await metadata.GetMetadataAsync(id, includePrerelease: true, includeUnlisted, cache, NullLogger.Instance, default);
        return [.. found.OrderBy(version => version.Identity.Version)];
    }
}
