using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BintrayPush.Api.Wire;
using BintrayPush.Selection;

namespace BintrayPush.Descriptors;

/// <summary>
/// Writes descriptors: what is read from the result is the descriptor that was written, and the same descriptor always gives the
/// same bytes, on every machine.
/// </summary>
public static class DescriptorWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        // The file is read by JSON readers and by people, never as part of a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The descriptor as UTF-8 without a byte order mark, with line feeds as line ends.</summary>
    public static byte[] Write(BintrayDescriptor descriptor)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            Write(writer, descriptor);
        }

        // JSON escapes line ends in texts, so these are only those between the lines; the older writer takes those of the machine.
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.ToArray()).Replace("\r\n", "\n") + "\n");
    }

    private static void Write(Utf8JsonWriter writer, BintrayDescriptor descriptor)
    {
        var target = descriptor.Target;
        writer.WriteStartObject();
        if (descriptor.Repository is { } clause)
        {
            writer.WriteStartObject("repo");
            Text(writer, "name", target.Repository.Name);
            Fields(writer, DetailsFields.Of(clause.Details));
            if (clause.UpdateExisting)
            {
                writer.WriteBoolean("updateExisting", true);
            }

            writer.WriteEndObject();
        }

        writer.WriteStartObject("package");
        Text(writer, "name", target.Package.Name);
        Text(writer, "repo", target.Repository.Name);
        Text(writer, "subject", target.Repository.Subject);
        Fields(writer, DetailsFields.Of(descriptor.Package));
        Attributes(writer, descriptor.PackageAttributes);
        writer.WriteEndObject();

        writer.WriteStartObject("version");
        Text(writer, "name", target.Name);
        if (descriptor.Version.Released is { } released)
        {
            writer.WriteString("released", WireDate.Format(released));
        }

        Fields(writer, DetailsFields.Of(descriptor.Version with { Released = null }));
        Attributes(writer, descriptor.VersionAttributes);
        Flag(writer, "gpgSign", descriptor.GpgSign);
        writer.WriteEndObject();

        Patterns(writer, "applyToFiles", descriptor.Selection.Files);
        Patterns(writer, "applyToRepoFiles", descriptor.Selection.RepoFiles);
        Properties(writer, descriptor.Selection.Properties);
        Flag(writer, "publish", descriptor.Publish);
        writer.WriteEndObject();
    }

    private static void Attributes(Utf8JsonWriter writer, IReadOnlyList<AttributeValues> attributes)
    {
        if (attributes.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("attributes");
        foreach (var attribute in attributes)
        {
            writer.WriteStartObject();
            Text(writer, "name", attribute.Name);
            // The capital letter is the one that every reader of descriptors knows (semantics reference 3.3.4).
            writer.WriteString("type", attribute.Type == AttributeType.Boolean ? "Boolean" : attribute.Type.ToString().ToLowerInvariant());
            writer.WriteStartArray("values");
            foreach (var value in attribute.Values)
            {
                Value(writer, attribute.Type, value);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Value(Utf8JsonWriter writer, AttributeType type, string value)
    {
        switch (type)
        {
            case AttributeType.Number when type.Accepts(value):
                // Written as it is, digit for digit; a raw value would not be indented.
                using (var number = JsonDocument.Parse(value))
                {
                    number.RootElement.WriteTo(writer);
                }

                break;
            case AttributeType.Boolean when type.Accepts(value):
                writer.WriteBooleanValue(value == "true");
                break;
            default:
                writer.WriteStringValue(DescriptorVariables.Escape(value));
                break;
        }
    }

    private static void Patterns(Utf8JsonWriter writer, string name, IReadOnlyList<PathPattern> patterns)
    {
        if (patterns.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var pattern in patterns)
        {
            writer.WriteStringValue(DescriptorVariables.Escape(pattern.Text));
        }

        writer.WriteEndArray();
    }

    /// <summary>An object per key; pairs of one key that follow each other share it.</summary>
    private static void Properties(Utf8JsonWriter writer, PropertyFilter filter)
    {
        if (filter.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("applyToProps");
        string? key = null;
        foreach (var pair in filter.Pairs)
        {
            if (pair.Key != key)
            {
                if (key is not null)
                {
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                }

                key = pair.Key;
                writer.WriteStartObject();
                writer.WriteStartArray(key);
            }

            writer.WriteStringValue(DescriptorVariables.Escape(pair.Value));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void Fields(Utf8JsonWriter writer, JsonElement details)
    {
        foreach (var field in details.EnumerateObject())
        {
            writer.WritePropertyName(field.Name);
            Element(writer, field.Value);
        }
    }

    private static void Element(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                Fields(writer, element);
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Element(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(DescriptorVariables.Escape(element.GetString()!));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void Flag(Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is { } given)
        {
            writer.WriteBoolean(name, given);
        }
    }

    private static void Text(Utf8JsonWriter writer, string name, string value) =>
        writer.WriteString(name, DescriptorVariables.Escape(value));
}
