using System.Text.RegularExpressions;

namespace BintrayPush.Server.Configuration;

/// <summary>The variables of settings: <c>BINTRAY_SERVER_SWEEP_EVERY</c> for <c>sweep-every</c>, and Kestrel's own.</summary>
internal static partial class SettingsEnvironment
{
    private const string Prefix = "BINTRAY_SERVER_";
    private const string KestrelPrefix = KestrelShape.Section + "__";

    /// <summary>The variable of a setting.</summary>
    public static string VariableOf(string setting) => Prefix + setting.ToUpperInvariant().Replace('-', '_');

    /// <summary>Reads them. An empty one is not set: that is how many a tool takes one away.</summary>
    /// <param name="variables">All variables.</param>
    /// <param name="known">The names of the settings.</param>
    public static GivenSettings Read(IReadOnlyDictionary<string, string> variables, IEnumerable<string> known)
    {
        var given = new GivenSettings();
        var names = known.ToDictionary(VariableOf, name => name);
        foreach (var (variable, text) in variables.Where(set => set.Value.Length > 0).OrderBy(set => set.Key, StringComparer.Ordinal))
        {
            if (variable.StartsWith(KestrelPrefix, StringComparison.OrdinalIgnoreCase))
            {
                ReadKestrel(given, variable, text);
            }
            else if (names.TryGetValue(variable, out var name))
            {
                given.Add(name, text, variable);
            }
            else if (variable.StartsWith(Prefix, StringComparison.Ordinal) && !OfCluster().IsMatch(variable))
            {
                given.Refuse(
                    variable, $"there is no setting of this name; '{VariableOf("data")}' is that of '--data', and so are the others");
            }
        }

        return given;
    }

    private static void ReadKestrel(GivenSettings given, string variable, string text)
    {
        var path = variable.Split("__");
        var shape = path.Skip(1).Aggregate(KestrelShape.Root, (KestrelShape? outer, string name) => outer?.Find(name));
        if (shape is { IsValue: true })
        {
            given.Add(string.Join(':', path), text, variable);
        }
        else
        {
            given.Refuse(variable, "this is no value that Kestrel knows");
        }
    }

    /// <summary>Kubernetes gives every pod such variables for a service of the name <c>bintray-server</c>.</summary>
    [GeneratedRegex("^BINTRAY_SERVER_(PORT|PORT_.*|SERVICE_HOST|SERVICE_PORT|SERVICE_PORT_.*)$")]
    private static partial Regex OfCluster();
}
