using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BintrayPush.Server.Configuration;

/// <summary>
/// The file of settings: one JSON object with the names of the options, and Kestrel's own section. All that is wrong in it is found in one
/// reading, each with its line and column.
/// </summary>
internal sealed class SettingsFile
{
    /// <summary>The name under which editors look for the schema.</summary>
    public const string SchemaName = "$schema";

    private const int MaxBytes = 1 << 20;
    private const int MaxDepth = 32;

    private readonly GivenSettings _given = new();
    private readonly IReadOnlyDictionary<string, Type> _known;
    private readonly byte[] _bytes;
    private readonly FilePlaces _places;

    private SettingsFile(string file, byte[] bytes, IReadOnlyDictionary<string, Type> known) =>
        (_known, _bytes, _places) = (known, bytes, new FilePlaces(file, bytes));

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="known">The names that there are, and of which type their values are.</param>
    public static GivenSettings Read(string file, IReadOnlyDictionary<string, Type> known)
    {
        try
        {
            var info = new FileInfo(file);
            return info is { Exists: true, Length: > MaxBytes }
                ? Refused($"the file is larger than {MaxBytes} bytes, and cannot be one of settings")
                : Read(new SettingsFile(file, WithoutMark(File.ReadAllBytes(file)), known));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Refused($"the file cannot be read: {fault.Message}");
        }

        GivenSettings Refused(string reason)
        {
            var nothing = new GivenSettings();
            nothing.Refuse(file, reason);
            return nothing;
        }
    }

    private static byte[] WithoutMark(byte[] bytes) => bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;

    private static GivenSettings Read(SettingsFile file)
    {
        try
        {
            file.ReadAll();
        }
        catch (JsonException fault)
        {
            var end = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            file._given.Refuse(
                file._places.Of(fault.LineNumber ?? 0, fault.BytePositionInLine ?? 0),
                $"this is no JSON: {(end < 0 ? fault.Message : fault.Message[..end])}");
        }

        return file._given;
    }

    private void ReadAll()
    {
        var reader = new Utf8JsonReader(
            _bytes, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            _given.Refuse(_places.Of(reader.TokenStartIndex), "the file has to be one JSON object: { \"data\": \"...\" }");
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = _places.Of(reader.TokenStartIndex);
            var name = TextOf(ref reader) ?? "?";
            reader.Read();
            if (name.Equals(KestrelShape.Section, StringComparison.OrdinalIgnoreCase))
            {
                ReadKestrel(ref reader, KestrelShape.Root, KestrelShape.Section, place);
            }
            else
            {
                Read(ref reader, name, place);
                reader.Skip();
            }
        }

        // Anything behind the object is no JSON.
        reader.Read();
    }

    private void Read(ref Utf8JsonReader reader, string name, string place)
    {
        var value = _places.Of(reader.TokenStartIndex);
        if (name == SchemaName)
        {
            return;
        }

        if (!_known.TryGetValue(name, out var type))
        {
            _given.Refuse(place, $"'{name}' is no setting; docs/server.md has all of them, each without its '--'");
        }
        else if (!Fits(reader.TokenType, type) || TextOf(ref reader) is not { Length: > 0 } text)
        {
            _given.Refuse(value, $"'{name}' has to be {SettingValues.Form(type)}");
        }
        else
        {
            _given.Add(name, text, value);
        }
    }

    /// <summary>What stands in Kestrel's section is kept under its whole name, as .NET calls it.</summary>
    private void ReadKestrel(ref Utf8JsonReader reader, KestrelShape shape, string path, string place)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when !shape.IsValue && !shape.IsList:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var at = _places.Of(reader.TokenStartIndex);
                    var name = TextOf(ref reader) ?? "?";
                    reader.Read();
                    ReadKestrelField(ref reader, shape.Find(name), $"{path}:{name}", at);
                }

                break;
            case JsonTokenType.StartArray when shape.IsList:
                for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                {
                    var item = string.Create(CultureInfo.InvariantCulture, $"{path}:{i}");
                    ReadKestrelField(ref reader, shape.Any, item, _places.Of(reader.TokenStartIndex));
                }

                break;
            case JsonTokenType.String or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Number when shape.IsValue:
                _given.Add(path, TextOf(ref reader) ?? "", _places.Of(reader.TokenStartIndex));
                break;
            default:
                _given.Refuse(place, $"'{path}' has to be {(shape.IsValue ? "a value" : shape.IsList ? "a list of texts" : "an object")}");
                reader.Skip();
                break;
        }
    }

    private void ReadKestrelField(ref Utf8JsonReader reader, KestrelShape? shape, string path, string place)
    {
        if (shape is not null)
        {
            ReadKestrel(ref reader, shape, path, place);
            return;
        }

        _given.Refuse(place, $"'{path}' is nothing that Kestrel knows");
        reader.Skip();
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
            _given.Refuse(_places.Of(reader.TokenStartIndex), "this text is no Unicode");
            return null;
        }
    }

    private static bool Fits(JsonTokenType token, Type type) =>
        type == typeof(bool) ? token is JsonTokenType.True or JsonTokenType.False
        : SettingValues.IsNumber(type) ? token is JsonTokenType.Number
        : token is JsonTokenType.String;
}
