using System.Text.Json;
using BintrayPush.Feed.Model;
using NuGet.Common;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Protocol.Model;
using NuGet.Versioning;

namespace BintrayPush.Feed.Tests.Protocol;

/// <summary>All other resources of a feed, read by NuGet's own client.</summary>
[TestClass]
public sealed class ResourceTests
{
    [TestMethod]
    public async Task Everything_that_is_announced_lies_below_the_folder_of_the_service_index()
    {
        await using var server = await DocumentServer.StartAsync();

        var index = await server.ClientAsync<ServiceIndexResourceV3>();

        Assert.IsNotEmpty(index.Entries);
        foreach (var entry in index.Entries)
        {
            StringAssert.StartsWith(entry.Uri.OriginalString, server.Root, entry.Type);
        }
    }

    [TestMethod]
    public async Task A_client_gets_a_package_by_its_id_and_version()
    {
        var package = Nupkg.Make("Acme.Lib", "1.0.0-Beta", Nupkg.Needs(("other", "1.0.0")));
        await using var server = await DocumentServer.StartAsync(package, Nupkg.Make("Acme.Lib", "2.0.0"));
        var packages = await server.ClientAsync<FindPackageByIdResource>();
        using var cache = Loopback.NoCache;

        var versions = await packages.GetAllVersionsAsync("acme.lib", cache, NullLogger.Instance, default);
        using var content = new MemoryStream();
        var copied = await packages.CopyNupkgToStreamAsync(
            "ACME.lib", NuGetVersion.Parse("1.0.0-beta"), content, cache, NullLogger.Instance, default);

        Assert.AreEqual("1.0.0-beta 2.0.0", string.Join(' ', versions));
        Assert.IsTrue(copied);
        CollectionAssert.AreEqual(package.Bytes, content.ToArray());
    }

    [TestMethod]
    public async Task A_search_finds_packages_with_their_owner_and_their_versions()
    {
        await using var server = await DocumentServer.StartAsync(
            Nupkg.Make("Acme.Lib", "1.0.0").With(package => package with { Downloads = 5_000_000_000 }),
            Nupkg.Make("Acme.Lib", "1.1.0").With(package => package with
            {
                Downloads = 2,
                Deprecation = new Deprecation(["Other"], null, null, null),
                Vulnerabilities = [new Vulnerability("https://example.test/a/1", 3, VersionRange.Parse("[1.1.0]"))],
            }),
            Nupkg.Make("Acme.Tool", "1.0.0", """<packageTypes><packageType name="DotnetTool" /></packageTypes>"""),
            Nupkg.Make("other", "1.0.0"));

        var found = await SearchAsync(server, "acme");

        Assert.AreEqual(
            "Acme.Lib 1.1.0, Acme.Tool 1.0.0",
            string.Join(", ", found.Select(one => $"{one.Identity.Id} {one.Identity.Version}")));
        Assert.AreEqual("acme", found[0].Owners);
        Assert.AreEqual(5_000_000_002, found[0].DownloadCount);
        Assert.AreEqual(
            "1.0.0 5000000000, 1.1.0 2",
            string.Join(", ", (await found[0].GetVersionsAsync()).Select(version => $"{version.Version} {version.DownloadCount}")));
        Assert.AreEqual(3, found[0].Vulnerabilities!.Single().Severity);
        Assert.AreEqual("Other", (await found[0].GetDeprecationMetadataAsync())!.Reasons.Single());
    }

    [TestMethod]
    public async Task A_search_is_answered_page_by_page()
    {
        await using var server = await DocumentServer.StartAsync(
            [.. Enumerable.Range(0, 25).Select(number => Nupkg.Make($"lib{number:00}", "1.0.0"))]);

        Assert.AreEqual("lib20 lib21 lib22 lib23 lib24", Ids(await SearchAsync(server, "lib", skip: 20, take: 20)));
        Assert.AreEqual("lib03 lib04", Ids(await SearchAsync(server, "lib", skip: 3, take: 2)));
    }

    [TestMethod]
    [DataRow("/Versioned")]
    [DataRow("/3.4.0")]
    [DataRow("/3.0.0-beta")]
    public async Task A_search_is_announced_under_a_name_that_the_dotnet_command_knows(string type)
    {
        await using var server = await DocumentServer.StartAsync();
        var index = await server.ClientAsync<ServiceIndexResourceV3>();

        // Each of these serves it, and it is content with one.
        Assert.IsNotEmpty(index.GetServiceEntries(type == "/3.4.0" ? ServiceTypes.SearchQueryService : [$"SearchQueryService{type}"]));
    }

