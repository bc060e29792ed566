using System.Text.Json;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Wire;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Catalog;

/// <summary>Repositories on the wire (protocol reference, section 3).</summary>
internal static class RepositoryJson
{
    public static RepositoryDetails Read(Fields fields) => new RepositoryDetails().Visit(fields);

    public static void Write(Utf8JsonWriter json, Repository repository)
    {
        var details = repository.Details;
        json.WriteStartObject();
        json.WriteString("name", repository.Address.Name);
        json.WriteString("owner", repository.Address.Subject);
        json.WriteString("type", details.Type ?? RepositoryTypes.Default);
        json.WriteBoolean("private", details.Private ?? false);
        json.WriteBoolean("premium", details.Premium ?? false);
        json.WriteIfKnown("business_unit", details.BusinessUnit);
        json.WriteString("desc", details.Description ?? "");
        json.WriteStrings("labels", details.Labels);
        json.WriteDate("created", repository.Created);
        json.WriteNumber("package_count", repository.PackageCount);
        json.WriteBoolean("gpg_sign_metadata", details.GpgSignMetadata ?? false);
        json.WriteBoolean("gpg_sign_files", details.GpgSignFiles ?? false);
        json.WriteBoolean("gpg_use_owner_key", details.GpgUseOwnerKey ?? false);
        json.WriteIfKnown("version_update_max_days", details.VersionUpdateMaxDays);
        json.WriteIfKnown("default_debian_architecture", details.DefaultDebianArchitecture);
        json.WriteIfKnown("default_debian_distribution", details.DefaultDebianDistribution);
        json.WriteIfKnown("default_debian_component", details.DefaultDebianComponent);
        json.WriteIfKnown("yum_metadata_depth", details.YumMetadataDepth);
        json.WriteIfKnown("yum_groups_file", details.YumGroupsFile);
        json.WriteEndObject();
    }

    /// <summary>The short form of lists.</summary>
    public static void WriteName(Utf8JsonWriter json, Repository repository)
    {
        json.WriteStartObject();
        json.WriteString("name", repository.Address.Name);
        json.WriteString("owner", repository.Address.Subject);
        json.WriteEndObject();
    }
}
