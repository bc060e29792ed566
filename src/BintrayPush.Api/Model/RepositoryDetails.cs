using System.Text.Json;
using System.Text.Json.Serialization;

namespace BintrayPush.Api.Model;

/// <summary>
/// The fields of a repository that a caller may set (protocol reference, section 3). <see langword="null"/> means "not given":
/// on create the service's default, on update no change.
/// </summary>
public sealed record RepositoryDetails
{
    /// <summary>One of <c>maven debian conan rpm docker npm opkg nuget vagrant generic</c>; default <c>generic</c>. Create only.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>Whether anonymous readers are kept out. Create only.</summary>
    [JsonPropertyName("private")]
    public bool? Private { get; init; }

    /// <summary>Kept for clients that send it.</summary>
    [JsonPropertyName("premium")]
    public bool? Premium { get; init; }

    /// <summary>Kept for clients that send it.</summary>
    [JsonPropertyName("business_unit")]
    public string? BusinessUnit { get; init; }

    /// <summary>What the repository is for.</summary>
    [JsonPropertyName("desc")]
    public string? Description { get; init; }

    /// <summary>Search words.</summary>
    [JsonPropertyName("labels")]
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Whether the service's key signs metadata.</summary>
    [JsonPropertyName("gpg_sign_metadata")]
    public bool? GpgSignMetadata { get; init; }

    /// <summary>Whether the service's key signs files.</summary>
    [JsonPropertyName("gpg_sign_files")]
    public bool? GpgSignFiles { get; init; }

    /// <summary>Whether the owner's key signs both.</summary>
    [JsonPropertyName("gpg_use_owner_key")]
    public bool? GpgUseOwnerKey { get; init; }

    /// <summary>Days after publication during which a version may still change.</summary>
    [JsonPropertyName("version_update_max_days")]
    public int? VersionUpdateMaxDays { get; init; }

    /// <summary>Debian repositories: the architecture of files uploaded without one. Create only.</summary>
    [JsonPropertyName("default_debian_architecture")]
    public string? DefaultDebianArchitecture { get; init; }

    /// <summary>Debian repositories: the distribution of files uploaded without one. Create only.</summary>
    [JsonPropertyName("default_debian_distribution")]
    public string? DefaultDebianDistribution { get; init; }

    /// <summary>Debian repositories: the component of files uploaded without one. Create only.</summary>
    [JsonPropertyName("default_debian_component")]
    public string? DefaultDebianComponent { get; init; }

    /// <summary>RPM repositories: the folder depth of the index. Create only.</summary>
    [JsonPropertyName("yum_metadata_depth")]
    public int? YumMetadataDepth { get; init; }

    /// <summary>RPM repositories: the groups file. Create only.</summary>
    [JsonPropertyName("yum_groups_file")]
    public string? YumGroupsFile { get; init; }

    /// <summary>
    /// Fields that are not known here and travel as they are (semantics reference 3.2). Settable, because generated JSON code cannot
    /// fill an extension property that only an initializer can set.
    /// </summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Other { get; set; }
}
