using System.Text.Json;

namespace BintrayPush.Descriptors;

/// <summary>
/// The attributes of a package or a version (semantics reference 3.3.4); their types in any letter case, as services answer them.
/// </summary>
internal static class AttributeFields
{
    private static readonly Dictionary<string, AttributeType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["string"] = AttributeType.String,
        ["number"] = AttributeType.Number,
        ["boolean"] = AttributeType.Boolean,
        ["date"] = AttributeType.Date,
        ["version"] = AttributeType.Version,
    };

    public static IReadOnlyList<AttributeValues> Read(ObjectReader owner)
    {
        var attributes = new List<AttributeValues>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var fields in owner.Objects("attributes"))
        {
            var name = fields.Name("name");
            if (name is null)
            {
                fields.Add(DescriptorProblems.AttributeInvalid(fields.PositionOf("name"), "it has no name"));
            }
            else if (!names.Add(name))
            {
                fields.Add(
                    DescriptorProblems.AttributeInvalid(
                        fields.PositionOf("name"), $"'{name}' is there twice; give it several values instead"));
            }

            var type = TypeOf(fields);
            var values = fields.Values("values").Select(value => ValueOf(value, fields, type)).OfType<string>().ToList();
            if (!fields.Values("values").Any())
            {
                fields.Add(DescriptorProblems.AttributeInvalid(fields.PositionOf("values"), $"'{name}' has no values"));
            }

            fields.WarnOfMisspellings();
            attributes.Add(new AttributeValues(name ?? "", type, values));
        }

        return attributes;
    }

    private static AttributeType TypeOf(ObjectReader fields)
    {
        if (fields.Name("type") is not { } written)
        {
            return AttributeType.String;
        }

        if (!Types.TryGetValue(written, out var type))
        {
            fields.Add(
                DescriptorProblems.AttributeInvalid(
                    fields.PositionOf("type"), $"there is no type '{written}'; there are string, number, Boolean, date and version"));
        }

        return type;
    }

    private static string? ValueOf(SourceNode value, ObjectReader fields, AttributeType type)
    {
        if (value.Kind is JsonValueKind.Object or JsonValueKind.Array)
        {
            fields.Add(
                DescriptorProblems.WrongType(value.Position, fields.NameOf("values"), "a text, a number, true or false", value.KindName));
            return null;
        }

        var text = value.Kind switch
        {
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => type is AttributeType.Number or AttributeType.Boolean ? value.Text.Trim() : value.Text,
        };
        if (!type.Accepts(text))
        {
            fields.Add(
                DescriptorProblems.AttributeInvalid(value.Position, $"the value is not of the type {type.ToString().ToLowerInvariant()}"));
        }

        return text;
    }
}
