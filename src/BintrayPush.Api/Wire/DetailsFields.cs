using System.Text.Json;
using BintrayPush.Api.Model;

namespace BintrayPush.Api.Wire;

/// <summary>
/// Details as the fields of a JSON object: those that are given, under the names that the protocol has for them (protocol reference,
/// sections 3 to 5), and behind them the unknown ones as they came. Written by hand, since a serializer that first learns about each type
/// takes longer than a small push.
/// </summary>
public static class DetailsFields
{
    /// <summary>The fields of a repository.</summary>
    public static JsonElement Of(RepositoryDetails details) => Collect(details.Other, writer => details.Visit(writer));

    /// <summary>The fields of a package.</summary>
    public static JsonElement Of(PackageDetails details) => Collect(details.Other, writer => details.Visit(writer));

    /// <summary>The fields of a version.</summary>
    public static JsonElement Of(VersionDetails details) => Collect(details.Other, writer => details.Visit(writer));

    private static JsonElement Collect(Dictionary<string, JsonElement>? others, Action<FieldWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            write(new FieldWriter(writer));
            foreach (var other in others ?? [])
            {
                writer.WritePropertyName(other.Key);
                other.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(bytes.ToArray());
        return document.RootElement.Clone();
    }
}
