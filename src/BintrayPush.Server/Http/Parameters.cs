using System.Globalization;

namespace BintrayPush.Server.Http;

/// <summary>Named values as they stand in a query or in matrix parameters. A name may come several times; letter case counts.</summary>
internal sealed class Parameters
{
    public static readonly Parameters None = new([]);

    private readonly IReadOnlyList<KeyValuePair<string, string>> _all;

    public Parameters(IReadOnlyList<KeyValuePair<string, string>> all) => _all = all;

    /// <summary>The last value given; a name without a value has the empty one.</summary>
    public string? this[string name] => _all.LastOrDefault(pair => pair.Key == name) is { Key: not null } pair ? pair.Value : null;

    /// <summary>All values given under a name, in their order.</summary>
    public IEnumerable<string> All(string name) => _all.Where(pair => pair.Key == name).Select(pair => pair.Value);

    /// <summary>A whole number that is not negative, or <see langword="null"/>.</summary>
    public int? Number(string name) =>
        int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A flag: <c>1</c> or <c>0</c> (protocol reference 8.1), words too; a bare name counts as set.</summary>
    public bool? Flag(string name) => this[name] is { } value ? IsSet(value) : null;

    /// <summary>Whether a flag's value means yes.</summary>
    public static bool IsSet(string value) => value.Trim().ToLowerInvariant() is "" or "1" or "true" or "yes";
}
