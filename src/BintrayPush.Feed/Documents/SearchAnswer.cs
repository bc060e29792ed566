using System.Text.Json;
using BintrayPush.Feed.Model;

namespace BintrayPush.Feed.Documents;

/// <summary>What a search has found (NuGet API, "Search").</summary>
public static class SearchAnswer
{
    /// <summary>The answer.</summary>
    /// <param name="urls">The addresses of the feed.</param>
    /// <param name="owner">Whose feed it is: of a package's owners only its feed can speak.</param>
    /// <param name="total">How many packages were found, on all pages.</param>
    /// <param name="found">Those of this page.</param>
    /// <param name="semVer2">Whether the client knows SemVer 2.0.0.</param>
    public static byte[] Write(FeedUrls urls, string owner, long total, IEnumerable<FoundPackage> found, bool semVer2) =>
        FeedJson.Object(json =>
        {
            json.WriteNumber("totalHits", total);
            json.WriteStartArray("data");
            foreach (var package in found)
            {
                json.WriteStartObject();
                Write(json, urls, owner, package, semVer2);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    /// <summary>The ids, or the versions, that complete what was typed.</summary>
    /// <param name="total">How many there are, on all pages.</param>
    /// <param name="found">Those of this page.</param>
    public static byte[] WriteAutocomplete(long total, IEnumerable<string> found) => FeedJson.Object(json =>
    {
        json.WriteNumber("totalHits", total);
        json.WriteStrings("data", found);
    });

    private static void Write(Utf8JsonWriter json, FeedUrls urls, string owner, FoundPackage found, bool semVer2)
    {
        var latest = found.Latest;
        var package = latest.Package;
        json.WriteString("@id", urls.Registration(latest.LowerId, semVer2));
        json.WriteString("@type", "Package");
        json.WriteString("registration", urls.Registration(latest.LowerId, semVer2));
        json.WriteString("id", package.Id);
        json.WriteString("version", package.Version.ToFullString());
        json.WriteString("description", package.Description);
        json.WriteString("summary", package.Summary ?? "");
        json.WriteString("title", package.Title ?? package.Id);
        json.WriteIfThere("iconUrl", urls.Icon(latest));
        json.WriteIfThere("licenseUrl", urls.License(latest));
        json.WriteIfThere("projectUrl", package.ProjectUrl);
        json.WriteStrings("tags", package.Tags);
        json.WriteStrings("authors", [package.Authors]);
        json.WriteStrings("owners", [owner]);
        json.WriteNumber("totalDownloads", found.Downloads);
        json.WriteBoolean("verified", false);
        json.WriteStartArray("packageTypes");
        foreach (var type in package.PackageTypes.DefaultIfEmpty("Dependency"))
        {
            json.WriteStartObject();
            json.WriteString("name", type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("versions");
        foreach (var version in found.Versions)
        {
            json.WriteStartObject();
            json.WriteString("@id", $"{urls.Registrations(semVer2)}{latest.LowerId}/{version.Lower}.json");
            json.WriteString("version", version.Full);
            json.WriteNumber("downloads", version.Downloads);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (latest.Deprecation is { } deprecation)
        {
            CatalogEntry.WriteDeprecation(json, deprecation);
        }

        CatalogEntry.WriteVulnerabilities(json, latest.Vulnerabilities);
    }
}
