using System.Text.Json;
using BintrayPush.Api.Wire;
using BintrayPush.Server.Accounts;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Catalog;

/// <summary>
/// Packages on the wire (protocol reference, section 4). The order of the fields is that of real answers; a field that those did not have
/// comes last, straight from the table.
/// </summary>
internal static class PackageJson
{
    private static readonly HashSet<string> Placed =
    [
        "desc", "labels", "licenses", "custom_licenses", "website_url", "issue_tracker_url", "github_repo", "github_release_notes_file",
        "public_download_numbers", "public_stats", "vcs_url", "maturity",
    ];

    public static PackageDetails Read(Fields fields) => LicenceRegister.Named(new PackageDetails().Visit(fields));

    /// <summary>Writes a package.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="package">The package.</param>
    /// <param name="attributes">Its attributes, if they were asked for; they take the place of their names.</param>
    /// <param name="forPublisher">Whether the fields only publishers see are written. Strict clients need all of them.</param>
    public static void Write(Utf8JsonWriter json, Package package, IReadOnlyList<AttributeValues>? attributes, bool forPublisher)
    {
        var details = package.Details;
        json.WriteStartObject();
        json.WriteString("name", package.Address.Name);
        json.WriteString("repo", package.Address.Repository.Name);
        json.WriteString("owner", package.Address.Repository.Subject);
        json.WriteString("desc", details.Description ?? "");
        json.WriteStrings("labels", details.Labels);
        AttributeJson.WriteOf(json, package.AttributeNames, attributes, forPublisher);
        json.WriteStrings("licenses", details.Licenses);
        json.WriteStrings("custom_licenses", details.CustomLicenses);
        json.WriteNumber("followers_count", 0);
        json.WriteDate("created", package.Created);
        json.WriteString("website_url", details.WebsiteUrl ?? "");
        json.WriteString("issue_tracker_url", details.IssueTrackerUrl ?? "");
        if (forPublisher)
        {
            json.WriteString("github_repo", details.GitHubRepository ?? "");
            json.WriteString("github_release_notes_file", details.GitHubReleaseNotesFile ?? "");
            json.WriteBoolean("public_download_numbers", details.PublicDownloadNumbers ?? false);
            json.WriteBoolean("public_stats", details.PublicStatistics ?? true);
        }

        json.WriteStrings("linked_to_repos", []);
        json.WriteStrings("permissions", []);
        json.WriteStrings("versions", package.Versions);
        json.WriteString("latest_version", package.Versions.Count > 0 ? package.Versions[0] : null);
        json.WriteDate("updated", package.Updated);
        json.WriteNumber("rating_count", 0);
        json.WriteStrings("system_ids", []);
        json.WriteString("vcs_url", details.VcsUrl ?? "");
        json.WriteString("maturity", details.Maturity ?? "");
        if (forPublisher)
        {
            // What is stored and not answered would be a difference to every push that gives it.
            details.Visit(new FieldWriter(json, Placed));
        }

        if (package.Downloads is { } downloads)
        {
            // Only searches say it, to those who may know it (docs/server.md).
            json.WriteNumber("total_downloads", downloads);
        }

        json.WriteEndObject();
    }
}
