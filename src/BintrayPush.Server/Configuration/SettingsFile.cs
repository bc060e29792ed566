using System.Globalization;
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

    private readonly GivenSettings _given = new();
    private readonly IReadOnlyDictionary<string, Type> _known;
    private readonly IReadOnlyDictionary<string, Func<PlacedValue, Action<string, string>, string>> _objects;

    private SettingsFile(
        IReadOnlyDictionary<string, Type> known, IReadOnlyDictionary<string, Func<PlacedValue, Action<string, string>, string>> objects) =>
        (_known, _objects) = (known, objects);

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="known">The names that there are, and of which type their values are.</param>
    /// <param name="objects">Those that are objects here: what makes a text of each, and tells place and reason of each fault.</param>
    public static GivenSettings Read(
        string file,
        IReadOnlyDictionary<string, Type> known,
        IReadOnlyDictionary<string, Func<PlacedValue, Action<string, string>, string>> objects)
    {
        var read = new SettingsFile(known, objects);
        foreach (var field in PlacedJson.Read(file, "{ \"data\": \"...\" }", read._given.Refuse)?.Fields ?? [])
        {
            if (field.Name.Equals(KestrelShape.Section, StringComparison.OrdinalIgnoreCase))
            {
                read.ReadKestrel(field.Value, KestrelShape.Root, KestrelShape.Section, field.Place);
            }
            else if (field.Name != SchemaName)
            {
                read.Read(field);
            }
        }

        return read._given;
    }

    private void Read(PlacedField field)
    {
        var (name, value) = (field.Name, field.Value);
        if (!_known.TryGetValue(name, out var type))
        {
            _given.Refuse(field.Place, $"'{name}' is no setting; docs/server.md has all of them, each without its '--'");
        }
        else if (_objects.TryGetValue(name, out var read))
        {
            ReadObject(field, read);
        }
        else if (!Fits(value.Kind, type) || value.Text is not { Length: > 0 } text)
        {
            _given.Refuse(value.Place, $"'{name}' has to be {SettingValues.Form(type)}");
        }
        else
        {
            _given.Add(name, text, value.Place);
        }
    }

    private void ReadObject(PlacedField field, Func<PlacedValue, Action<string, string>, string> read)
    {
        if (field.Value.Kind != JsonValueKind.Object)
        {
            _given.Refuse(field.Value.Place, $"'{field.Name}' has to be an object");
            return;
        }

        var before = _given.Faults.Count;
        if (read(field.Value, _given.Refuse) is { Length: > 0 } text && _given.Faults.Count == before)
        {
            _given.Add(field.Name, text, field.Value.Place);
        }
    }

    /// <summary>What stands in Kestrel's section is kept under its whole name, as .NET calls it.</summary>
    private void ReadKestrel(PlacedValue value, KestrelShape shape, string path, string place)
    {
        switch (value.Kind)
        {
            case JsonValueKind.Object when !shape.IsValue && !shape.IsList:
                foreach (var field in value.Fields)
                {
                    ReadKestrelField(field.Value, shape.Find(field.Name), $"{path}:{field.Name}", field.Place);
                }

                break;
            case JsonValueKind.Array when shape.IsList:
                for (var i = 0; i < value.Items.Count; i++)
                {
                    var item = string.Create(CultureInfo.InvariantCulture, $"{path}:{i}");
                    ReadKestrelField(value.Items[i], shape.Any, item, value.Items[i].Place);
                }

                break;
            case JsonValueKind.String or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number when shape.IsValue:
                _given.Add(path, value.Text ?? "", value.Place);
                break;
            default:
                _given.Refuse(place, $"'{path}' has to be {(shape.IsValue ? "a value" : shape.IsList ? "a list of texts" : "an object")}");
                break;
        }
    }

    private void ReadKestrelField(PlacedValue value, KestrelShape? shape, string path, string place)
    {
        if (shape is not null)
        {
            ReadKestrel(value, shape, path, place);
            return;
        }

        _given.Refuse(place, $"'{path}' is nothing that Kestrel knows");
    }

    private static bool Fits(JsonValueKind kind, Type type) =>
        type == typeof(bool) ? kind is JsonValueKind.True or JsonValueKind.False
        : SettingValues.IsNumber(type) ? kind is JsonValueKind.Number
        : kind is JsonValueKind.String;
}
