using System.Text.Json;
using System.Text.RegularExpressions;

namespace BintrayPush.Server.Tests.Manners;

/// <summary>
/// What a client may say to a service that announced nothing, as the protocol reference has it; each entry names its section.
/// </summary>
internal static class Protocol
{
    private const string Flag = "=1";
    private static readonly string[] OfEveryRequest = [
        "Host",
        "User-Agent",
        "Authorization",
        "Content-Type",
        "Content-Length",
        "Transfer-Encoding",
        "Expect"
    ];

    private static readonly Permitted[] All =
    [
        // Section 3.
        new("GET", "/repos/:s/:r", [], [], []),
        new("POST", "/repos/:s/:r", [], [], ["name", "type", "private", "premium", "business_unit", "desc", "labels", "gpg_sign_metadata", "gpg_sign_files", "gpg_use_owner_key",
            "version_update_max_days",
            "default_debian_architecture",
            "default_debian_distribution",
            "default_debian_component",
            "yum_metadata_depth",
            "yum_groups_file"]),
        new(
            "PATCH",
            "/repos/:s/:r",
            [],
            [],
            ["business_unit", "desc", "labels", "gpg_sign_metadata", "gpg_sign_files", "gpg_use_owner_key", "version_update_max_days"]),

        // Section 4.
        new("GET", "/packages/:s/:r/:p", [], [], []),
        new("POST", "/packages/:s/:r", [], [], ["name", .. PackageFields]),
        new("PATCH", "/packages/:s/:r/:p", [], [], PackageFields),

        // Section 5.
        new("GET", "/packages/:s/:r/:p/versions/:v", [], [], []),
        new("POST", "/packages/:s/:r/:p/versions", [], [], ["name", .. VersionFields]),
        new("PATCH", "/packages/:s/:r/:p/versions/:v", [], [], VersionFields),

        // Section 6.
        new("GET", "/packages/:s/:r/:p/attributes", ["names="], [], []),
        new("PATCH", "/packages/:s/:r/:p/attributes", [], [], AttributeFields),
        new("GET", "/packages/:s/:r/:p/versions/:v/attributes", ["names="], [], []),
        new("PATCH", "/packages/:s/:r/:p/versions/:v/attributes", [], [], AttributeFields),
        new("GET", "/files/:s/:r/:path/attributes", [], [], []),
        new("PATCH", "/files/:s/:r/:path/attributes", [], [], AttributeFields),

        // Section 7.
        new("GET", "/packages/:s/:r/:p/versions/:v/files", ["include_unpublished=0", "include_unpublished=1"], [], []),
        new("PUT", "/file_metadata/:s/:r/:path", [], [], ["list_in_downloads"]),
        new("GET", "/file_version/:s/:r/:path", [], [], []),

        // Section 8.
        new("PUT", "/content/:s/:r/:p/:v/:path", ["publish" + Flag, "override" + Flag, "explode" + Flag],
            ["X-Checksum-Sha2", "X-Bintray-Debian-Distribution", "X-Bintray-Debian-Component", "X-Bintray-Debian-Architecture"], null),

        // Sections 9 and 10.
        new("POST", "/content/:s/:r/:p/:v/publish", [], ["X-GPG-PASSPHRASE"], ["publish_wait_for_secs", "discard"]),
        new("POST", "/gpg/:s/:r/:p/versions/:v", [], ["X-GPG-PASSPHRASE"], []),

        // Section 12.
        new("GET", "/packages/:s/:r/:p/versions/:v/release_notes", [], [], []),
        new("POST", "/packages/:s/:r/:p/versions/:v/release_notes", [], [], ["bintray"]),

        // Section 13, and 1.1 for hosts without a folder of their own for downloads.
        new("GET", "/dl/:s/:r/:path", ["include_unpublished=1"], [], []),
        new("GET", "/:s/:r/:path", ["include_unpublished=1"], [], []),
    ];

    private static string[] PackageFields =>
    [
        "desc",
        "labels",
        "licenses",
        "custom_licenses",
        "vcs_url",
        "website_url",
        "issue_tracker_url",
        "github_repo",
        "github_release_notes_file",
        "public_download_numbers", "public_stats", "maturity",
    ];

    private static string[] VersionFields => ["desc", "released", "vcs_tag", "github_release_notes_file", "github_use_tag_release_notes"];

    private static string[] AttributeFields => ["name", "values", "type"];

    /// <summary>What in a request is not in the protocol; nothing if all of it is.</summary>
    public static string? Objection(Heard request)
    {
        if (All.FirstOrDefault(permitted => permitted.Method == request.Method && permitted.Place.IsMatch(request.Path)) is not { } rule)
        {
            return "there is no such call";
        }

        var strangers = request.Query.Where(
            pair => !rule.Query.Any(known => known.EndsWith('=') ? pair.StartsWith(known, StringComparison.Ordinal) : pair == known))
            .Concat(request.Headers.Except([.. OfEveryRequest, .. rule.Headers], StringComparer.OrdinalIgnoreCase))
            .Concat(rule.Fields is { } fields ? FieldsOf(request.Body).Except(fields) : []);
        return string.Join(", ", strangers) is { Length: > 0 } found ? found : null;
    }

    /// <summary>Which calls of the protocol were made.</summary>
    public static IReadOnlyList<string> Used(IEnumerable<Heard> requests) =>
        [.. requests.Select(
            request =>
                All.First(permitted => permitted.Method == request.Method && permitted.Place.IsMatch(request.Path))).Select(rule =>
                    $"{rule.Method} {rule.Pattern}").Distinct()];

    /// <summary>The fields of an object, or of the objects of a list.</summary>
    private static IEnumerable<string> FieldsOf(string body)
    {
        if (body.Length == 0)
        {
            return [];
        }

        using var json = JsonDocument.Parse(body);
        JsonElement[] objects = json.RootElement.ValueKind == JsonValueKind.Array
            ? [.. json.RootElement.EnumerateArray()]
            : [json.RootElement];
        return [.. objects.SelectMany(item => item.EnumerateObject()).Select(field => field.Name).Distinct()];
    }

    /// <param name="Method">The method.</param>
    /// <param name="Pattern">The path, as the reference writes it.</param>
    /// <param name="Query">Parameters with their values; one that ends in <c>=</c> with any value.</param>
    /// <param name="Headers">Headers beside those of every request.</param>
    /// <param name="Fields">The fields of the body; <see langword="null"/> if it is a file.</param>
    private sealed record Permitted(string Method, string Pattern, string[] Query, string[] Headers, string[]? Fields)
    {
        public Regex Place { get; } = new(
            "^" + Regex.Replace(Pattern.Replace(":path", ".+", StringComparison.Ordinal), ":[a-z]", "[^/]+") + "$");
    }
}
