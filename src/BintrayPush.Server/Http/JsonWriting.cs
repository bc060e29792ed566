using System.Text.Json;

namespace BintrayPush.Server.Http;

/// <summary>The few shapes that every answer is made of.</summary>
internal static class JsonWriting
{
    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<string>? values)
    {
        json.WriteStartArray(name);
        foreach (var value in values ?? [])
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    public static void WriteDate(this Utf8JsonWriter json, string name, DateTimeOffset date) =>
        json.WriteString(name, WireDate.Format(date));

    /// <summary>Writes a field only where it is known.</summary>
    public static void WriteIfKnown(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <inheritdoc cref="WriteIfKnown(Utf8JsonWriter, string, string?)"/>
    public static void WriteIfKnown(this Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
