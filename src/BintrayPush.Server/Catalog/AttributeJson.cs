using System.Text.Json;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Catalog;

/// <summary>Attributes on the wire (protocol reference, section 6).</summary>
internal static class AttributeJson
{
    /// <summary>Reads a list of attributes; one alone counts as a list of one.</summary>
    /// <param name="body">What was sent.</param>
    /// <param name="nullAllowed">Whether null stands for no values: in a merge it does.</param>
    public static IReadOnlyList<AttributeValues> Read(JsonElement? body, bool nullAllowed) => body switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => ReadOne(item, nullAllowed))],
        { ValueKind: JsonValueKind.Object } single => [ReadOne(single, nullAllowed)],
        _ => throw Refusal.BadRequest("a list of attributes is expected"),
    };

    /// <summary>Writes an attribute; the type in lower case, on files in upper case, as Bintray echoed it.</summary>
    public static void Write(Utf8JsonWriter json, AttributeValues attribute, bool onFile)
    {
        var type = attribute.Type.ToString();
        json.WriteStartObject();
        json.WriteString("name", attribute.Name);
        json.WritePropertyName("values");
        WriteValues(json, attribute);
        json.WriteString("type", onFile ? type.ToUpperInvariant() : type.ToLowerInvariant());
        json.WriteEndObject();
    }

    /// <summary>In a package or a version: the names, or a map of names to values in their place (reference, section 17).</summary>
    public static void WriteOf(
        Utf8JsonWriter json, IReadOnlyList<string> names, IReadOnlyList<AttributeValues>? attributes, bool forPublisher)
    {
        if (attributes is null)
        {
            json.WriteStrings("attribute_names", names.Where(name => IsVisible(name, forPublisher)));
            return;
        }

        json.WriteStartObject("attributes");
        foreach (var attribute in attributes.Where(attribute => IsVisible(attribute.Name, forPublisher)))
        {
            json.WritePropertyName(attribute.Name);
            WriteValues(json, attribute);
        }

        json.WriteEndObject();
    }

    /// <summary>Names with a leading underscore are for publishers only.</summary>
    public static bool IsVisible(string name, bool forPublisher) => forPublisher || !name.StartsWith('_');

    private static void WriteValues(Utf8JsonWriter json, AttributeValues attribute)
    {
        json.WriteStartArray();
        foreach (var value in attribute.Values)
        {
            if (attribute.Type is AttributeType.Number or AttributeType.Boolean)
            {
                json.WriteRawValue(value);
            }
            else
            {
                json.WriteStringValue(value);
            }
        }

        json.WriteEndArray();
    }

    private static AttributeValues ReadOne(JsonElement item, bool nullAllowed)
    {
        var fields = new Fields(item);
        var name = fields.Text("name") ?? throw Refusal.BadRequest("an attribute needs a name");
        var given = fields["values"];
        if (given is null && !(nullAllowed && item.TryGetProperty("values", out _)))
        {
            throw Refusal.BadRequest($"attribute '{name}' needs values");
        }

        JsonElement[] values = given switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Where(value => value.ValueKind != JsonValueKind.Null)],
            { } single => [single],
        };
        var type = fields.Text("type") is { Length: > 0 } stated ? TypeOf(name, stated) : AttributeInference.TypeOf(values);
        AttributeInference.CheckOneKind(name, values);
        return new AttributeValues(name, type, [.. values.Select(value => Fields.TextOf(value)
            ?? throw Refusal.BadRequest($"attribute '{name}': a value must be a text, a number or a flag"))]);
    }

    private static AttributeType TypeOf(string name, string stated) =>
        Enum.TryParse<AttributeType>(stated, ignoreCase: true, out var type) && Enum.IsDefined(type) && !char.IsAsciiDigit(stated[0])
            ? type
            : throw Refusal.BadRequest(
                $"attribute '{name}': '{stated}' is not a type; there are string, number, boolean, date and version");
}
