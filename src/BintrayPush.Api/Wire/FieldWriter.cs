using System.Text.Json;

namespace BintrayPush.Api.Wire;

/// <summary>Writes the fields that are given, in the order of their table.</summary>
/// <param name="writer">Where to; inside of an object.</param>
/// <param name="placed">The names of fields that the caller puts at a place of their own, and that are not written here.</param>
public sealed class FieldWriter(Utf8JsonWriter writer, IReadOnlyCollection<string>? placed = null) : IFieldVisitor
{
    /// <inheritdoc/>
    public string? Text(string name, string? value)
    {
        if (value is not null && IsMine(name))
        {
            writer.WriteString(name, value);
        }

        return value;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? Texts(string name, IReadOnlyList<string>? value)
    {
        if (value is null || !IsMine(name))
        {
            return value;
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
        if (value is { } given && IsMine(name))
        {
            writer.WriteBoolean(name, given);
        }

        return value;
    }

    /// <inheritdoc/>
    public int? Number(string name, int? value)
    {
        if (value is { } given && IsMine(name))
        {
            writer.WriteNumber(name, given);
        }

        return value;
    }

    /// <inheritdoc/>
    public DateTimeOffset? Instant(string name, DateTimeOffset? value)
    {
        if (value is { } given && IsMine(name))
        {
            writer.WriteString(name, given);
        }

        return value;
    }

    private bool IsMine(string name) => placed?.Contains(name) != true;
}
