using System.Text.Json;
using System.Text.Json.Serialization;

namespace BintrayPush.Api.Model;

/// <summary>
/// The fields of a version that a caller may set (protocol reference, section 5). <see langword="null"/> means "not given".
/// </summary>
public sealed record VersionDetails
{
    /// <summary>What the version is.</summary>
    [JsonPropertyName("desc")]
    public string? Description { get; init; }

    /// <summary>When it was released; absent until it is known.</summary>
    [JsonPropertyName("released")]
    public DateTimeOffset? Released { get; init; }

    /// <summary>The tag it was built from.</summary>
    [JsonPropertyName("vcs_tag")]
    public string? VcsTag { get; init; }

    /// <summary>The release notes file in the package's GitHub repository.</summary>
    [JsonPropertyName("github_release_notes_file")]
    public string? GitHubReleaseNotesFile { get; init; }

    /// <summary>Whether the notes of the tag are used.</summary>
    [JsonPropertyName("github_use_tag_release_notes")]
    public bool? GitHubUseTagReleaseNotes { get; init; }

    /// <summary>
    /// Fields that are not known here and travel as they are (semantics reference 3.2). Settable, because generated JSON code cannot
    /// fill an extension property that only an initializer can set.
    /// </summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Other { get; set; }
}
