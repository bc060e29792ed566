using System.Text.Json;
using BintrayPush.Api.Wire;

namespace BintrayPush.Push.Steps;

/// <summary>What a project says of a thing other than what the service keeps, field by field; what is not given does not count.</summary>
internal static class MetadataComparison
{
    private const string Released = "released";
    private const string Licences = "licenses";

    public static IReadOnlyList<string> Differences(PackageDetails given, PackageDetails stored) =>
        Differences(DetailsFields.Of(given), DetailsFields.Of(stored));

    public static IReadOnlyList<string> Differences(VersionDetails given, VersionDetails stored) =>
        Differences(DetailsFields.Of(given), DetailsFields.Of(stored));

    public static IReadOnlyList<string> Differences(RepositoryDetails given, RepositoryDetails stored) =>
        Differences(DetailsFields.Of(given), DetailsFields.Of(stored));

    /// <summary>The given attributes that the service has not, or has with another type or other values.</summary>
    public static IReadOnlyList<AttributeValues> Missing(IReadOnlyList<AttributeValues> given, IReadOnlyList<AttributeValues> stored) =>
        [.. given.Where(attribute => !stored.Any(other => Same(attribute, other)))];

    private static bool Same(AttributeValues given, AttributeValues stored) =>
        given.Name == stored.Name && given.Type == stored.Type
        && given.Values.OrderBy(value => value, StringComparer.Ordinal)
            .SequenceEqual(stored.Values.OrderBy(value => value, StringComparer.Ordinal));

    private static List<string> Differences(JsonElement given, JsonElement stored) =>
    [
        .. given.EnumerateObject()
            .Where(field => !stored.TryGetProperty(field.Name, out var other) || !(Same(field.Value, other)
                || (field.Name == Released && SameInstant(field.Value, other))
                || (field.Name == Licences && SameLicences(field.Value, other))))
            .Select(field => field.Name),
    ];

    private static bool Same(JsonElement given, JsonElement stored) => given.ValueKind == stored.ValueKind && given.ValueKind switch
    {
        // Services do not keep the order of a list (protocol reference, sections 3 and 4).
        JsonValueKind.Array => Texts(given).SequenceEqual(Texts(stored)),
        JsonValueKind.String => given.GetString() == stored.GetString(),
        _ => given.GetRawText() == stored.GetRawText(),
    };

    private static IEnumerable<string> Texts(JsonElement list) =>
        list.EnumerateArray().Select(item => item.GetRawText()).OrderBy(text => text, StringComparer.Ordinal);

    /// <summary>A service may keep an SPDX identifier under Bintray's name of the licence.</summary>
    private static bool SameLicences(JsonElement given, JsonElement stored) =>
        given.ValueKind == JsonValueKind.Array && stored.ValueKind == JsonValueKind.Array && Named(given).SetEquals(Named(stored));

    private static HashSet<string> Named(JsonElement list) =>
        new(list.EnumerateArray().Select(item => LicenceNames.Of(item.GetString() ?? "")), StringComparer.OrdinalIgnoreCase);

    /// <summary>One moment is written in many ways; a service writes it in UTC.</summary>
    private static bool SameInstant(JsonElement given, JsonElement stored) =>
        given.ValueKind == JsonValueKind.String && stored.ValueKind == JsonValueKind.String
        && given.TryGetDateTimeOffset(out var one) && stored.TryGetDateTimeOffset(out var other)
        && one == other;
}
