using System.Text.Json;

namespace BintrayPush.Api.Model;

/// <summary>The type of an attribute's values (protocol reference, section 6).</summary>
public enum AttributeType
{
    /// <summary>Text; what an attribute is when nothing else is said.</summary>
    String,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An ISO 8601 date, kept as the text that was given (semantics reference 3.3.4).</summary>
    Date,

    /// <summary>A version; acts as text.</summary>
    Version,
}

/// <summary>What values of a type look like.</summary>
public static class AttributeTypeRules
{
    /// <summary>Whether a value is one of the type: numbers as JSON writes them, <c>true</c> and <c>false</c>, dates as ISO 8601.</summary>
    /// <param name="type">The type.</param>
    /// <param name="value">The value, in the form JSON gives it without quotes.</param>
    public static bool Accepts(this AttributeType type, string value) => type switch
    {
        AttributeType.Number => IsJsonNumber(value),
        AttributeType.Boolean => value is "true" or "false",
        AttributeType.Date => BintrayPush.Api.Model.WireDate.TryParse(value, out _),
        _ => true,
    };

    internal static bool IsJsonNumber(string value)
    {
        try
        {
            using var parsed = JsonDocument.Parse(value);
            return parsed.RootElement.ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>A named list of values on a package, a version or a file. The service does not keep the order of values.</summary>
/// <param name="Name">Its name; one with a leading <c>_</c> is for publishers only.</param>
/// <param name="Type">The type that all its values share.</param>
/// <param name="Values">The values, each in the form JSON gives it without quotes: <c>4.5</c>, <c>true</c>, <c>net8.0</c>.</param>
public sealed record AttributeValues(string Name, AttributeType Type, IReadOnlyList<string> Values);
