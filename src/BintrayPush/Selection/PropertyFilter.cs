using BintrayPush.Artifacts;

namespace BintrayPush.Selection;

/// <summary>
/// <c>applyToProps</c>: a file passes if it has, for every pair, a key that matches with a value that matches. Two values under
/// one key are two pairs: a file must have both (semantics reference 4.6).
/// </summary>
public sealed class PropertyFilter
{
    private readonly List<Specification> _specifications;

    private PropertyFilter(List<Specification> specifications) => _specifications = specifications;

    /// <summary>Every file passes.</summary>
    public static PropertyFilter None { get; } = new([]);

    /// <summary>The pairs, in the order in which they were given.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs => [.. _specifications.Select(specification => specification.Pair)];

    /// <summary>Whether every file passes.</summary>
    public bool IsEmpty => _specifications.Count == 0;

    /// <summary>A filter of key and value pairs; <c>*</c> and <c>?</c> have a meaning in both.</summary>
    public static PropertyFilter Of(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new([.. pairs.Select(pair => new Specification(pair))]);

    /// <summary>Whether a file with these properties passes.</summary>
    public bool Passes(ArtifactProperties properties) =>
        _specifications.All(specification => specification.Holds(properties, ignoreCase: false));

    /// <summary>The pairs that fail for a file only because of letter case.</summary>
    internal IEnumerable<KeyValuePair<string, string>> FailedByCase(ArtifactProperties properties) =>
        from specification in _specifications
        where !specification.Holds(properties, ignoreCase: false) && specification.Holds(properties, ignoreCase: true)
        select specification.Pair;

    private sealed class Specification(KeyValuePair<string, string> pair)
    {
        private readonly Wildcard _key = Wildcard.Parse(pair.Key);
        private readonly Wildcard _value = Wildcard.Parse(pair.Value);

        public KeyValuePair<string, string> Pair => pair;

        public bool Holds(ArtifactProperties properties, bool ignoreCase) =>
            _key.IsLiteral && !ignoreCase
                ? properties[pair.Key].Any(value => _value.Matches(value))
                : properties.Keys.Any(
                    key => _key.Matches(key, ignoreCase) && properties[key].Any(value => _value.Matches(value, ignoreCase)));
    }
}
