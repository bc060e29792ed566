using System.Text.Json;

namespace BintrayPush.Api.Wire;

/// <summary>Writes the fields that are given, in the order of their table.</summary>
/// <param name="writer">Where to; inside of an object.</param>
public sealed class FieldWriter(Utf8JsonWriter writer) : IFieldVisitor
{
    /// <inheritdoc/>
    public string? Text(string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }

        return value;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? Texts(string name, IReadOnlyList<string>? value)
    {
        if (value is null)
        {
            return null;
        }

        writer.WriteStartArray(name);
        foreach (var text in value)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
        return value;
    }

    /// <inheritdoc/>
    public bool? Flag(string name, bool? value)
    {
        if (value is { } given)
        {
            writer.WriteBoolean(name, given);
        }

        return value;
    }

    /// <inheritdoc/>
    public int? Number(string name, int? value)
    {
        if (value is { } given)
        {
            writer.WriteNumber(name, given);
        }

        return value;
    }

    /// <inheritdoc/>
    public DateTimeOffset? Instant(string name, DateTimeOffset? value)
    {
        if (value is { } given)
        {
            writer.WriteString(name, given);
        }

        return value;
    }
}
