using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using BintrayPush.Server.Configuration;

namespace BintrayPush.Server.Rehearsal;

/// <summary>The file of <c>--faults</c>. All that is wrong in it is told at once, each with its line and column.</summary>
internal sealed partial class FaultFile
{
    private const string Code = "BTP4130";
    private const string Example = "{ \"faults\": [ { \"fault\": \"answer\", \"status\": 503 } ] }";

    private readonly List<SettingFault> _wrong = [];
    private readonly List<Fault> _faults = [];
    private int _seed;

    private FaultFile()
    {
    }

    /// <summary>Reads a file.</summary>
    /// <returns>The menu, and what is wrong; if something is, the menu is not to be used.</returns>
    public static (FaultMenu Menu, IReadOnlyList<SettingFault> Wrong) Read(string file)
    {
        var read = new FaultFile();
        var root = PlacedJson.Read(file, Example, read.Refuse);
        foreach (var field in root?.Fields ?? [])
        {
            read.ReadField(field);
        }

        if (root is not null && read._faults.Count == 0 && read._wrong.Count == 0)
        {
            read.Refuse(root.Place, "there is no fault in it: \"faults\" has to be a list of at least one");
        }

        return (new FaultMenu(read._seed, read._faults), read._wrong);
    }

    private void ReadField(PlacedField field)
    {
        switch (field.Name)
        {
            case SettingsFile.SchemaName:
                break;
            case "seed" when int.TryParse(field.Value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
                && field.Value.Kind == JsonValueKind.Number:
                _seed = seed;
                break;
            case "seed":
                Refuse(field.Value.Place, "'seed' has to be a whole number, 0 or more");
                break;
            case "faults" when field.Value.Kind == JsonValueKind.Array:
                foreach (var item in field.Value.Items)
                {
                    ReadFault(item);
                }

                break;
            case "faults":
                Refuse(field.Value.Place, "'faults' has to be a list");
                break;
            default:
                Refuse(field.Place, $"'{field.Name}' is nothing that such a file has: it has 'seed' and 'faults'");
                break;
        }
    }

    private void ReadFault(PlacedValue item)
    {
        if (item.Kind != JsonValueKind.Object)
        {
            Refuse(item.Place, "a fault has to be an object: { \"fault\": \"answer\", \"status\": 503 }");
            return;
        }

        var before = _wrong.Count;
        var given = Known(item);
        if (!given.TryGetValue("fault", out var word))
        {
            RefuseMissing(item, before, "a fault has to say what it is: 'fault' is missing");
            return;
        }

        var kind = Enum.Parse<FaultKind>(word.Value.Text!, ignoreCase: true);
        foreach (var field in FaultField.All.Where(field => field.Kinds.Count > 0 && !field.Kinds.Contains(kind)))
        {
            if (given.TryGetValue(field.Name, out var stray))
            {
                Refuse(stray.Place, $"'{field.Name}' has no meaning for a fault that is '{word.Value.Text}'");
            }
        }

        var values = new FaultValues(given);
        var path = values.Text("path") is { } text ? PathPattern.Parse(text) : PathPattern.Any;
        var name = values.Text("name") ?? string.Create(CultureInfo.InvariantCulture, $"{word.Value.Text} {_faults.Count + 1}");
        Require(path is not null, given, "path", "'path' has to begin with a slash, and to have 500 characters at most");
        Require(FaultName().IsMatch(name), given, "name", "'name' has to be 1 to 60 letters, digits, spaces, '.', '-' and '_'");
        Require(values.CountOf("nth", "every", "percent") < 2, given, "fault", "only one of 'nth', 'every' and 'percent' can be said");
        foreach (var missing in Needed(kind).Where(field => values.CountOf(field.Split('|')) == 0 && _wrong.Count == before))
        {
            Refuse(item.Place, $"a fault that is '{word.Value.Text}' needs '{missing.Replace("|", "' or '", StringComparison.Ordinal)}'");
        }

        if (_wrong.Count == before)
        {
            _faults.Add(values.Make(name, kind, path!));
        }
    }

    /// <summary>The fields that a fault may have and whose values make sense.</summary>
    private Dictionary<string, PlacedField> Known(PlacedValue item)
    {
        var known = new Dictionary<string, PlacedField>(StringComparer.Ordinal);
        foreach (var field in item.Fields)
        {
            var shape = FaultField.All.FirstOrDefault(other => other.Name == field.Name);
            if (shape is null)
            {
                Refuse(field.Place, $"'{field.Name}' is nothing that a fault has; docs/rehearsal.md says what there is");
            }
            else if (shape.FaultOf(field.Value) is { } fault)
            {
                Refuse(field.Value.Place, fault);
            }
            else if (!known.TryAdd(field.Name, field))
            {
                Refuse(field.Place, $"'{field.Name}' stands here for the second time");
            }
        }

        return known;
    }

    private static string[] Needed(FaultKind kind) => kind switch
    {
        FaultKind.Answer => ["status"],
        FaultKind.Delay => ["seconds"],
        FaultKind.Lag => ["seconds|looks"],
        _ => ["bytes"],
    };

    private void Require(bool condition, Dictionary<string, PlacedField> given, string field, string reason)
    {
        if (!condition)
        {
            Refuse(given[field].Value.Place, reason);
        }
    }

    private void RefuseMissing(PlacedValue item, int before, string reason)
    {
        // A word that is none was told already.
        if (_wrong.Count == before)
        {
            Refuse(item.Place, reason);
        }
    }

    private void Refuse(string place, string reason) => _wrong.Add(new(place, reason, Code));

    [GeneratedRegex("^[A-Za-z0-9 ._-]{1,60}$")]
    private static partial Regex FaultName();
}
