using System.Text.Json;
using BintrayPush.Api.Wire;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Catalog;

/// <summary>Repositories on the wire (protocol reference, section 3).</summary>
internal static class RepositoryJson
{
    private static readonly HashSet<string> Placed =
    [
        "type", "private", "premium", "business_unit", "desc", "labels", "gpg_sign_metadata", "gpg_sign_files", "gpg_use_owner_key",
    ];

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
        details.Visit(new FieldWriter(json, Placed));
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