    [TestMethod]
    public async Task Ids_and_versions_are_completed()
    {
        await using var server = await DocumentServer.StartAsync(
            Nupkg.Make("Acme.Lib", "1.0.0"), Nupkg.Make("Acme.Lib", "1.1.0"), Nupkg.Make("other", "1.0.0"));
        var completing = await server.ClientAsync<AutoCompleteResource>();
        using var cache = Loopback.NoCache;

        var ids = await completing.IdStartsWith("acm", includePrerelease: true, NullLogger.Instance, default);
        var versions = await completing.VersionStartsWith("Acme.Lib", "1", includePrerelease: true, cache, NullLogger.Instance, default);

        Assert.AreEqual("Acme.Lib", string.Join(' ', ids));
        Assert.AreEqual("1.0.0 1.1.0", string.Join(' ', versions));
    }

    [TestMethod]
    public async Task A_client_reads_known_vulnerabilities()
    {
        await using var server = await DocumentServer.StartAsync(Nupkg.Make("Acme.Lib", "1.0.0").With(package => package with
        {
            Vulnerabilities = [new Vulnerability("https://example.test/a/1", 1, VersionRange.Parse("[1.0.0, 2.0.0)"))],
        }));

        var known = (await KnownAsync(server))["acme.lib"].Single();

        Assert.AreEqual("https://example.test/a/1", known.Url.AbsoluteUri);
        Assert.AreEqual(PackageVulnerabilitySeverity.Moderate, known.Severity);
        Assert.AreEqual("[1.0.0, 2.0.0)", known.Versions.ToNormalizedString());
    }

    [TestMethod]
    public async Task Where_no_vulnerability_is_known_a_client_reads_that_without_a_complaint()
    {
        await using var server = await DocumentServer.StartAsync(Nupkg.Make("lib", "1.0.0"));

        Assert.IsEmpty(await KnownAsync(server));
    }

    [TestMethod]
    public async Task A_client_finds_the_readme_without_the_package()
    {
        await using var server = await DocumentServer.StartAsync(Nupkg.Make("Acme.Lib", "1.0.0"));
        // The client keeps this resource to itself, and shows the address with what it says of the version.
        var index = await server.ClientAsync<ServiceIndexResourceV3>();
        var template = index.GetServiceEntryUri("ReadmeUriTemplate/6.13.0")!.OriginalString;
        using var http = new HttpClient();

        var readme = await http.GetStringAsync(template.Replace("{lower_id}", "acme.lib").Replace("{lower_version}", "1.0.0"));

        Assert.AreEqual("# Read me", readme);
    }

    [TestMethod]
    public async Task Numbers_are_whole_ones()
    {
        await using var server = await DocumentServer.StartAsync(
            Nupkg.Make("lib", "1.0.0").With(package => package with { Downloads = 1 }));
        using var http = new HttpClient();
        foreach (var name in new[] { "search?q=", "autocomplete?q=", "registration/lib/index.json", "registration-semver2/lib/index.json" })
        {
            using var document = JsonDocument.Parse(await http.GetStringAsync(server.Root + name));
            foreach (var number in Numbers(document.RootElement))
            {
                Assert.IsTrue(long.TryParse(number, out _), $"{name}: {number}");
            }
        }
    }

    private static IEnumerable<string> Numbers(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Numbers(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Numbers),
        JsonValueKind.Number => [element.GetRawText()],
        _ => [],
    };

    private static string Ids(IEnumerable<IPackageSearchMetadata> found) => string.Join(' ', found.Select(one => one.Identity.Id));

    private static async Task<List<IPackageSearchMetadata>> SearchAsync(Loopback server, string words, int skip = 0, int take = 20)
    {
        var search = await server.ClientAsync<PackageSearchResource>();
        return [.. await search.SearchAsync(words, new SearchFilter(includePrerelease: true), skip, take, NullLogger.Instance, default)];
    }

    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<PackageVulnerabilityInfo>>> KnownAsync(Loopback server)
    {
        var resource = await server.ClientAsync<IVulnerabilityInfoResource>();
        using var cache = Loopback.NoCache;
        var known = await resource.GetVulnerabilityInfoAsync(cache, NullLogger.Instance, default);
        Assert.IsNull(known.Exceptions);
        return known.KnownVulnerabilities!.Single();
    }
}
