using System.Globalization;
using System.Text.Json;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Catalog;

/// <summary>The type of values that come without one: the Gradle plugin never sends types (protocol reference, section 6).</summary>
internal static class AttributeInference
{
    /// <summary>
    /// Number, flag or date if all values are, else text. Only a full date with its time counts: "2015-01-01" may be a version.
    /// </summary>
    public static AttributeType TypeOf(IReadOnlyCollection<JsonElement> values) =>
        values.Count == 0 ? AttributeType.String
        : values.All(value => value.ValueKind == JsonValueKind.Number) ? AttributeType.Number
        : values.All(IsFlag) ? AttributeType.Boolean
        : values.All(value => value.ValueKind == JsonValueKind.String && IsDateWithTime(value.GetString()!)) ? AttributeType.Date
        : AttributeType.String;

    /// <summary>Arrays of several kinds are refused (reference, section 17).</summary>
    public static void CheckOneKind(string name, IReadOnlyCollection<JsonElement> values)
    {
        if (values.Select(value => IsFlag(value) ? JsonValueKind.True : value.ValueKind).Distinct().Count() > 1)
        {
            throw Refusal.BadRequest($"attribute '{name}' mixes values of different types");
        }
    }

    private static bool IsFlag(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static bool IsDateWithTime(string text) =>
        text.Length > 11 && text[10] == 'T' && char.IsAsciiDigit(text[0])
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _);
}
