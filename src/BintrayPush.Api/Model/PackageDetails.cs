using System.Text.Json;
using System.Text.Json.Serialization;

namespace BintrayPush.Api.Model;

/// <summary>
/// The fields of a package that a caller may set (protocol reference, section 4). <see langword="null"/> means "not given":
/// it cannot clear a stored value, an empty text or list can (semantics reference 3.3.2).
/// </summary>
public sealed record PackageDetails
{
    /// <summary>What the package is.</summary>
    [JsonPropertyName("desc")]
    public string? Description { get; init; }

    /// <summary>Search words.</summary>
    [JsonPropertyName("labels")]
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Licence identifiers, for example <c>MIT</c>. The public service demanded them for open-source packages.</summary>
    [JsonPropertyName("licenses")]
    public IReadOnlyList<string>? Licenses { get; init; }

    /// <summary>Licences of the owner's own.</summary>
    [JsonPropertyName("custom_licenses")]
    public IReadOnlyList<string>? CustomLicenses { get; init; }

    /// <summary>Where the source is. The public service demanded it for open-source packages.</summary>
    [JsonPropertyName("vcs_url")]
    public string? VcsUrl { get; init; }

    /// <summary>The package's home page.</summary>
    [JsonPropertyName("website_url")]
    public string? WebsiteUrl { get; init; }

    /// <summary>Where problems are reported.</summary>
    [JsonPropertyName("issue_tracker_url")]
    public string? IssueTrackerUrl { get; init; }

    /// <summary><c>owner/name</c> of a GitHub repository.</summary>
    [JsonPropertyName("github_repo")]
    public string? GitHubRepository { get; init; }

    /// <summary>The release notes file in that repository.</summary>
    [JsonPropertyName("github_release_notes_file")]
    public string? GitHubReleaseNotesFile { get; init; }

    /// <summary>Whether download numbers are public.</summary>
    [JsonPropertyName("public_download_numbers")]
    public bool? PublicDownloadNumbers { get; init; }

    /// <summary>Whether statistics are public.</summary>
    [JsonPropertyName("public_stats")]
    public bool? PublicStatistics { get; init; }

    /// <summary>One of <c>Official Stable Development Experimental</c>.</summary>
    [JsonPropertyName("maturity")]
    public string? Maturity { get; init; }

    /// <summary>
    /// Fields that are not known here and travel as they are (semantics reference 3.2). Settable, because generated JSON code cannot
    /// fill an extension property that only an initializer can set.
    /// </summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Other { get; set; }
}
