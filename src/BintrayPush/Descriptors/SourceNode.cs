using System.Text.Json;
using BintrayPush.Messages;

namespace BintrayPush.Descriptors;

/// <summary>A JSON value that remembers where it was written.</summary>
internal sealed record SourceNode(JsonValueKind Kind, SourcePosition Position)
{
    /// <summary>The text of a string with its variables replaced, or a number as it was written.</summary>
    public string Text { get; init; } = "";

    /// <summary>The elements of an array.</summary>
    public IReadOnlyList<SourceNode> Items { get; init; } = [];

    /// <summary>The fields of an object; no name comes twice.</summary>
    public IReadOnlyList<SourceField> Fields { get; init; } = [];

    /// <summary>What it is, in words.</summary>
    public string KindName => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };

    /// <summary>The value without its positions.</summary>
    public JsonElement ToElement()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            WriteTo(writer);
        }

        using var document = JsonDocument.Parse(bytes.ToArray());
        return document.RootElement.Clone();
    }

    private void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var field in Fields)
                {
                    writer.WritePropertyName(field.Name);
                    field.Value.WriteTo(writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in Items)
                {
                    item.WriteTo(writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text);
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(Text);
                break;
            case JsonValueKind.Null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteBooleanValue(Kind == JsonValueKind.True);
                break;
        }
    }
}

/// <summary>A field of an object, with the place of its name.</summary>
internal sealed record SourceField(string Name, SourcePosition Position, SourceNode Value);
