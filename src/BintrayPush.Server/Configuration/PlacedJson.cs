using System.Text;
using System.Text.Json;

namespace BintrayPush.Server.Configuration;

/// <summary>
/// Reads a JSON file whose faults are told with their places. Comments and commas behind the last entry are allowed. Of a file that is no
/// JSON there is what stands before the fault.
/// </summary>
internal sealed class PlacedJson
{
    private const int MaxBytes = 1 << 20;
    private const int MaxDepth = 32;

    private readonly byte[] _bytes;
    private readonly FilePlaces _places;
    private readonly Action<string, string> _refuse;

    private PlacedJson(string file, byte[] bytes, Action<string, string> refuse) =>
        (_bytes, _places, _refuse) = (bytes, new FilePlaces(file, bytes), refuse);

    /// <summary>Reads a file that holds one object.</summary>
    /// <param name="file">The file.</param>
    /// <param name="example">What such a file looks like, for who wrote something else.</param>
    /// <param name="refuse">Is told the place and the reason of each fault.</param>
    /// <returns>The object; <see langword="null"/> if there is none.</returns>
    public static PlacedValue? Read(string file, string example, Action<string, string> refuse)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > MaxBytes })
            {
                refuse(file, $"the file is larger than {MaxBytes} bytes, and cannot be one of settings");
                return null;
            }

            return new PlacedJson(file, WithoutMark(File.ReadAllBytes(file)), refuse).Read(example);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            refuse(file, $"the file cannot be read: {fault.Message}");
            return null;
        }
    }

    private static byte[] WithoutMark(byte[] bytes) => bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;

    private PlacedValue? Read(string example)
    {
        PlacedValue? root = null;
        try
        {
            var reader = new Utf8JsonReader(
                _bytes, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                _refuse(_places.Of(reader.TokenStartIndex), $"the file has to be one JSON object: {example}");
                return null;
            }

            root = NewValue(ref reader);
            Fill(ref reader, root);
            // Anything behind the object is no JSON.
            reader.Read();
        }
        catch (JsonException fault)
        {
            var end = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            _refuse(
                _places.Of(fault.LineNumber ?? 0, fault.BytePositionInLine ?? 0),
                $"this is no JSON: {(end < 0 ? fault.Message : fault.Message[..end])}");
        }

        return root;
    }

    /// <summary>What stands in a value is noted as it is read: a fault behind it takes nothing of it away.</summary>
    private void Fill(ref Utf8JsonReader reader, PlacedValue outer)
    {
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            if (outer.Kind == JsonValueKind.Array)
            {
                outer.Items.Add(NewValue(ref reader));
                FillLast(ref reader, outer.Items[^1]);
                continue;
            }

            var at = reader.TokenStartIndex;
            var name = TextOf(ref reader);
            reader.Read();
            var value = NewValue(ref reader);
            if (name is not null)
            {
                outer.Fields.Add(new(name, () => _places.Of(at), value));
            }

            FillLast(ref reader, value);
        }
    }

    private void FillLast(ref Utf8JsonReader reader, PlacedValue value)
    {
        if (value.Kind is JsonValueKind.Object or JsonValueKind.Array)
        {
            Fill(ref reader, value);
        }
    }

    private PlacedValue NewValue(ref Utf8JsonReader reader)
    {
        var at = reader.TokenStartIndex;
        var kind = reader.TokenType switch
        {
            JsonTokenType.StartObject => JsonValueKind.Object,
            JsonTokenType.StartArray => JsonValueKind.Array,
            JsonTokenType.String => JsonValueKind.String,
            JsonTokenType.Number => JsonValueKind.Number,
            JsonTokenType.True => JsonValueKind.True,
            JsonTokenType.False => JsonValueKind.False,
            _ => JsonValueKind.Null,
        };
        var holds = kind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null;
        return new PlacedValue(kind, holds ? null : TextOf(ref reader), () => _places.Of(at));
    }

    /// <summary>The text of a name or of a value; <see langword="null"/> if it is no Unicode.</summary>
    private string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String
                ? reader.GetString()
                : Encoding.UTF8.GetString(reader.ValueSpan);
        }
        catch (InvalidOperationException)
        {
            _refuse(_places.Of(reader.TokenStartIndex), "this text is no Unicode");
            return null;
        }
    }
}
