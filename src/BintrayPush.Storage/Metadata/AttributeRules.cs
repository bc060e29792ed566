using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Metadata;

/// <summary>What attributes may be (protocol reference, section 6).</summary>
internal static class AttributeRules
{
    /// <summary>Checks attributes for a package or a version: all types.</summary>
    public static void Check(IReadOnlyList<AttributeValues> attributes, bool onFile)
    {
        foreach (var attribute in attributes)
        {
            if (string.IsNullOrWhiteSpace(attribute.Name))
            {
                throw StoreRefusal.BadRequest("an attribute has no name");
            }

            if (onFile && attribute.Type is AttributeType.Boolean or AttributeType.Version)
            {
                throw StoreRefusal.BadRequest($"attribute '{attribute.Name}': a file's attributes are strings, numbers or dates");
            }

            if (attribute.Values.FirstOrDefault(value => !attribute.Type.Accepts(value)) is { } wrong)
            {
                throw StoreRefusal.BadRequest(
                    $"attribute '{attribute.Name}': '{wrong}' is not a {attribute.Type.ToString().ToLowerInvariant()}");
            }
        }
    }

    /// <summary>Sets some and keeps the others. A name that is given twice has what was said last.</summary>
    public static IReadOnlyList<AttributeValues> Merged(IReadOnlyList<AttributeValues> old, IReadOnlyList<AttributeValues> set)
    {
        var last = new Dictionary<string, AttributeValues>();
        foreach (var attribute in set)
        {
            last[attribute.Name] = attribute;
        }

        return [.. old.Where(attribute => !last.ContainsKey(attribute.Name)), .. last.Values];
    }

    /// <summary>The named ones, or all of them.</summary>
    public static IReadOnlyList<AttributeValues> Chosen(IReadOnlyList<AttributeValues> attributes, IReadOnlyCollection<string>? names) =>
        names is null or { Count: 0 } ? attributes : [.. attributes.Where(attribute => names.Contains(attribute.Name))];

    /// <summary>What is left without the named ones, or without any.</summary>
    public static IReadOnlyList<AttributeValues> Left(IReadOnlyList<AttributeValues> attributes, IReadOnlyCollection<string>? names) =>
        names is null or { Count: 0 } ? [] : [.. attributes.Where(attribute => !names.Contains(attribute.Name))];
}
