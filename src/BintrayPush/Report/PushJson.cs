using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BintrayPush.Report;

/// <summary>The documents of <see cref="ReceiptFile"/> and <see cref="PlanFile"/> written to a stream.</summary>
public static class PushJson
{
    /// <summary>
    /// Stands in every document: it is raised when a field is taken away or changes its meaning. New fields do not change it.
    /// </summary>
    public const int SchemaVersion = 1;

    /// <summary>What a push did.</summary>
    public static void Write(Receipt receipt, Stream stream) =>
        Write(stream, ReceiptDocument.Of(receipt), ReceiptJson.Default.ReceiptDocument);

    /// <summary>What a dry run found.</summary>
    public static void Write(DryRunReport preview, Stream stream) =>
        Write(stream, PlanDocument.Of(preview), PlanJson.Default.PlanDocument);

    /// <summary>
    /// Through a writer of its own: then the generated code writes field by field, and nothing has to be learned about each type first,
    /// which takes longer than a small push.
    /// </summary>
    internal static void Write<T>(Stream stream, T document, JsonTypeInfo<T> type)
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        JsonSerializer.Serialize(writer, document, type);
    }
}
