namespace BintrayPush.Artifacts;

/// <summary>Keys with one or more values each. Keys are compared as they are written; the order of values is kept.</summary>
public sealed class ArtifactProperties
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values;

    private ArtifactProperties(Dictionary<string, IReadOnlyList<string>> values) => _values = values;

    /// <summary>No properties.</summary>
    public static ArtifactProperties None { get; } = new([]);

    /// <summary>The keys, in no particular order.</summary>
    public IReadOnlyCollection<string> Keys => _values.Keys;

    /// <summary>The values of a key; empty if it is not there.</summary>
    public IReadOnlyList<string> this[string key] => _values.TryGetValue(key, out var values) ? values : [];

    /// <summary>Gathers pairs; a key that comes again adds its values.</summary>
    public static ArtifactProperties Of(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new(pairs
            .GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group], StringComparer.Ordinal));
}
