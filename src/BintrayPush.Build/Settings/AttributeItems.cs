using BintrayPush.Build.Tasks;

namespace BintrayPush.Build.Settings;

/// <summary>BintrayAttribute items: a name, a value or several, their type, and whether package or version carries them.</summary>
internal static class AttributeItems
{
    public static (
        IReadOnlyList<AttributeValues> OfPackage, IReadOnlyList<AttributeValues> OfVersion) Read(ITaskItem[] items, PropertyReader reader)
    {
        var ofPackage = new List<AttributeValues>();
        var ofVersion = new List<AttributeValues>();
        foreach (var item in items)
        {
            var name = item.ItemSpec.Trim();
            var values = item.GetMetadata("Value").Split(';').Select(value => value.Trim()).Where(value => value.Length > 0).ToList();
            var type = TypeOf(name, item.GetMetadata("Type"), reader);
            if (type == AttributeType.Boolean)
            {
                // MSBuild writes True as often as true.
                values = [.. values.Select(value => value.ToLowerInvariant())];
            }

            var owner = item.GetMetadata("On").Trim().ToLowerInvariant();
            if (values.Count == 0)
            {
                reader.Add(Texts.AttributeInvalid(name, "it has no Value"));
            }

            foreach (var fault in values.Select(value => FaultIn(value, type)).OfType<string>())
            {
                reader.Add(Texts.AttributeInvalid(name, fault));
            }

            if (owner is not ("" or "version" or "package"))
            {
                reader.Add(Texts.AttributeInvalid(name, $"On is '{owner}'. Valid values: package, version"));
            }

            var target = owner == "package" ? ofPackage : ofVersion;
            if (target.Any(attribute => attribute.Name == name))
            {
                reader.Add(Texts.AttributeInvalid(name, "it is given twice. Give it several values, separated by semicolons, instead"));
            }

            target.Add(new AttributeValues(name, type, values));
        }

        return (ofPackage, ofVersion);
    }

    private static AttributeType TypeOf(string name, string value, PropertyReader reader)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return AttributeType.String;
        }

        // A number would parse as well, and is not meant.
        if (value.All(char.IsLetter) && Enum.TryParse<AttributeType>(value, ignoreCase: true, out var type))
        {
            return type;
        }

        reader.Add(Texts.AttributeInvalid(name, $"Type is '{value}'. Valid values: string, number, boolean, date, version"));
        return AttributeType.String;
    }

    private static string? FaultIn(string value, AttributeType type) => type.Accepts(value)
        ? null
        : type switch
        {
            AttributeType.Number => $"'{value}' is not a number as JSON writes it",
            AttributeType.Boolean => $"'{value}' is neither true nor false",
            _ => $"'{value}' is not a date as ISO 8601 writes it",
        };
}
