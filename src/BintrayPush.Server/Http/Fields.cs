using System.Globalization;
using System.Text.Json;
using BintrayPush.Api.Wire;

namespace BintrayPush.Server.Http;

/// <summary>
/// The fields of a JSON object as clients send them (protocol reference 1.4): null is the same as absent, flags and numbers may be
/// text, one value may stand for a list of one, and what is not known is passed over.
/// </summary>
internal readonly struct Fields(JsonElement json) : IFieldVisitor
{
    /// <summary>The JSON itself.</summary>
    public JsonElement Json => json;

    /// <summary>A field, unless it is absent or null.</summary>
    public JsonElement? this[string name] =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null
            ? field
            : null;

    /// <summary>A text.</summary>
    public string? Text(string name) => this[name] is { } field ? TextOf(field) ?? throw Wrong(name, "a text") : null;

    /// <summary>A flag; PowerShell sends <c>"true"</c>, a shell script <c>"0"</c>.</summary>
    public bool? Flag(string name) => this[name] switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String or JsonValueKind.Number } field => TextOf(field)!.Trim().ToLowerInvariant() switch
        {
            "true" or "1" or "yes" => true,
            "false" or "0" or "no" => false,
            "" => null,
            _ => throw Wrong(name, "true or false"),
        },
        _ => throw Wrong(name, "true or false"),
    };

    /// <summary>A whole number.</summary>
    public int? Number(string name) => this[name] is not { } field || TextOf(field) is "" ? null
        : int.TryParse(TextOf(field), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Wrong(name, "a whole number");

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (this[name] is not { } field)
        {
            return null;
        }

        var items = field.ValueKind == JsonValueKind.Array ? field.EnumerateArray().ToArray() : [field];
        return [
            .. items.Where(item => item.ValueKind != JsonValueKind.Null)
                .Select(item => TextOf(item) ?? throw Wrong(name, "a list of texts"))
        ];
    }

    /// <summary>A date; the npm client sends an empty text for "not yet".</summary>
    public DateTimeOffset? Date(string name) => Text(name) is not { } text || string.IsNullOrWhiteSpace(text) ? null
        : WireDate.TryParse(text, out var date) ? date
        : throw Wrong(name, "a date such as 2015-01-31T10:00:00.000Z");

    /// <summary>What a single JSON value says as text; <see langword="null"/> for an object, a list or null.</summary>
    public static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    string? IFieldVisitor.Text(string name, string? value) => Text(name);

    IReadOnlyList<string>? IFieldVisitor.Texts(string name, IReadOnlyList<string>? value) => Texts(name);

    bool? IFieldVisitor.Flag(string name, bool? value) => Flag(name);

    int? IFieldVisitor.Number(string name, int? value) => Number(name);

    DateTimeOffset? IFieldVisitor.Instant(string name, DateTimeOffset? value) => Date(name);

    private static BintrayException Wrong(string name, string expected) => Refusal.BadRequest($"field '{name}' must be {expected}");
}
