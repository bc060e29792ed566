using System.Globalization;
using System.Text.Json;
using BintrayPush.Messages;

namespace BintrayPush.Descriptors;

/// <summary>
/// The fields of one object of a descriptor, asked for by name and type. A wrong type is a problem; absent and <c>null</c> are the
/// same (semantics reference 3.3.2); a single value stands for a list of one (3.3.1).
/// </summary>
/// <param name="node">The object.</param>
/// <param name="path">Its name in messages, for example <c>package</c>; empty for the whole descriptor.</param>
/// <param name="reading">Where problems go.</param>
internal sealed class ObjectReader(SourceNode node, string path, DescriptorReadingState reading)
{
    private readonly HashSet<string> _known = reading.KnownFields(path);

    /// <summary>Where the object begins.</summary>
    public SourcePosition Position => node.Position;

    /// <summary>The full name of a field.</summary>
    public string NameOf(string field) => path.Length == 0 ? field : $"{path}.{field}";

    /// <summary>Where a field's value stands, or the object if it has none.</summary>
    public SourcePosition PositionOf(string field) => Value(field)?.Position ?? node.Position;

    public SourceNode? Value(string field)
    {
        _known.Add(field);
        return node.Fields.FirstOrDefault(candidate => candidate.Name == field)?.Value is { Kind: not JsonValueKind.Null } value
            ? value
            : null;
    }

    /// <summary>A text, which may be empty.</summary>
    public string? Text(string field) => Value(field) is { } value ? TextOf(value, field) : null;

    /// <summary>A name: a text in which blank is the same as absent.</summary>
    public string? Name(string field) => Text(field) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    public bool? Flag(string field)
    {
        if (Value(field) is not { } value)
        {
            return null;
        }

        return value.Kind is JsonValueKind.True or JsonValueKind.False
            ? value.Kind == JsonValueKind.True
            : Wrong<bool?>(value, field, "true or false");
    }

    public int? WholeNumber(string field)
    {
        if (Value(field) is not { } value)
        {
            return null;
        }

        return value.Kind == JsonValueKind.Number
            && int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : Wrong<int?>(value, field, "a whole number");
    }

    public IReadOnlyList<string>? Texts(string field) =>
        Value(field) is null ? null : [.. Values(field).Select(value => TextOf(value, field)).OfType<string>()];

    /// <summary>The elements of a list, or a single value as the only one.</summary>
    public IEnumerable<SourceNode> Values(string field) => Value(field) is not { } value ? []
        : value.Kind == JsonValueKind.Array ? value.Items.Where(item => item.Kind != JsonValueKind.Null)
        : [value];

    public ObjectReader? Object(string field)
    {
        if (Value(field) is not { } value)
        {
            return null;
        }

        return value.Kind == JsonValueKind.Object
            ? new ObjectReader(value, NameOf(field), reading)
            : Wrong<ObjectReader>(value, field, "an object");
    }

    public IEnumerable<ObjectReader> Objects(string field)
    {
        foreach (var value in Values(field))
        {
            if (value.Kind == JsonValueKind.Object)
            {
                yield return new ObjectReader(value, NameOf(field), reading);
            }
            else
            {
                Wrong<ObjectReader>(value, field, "an object");
            }
        }
    }

    /// <summary>
    /// Unknown fields: they are passed on as they are, but for those that a service only tells (semantics reference 3.2).
    /// </summary>
    public Dictionary<string, JsonElement>? Others(params string[] onlyTold)
    {
        _known.UnionWith(onlyTold);
        WarnOfMisspellings();
        var others = node.Fields.Where(field => !_known.Contains(field.Name) && field.Value.Kind != JsonValueKind.Null)
            .ToDictionary(field => field.Name, field => field.Value.ToElement());
        return others.Count == 0 ? null : others;
    }

    /// <summary>
    /// An unknown field with a name near to a known one is taken for a typing error; a credential is never one.
    /// </summary>
    public void WarnOfMisspellings()
    {
        foreach (var field in node.Fields.Where(field => !_known.Contains(field.Name)))
        {
            if (SecretNames.IsOfDescriptor(field.Name))
            {
                Add(DescriptorProblems.SecretInDescriptor(field.Position, NameOf(field.Name)));
            }
            else if (_known.FirstOrDefault(name => string.Equals(name, field.Name, StringComparison.OrdinalIgnoreCase)) is { } meant)
            {
                Add(DescriptorProblems.FieldDiffersInCase(field.Position, NameOf(field.Name), meant));
            }
            else if (NearestName.Of(field.Name, _known) is { } near)
            {
                Add(DescriptorProblems.FieldMisspelt(field.Position, NameOf(field.Name), near));
            }
        }
    }

    public void Add(Problem problem) => reading.Problems.Add(problem);

    public string? TextOf(SourceNode value, string field) =>
        value.Kind == JsonValueKind.String ? value.Text : Wrong<string>(value, field, "a text in quotes");

    private T? Wrong<T>(SourceNode value, string field, string expected)
    {
        Add(DescriptorProblems.WrongType(value.Position, NameOf(field), expected, value.KindName));
        return default;
    }
}

/// <summary>What the parts of a reading share: the problems, and which fields were asked for in which object.</summary>
internal sealed class DescriptorReadingState
{
    private readonly Dictionary<string, HashSet<string>> _fields = [];

    public ProblemList Problems { get; } = new();

    public IReadOnlyDictionary<string, HashSet<string>> Fields => _fields;

    public HashSet<string> KnownFields(string path)
    {
        if (!_fields.TryGetValue(path, out var fields))
        {
            _fields.Add(path, fields = new HashSet<string>(StringComparer.Ordinal));
        }

        return fields;
    }
}
