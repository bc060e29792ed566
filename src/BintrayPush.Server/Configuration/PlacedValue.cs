using System.Text.Json;

namespace BintrayPush.Server.Configuration;

/// <summary>A value of a JSON file, and where it stands.</summary>
/// <param name="kind">What it is.</param>
/// <param name="text">The text, number or word; <see langword="null"/> of what holds others, and of a text that is no Unicode.</param>
/// <param name="placeOf">Says the place, which is looked for only if it is told.</param>
internal sealed class PlacedValue(JsonValueKind kind, string? text, Func<string> placeOf)
{
    /// <summary>What it is.</summary>
    public JsonValueKind Kind => kind;

    /// <summary>The text, number or word.</summary>
    public string? Text => text;

    /// <summary>Where it stands.</summary>
    public string Place => placeOf();

    /// <summary>The fields of an object.</summary>
    public List<PlacedField> Fields { get; } = [];

    /// <summary>The values of a list.</summary>
    public List<PlacedValue> Items { get; } = [];
}

/// <summary>A field of an object, and where its name stands.</summary>
internal sealed record PlacedField(string Name, Func<string> PlaceOf, PlacedValue Value)
{
    /// <summary>Where its name stands.</summary>
    public string Place => PlaceOf();
}
