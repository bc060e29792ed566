using System.Text.Json;
using BintrayPush.Api.Wire;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Catalog;

/// <summary>
/// Versions on the wire (protocol reference, section 5); a field that real answers did not have comes last, straight from the table.
/// </summary>
internal static class VersionJson
{
    private static readonly HashSet<string> Placed =
        ["desc", "released", "vcs_tag", "github_release_notes_file", "github_use_tag_release_notes"];

    public static VersionDetails Read(Fields fields) => new VersionDetails().Visit(fields);

    /// <summary>Writes a version; the ordinal as a whole number, the flag as a flag (reference, section 17).</summary>
    public static void Write(Utf8JsonWriter json, PackageVersion version, IReadOnlyList<AttributeValues>? attributes, bool forPublisher)
    {
        var details = version.Details;
        var package = version.Address.Package;
        json.WriteStartObject();
        json.WriteString("name", version.Address.Name);
        json.WriteString("desc", details.Description);
        json.WriteString("package", package.Name);
        json.WriteString("repo", package.Repository.Name);
        json.WriteString("owner", package.Repository.Subject);
        json.WriteStrings("labels", []);
        json.WriteBoolean("published", version.Published);
        AttributeJson.WriteOf(json, version.AttributeNames, attributes, forPublisher);
        json.WriteDate("created", version.Created);
        json.WriteDate("updated", version.Updated);
        json.WriteString("released", details.Released is { } released ? WireDate.Format(released) : "");
        json.WriteNumber("ordinal", version.Ordinal);
        if (forPublisher)
        {
            json.WriteString("github_release_notes_file", details.GitHubReleaseNotesFile);
            json.WriteBoolean("github_use_tag_release_notes", details.GitHubUseTagReleaseNotes ?? false);
            json.WriteString("vcs_tag", details.VcsTag);
            details.Visit(new FieldWriter(json, Placed));
        }

        json.WriteEndObject();
    }
}
