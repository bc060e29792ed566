using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BintrayPush.Feed.Documents;

/// <summary>Writing JSON documents.</summary>
internal static class FeedJson
{
    // Documents are files of their own, never parts of a page: only what JSON demands is escaped, so that texts stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A document of one object.</summary>
    public static byte[] Object(Action<Utf8JsonWriter> write) => Document(json =>
    {
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    });

    /// <summary>A document of one list.</summary>
    public static byte[] Array(Action<Utf8JsonWriter> write) => Document(json =>
    {
        json.WriteStartArray();
        write(json);
        json.WriteEndArray();
    });

    /// <summary>Writes a text that is there.</summary>
    public static void WriteIfThere(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    /// <summary>Writes a list of texts.</summary>
    public static void WriteStrings(this Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    /// <summary>A date as clients read it: ISO 8601, UTC.</summary>
    public static string Date(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static byte[] Document(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            write(writer);
        }

        return bytes.ToArray();
    }
}
