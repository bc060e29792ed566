using System.Globalization;
using System.Text.Json;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Search;

/// <summary>
/// A search by attributes (protocol reference, section 6): a list of objects with one name each, all of which must hold. A list of
/// values asks for any of them where the attribute has one value, for all of them where it has several; a text such as <c>[1,3[</c>
/// asks for a range.
/// </summary>
internal sealed class AttributeQuery
{
    private readonly IReadOnlyList<(string Name, Func<AttributeValues, bool> Holds)> _conditions;

    private AttributeQuery(IReadOnlyList<(string, Func<AttributeValues, bool>)> conditions) => _conditions = conditions;

    public static AttributeQuery Read(JsonElement? body) => body switch
    {
        { ValueKind: JsonValueKind.Array } list => new([.. list.EnumerateArray().SelectMany(ReadObject)]),
        { ValueKind: JsonValueKind.Object } single => new([.. ReadObject(single)]),
        _ => throw Refusal.BadRequest("a list of attributes to search for is expected"),
    };

    /// <summary>Whether all conditions hold.</summary>
    public bool Fits(IReadOnlyList<AttributeValues> attributes) =>
        _conditions.All(condition => attributes.Any(attribute => attribute.Name == condition.Name && condition.Holds(attribute)));

    private static IEnumerable<(string, Func<AttributeValues, bool>)> ReadObject(JsonElement item) => item.ValueKind == JsonValueKind.Object
        ? item.EnumerateObject().Select(field => (field.Name, ReadCondition(field.Name, field.Value)))
        : throw Refusal.BadRequest("each condition is an object with the name of an attribute");

    private static Func<AttributeValues, bool> ReadCondition(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && AttributeRange.TryParse(value.GetString()!, out var range))
        {
            return attribute => attribute.Values.Any(one => range.Holds(attribute.Type, one));
        }

        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        string[] wanted = [
            .. items.Select(
                item => Fields.TextOf(item) ?? throw Refusal.BadRequest($"attribute '{name}': a value to search for is not simple"))
        ];
        return attribute => attribute.Values.Count == 1
            ? wanted.Any(one => AreEqual(attribute.Type, attribute.Values[0], one))
            : wanted.All(one => attribute.Values.Any(stored => AreEqual(attribute.Type, stored, one)));
    }

    private static bool AreEqual(AttributeType type, string stored, string wanted) => type switch
    {
        AttributeType.Number => AttributeRange.Number(stored) is { } left && left == AttributeRange.Number(wanted),
        AttributeType.Date => AttributeRange.Date(stored) is { } left && left == AttributeRange.Date(wanted),
        _ => string.Equals(stored, wanted, StringComparison.Ordinal),
    };
}

/// <summary>
/// A range: <c>[1,3]</c> closed, <c>[,3]</c> at most, <c>[,3[</c> below, <c>]date,]</c> after (protocol reference, section 6).
/// </summary>
internal sealed record AttributeRange(string Low, bool LowIncluded, string High, bool HighIncluded)
{
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AttributeRange? range)
    {
        var parts = text.Length >= 3 && text[0] is '[' or ']' && text[^1] is '[' or ']' ? text[1..^1].Split(',') : [];
        range = parts.Length == 2 ? new AttributeRange(parts[0].Trim(), text[0] == '[', parts[1].Trim(), text[^1] == ']') : null;
        return range is not null;
    }

    /// <summary>Whether a stored value lies within.</summary>
    public bool Holds(AttributeType type, string value) =>
        (Low.Length == 0 || (Compare(type, value, Low) is { } low && (low > 0 || (low == 0 && LowIncluded))))
        && (High.Length == 0 || (Compare(type, value, High) is { } high && (high < 0 || (high == 0 && HighIncluded))));

    public static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static DateTimeOffset? Date(string text) => WireDate.TryParse(text, out var date) ? date : null;

    private static int? Compare(AttributeType type, string value, string bound) => type switch
    {
        AttributeType.Number => Number(value) is { } left && Number(bound) is { } right ? left.CompareTo(right) : null,
        AttributeType.Date => Date(value) is { } left && Date(bound) is { } right ? left.CompareTo(right) : null,
        _ => string.CompareOrdinal(value, bound),
    };
}
