using BintrayPush.Feed.Model;

namespace BintrayPush.Feed.Documents;

/// <summary>The index of what a feed offers (NuGet API, "Service index").</summary>
public static class ServiceIndex
{
    /// <summary>The index of a feed that a server answers for.</summary>
    public static byte[] Write(FeedUrls urls) => Write(
    [
        (urls.Flat, "PackageBaseAddress/3.0.0", "the packages"),
        (urls.Publish, "PackagePublish/2.0.0", "takes packages"),
        (urls.PublishSymbols, "SymbolPackagePublish/4.9.0", "takes symbol packages"),
        (urls.Staging, "PackageStaging/1.0.0", "takes packages that are to become public later"),
        .. Registrations(urls),
        .. Searches(urls),
        .. Types("SearchAutocompleteService", "", "/3.0.0-beta", "/3.0.0-rc", "/3.5.0", "/Versioned")
            .Select(type => (urls.Autocomplete, type, "completes ids")),
        (urls.ReadmeTemplate, "ReadmeUriTemplate/6.13.0", "the README of a package"),
        (urls.DetailsTemplate, "PackageDetailsUriTemplate/5.1.0", "the page of a package"),
        (urls.Vulnerabilities, "VulnerabilityInfo/6.7.0", "known vulnerabilities"),
    ]);

    /// <summary>The index of the feed of what is staged: it cannot be pushed to.</summary>
    public static byte[] WriteStaged(FeedUrls urls) => Write(
    [
        (urls.Flat, "PackageBaseAddress/3.0.0", "the packages that are staged"),
        .. Registrations(urls),
        .. Searches(urls),
        (urls.ReadmeTemplate, "ReadmeUriTemplate/6.13.0", "the README of a package"),
    ]);

    /// <summary>The index of a feed of plain files: they cannot be pushed to, and are searched by a list of everything.</summary>
    public static byte[] WriteStatic(FeedUrls urls) => Write(
    [
        (urls.Flat, "PackageBaseAddress/3.0.0", "the packages"),
        .. Registrations(urls),
        .. Types("SearchQueryService", "", "/3.0.0-beta", "/3.5.0", "/Versioned")
            .Select(type => ($"{urls.Search}.json", type, "all packages; plain files cannot be asked for some of them")),
        (urls.ReadmeTemplate, "ReadmeUriTemplate/6.13.0", "the README of a package"),
    ]);

    private static IEnumerable<(string Url, string Type, string Comment)> Registrations(FeedUrls urls) =>
    [
        .. Types("RegistrationsBaseUrl", "", "/3.4.0")
            .Select(type => (urls.Registrations(semVer2: false), type, "what is said of packages, without SemVer 2.0.0")),
        .. Types("RegistrationsBaseUrl", "/3.6.0", "/Versioned")
            .Select(type => (urls.Registrations(semVer2: true), type, "what is said of packages")),
    ];

    private static IEnumerable<(string Url, string Type, string Comment)> Searches(FeedUrls urls) =>
        Types("SearchQueryService", "", "/3.0.0-beta", "/3.0.0-rc", "/3.5.0", "/Versioned")
            .Select(type => (urls.Search, type, "finds packages"));

    private static IEnumerable<string> Types(string name, params string[] versions) => versions.Select(version => name + version);

    private static byte[] Write(IEnumerable<(string Url, string Type, string Comment)> resources) => FeedJson.Object(json =>
    {
        // A client that finds a minimal client version beside a type passes over the others of that name.
        json.WriteString("version", "3.0.0");
        json.WriteStartArray("resources");
        foreach (var (url, type, comment) in resources)
        {
            json.WriteStartObject();
            json.WriteString("@id", url);
            json.WriteString("@type", type);
            json.WriteString("comment", comment);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
