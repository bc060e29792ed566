using System.Text.Json;
using System.Text.Json.Serialization;
using BintrayPush.Report;

namespace BintrayPush.Background;

/// <summary>A planned push as a JSON file.</summary>
public static class BackgroundPushFile
{
    /// <summary>Raised when an older program could not carry out what is written.</summary>
    internal const int SchemaVersion = 1;

    /// <summary>Writes it.</summary>
    public static void Write(BackgroundPush push, Stream stream) =>
        PushJson.Write(stream, BackgroundPushDocument.Of(push), BackgroundPushJson.Default.BackgroundPushDocument);

    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">It is none, or of a later version of the program.</exception>
    public static BackgroundPush Read(ReadOnlyMemory<byte> json)
    {
        var document = JsonSerializer.Deserialize(json.Span, BackgroundPushJson.Default.BackgroundPushDocument);
        return document is not { SchemaVersion: SchemaVersion }
            ? throw new JsonException("it is not of a version that this program knows")
            : document.IsWhole ? document.ToPush()
            : throw new JsonException("it is not whole");
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BackgroundPushDocument))]
internal sealed partial class BackgroundPushJson : JsonSerializerContext;
